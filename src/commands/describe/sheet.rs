//! Where reports are shown as they change.

use crate::{
    model::{JobReport, JobState},
    outcome::Failure,
    render::{self, Format},
    settings::{DescribeSettings, Session},
    streams::{self, Screen},
};

/// Where reports are shown as they change.
pub(super) enum Sheet {
    /// In place.
    Screen(Screen),
    /// One after the other, each time the state of its Job has changed.
    Stream(Stream),
}

/// Reports one after the other.
#[derive(Default)]
pub(super) struct Stream {
    /// What was written of each Job last.
    last: Vec<Option<(JobState, Option<String>)>>,
    has_begun: bool,
    /// The trouble that was told last.
    trouble: Option<String>,
}

impl Sheet {
    pub(super) fn of(session: &Session, format: Format) -> Self {
        if session.stdout.is_terminal && format == Format::Text {
            Self::Screen(Screen::new())
        } else {
            Self::Stream(Stream::default())
        }
    }

    pub(super) fn is_screen(&self) -> bool {
        matches!(self, Self::Screen(_))
    }

    /// Shows the reports, always of the same Jobs; `false` where nobody reads them any more.
    pub(super) fn write(
        &mut self,
        reports: &[JobReport],
        settings: &DescribeSettings,
    ) -> Result<bool, Failure> {
        match self {
            Self::Screen(screen) => {
                let mut page = Vec::new();
                render::write(reports, Format::Text, true, &settings.style, &mut page)
                    .and_then(|()| screen.draw(&String::from_utf8_lossy(&page)))
                    .map_err(Failure::could_not_ask)?;
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
            Self::Screen(_) => {
                streams::answer(|out| render::write(reports, Format::Text, true, &settings.style, out))
            }
            Self::Stream(stream) => stream.append(reports, settings).map(|_| ()),
        }
    }

    /// Tells of trouble once. On a screen the message would be drawn over, and the report shows that time stands still.
    pub(super) fn trouble(&mut self, message: &str) {
        if let Self::Stream(stream) = self
            && stream.trouble.as_deref() != Some(message)
        {
            streams::tell(&format!("still watching: {message}"));
            stream.trouble = Some(message.to_owned());
        }
    }

    /// Takes off what would be drawn over.
    pub(super) fn clear(&mut self) -> Result<(), Failure> {
        match self {
            Self::Screen(screen) => screen.clear().map_err(Failure::could_not_ask),
            Self::Stream(_) => Ok(()),
        }
    }
}

impl Stream {
    /// Appends those reports whose state is another than the one that was written last.
    fn append(&mut self, reports: &[JobReport], settings: &DescribeSettings) -> Result<bool, Failure> {
        self.trouble = None;
        self.last.resize(reports.len(), None);
        for (report, last) in reports.iter().zip(&mut self.last) {
            let state = Some((report.verdict.state, report.verdict.reason.clone()));
            if *last == state {
                continue;
            }
            *last = state;
            let follows = std::mem::replace(&mut self.has_begun, true);
            let is_read = streams::answer_while_read(|out| {
                render::append(report, follows, settings.format, &settings.style, out)
            })?;
            if !is_read {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
