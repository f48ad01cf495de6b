//! How many pods the Job controller wants and has, calculated as `manageJob` in `job_controller.go` does.

use super::{case::Case, counters, policy};
use crate::facts::{IndexSet, PodFacts};

/// Pods that are neither finished nor terminating.
pub(super) fn active(case: Case<'_>) -> impl Iterator<Item = &PodFacts> {
    case.pods()
        .iter()
        .filter(|pod| !pod.is_finished() && !pod.is_terminating())
}

/// How many pods the controller would create now without a backoff delay or a refusal.
pub(super) fn missing(case: Case<'_>) -> u64 {
    if !case.makes_pods() {
        return 0;
    }
    let active = if case.knows_pods() {
        active(case).count() as u64
    } else {
        u64::try_from(case.job().status.active.unwrap_or(0)).unwrap_or(0)
    };
    wanted(case, active).saturating_sub(active + awaited(case))
}

/// The number of terminating pods that must end before the controller replaces them (`podReplacementPolicy:
/// Failed`, KEP-3939).
pub(super) fn awaited(case: Case<'_>) -> u64 {
    if !policy::replaces_only_failed(case) {
        return 0;
    }
    let terminating = case
        .pods()
        .iter()
        .filter(|pod| pod.is_terminating() && !pod.is_finished());
    terminating.count() as u64
}

/// How many active pods the controller wants. A work queue gets no new pods once a pod has succeeded.
fn wanted(case: Case<'_>, active: u64) -> u64 {
    let spec = &case.job().spec;
    let parallelism = u64::try_from(spec.parallelism.unwrap_or(1)).unwrap_or(0);
    let succeeded = succeeded(case);
    match spec.completions {
        None if succeeded > 0 => active,
        None => parallelism,
        Some(all) => parallelism.min(u64::try_from(all).unwrap_or(0).saturating_sub(succeeded)),
    }
}

/// The number of successes, including those that the controller has not counted yet.
fn succeeded(case: Case<'_>) -> u64 {
    if case.is_indexed() {
        return completed(case).len();
    }
    let seen = succeeded_pods(case).count() as u64;
    seen.max(u64::try_from(counters::succeeded(case)).unwrap_or(0))
}

/// The completed indexes, including those that the controller has not counted yet.
pub(super) fn completed(case: Case<'_>) -> IndexSet {
    let counted = case.job().status.completed_indexes.clone().unwrap_or_default();
    let seen: IndexSet = succeeded_pods(case).filter_map(|pod| pod.index).collect();
    counted.and(&seen).below(index_limit(case))
}

fn succeeded_pods(case: Case<'_>) -> impl Iterator<Item = &PodFacts> {
    case.pods().iter().filter(|pod| &*pod.phase == "Succeeded")
}

/// The first number that is no index. The controller ignores all indexes from there on: `completions` of an
/// elastic Job may have been lowered (KEP-3715).
pub(super) fn index_limit(case: Case<'_>) -> u32 {
    case.job()
        .spec
        .completions
        .map_or(u32::MAX, |all| u32::try_from(all).unwrap_or(0))
}
