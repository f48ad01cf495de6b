//! What holds a pod up before it can run, or keeps the Job from getting one.
//!
//! Such a Job stays active for ever: only its deadline ends it (k/k#66756, #101584, #122300).

use jiff::Timestamp;

use super::case::Case;
use crate::job_details::{ContainerFacts, ContainerState, EventFacts, PodFacts};

/// Something that holds a pod or the whole Job up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blockage {
    /// Kubernetes' word for it: `ImagePullBackOff`, `Unschedulable`, `FailedMount`, `FailedCreate`, …
    pub(super) reason: String,
    /// The cluster's words.
    pub(super) message: String,
    /// The container that waits, if it is one.
    pub(super) container: Option<String>,
    /// That container's image.
    pub(super) image: Option<String>,
    /// Since when.
    pub(super) since: Option<Timestamp>,
}

/// Waiting reasons of the kubelet that do not pass by themselves (`pkg/kubelet/images/types.go`,
/// `pkg/kubelet/container/sync_result.go`, `kuberuntime_container.go`).
const STUCK: [&str; 13] = [
    "ErrImagePull",
    "ImagePullBackOff",
    "InvalidImageName",
    "ErrImageNeverPull",
    "ImageInspectError",
    "RegistryUnavailable",
    "SignatureValidationFailed",
    "CreateContainerConfigError",
    "CreateContainerError",
    "RunContainerError",
    "PreStartHookError",
    "PostStartHookError",
    "CreatePodSandboxError",
];

/// Warnings about a pending pod that its status does not show.
const STUCK_EVENTS: [&str; 6] = [
    "FailedMount",
    "FailedAttachVolume",
    "FailedMapVolume",
    "FailedCreatePodSandBox",
    "FailedPrepareDynamicResources",
    "NetworkNotReady",
];

/// What holds `pod` up, if anything does.
pub(super) fn of_pod(case: Case<'_>, pod: &PodFacts) -> Option<Blockage> {
    if pod.is_finished() || pod.is_terminating() {
        return None;
    }
    let container = || {
        pod.containers
            .iter()
            .find_map(|container| of_container(case, pod, container))
    };
    of_scheduling(pod)
        .or_else(container)
        .or_else(|| of_events(case, pod))
}

fn of_scheduling(pod: &PodFacts) -> Option<Blockage> {
    let scheduled = pod
        .condition("PodScheduled")
        .filter(|condition| condition.status == "False")?;
    let reason = scheduled
        .reason
        .as_deref()
        .filter(|reason| ["Unschedulable", "SchedulingGated"].contains(reason))?;
    Some(Blockage {
        reason: reason.to_owned(),
        message: scheduled.message.clone().unwrap_or_default(),
        container: None,
        image: None,
        since: scheduled.since.or(pod.times.created),
    })
}

fn of_container(case: Case<'_>, pod: &PodFacts, container: &ContainerFacts) -> Option<Blockage> {
    let ContainerState::Waiting { reason, message } = &container.state else {
        return None;
    };
    let reason = reason.as_deref()?;
    // A crash loop of what the Job runs uses up its attempts and so ends; one of a sidecar before the start of
    // the main containers goes on for ever.
    let endless = reason == "CrashLoopBackOff" && !container.matters() && &*pod.phase == "Pending";
    if !endless && !STUCK.contains(&reason) {
        return None;
    }
    let words = message.as_deref().filter(|message| !message.is_empty());
    let from_event = || {
        let failed = case
            .pod_events(pod)
            .filter(|event| event.reason == "Failed" && event.kind == "Warning");
        failed
            .map(|event| event.message.clone())
            .find(|message| !message.starts_with("Error: "))
    };
    // "Back-off pulling image" says nothing of the cause; the pull's own error is in the events.
    let vague =
        words.is_none_or(|words| words.starts_with("Back-off pulling image") && !words.contains(": "));
    let message = if vague {
        from_event().or_else(|| words.map(str::to_owned))
    } else {
        words.map(str::to_owned)
    };
    Some(Blockage {
        reason: reason.to_owned(),
        message: message.unwrap_or_default(),
        container: Some(container.name.to_string()),
        image: Some(container.image.to_string()),
        since: pod.times.started.or(pod.times.created),
    })
}

/// Mounts and sandboxes show in no status: the pod just stays in `ContainerCreating`.
fn of_events(case: Case<'_>, pod: &PodFacts) -> Option<Blockage> {
    let is_creating = &*pod.phase == "Pending"
        && pod
            .containers
            .iter()
            .all(|container| !matches!(container.state, ContainerState::Running { .. }));
    if !is_creating {
        return None;
    }
    let event = case
        .pod_events(pod)
        .filter(|event| STUCK_EVENTS.contains(&event.reason.as_str()))
        .last()?;
    Some(Blockage {
        reason: event.reason.clone(),
        message: event.message.clone(),
        container: None,
        image: None,
        since: event.first,
    })
}

/// Why the Job gets no pod at all: the creation is refused by a quota, a webhook, an admission plugin or for want of a
/// service account (k/k#93783). Only while no pod has come after the refusal.
pub(super) fn of_creation(case: Case<'_>) -> Option<Blockage> {
    let event = refused_creation(case)?;
    let newest_pod = case.pods().iter().filter_map(|pod| pod.times.created).max();
    if event.last <= newest_pod {
        return None;
    }
    Some(Blockage {
        reason: event.reason.clone(),
        message: event.message.clone(),
        container: None,
        image: None,
        since: event.first,
    })
}

/// The latest refusal to create a pod.
fn refused_creation(case: Case<'_>) -> Option<&EventFacts> {
    let creations = case
        .job_events()
        .filter(|event| ["FailedCreate", "SuccessfulCreate"].contains(&event.reason.as_str()));
    let latest = creations.max_by_key(|event| event.last)?;
    (latest.reason == "FailedCreate").then_some(latest)
}
