//! `cyjob describe --watch`: the report as it changes, until the Job has ended.

use std::time::Duration;

use anyhow::anyhow;
use jiff::Timestamp;

use crate::facts::JobFacts;
use crate::{
    client::{Connection, RequestError},
    commands::{
        live::{self, Canvas, Limit, Limits, Remarks, Stop},
        start,
    },
    job_details::{FollowedPods, Follower, Following, Pin},
    model::{Ending, JobReport, JobState},
    outcome::{Failure, Outcome},
    render::{Document, Item, Reports},
    settings::{DescribeSettings, Session},
    streams,
};

pub(super) async fn run(
    session: &Session,
    settings: &DescribeSettings,
    connection: &Connection,
    jobs: Vec<JobFacts>,
) -> Result<Outcome, Failure> {
    let mut limits = Limits::start(None)?;
    let following = Following {
        jobs,
        pods: FollowedPods::Needed,
        log_lines: u32::from(settings.arguments.log_lines),
        looks_last: true,
        ..Following::default()
    };
    let mut follower = Follower::start(&connection.client, following);
    let mut view = View {
        session,
        settings,
        connection,
        canvas: Canvas::of(session, settings.format.is_for_people()),
        stream: Stream::default(),
    };
    match live::run(&mut follower, &mut view, &mut limits).await? {
        Stop::Done => view.finish(&follower),
        // The report stays as it was seen last.
        Stop::Limit(Limit::Signal(outcome)) => Ok(outcome),
        Stop::Limit(Limit::TimedOut(_)) | Stop::Unread => Ok(Outcome::Done),
        Stop::Lost(error) => {
            view.canvas.clear()?;
            Err(Failure::could_not_ask(live::lost(error, "watching")))
        }
    }
}

/// Where reports are shown, and what was written of them.
struct View<'a> {
    session: &'a Session,
    settings: &'a DescribeSettings,
    connection: &'a Connection,
    canvas: Canvas,
    stream: Stream,
}

/// Reports one after the other, each time the state of its Job has changed.
#[derive(Default)]
struct Stream {
    /// What was written of each Job last.
    last: Vec<Option<(JobState, Option<String>)>>,
    has_begun: bool,
}

impl live::View<Follower> for View<'_> {
    fn learn(&mut self, _follower: &Follower, _positions: &[usize]) {
        self.canvas.all_is_well();
    }

    fn trouble(&mut self, error: &RequestError) {
        self.canvas.trouble(&error.message);
    }

    fn draw(&mut self, follower: &mut Follower) -> Result<bool, Failure> {
        let reports = self.reports(follower);
        if !self.canvas.is_screen() {
            return self.append(&reports);
        }
        let mut page = Vec::new();
        self.write(&reports, &mut page).map_err(Failure::could_not_ask)?;
        self.canvas
            .draw(self.session, &page, Vec::new(), Remarks::Above)?;
        Ok(true)
    }

    fn patience(&self) -> Duration {
        // The next picture mends one on the screen. What is appended stays.
        Duration::from_secs(if self.canvas.is_screen() { 1 } else { 10 })
    }

    fn shows_seconds(&self) -> bool {
        self.canvas.is_screen()
    }

    fn is_done(&self, follower: &Follower) -> bool {
        let pins = follower.pins().iter().enumerate();
        let mut open = pins.filter(|(position, pin)| !pin.is_over() || !follower.has_last(*position));
        open.next().is_none()
    }
}

impl View<'_> {
    fn reports(&self, follower: &Follower) -> Vec<JobReport> {
        let now = start::moment(self.connection, self.session);
        let historic = self.connection.provenance.is_historic();
        let snapshots =
            (0..follower.pins().len()).filter_map(|position| follower.snapshot(position, now, historic));
        snapshots.map(JobReport::derive).collect()
    }

    fn write(&self, reports: &[JobReport], out: &mut dyn std::io::Write) -> std::io::Result<()> {
        let document = Document::Reports(Reports::of(reports, true, Timestamp::UNIX_EPOCH));
        let style = self.session.stdout.current_style();
        self.settings
            .format
            .write(&document, self.settings.detail, &style, out)
    }

    /// Appends those reports whose state is another than the one that was written last; `false` where nobody reads them.
    fn append(&mut self, reports: &[JobReport]) -> Result<bool, Failure> {
        let stream = &mut self.stream;
        stream.last.resize(reports.len(), None);
        for (report, last) in reports.iter().zip(&mut stream.last) {
            let state = Some((report.verdict.state, report.verdict.reason.clone()));
            if *last == state {
                continue;
            }
            *last = state;
            let is_first = !std::mem::replace(&mut stream.has_begun, true);
            let (item, style) = ([Item::Report(report)], &self.session.stdout.style);
            let settings = self.settings;
            let is_read = streams::answer_while_read(settings.format.language(), |out| {
                settings
                    .format
                    .append(&item, is_first, settings.detail, style, out)
            })?;
            if !is_read {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The last word, which stays, and what became of Jobs that are gone.
    fn finish(mut self, follower: &Follower) -> Result<Outcome, Failure> {
        self.canvas.clear()?;
        let mut outcome = Outcome::Done;
        for pin in follower.pins() {
            outcome = outcome.or_worse(tell_gone(pin));
        }
        let reports = self.reports(follower);
        if self.canvas.is_screen() {
            streams::answer(self.settings.format.language(), |out| self.write(&reports, out))?;
        } else {
            self.append(&reports)?;
        }
        let verdicts = reports
            .iter()
            .filter(|_| self.settings.arguments.exit_status)
            .map(|report| Outcome::of_verdict(report.verdict.state));
        Ok(verdicts.fold(outcome, Outcome::or_worse))
    }
}

/// Tells what became of a Job that is gone, and what that means for the run.
fn tell_gone(pin: &Pin) -> Outcome {
    let (Some(job), Some(gone)) = (&pin.job, &pin.gone) else {
        return Outcome::Done;
    };
    let ending = Ending::from(gone);
    let (name, namespace) = (&job.name, &job.namespace);
    streams::tell_error(&anyhow!("job/{name} in namespace \"{namespace}\": {ending}"));
    Outcome::of_ending(&ending)
}
