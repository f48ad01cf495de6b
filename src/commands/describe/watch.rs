//! `cyjob describe --watch`: the report as it changes, until the Job has ended.

use anyhow::anyhow;
use tokio::time::Instant;

use super::sheet::Sheet;
use crate::facts::JobFacts;
use crate::{
    client::Connection,
    commands::{
        jobs,
        pacing::{REDRAW, REFRESH, sleep_until},
        signals::Signals,
        watchdog::Watchdog,
    },
    job_details::{FollowedPods, Follower, Following, News, Pin},
    model::{Ending, JobReport},
    outcome::{Failure, Outcome},
    settings::{DescribeSettings, Session},
    streams,
};

pub(super) async fn run(
    session: &Session,
    settings: &DescribeSettings,
    connection: &Connection,
    jobs: Vec<JobFacts>,
) -> Result<Outcome, Failure> {
    let mut signals = Signals::listen().map_err(Failure::could_not_ask)?;
    let _watchdog = Watchdog::start(None).map_err(Failure::could_not_ask)?;
    let following = Following {
        jobs,
        pods: FollowedPods::Needed,
        log_lines: u32::from(settings.arguments.log_lines),
        looks_last: true,
        ..Following::default()
    };
    let mut view = View {
        session,
        settings,
        connection,
        follower: Follower::start(&connection.client, following),
        sheet: Sheet::of(session, &settings.format),
    };
    let (mut is_dirty, mut written) = (true, None::<Instant>);
    loop {
        let pause = if is_dirty {
            Some(REFRESH)
        } else {
            view.sheet.is_screen().then_some(REDRAW)
        };
        // The first time at once where all is known, else as soon as it is.
        let due = pause.map(|pause| written.map_or_else(Instant::now, |at| at + pause));
        tokio::select! {
            // The report stays as it was seen last.
            outcome = signals.next() => return Ok(outcome),
            () = streams::unread() => return Ok(Outcome::Done),
            news = view.follower.next() => match news {
                News::Of(_) => {
                    is_dirty = true;
                    view.sheet.all_is_well();
                }
                News::Trouble(error) => view.sheet.trouble(&error.message),
                News::Ended(error) => {
                    view.sheet.clear()?;
                    return Err(Failure::could_not_ask(anyhow::Error::new(error).context("it cannot be watched any longer")));
                }
            },
            () = sleep_until(due), if view.is_read() => {
                (is_dirty, written) = (false, Some(Instant::now()));
                if view.is_over() {
                    break;
                }
                if !view.write()? {
                    return Ok(Outcome::Done);
                }
            }
        }
    }
    // The signals are caught: who wants to end it must not have to wait for logs.
    tokio::select! {
        biased;
        outcome = signals.next() => Ok(outcome),
        finished = view.finish() => finished,
    }
}

/// What is watched, and where it is shown.
struct View<'a> {
    session: &'a Session,
    settings: &'a DescribeSettings,
    connection: &'a Connection,
    follower: Follower,
    sheet: Sheet,
}

impl View<'_> {
    fn is_read(&self) -> bool {
        (0..self.follower.pins().len()).all(|position| self.follower.is_read(position))
    }

    fn is_over(&self) -> bool {
        self.follower.pins().iter().all(Pin::is_over)
    }

    fn reports(&mut self) -> Vec<JobReport> {
        for position in 0..self.follower.pins().len() {
            self.follower.prepare(position);
        }
        let now = jobs::moment(self.connection, self.session);
        let historic = self.connection.provenance.is_historic();
        let pins = 0..self.follower.pins().len();
        let snapshots = pins.filter_map(|position| self.follower.snapshot(position, now, historic));
        snapshots.map(JobReport::derive).collect()
    }

    /// Writes what is known; `false` where nobody reads it.
    fn write(&mut self) -> Result<bool, Failure> {
        let reports = self.reports();
        self.sheet.write(&reports, self.settings)
    }

    /// The whole reports, with logs, and what became of Jobs that are gone.
    async fn finish(mut self) -> Result<Outcome, Failure> {
        let pins = self.follower.pins();
        let jobs: Vec<JobFacts> = pins.iter().filter_map(|pin| pin.job.clone()).collect();
        let mut outcome = Outcome::Done;
        for pin in pins {
            let (Some(job), Some(gone)) = (&pin.job, &pin.gone) else {
                continue;
            };
            let ending = Ending::from(gone);
            let (name, namespace) = (&job.name, &job.namespace);
            streams::tell_error(&anyhow!("job/{name} in namespace \"{namespace}\": {ending}"));
            outcome = outcome.or_worse(Outcome::of_ending(&ending));
        }
        let lines = u32::from(self.settings.arguments.log_lines);
        let reports = jobs::reports(self.connection, self.session, jobs, lines).await;
        self.sheet.finish(&reports, self.settings)?;
        let verdicts = reports
            .iter()
            .filter(|_| self.settings.arguments.exit_status)
            .map(|report| Outcome::of_verdict(report.verdict.state));
        Ok(verdicts.fold(outcome, Outcome::or_worse))
    }
}
