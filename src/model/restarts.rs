//! Containers that the kubelet restarts again and again.

use super::case::Case;
use crate::facts::{ContainerFacts, ContainerKind, ContainerState, PodFacts};

/// Waiting reasons of a container whose start failed. Each try counts as a restart.
const START_FAILED: [&str; 2] = ["RunContainerError", "PostStartHookError"];

/// The pod's container that waits for its next restart: an init or main container before a sidecar.
pub(super) fn crash_loop<'a>(case: Case<'_>, pod: &'a PodFacts) -> Option<&'a ContainerFacts> {
    if pod.is_finished() || pod.is_terminating() {
        return None;
    }
    let looping = || {
        pod.containers
            .iter()
            .filter(|container| loops(case, pod, container))
    };
    looping()
        .find(|container| container.matters())
        .or_else(|| looping().next())
}

/// Whether the container waits for its next restart. The kubelet does not always say so: for minutes, the
/// status may show only the last end of a container that was restarted before.
pub(super) fn loops(case: Case<'_>, pod: &PodFacts, container: &ContainerFacts) -> bool {
    if container.kind == ContainerKind::Ephemeral {
        return false;
    }
    match &container.state {
        ContainerState::Waiting { reason, .. } => {
            let reason = reason.as_deref().unwrap_or_default();
            reason == "CrashLoopBackOff" || case.restarts_on_failure() && START_FAILED.contains(&reason)
        }
        ContainerState::Terminated(end) => {
            container.restarts > 0
                && end.exit_code != 0
                && end.is_failure()
                && is_kept_up(case, pod, container)
        }
        ContainerState::Unknown | ContainerState::Running { .. } => false,
    }
}

/// Whether the kubelet is known to restart the container after a failure. For init and main containers, only
/// `OnFailure` proves that: a container's own restart rules (KEP-5307) restart it after some exit codes and
/// not after others.
fn is_kept_up(case: Case<'_>, pod: &PodFacts, container: &ContainerFacts) -> bool {
    match container.kind {
        ContainerKind::Init | ContainerKind::Main => case.restarts_on_failure(),
        ContainerKind::Sidecar => has_work_left(case, pod),
        ContainerKind::Ephemeral => false,
    }
}

/// Whether the pod's work continues or is still to come. Once the main containers have ended for good, or an
/// init container has failed for good, the kubelet stops the sidecars, whose ends are then no crashes
/// (KEP-753).
fn has_work_left(case: Case<'_>, pod: &PodFacts) -> bool {
    let of = |kind| {
        pod.containers
            .iter()
            .filter(move |container| container.kind == kind)
    };
    let has_failed = |container: &ContainerFacts| {
        let end = container.termination();
        end.is_some_and(|end| end.exit_code != 0) && !case.restarts_on_failure()
    };
    let has_ended = |container: &ContainerFacts| {
        let end = container.termination();
        end.is_some_and(|end| end.exit_code == 0) || has_failed(container)
    };
    !of(ContainerKind::Init).any(has_failed) && !of(ContainerKind::Main).all(has_ended)
}

/// Kubernetes' reason for the wait of a crash-looping container.
pub(super) fn word(container: &ContainerFacts) -> &str {
    match &container.state {
        ContainerState::Waiting { reason, .. } => reason.as_deref(),
        ContainerState::Unknown | ContainerState::Running { .. } | ContainerState::Terminated(_) => None,
    }
    .unwrap_or("CrashLoopBackOff")
}

/// Restarts that use up `backoffLimit` under `OnFailure`: those of all containers of unfinished pods
/// (`pastBackoffLimitOnFailure` in the Job controller), plus the next restart of each container that is down,
/// unless its pod is terminating. That restart counts as soon as the container has started, whatever happens
/// next.
pub(super) fn spent(case: Case<'_>) -> u64 {
    let unfinished = case.pods().iter().filter(|pod| !pod.is_finished());
    unfinished
        .map(|pod| {
            let down = pod
                .containers
                .iter()
                .filter(|container| is_down(case, pod, container));
            pod.restarts()
                + if pod.is_terminating() {
                    0
                } else {
                    down.count() as u64
                }
        })
        .sum()
}

/// Whether a container of the pod is down and will be restarted.
pub(super) fn has_container_down(case: Case<'_>, pod: &PodFacts) -> bool {
    pod.containers
        .iter()
        .any(|container| is_down(case, pod, container))
}

fn is_down(case: Case<'_>, pod: &PodFacts, container: &ContainerFacts) -> bool {
    let has_failed = container.termination().is_some_and(|end| end.exit_code != 0);
    case.restarts_on_failure() && has_failed && container.matters() || loops(case, pod, container)
}
