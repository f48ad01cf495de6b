//! `cyjob wait`: until each Job has ended, and the exit code is the verdict.
//!
//! The law: exit code 0 only where the API served, for the UID that was meant, the condition that was waited for. Whatever goes
//! wrong ends in another code or in more waiting, and the deadline is a timer of its own above all that is asked.

mod begin;
mod conclude;
mod logs;
mod progress;
mod waiting;

use super::live::{self, Limits, Stop};
use crate::{
    outcome::{Failure, Outcome},
    settings::{Session, WaitSettings},
    streams,
};
use begin::Beginning;
use waiting::Waiting;

pub(super) async fn run(session: &Session, settings: &WaitSettings) -> Result<Outcome, Failure> {
    let timeout = settings.arguments.timeout;
    // To look once takes as long as it takes.
    let looks_once = timeout.is_some_and(|timeout| timeout.is_zero());
    let mut limits = Limits::start(timeout.filter(|_| !looks_once))?;
    let begun = tokio::select! {
        begun = begin::begin(session, settings) => match begun? {
            Beginning::Begun(begun) => begun,
            Beginning::Refused(found) => {
                super::tell_ci(session, &settings.format, found.missing_in_answer())?;
                return Ok(found.worst());
            }
        },
        limit = limits.reached() => return limit.fail("no answer about the Jobs yet"),
    };
    let patience = limits.deadline();
    if looks_once {
        limits.expire();
    }
    let mut follower = begun.follow();
    let mut waiting = Waiting::new(session, settings, &begun, &follower)?;
    let stop = live::run(&mut follower, &mut waiting, &mut limits).await?;
    if let Stop::Done = stop {
        limits.release_watchdog();
    }
    waiting.clear();
    if let Stop::Lost(error) = &stop {
        streams::tell_error(&live::lost(error.clone(), "waiting"));
    }
    // The signals are caught: who wants to end it must not have to wait for the causes.
    tokio::select! {
        biased;
        outcome = limits.signalled() => Ok(outcome),
        concluded = conclude::conclude(session, settings, &begun, follower, waiting, stop, patience) => concluded,
    }
}
