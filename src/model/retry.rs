//! When the next attempt begins. Both estimates repeat the calculations of the Job controller and the
//! kubelet, with less information than those have.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{NextRetry, blockage, case::Case, counters, demand, policy, restarts, state};
use crate::facts::{ContainerState, IndexSet, PodFacts};

/// `DefaultJobPodFailureBackOff` of the Job controller, and the kubelet's first backoff delay, in seconds.
const FIRST_DELAY: i64 = 10;
/// `MaxJobPodFailureBackOff` of the Job controller, in seconds.
const LONGEST_DELAY: i64 = 600;
/// The kubelet's longest backoff delay, in seconds.
const LONGEST_RESTART_DELAY: i64 = 300;

/// When the next attempt is expected; `None` if none is due or the time is unknown.
pub(super) fn next(case: Case<'_>) -> Option<NextRetry> {
    if !case.makes_pods() {
        return None;
    }
    let restart = demand::active(case)
        .filter(|pod| !state::is_running(case, pod) && blockage::of_pod(case, pod).is_none())
        .filter_map(|pod| crash_loop_restart(case, pod))
        .min()
        .map(|at| NextRetry { at, index: None });
    let is_refused = || blockage::of_creation(case).is_some();
    // Only the last failed pod itself says when it failed.
    let retry = if !case.knows_finished_pods() || demand::missing(case) == 0 || is_refused() || is_spent(case)
    {
        None
    } else if case.backoff_limit_per_index().is_some() {
        next_index(case)
    } else {
        next_pod(case)
    };
    [restart, retry].into_iter().flatten().min_by_key(|next| next.at)
}

/// Whether the failures exceed `backoffLimit`, so that the controller is about to fail the Job.
fn is_spent(case: Case<'_>) -> bool {
    case.backoff_limit()
        .is_some_and(|limit| counters::failed(case) > limit)
}

/// The Job controller's delay after this many failures in a row: `10 s × 2^(failures−1)`, at most 10 minutes.
fn delay(failures: u64) -> SignedDuration {
    doubled(failures, LONGEST_DELAY)
}

/// `10 s × 2^(times−1)`, at most `most` seconds.
fn doubled(times: u64, most: i64) -> SignedDuration {
    let doublings = u32::try_from(times.saturating_sub(1)).unwrap_or(u32::MAX).min(10);
    SignedDuration::from_secs((FIRST_DELAY << doublings).min(most))
}

/// The next attempt with one backoff for the whole Job, which counts the failures since the last success.
fn next_pod(case: Case<'_>) -> Option<NextRetry> {
    let times = |wanted: &dyn Fn(&PodFacts) -> bool| -> Vec<Timestamp> {
        let pods = case.pods().iter().filter(|pod| wanted(pod));
        pods.filter_map(PodFacts::failure_time).collect()
    };
    let last_success = times(&|pod| &*pod.phase == "Succeeded").into_iter().max();
    let mut failures = times(&|pod| policy::has_failed(case, pod));
    failures.retain(|at| last_success.is_none_or(|success| *at > success));
    let last_failure = failures.iter().max()?;
    // Pods may have been deleted since. The counter still includes them, but does not say when they ended.
    let counted = if last_success.is_none() {
        u64::try_from(counters::failed(case)).unwrap_or(0)
    } else {
        0
    };
    let at = last_failure
        .checked_add(delay(counted.max(failures.len() as u64)))
        .ok()?;
    Some(NextRetry { at, index: None })
}

/// The next attempt with one backoff for each index (KEP-3850): the last failed pod carries the number of
/// failures before it. The controller checks no more indexes than it wants pods, lowest first
/// (`firstPendingIndexes` in `indexed_job_utils.go`).
fn next_index(case: Case<'_>) -> Option<NextRetry> {
    let mut last: BTreeMap<u32, &PodFacts> = BTreeMap::new();
    for pod in case.pods().iter() {
        if let Some(index) = pod.index.filter(|index| *index < demand::index_limit(case)) {
            let newest = last.entry(index).or_insert(pod);
            if pod.times.created > newest.times.created {
                *newest = pod;
            }
        }
    }
    let taken = taken_indexes(case, &last);
    let end = end_of_free(&taken, demand::missing(case));
    let retries = last.into_iter().filter_map(|(index, pod)| {
        if u64::from(index) >= end || taken.contains(index) || !policy::has_failed(case, pod) {
            return None;
        }
        let ignored = u64::from(pod.index_ignored_failures().unwrap_or(0));
        let failures = failures_before(pod) + ignored + 1;
        Some(NextRetry {
            at: pod.failure_time()?.checked_add(delay(failures)).ok()?,
            index: Some(index),
        })
    });
    retries.min_by_key(|next| next.at)
}

/// The number after the first `count` indexes that are not taken.
fn end_of_free(taken: &IndexSet, count: u64) -> u64 {
    let mut end = count;
    for &(first, last) in taken.intervals() {
        if u64::from(first) >= end {
            break;
        }
        end += u64::from(last - first) + 1;
    }
    end
}

/// Indexes that get no new pod: completed, failed for good, or with a pod that is active or must end first.
fn taken_indexes(case: Case<'_>, last: &BTreeMap<u32, &PodFacts>) -> IndexSet {
    let has_pod = |pod: &&PodFacts| !pod.is_finished() && !policy::has_failed(case, pod);
    let with_pod: IndexSet = case
        .pods()
        .iter()
        .filter(has_pod)
        .filter_map(|pod| pod.index)
        .collect();
    let failed = last.iter().filter(|(_, pod)| fails_index(case, pod));
    let failed: IndexSet = failed.map(|(index, _)| *index).collect();
    let counted = case.job().status.failed_indexes.clone().unwrap_or_default();
    demand::completed(case).and(&with_pod).and(&failed).and(&counted)
}

/// Whether the pod's failure fails its index for good (`isIndexFailed`). A failure that the policy ignores
/// never does.
fn fails_index(case: Case<'_>, pod: &PodFacts) -> bool {
    let limit = case
        .backoff_limit_per_index()
        .and_then(|limit| u64::try_from(limit).ok());
    policy::has_failed(case, pod)
        && match policy::action(case, pod) {
            Some("FailIndex") => true,
            Some("Ignore") => false,
            Some(_) | None => limit.is_some_and(|limit| failures_before(pod) >= limit),
        }
}

/// Earlier failures of the pod's index that counted.
fn failures_before(pod: &PodFacts) -> u64 {
    u64::from(pod.index_failures.unwrap_or(0))
}

/// When the kubelet restarts a crash-looping container. The kubelet's message names the delay. If the
/// container does not wait, the delay is `10 s × 2^(restarts−1)`, at most 5 minutes (`MaxContainerBackOff` in
/// pkg/kubelet/kubelet.go).
fn crash_loop_restart(case: Case<'_>, pod: &PodFacts) -> Option<Timestamp> {
    let container = restarts::crash_loop(case, pod)?;
    match &container.state {
        ContainerState::Waiting { message, .. } => {
            let words = message.as_deref()?.strip_prefix("back-off ")?;
            let delay = words.split(' ').next()?.parse::<SignedDuration>().ok()?;
            container.last.as_ref()?.finished.get()?.checked_add(delay).ok()
        }
        ContainerState::Terminated(end) => {
            let delay = doubled(u64::from(container.restarts), LONGEST_RESTART_DELAY);
            end.finished.get()?.checked_add(delay).ok()
        }
        ContainerState::Unknown | ContainerState::Running { .. } => None,
    }
}

#[cfg(test)]
mod tests;
