//! Which state a Job is in.
//!
//! Only a condition with status True ends a Job; everything else is read in the order in which it overrides what follows.

use super::{JobState, blockage, case::Case};
use crate::job_details::{ContainerState, PodFacts};

/// The state of the Job.
pub(super) fn of(case: Case<'_>) -> JobState {
    ended(case)
        .or_else(|| held(case))
        .unwrap_or_else(|| under_way(case))
}

/// By the Job's conditions. Where an object claims both ends, failure wins: nobody may take it for a success.
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

/// By decision of somebody else than the Job controller.
fn held(case: Case<'_>) -> Option<JobState> {
    if case.managed_by().is_some() && is_unreported(case) {
        Some(JobState::External)
    } else if case.is_suspended() {
        Some(JobState::Suspended)
    } else {
        None
    }
}

/// Whether the status says nothing at all.
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
    let active = || {
        case.pods()
            .iter()
            .filter(|pod| !pod.is_finished() && !pod.is_terminating())
    };
    if active().any(is_running) {
        return JobState::Running;
    }
    let blocked = active().any(|pod| blockage::of_pod(case, pod).is_some());
    let none_created = active().next().is_none() && blockage::of_creation(case).is_some();
    if blocked || none_created || is_parked(case) {
        return JobState::Blocked;
    }
    if active().any(|pod| pod.crash_loop().is_some()) {
        return JobState::Retrying;
    }
    if active().next().is_some() {
        return JobState::Pending;
    }
    without_pods(case)
}

/// `parallelism: 0` asks for no pod, which is how Jobs were paused before `suspend`.
pub(super) fn is_parked(case: Case<'_>) -> bool {
    let spec = &case.job().spec;
    spec.parallelism == Some(0) && spec.completions != Some(0)
}

/// Whether work goes on in the pod: it counts as running while a container that matters runs, not while it waits
/// between two crashes.
pub(super) fn is_running(pod: &PodFacts) -> bool {
    let runs = |state: &ContainerState| matches!(state, ContainerState::Running { .. });
    let mut matter = pod
        .containers
        .iter()
        .filter(|container| container.matters())
        .peekable();
    match &*pod.phase {
        "Running" if matter.peek().is_none() => true,
        "Running" => pod.crash_loop().is_none() || matter.any(|container| runs(&container.state)),
        // A pod is Pending while its init containers run.
        "Pending" => matter.any(|container| runs(&container.state)),
        _ => false,
    }
}

/// Nothing active that could be seen.
fn without_pods(case: Case<'_>) -> JobState {
    let status = &case.job().status;
    if status.active.unwrap_or(0) > 0 {
        by_counters(case)
    } else if case.failed_count() > 0 {
        JobState::Retrying
    } else if case.succeeded_count() > 0 {
        JobState::Running
    } else {
        JobState::Pending
    }
}

/// What the Job's own status tells when its pods cannot be seen. A Job's pod is ready as soon as it runs, unless it has
/// a readiness probe.
fn by_counters(case: Case<'_>) -> JobState {
    let status = &case.job().status;
    let active = status.active.unwrap_or(0) > 0;
    if active && status.ready == Some(0) {
        JobState::Pending
    } else if active {
        JobState::Running
    } else if blockage::of_creation(case).is_some() || is_parked(case) {
        JobState::Blocked
    } else if case.failed_count() > 0 {
        JobState::Retrying
    } else if case.succeeded_count() > 0 {
        JobState::Running
    } else {
        JobState::Pending
    }
}
