//! The logs of the Jobs that are waited for, while they are written: pods are often gone when the wait is over.

use tokio::time::Instant;

use super::begin::Begun;
use crate::{
    cli::LogsChoice,
    commands::{
        jobs,
        logs::{Live, Output, Saver},
        pacing::LAST_PATIENCE,
    },
    job_details::{Follower, JobFacts, LogOptions, LogStreams, News},
    model::{JobReport, LogChoice},
    outcome::{Failure, Outcome},
    render::LogLook,
    settings::{Screen, Session, WaitSettings},
    streams::{self, Stream},
};

/// Logs that are open at the same time, at most: the default of `logs`.
const STREAMS: usize = 100;

/// Last lines of the log of what failed, and if logs were asked for.
const LINES: u32 = 10;
const MORE_LINES: u32 = 100;

/// How many of the last lines of what failed are read for the end.
pub(super) fn lines_of_failures(settings: &WaitSettings) -> u32 {
    match settings.arguments.logs {
        Some(LogsChoice::Failed | LogsChoice::All) => MORE_LINES,
        None => LINES,
    }
}

/// Whether all lines are shown as they come, so that the end need not show the last of them again.
pub(super) fn shows_all(settings: &WaitSettings) -> bool {
    settings.arguments.logs == Some(LogsChoice::All)
}

/// Lines for people, each with whose it is, as all on standard error made harmless.
fn look(stderr: &Screen) -> LogLook {
    LogLook {
        prefix: true,
        harmless: true,
        color: stderr.style.color,
        unicode: stderr.style.unicode,
        ..LogLook::default()
    }
}

/// Logs of Jobs that are waited for.
pub(super) struct Logs {
    live: Live,
    output: Output,
}

impl Logs {
    /// If they were asked for.
    pub(super) fn new(
        session: &Session,
        settings: &WaitSettings,
        begun: &Begun,
    ) -> Result<Option<Self>, Failure> {
        let is_printed = shows_all(settings);
        let folder = settings.arguments.save.as_deref();
        if !is_printed && folder.is_none() {
            return Ok(None);
        }
        let look = is_printed.then(|| (Stream::Stderr, look(&session.stderr)));
        let saver = folder
            .map(|folder| Saver::new(folder, LogLook::default()))
            .transpose()?;
        let options = LogOptions {
            follow: true,
            ..LogOptions::default()
        };
        Ok(Some(Self {
            live: Live::new(
                LogStreams::new(&begun.connection.client, options, STREAMS),
                LogChoice::default(),
            ),
            output: Output::new(session, look, saver)?,
        }))
    }

    /// Takes in what is known of a Job.
    pub(super) fn learn(&mut self, report: &JobReport) {
        self.live.learn(report);
    }

    /// Shows what comes, for as long as it is waited for.
    pub(super) async fn show(logs: &mut Option<Self>) {
        match logs {
            Some(logs) if logs.output.is_wanted() => logs.show_next().await,
            Some(_) => *logs = None,
            None => std::future::pending().await,
        }
    }

    /// May be dropped at any time: then more may have been taken than there is room for, which is waited for first.
    async fn show_next(&mut self) {
        self.output.spill().await;
        let (number, source, part) = self.live.next().await;
        self.output.take(number, &source, part).await;
        while let Some((number, source, part)) = self.live.try_next() {
            self.output.take(number, &source, part).await;
        }
        self.output.flush().await;
    }

    /// Reads the logs of Jobs that have ended to their ends, as far as there is time.
    pub(super) async fn finish(
        mut self,
        session: &Session,
        begun: &Begun,
        follower: &mut Follower,
        ended: Vec<JobFacts>,
        due: Instant,
    ) -> Result<Outcome, Failure> {
        let drain = async {
            // A pod that came and went quickly may not have been seen.
            for report in jobs::reports(&begun.connection, session, ended, 0).await {
                self.live.learn(&report);
            }
            self.live.close();
            while !self.live.is_drained() {
                tokio::select! {
                    () = self.show_next() => {}
                    news = follower.next() => {
                        if let News::Of(positions) = news {
                            self.learn_of(session, begun, follower, &positions);
                        }
                    }
                }
            }
        };
        tokio::select! {
            biased;
            () = drain => {}
            () = tokio::time::sleep_until(due) => {
                streams::tell("note: not all logs were read to their ends");
            }
        }
        let left = due.saturating_duration_since(Instant::now());
        self.output.close_within(Some(left.max(LAST_PATIENCE))).await
    }

    /// A container may still be stopping although its Job is over.
    fn learn_of(&mut self, session: &Session, begun: &Begun, follower: &Follower, positions: &[usize]) {
        for position in positions {
            let now = jobs::moment(&begun.connection, session);
            if let Some(snapshot) = follower.snapshot(*position, now, begun.historic) {
                self.live.learn(&JobReport::derive(snapshot));
            }
        }
    }
}
