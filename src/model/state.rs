//! Determines the state of a Job.
//!
//! Only a condition with status True ends a Job. Other facts are checked in order of precedence.

use super::{JobState, blockage, case::Case, counters, demand, policy, restarts};
use crate::facts::{ContainerKind, ContainerState, PodFacts};

/// The state of the Job.
pub(super) fn of(case: Case<'_>) -> JobState {
    ended(case)
        .or_else(|| held(case))
        .unwrap_or_else(|| under_way(case))
}

/// The state by the Job's conditions and deletion. If a Job has both end conditions, failure wins: nobody may
/// mistake the Job for a success.
fn ended(case: Case<'_>) -> Option<JobState> {
    if case.condition("Failed").is_some() {
        Some(JobState::Failed)
    } else if case.condition("Complete").is_some() {
        Some(JobState::Complete)
    } else if case.job().deletion_timestamp.is_some() {
        Some(JobState::Deleting)
    } else if case.condition("FailureTarget").is_some() {
        Some(JobState::Failing)
    } else if case.condition("SuccessCriteriaMet").is_some() {
        Some(JobState::Completing)
    } else {
        None
    }
}

/// The state if something other than the Job controller holds the Job. A Job that waits in a queue may also
/// be managed by another controller.
fn held(case: Case<'_>) -> Option<JobState> {
    if case.is_suspended() {
        Some(JobState::Suspended)
    } else if case.managed_by().is_some() && is_unreported(case) {
        Some(JobState::External)
    } else {
        None
    }
}

/// Whether the status reports nothing at all.
fn is_unreported(case: Case<'_>) -> bool {
    let status = &case.job().status;
    let counters = [
        status.active,
        status.succeeded,
        status.failed,
        status.ready,
        status.terminating,
    ];
    status.start_time.is_none()
        && status.conditions.is_empty()
        && counters.iter().all(|n| n.unwrap_or(0) == 0)
}

fn under_way(case: Case<'_>) -> JobState {
    if !case.knows_pods() {
        return by_counters(case);
    }
    let active = || demand::active(case);
    if active().any(|pod| is_running(case, pod)) {
        return JobState::Running;
    }
    let blocked = active().any(|pod| blockage::of_pod(case, pod).is_some());
    let none_created = active().next().is_none() && blockage::of_creation(case).is_some();
    if blocked || none_created || has_zero_parallelism(case) {
        return JobState::Blocked;
    }
    if active().any(|pod| restarts::crash_loop(case, pod).is_some()) {
        return JobState::Retrying;
    }
    if active().next().is_some() {
        return JobState::Pending;
    }
    without_pods(case)
}

/// Whether the Job asks for no pod. `parallelism: 0` paused Jobs before `suspend` existed.
pub(super) fn has_zero_parallelism(case: Case<'_>) -> bool {
    let spec = &case.job().spec;
    spec.parallelism == Some(0) && spec.completions != Some(0) && case.makes_pods()
}

/// Whether the pod's work continues. A proxy beside the work does not count: while a main container cannot
/// start, or waits for a restart, the work stands still, however many siblings run. A pod is Pending until
/// each of its main containers has started once, and while its init containers run (`getPhase` in
/// `kubelet_pods.go`).
pub(super) fn is_running(case: Case<'_>, pod: &PodFacts) -> bool {
    match &*pod.phase {
        "Running" => !pod.containers.iter().any(|container| {
            container.kind == ContainerKind::Main
                && (blockage::is_stuck(case, pod, container) || restarts::loops(case, pod, container))
        }),
        "Pending" => pod.containers.iter().any(|container| {
            container.kind == ContainerKind::Init && matches!(container.state, ContainerState::Running { .. })
        }),
        _ => false,
    }
}

/// The state if no active pod was seen.
fn without_pods(case: Case<'_>) -> JobState {
    let seen = |wanted: &dyn Fn(&PodFacts) -> bool| case.pods().iter().any(wanted);
    let has_failed = counters::failed(case) > 0 || seen(&|pod| policy::has_failed(case, pod));
    let has_succeeded = counters::succeeded(case) > 0 || seen(&|pod| &*pod.phase == "Succeeded");
    // If the Job has all the successes that it asks for, the controller has yet to mark it as complete.
    let is_done = has_succeeded && demand::missing(case) == 0 && demand::awaited(case) == 0;
    // Pods that have just ended are active to the controller until it has counted them.
    let ended = case
        .pods()
        .iter()
        .filter(|pod| pod.is_finished() && pod.is_tracked);
    let active = usize::try_from(case.job().status.active.unwrap_or(0)).unwrap_or(0);
    if active > ended.count() {
        by_counters(case)
    } else if has_failed && !is_done {
        JobState::Retrying
    } else if has_succeeded {
        JobState::Running
    } else {
        JobState::Pending
    }
}

/// The state by the Job's own status, if its pods cannot be seen. A Job's pod is ready as soon as it runs,
/// unless it has a readiness probe.
fn by_counters(case: Case<'_>) -> JobState {
    let status = &case.job().status;
    let active = status.active.unwrap_or(0) > 0;
    if active && status.ready == Some(0) {
        JobState::Pending
    } else if active {
        JobState::Running
    } else if blockage::of_creation(case).is_some() || has_zero_parallelism(case) {
        JobState::Blocked
    } else if counters::failed(case) > 0 {
        JobState::Retrying
    } else if counters::succeeded(case) > 0 {
        JobState::Running
    } else {
        JobState::Pending
    }
}

#[cfg(test)]
mod tests;
