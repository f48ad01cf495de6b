//! The logs of the Jobs that are waited for, while they are written: pods are often gone when the wait is over.

use std::{collections::HashSet, time::Duration};

use tokio::time::Instant;

use super::begin::Begun;
use crate::facts::{JobFacts, UnknownReason};
use crate::{
    cli::{LogsChoice, MOST_STREAMS},
    commands::{
        jobs,
        live::LAST_PATIENCE,
        logs::{Forwarder, LiveLogs, Output, Saver},
        start,
    },
    job_details::{Feed as _, Follower, LogOptions, LogStreams, News},
    model::{JobReport, LogChoice},
    outcome::{Failure, Outcome},
    render::LogLook,
    settings::{Screen, Session, WaitSettings},
    streams::{self, Stream},
};

/// How long nothing may come of logs that have not ended, after all Jobs have.
const SILENCE: Duration = Duration::from_mins(1);

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
    forwarder: Forwarder,
    /// Why pods cannot be read, and so neither their logs, as it was told.
    told: HashSet<String>,
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
        let streams = LogStreams::new(&begun.connection.client, options, MOST_STREAMS.into());
        let forwarder = Forwarder {
            live: LiveLogs::new(streams, LogChoice::default()),
            output: Output::new(look, None, saver)?,
        };
        let told = HashSet::new();
        Ok(Some(Self { forwarder, told }))
    }

    /// Takes in what is known of a Job.
    pub(super) fn learn(&mut self, report: &JobReport) {
        if let Err(unknown) = &report.snapshot.pods
            && unknown.reason() == UnknownReason::Forbidden
            && self.told.insert(unknown.why.to_string())
        {
            streams::tell_line(&format!(
                "warning: pods cannot be read, so there are no logs: {}",
                unknown.why
            ));
        }
        self.forwarder.live.learn(report);
    }

    /// Shows what comes, for as long as it is waited for. May be dropped at any time.
    pub(super) async fn show(logs: &mut Option<Self>) {
        match logs {
            Some(Self { forwarder, .. }) if forwarder.output.is_wanted() => {
                // That nobody reads ends no wait.
                forwarder.step().await;
            }
            Some(_) => *logs = None,
            None => std::future::pending().await,
        }
    }

    /// Reads the logs of Jobs that have ended to their ends: as long as lines come, but no longer than to that moment.
    pub(super) async fn finish(
        mut self,
        session: &Session,
        begun: &Begun,
        follower: &mut Follower,
        ended: Vec<JobFacts>,
        due: Instant,
    ) -> Result<Outcome, Failure> {
        let drained = tokio::time::timeout_at(due, self.drain(session, begun, follower, ended)).await;
        if drained != Ok(true) {
            streams::tell("note: some logs were not read to the end");
        }
        let left = due.saturating_duration_since(Instant::now());
        self.forwarder
            .output
            .close_within(Some(left.max(LAST_PATIENCE)))
            .await
    }

    /// Whether all was read, in whatever time, before nothing came for long.
    async fn drain(
        &mut self,
        session: &Session,
        begun: &Begun,
        follower: &mut Follower,
        ended: Vec<JobFacts>,
    ) -> bool {
        // A pod that came and went quickly may not have been seen.
        for report in jobs::reports(
            &begun.connection,
            start::moment(&begun.connection, session),
            ended,
            0,
        )
        .await
        {
            self.learn(&report);
        }
        self.forwarder.live.close();
        let mut silent_since = Instant::now();
        while !self.forwarder.live.is_drained() {
            tokio::select! {
                biased;
                news = follower.next() => {
                    if let News::Of(positions) = news {
                        self.learn_of(session, begun, follower, &positions);
                    }
                }
                _ = self.forwarder.step() => silent_since = Instant::now(),
                () = tokio::time::sleep_until(silent_since + SILENCE) => return false,
            }
        }
        true
    }

    /// A container may still be stopping although its Job is over.
    fn learn_of(&mut self, session: &Session, begun: &Begun, follower: &Follower, positions: &[usize]) {
        for position in positions {
            let now = start::moment(&begun.connection, session);
            let historic = begun.connection.provenance.is_historic();
            if let Some(snapshot) = follower.snapshot(*position, now, historic) {
                self.learn(&JobReport::derive(snapshot));
            }
        }
    }
}
