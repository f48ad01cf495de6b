//! When a Job began, when it ended, and what happens when.

use jiff::{SignedDuration, Timestamp};

use super::{Timing, case::Case, counters, restarts, retry};

/// The Job's times.
pub(super) fn of(case: Case<'_>) -> Timing {
    let job = case.job();
    let started = job.status.start_time;
    let ended = ended(case);
    let held = case.is_suspended() && ended.is_none();
    let after = |start: Option<Timestamp>, seconds: Option<i64>| {
        start?
            .checked_add(SignedDuration::from_secs(
                seconds.filter(|seconds| *seconds >= 0)?,
            ))
            .ok()
    };
    let finished = ended.filter(|_| case.is_terminal());
    Timing {
        started,
        ended,
        duration: started
            .filter(|_| !held)
            .map(|start| between(start, ended.unwrap_or_else(|| case.now()))),
        deadline: after(
            started.filter(|_| !held && !case.is_decided() && case.managed_by().is_none()),
            job.spec.active_deadline_seconds,
        ),
        ttl_expires: after(
            ttl_start(case).or(finished),
            job.spec.ttl_seconds_after_finished.map(i64::from),
        ),
        next_retry: retry::next(case),
        attempts_left: attempts_left(case),
    }
}

/// The time from `start` to `end`; never negative, because clocks differ.
pub(super) fn between(start: Timestamp, end: Timestamp) -> SignedDuration {
    end.duration_since(start).max(SignedDuration::ZERO)
}

/// When the Job ended: `completionTime` on success. A failed Job ends when its failure is decided, not when
/// its last pod is gone.
fn ended(case: Case<'_>) -> Option<Timestamp> {
    if case.condition("Failed").is_some() {
        let decided = case
            .condition("FailureTarget")
            .and_then(|condition| condition.since);
        decided.or_else(|| case.condition("Failed")?.since)
    } else {
        let complete = case.condition("Complete")?;
        case.job().status.completion_time.or(complete.since)
    }
}

/// The TTL counts from the terminal condition's transition (`timeLeft` in the TTL-after-finished controller).
fn ttl_start(case: Case<'_>) -> Option<Timestamp> {
    case.condition("Failed")
        .or_else(|| case.condition("Complete"))?
        .since
}

/// How many more failures fail the Job. Each failed pod counts, and the Job fails when the failed pods exceed
/// `backoffLimit`. Under `OnFailure`, the restarts of unfinished pods count, and the Job fails when the
/// restarts reach `backoffLimit` (`pastBackoffLimitOnFailure` in the Job controller). 0 then means that the
/// next restart fails the Job.
fn attempts_left(case: Case<'_>) -> Option<u64> {
    if case.is_decided() || case.backoff_limit_per_index().is_some() || case.managed_by().is_some() {
        return None;
    }
    let limit = u64::try_from(case.backoff_limit()?).ok()?;
    let by_failures = (limit + 1).saturating_sub(u64::try_from(counters::failed(case)).unwrap_or(0));
    if !case.restarts_on_failure() {
        return Some(by_failures);
    }
    let by_restarts = limit.max(1).saturating_sub(restarts::spent(case));
    Some(by_failures.min(by_restarts))
}
