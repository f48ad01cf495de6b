//! Where reports are shown as they change.

use jiff::Timestamp;
use tokio::time::Instant;

use crate::{
    commands::pacing::not_current,
    model::{JobReport, JobState},
    outcome::Failure,
    render::{self, Document, Format, Item, Reports},
    settings::{DescribeSettings, Session},
    streams::{self, Screen},
};

/// Where reports are shown as they change.
pub(super) enum Sheet {
    /// In place, with why nothing is heard, and since when.
    Screen(Screen, Option<(String, Instant)>),
    /// One after the other, each time the state of its Job has changed.
    Stream(Stream),
}

/// Reports one after the other.
#[derive(Default)]
pub(super) struct Stream {
    /// What was written of each Job last.
    last: Vec<Option<(JobState, Option<String>)>>,
    has_begun: bool,
    /// Whether trouble was told that is not over.
    is_in_trouble: bool,
}

impl Sheet {
    pub(super) fn of(session: &Session, format: &Format) -> Self {
        if session.stdout.is_terminal && format.is_for_people() {
            Self::Screen(Screen::stdout(), None)
        } else {
            Self::Stream(Stream::default())
        }
    }

    pub(super) fn is_screen(&self) -> bool {
        matches!(self, Self::Screen(..))
    }

    /// Shows the reports, always of the same Jobs; `false` where nobody reads them any more.
    pub(super) fn write(
        &mut self,
        reports: &[JobReport],
        settings: &DescribeSettings,
    ) -> Result<bool, Failure> {
        match self {
            Self::Screen(screen, trouble) => {
                let mut page = Vec::new();
                settings
                    .format
                    .write(&document(reports), settings.detail, &settings.style, &mut page)
                    .map_err(Failure::could_not_ask)?;
                let trouble = trouble.iter().map(|(why, since)| not_current(*since, why));
                let trouble: Vec<String> = trouble.collect();
                // Above, because a report may be longer than the screen.
                let text = render::remarks(&trouble, &settings.style) + &*String::from_utf8_lossy(&page);
                screen.draw(&text).map_err(Failure::could_not_ask)?;
                Ok(true)
            }
            Self::Stream(stream) => stream.append(reports, settings),
        }
    }

    /// Shows the last word, which stays.
    pub(super) fn finish(
        &mut self,
        reports: &[JobReport],
        settings: &DescribeSettings,
    ) -> Result<(), Failure> {
        self.clear()?;
        match self {
            Self::Screen(..) => streams::answer(|out| {
                settings
                    .format
                    .write(&document(reports), settings.detail, &settings.style, out)
            }),
            Self::Stream(stream) => stream.append(reports, settings).map(|_| ()),
        }
    }

    /// Notes that nothing is heard for now; it is said once, or as long as that lasts.
    pub(super) fn trouble(&mut self, message: &str) {
        match self {
            Self::Screen(_, trouble) => {
                trouble.get_or_insert_with(|| (message.to_owned(), Instant::now()));
            }
            Self::Stream(stream) => {
                if !std::mem::replace(&mut stream.is_in_trouble, true) {
                    streams::tell(&format!("still watching: {message}"));
                }
            }
        }
    }

    /// Notes that something is heard again.
    pub(super) fn all_is_well(&mut self) {
        match self {
            Self::Screen(_, trouble) => *trouble = None,
            Self::Stream(stream) => stream.is_in_trouble = false,
        }
    }

    /// Takes off what would be drawn over.
    pub(super) fn clear(&mut self) -> Result<(), Failure> {
        match self {
            Self::Screen(screen, _) => screen.clear().map_err(Failure::could_not_ask),
            Self::Stream(_) => Ok(()),
        }
    }
}

fn document(reports: &[JobReport]) -> Document<'_> {
    Document::Reports(Reports::of(reports, true, Timestamp::UNIX_EPOCH))
}

impl Stream {
    /// Appends those reports whose state is another than the one that was written last.
    fn append(&mut self, reports: &[JobReport], settings: &DescribeSettings) -> Result<bool, Failure> {
        self.last.resize(reports.len(), None);
        for (report, last) in reports.iter().zip(&mut self.last) {
            let state = Some((report.verdict.state, report.verdict.reason.clone()));
            if *last == state {
                continue;
            }
            *last = state;
            let is_first = !std::mem::replace(&mut self.has_begun, true);
            let item = [Item::Report(report)];
            let is_read = streams::answer_while_read(|out| {
                settings
                    .format
                    .append(&item, is_first, settings.detail, &settings.style, out)
            })?;
            if !is_read {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
