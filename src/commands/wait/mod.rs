//! `cyjob wait`: until each Job has ended, and the exit code is the verdict.
//!
//! The law: exit code 0 only where the API served, for the UID that was meant, the condition that was waited for. Whatever goes
//! wrong ends in another code or in more waiting, and the deadline is a timer of its own above all that is asked.

mod begin;
mod conclude;
mod logs;
mod progress;
mod waiting;

use anyhow::anyhow;
use tokio::time::Instant;

use super::{jobs, pacing::sleep_until, signals::Signals, watchdog::Watchdog};
use crate::{
    outcome::{Failure, Outcome},
    settings::{Session, WaitSettings},
    streams,
};
use begin::Beginning;
use waiting::{Stop, Waiting};

pub(super) async fn run(session: &Session, settings: &WaitSettings) -> Result<Outcome, Failure> {
    let mut signals = Signals::listen().map_err(Failure::could_not_ask)?;
    let timeout = settings.arguments.timeout;
    // A time that no clock can tell never comes.
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    // To look once takes as long as it takes.
    let patience = deadline.filter(|_| timeout.is_some_and(|timeout| !timeout.is_zero()));
    let watchdog = Watchdog::start(patience).map_err(Failure::could_not_ask)?;
    let begun = tokio::select! {
        begun = begin::begin(session, settings) => match begun? {
            Beginning::Begun(begun) => begun,
            Beginning::Refused(missing) => {
                let in_answer = missing.iter().map(jobs::Missing::in_answer).collect();
                super::tell_ci(session, &settings.format, in_answer)?;
                return Ok(jobs::worst(&missing));
            }
        },
        () = sleep_until(patience) => {
            return Err(Failure {
                outcome: Outcome::TimedOut,
                error: anyhow!("the time of --timeout was over before the API had said anything of the Jobs"),
            });
        }
        outcome = signals.next() => return Ok(outcome),
    };
    let mut waiting = Waiting::new(session, settings, &begun)?;
    let stop = waiting.run(deadline, &mut signals).await;
    // Who has the answer may read it slowly.
    let _watchdog = Some(watchdog).filter(|_| !matches!(stop, Stop::Done));
    waiting.clear();
    if let Stop::Lost(error) = &stop {
        streams::tell_error(&anyhow::Error::new(error.clone()).context("it cannot be waited any longer"));
    }
    // The signals are caught: who wants to end it must not have to wait for the causes.
    tokio::select! {
        biased;
        outcome = signals.next() => Ok(outcome),
        concluded = conclude::conclude(session, settings, &begun, waiting, stop, patience) => concluded,
    }
}
