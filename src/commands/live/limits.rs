//! What ends a run before its work is done: a signal, or the time of `--timeout`.

use std::time::Duration;

use anyhow::anyhow;
use jiff::SignedDuration;
use tokio::time::Instant;

use super::{signals::Signals, watchdog::Watchdog};
use crate::{
    job_details::sleep_until,
    model::duration,
    outcome::{Failure, Outcome},
    streams,
};

/// How long something may still take when the time is over: to read what is said last, or for a reader of the answer.
pub(in crate::commands) const LAST_PATIENCE: Duration = Duration::from_millis(700);

/// What ends a run before its work is done.
pub(in crate::commands) struct Limits {
    timeout: Duration,
    deadline: Option<Instant>,
    signals: Signals,
    /// Ends the process where nothing goes on any more.
    watchdog: Option<Watchdog>,
}

/// Which limit was reached.
pub(in crate::commands) enum Limit {
    /// That much time is over.
    TimedOut(Duration),
    Signal(Outcome),
}

impl Limits {
    /// From now on: signals, and that much time.
    ///
    /// # Errors
    ///
    /// If the system refuses to tell of signals.
    pub(in crate::commands) fn start(timeout: Option<Duration>) -> Result<Self, Failure> {
        // A time that no clock can tell never comes.
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        Ok(Self {
            timeout: timeout.unwrap_or_default(),
            deadline,
            signals: Signals::listen().map_err(Failure::could_not_ask)?,
            watchdog: Some(Watchdog::start(deadline).map_err(Failure::could_not_ask)?),
        })
    }

    /// When the time is over.
    pub(in crate::commands) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// The time is over now.
    pub(in crate::commands) fn expire(&mut self) {
        self.deadline = Some(Instant::now());
    }

    /// Lets a slow reader of the answer take any time.
    pub(in crate::commands) fn release_watchdog(&mut self) {
        self.watchdog = None;
    }

    /// Ends when the time is over, or with a signal.
    pub(in crate::commands) async fn reached(&mut self) -> Limit {
        tokio::select! {
            biased;
            outcome = self.signals.next() => Limit::Signal(outcome),
            () = sleep_until(self.deadline) => Limit::TimedOut(self.timeout),
        }
    }

    /// The same, and `None` when the terminal has another size.
    pub(super) async fn reached_or_resized(&mut self) -> Option<Limit> {
        tokio::select! {
            biased;
            outcome = self.signals.next_or_resize() => outcome.map(Limit::Signal),
            () = sleep_until(self.deadline) => Some(Limit::TimedOut(self.timeout)),
        }
    }

    /// Ends with a signal, however late.
    pub(in crate::commands) async fn signalled(&mut self) -> Outcome {
        self.signals.next().await
    }
}

impl Limit {
    /// What the limit means for a run that has nothing to tell but what was not done yet.
    ///
    /// # Errors
    ///
    /// That the time is over.
    pub(in crate::commands) fn fail(self, undone: &str) -> Result<Outcome, Failure> {
        match self {
            Self::TimedOut(timeout) => {
                let timeout = duration(SignedDuration::try_from(timeout).unwrap_or(SignedDuration::MAX));
                Err(Failure {
                    outcome: Outcome::TimedOut,
                    error: anyhow!("timed out after {timeout}: {undone}"),
                })
            }
            Self::Signal(outcome) => Ok(outcome),
        }
    }

    /// The same for a run that goes on: tells that the time is over.
    pub(in crate::commands) fn tell(self, undone: &str) -> Outcome {
        self.fail(undone).unwrap_or_else(|failure| {
            streams::tell_error(&failure.error);
            failure.outcome
        })
    }
}
