//! Pods that were deleted while they ran. The Job controller counts such a pod as failed (`isPodFailed` in
//! `job_controller.go`), so a deletion by hand can fail a Job.

use super::case::Case;
use crate::facts::{EventFacts, PodFacts, Termination};

/// Whether the container ended after the deletion of its pod was requested, and not because the pod was ended
/// from outside.
pub(super) fn before(pod: &PodFacts, end: &Termination) -> bool {
    let asked = pod.deletion_asked();
    let is_later = asked.is_some_and(|asked| end.finished.get().is_none_or(|finished| finished >= asked));
    is_later && !pod.was_ended_before(end)
}

/// Who or what deleted the pod, as the end of a clause; `None` if no event says so. A deletion by a person
/// creates no event.
pub(super) fn by(case: Case<'_>, pod: &str) -> Option<&'static str> {
    let is_deletion = |event: &EventFacts| {
        event.reason == "SuccessfulDelete" && event.created_or_deleted_pod() == Some(pod)
    };
    if case.job_events().any(is_deletion) {
        return Some("by the Job controller");
    }
    case.events_of_pod_named(pod)
        .iter()
        .find_map(|event| match event.reason.as_str() {
            "TaintManagerEviction" => Some("because its node was tainted"),
            "Preempted" => Some("to make room for a pod of higher priority"),
            "Evicted" => Some("because its node evicted it"),
            _ => None,
        })
}

/// Whether a pod that is gone was deleted while it ran and before the Job failed, but not by the Job
/// controller. The kubelet reports each container that it stops in this way (`killContainer` in
/// `kuberuntime_container.go`).
pub(super) fn counted_as_failure(case: Case<'_>, pod: &str) -> bool {
    let failed = case.failure().and_then(|condition| condition.since);
    let is_stop = |event: &&EventFacts| {
        event.reason == "Killing" && event.message.starts_with("Stopping container") && event.first <= failed
    };
    let was_stopped = case.events_of_pod_named(pod).iter().any(is_stop);
    was_stopped && by(case, pod) != Some("by the Job controller")
}
