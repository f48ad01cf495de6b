//! The logs of the Jobs that are waited for, while they are written: pods are often gone when the wait is over.

use std::path::Path;

use tokio::time::Instant;

use super::begin::Begun;
use crate::{
    commands::{
        jobs,
        logs::{Live, Output, Saver},
        pacing::sleep_until,
    },
    job_details::{JobFacts, LogOptions, LogStreams},
    model::{JobReport, LogChoice},
    outcome::{Failure, Outcome},
    render::LogLook,
    settings::{Session, WaitSettings},
    streams::Stream,
};

/// Logs that are open at the same time, at most: the default of `logs`.
const STREAMS: usize = 100;

/// Logs of Jobs that are waited for.
pub(super) struct Logs {
    live: Live,
    output: Output,
}

impl Logs {
    /// If they were asked for.
    pub(super) fn new(session: &Session, settings: &WaitSettings, begun: &Begun) -> Result<Option<Self>, Failure> {
        let folder: Option<&Path> = settings.arguments.save.as_deref();
        if !settings.follows_logs() {
            return Ok(None);
        }
        let look = settings
            .prints_logs()
            .then(|| (Stream::Stderr, LogLook::of_stream(&session.stderr.style, session.stderr.is_terminal)));
        let saver = folder
            .map(|folder| Saver::new(folder, LogLook::of_files()))
            .transpose()?;
        let options = LogOptions {
            follow: true,
            ..LogOptions::default()
        };
        Ok(Some(Self {
            live: Live::new(LogStreams::new(&begun.connection.client, options, STREAMS), LogChoice::default()),
            output: Output::new(session, look, saver)?,
        }))
    }

    /// Takes in what is known of a Job.
    pub(super) fn learn(&mut self, report: &JobReport) {
        self.live.learn(report);
    }

    /// Shows what comes, for as long as it is waited for.
    pub(super) async fn show(logs: &mut Option<Self>) -> Result<(), Failure> {
        match logs {
            Some(logs) => logs.show_next().await,
            None => std::future::pending().await,
        }
    }

    async fn show_next(&mut self) -> Result<(), Failure> {
        let (number, source, part) = self.live.next().await;
        self.output.take(number, &source, part).await?;
        while let Some((number, source, part)) = self.live.try_next() {
            self.output.take(number, &source, part).await?;
        }
        self.output.flush().await;
        Ok(())
    }

    /// Reads the logs of Jobs that have ended to their ends, as far as there is time.
    pub(super) async fn finish(
        mut self,
        session: &Session,
        begun: &Begun,
        ended: Vec<JobFacts>,
        due: Option<Instant>,
    ) -> Result<Outcome, Failure> {
        let drain = async {
            for job in ended {
                let report = jobs::report(&begun.connection, session, job, 0).await;
                self.live.learn(&report);
            }
            while !self.live.is_drained() {
                self.show_next().await?;
            }
            Ok::<(), Failure>(())
        };
        tokio::select! {
            biased;
            drained = drain => drained?,
            () = sleep_until(due) => {}
        }
        self.output.close().await
    }
}
