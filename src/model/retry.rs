//! When the next attempt begins. Both estimates repeat what the Job controller and the kubelet reckon, with less
//! information than they have.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{NextRetry, case::Case};
use crate::job_details::{ContainerState, PodFacts};

/// `DefaultJobPodFailureBackOff` of the Job controller and the kubelet's first back-off, in seconds.
const FIRST_DELAY: i64 = 10;
/// `MaxJobPodFailureBackOff` of the Job controller, in seconds.
const LONGEST_DELAY: i64 = 600;
/// The kubelet's longest back-off, in seconds.
const LONGEST_RESTART_DELAY: i64 = 300;

/// When the next attempt is expected; `None` where none is due or nothing tells.
pub(super) fn next(case: Case<'_>) -> Option<NextRetry> {
    let is_over = case.failure().is_some() || case.success().is_some();
    if is_over
        || case.is_suspended()
        || case.managed_by().is_some()
        || case.job().deletion_timestamp.is_some()
    {
        return None;
    }
    let restart = case
        .pods()
        .iter()
        .filter_map(crash_loop_restart)
        .min()
        .map(|at| NextRetry { at, index: None });
    let retry = if case.backoff_limit_per_index().is_some() {
        next_index(case)
    } else {
        next_pod(case)
    };
    [restart, retry].into_iter().flatten().min_by_key(|next| next.at)
}

/// The Job controller's delay after so many failures in a row: `10 s × 2^(failures−1)`, at most 10 minutes.
fn delay(failures: u64) -> SignedDuration {
    doubled(failures, LONGEST_DELAY)
}

/// `10 s × 2^(times−1)`, at most so many seconds.
fn doubled(times: u64, most: i64) -> SignedDuration {
    let doublings = u32::try_from(times.saturating_sub(1)).unwrap_or(u32::MAX).min(10);
    SignedDuration::from_secs((FIRST_DELAY << doublings).min(most))
}

/// One back-off for the whole Job, which counts the failures since the last success.
fn next_pod(case: Case<'_>) -> Option<NextRetry> {
    let spec = &case.job().spec;
    let parallelism = i64::from(spec.parallelism.unwrap_or(1));
    let wanted = spec.completions.map_or(parallelism, |all| {
        parallelism.min(i64::from(all) - case.succeeded_count())
    });
    let active = case
        .pods()
        .iter()
        .filter(|pod| !pod.is_finished() && !pod.is_terminating())
        .count();
    if i64::try_from(active).is_ok_and(|active| active >= wanted) {
        return None;
    }
    let finished = |phase: &'static str| {
        case.pods()
            .iter()
            .filter(move |pod| &*pod.phase == phase)
            .filter_map(PodFacts::finished)
    };
    let last_success = finished("Succeeded").max();
    let failures = || finished("Failed").filter(|at| last_success.is_none_or(|success| *at > success));
    let last_failure = failures().max()?;
    let seen = u64::try_from(failures().count()).ok()?;
    // Pods may have been deleted since; the counter still has them, but not when they ended.
    let counted = if last_success.is_none() {
        u64::try_from(case.failed_count()).unwrap_or(0)
    } else {
        0
    };
    let at = last_failure.checked_add(delay(seen.max(counted))).ok()?;
    Some(NextRetry { at, index: None })
}

/// One back-off for each index (KEP-3850): the last failed pod carries the number of failures before it.
fn next_index(case: Case<'_>) -> Option<NextRetry> {
    let limit = u64::try_from(case.backoff_limit_per_index()?).ok()?;
    let mut last: BTreeMap<u32, &PodFacts> = BTreeMap::new();
    for pod in case.pods() {
        if let Some(index) = pod.index {
            let newest = last.entry(index).or_insert(pod);
            if pod.times.created > newest.times.created {
                *newest = pod;
            }
        }
    }
    let failed_for_good = case.job().status.failed_indexes.clone().unwrap_or_default();
    let retries = last.into_iter().filter_map(|(index, pod)| {
        let failures = u64::from(pod.index_failures.unwrap_or(0)) + 1;
        if &*pod.phase != "Failed" || failures > limit || failed_for_good.contains(index) {
            return None;
        }
        Some(NextRetry {
            at: pod.finished()?.checked_add(delay(failures)).ok()?,
            index: Some(index),
        })
    });
    retries.min_by_key(|next| next.at)
}

/// When the kubelet starts a crash-looping container again: it names the delay in its message; where it does not, the delay is
/// `10 s × 2^(restarts−1)`, at most 5 minutes (`MaxContainerBackOff` in pkg/kubelet/kubelet.go).
fn crash_loop_restart(pod: &PodFacts) -> Option<Timestamp> {
    let container = pod.crash_loop()?;
    match &container.state {
        ContainerState::Waiting { message, .. } => {
            let words = message.as_deref()?.strip_prefix("back-off ")?;
            let delay = words.split(' ').next()?.parse::<SignedDuration>().ok()?;
            container.last.as_ref()?.finished?.checked_add(delay).ok()
        }
        ContainerState::Terminated(end) => {
            let delay = doubled(u64::from(container.restarts), LONGEST_RESTART_DELAY);
            end.finished?.checked_add(delay).ok()
        }
        ContainerState::Unknown | ContainerState::Running { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::delay;

    #[test]
    fn the_delay_doubles_up_to_ten_minutes() {
        let delays = [
            (0, 10),
            (1, 10),
            (2, 20),
            (3, 40),
            (6, 320),
            (7, 600),
            (60, 600),
            (u64::MAX, 600),
        ];
        for (failures, seconds) in delays {
            assert_eq!(delay(failures).as_secs(), seconds, "after {failures} failures");
        }
    }
}
