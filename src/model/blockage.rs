//! What holds a pod up before it can run, or keeps the Job from getting one.
//!
//! Such a Job stays active for ever: only its deadline ends it (k/k#66756, #101584, #122300).

use jiff::Timestamp;

use super::warnings::{Step, stuck_at};
use super::{case::Case, demand, restarts};
use crate::facts::{Condition, ContainerFacts, ContainerKind, ContainerState, EventFacts, PodFacts};

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

/// What the kubelet tells of a pod that has its sandbox.
const AFTER_SANDBOX: [&str; 4] = ["Pulling", "Pulled", "Created", "Started"];

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
        since: scheduled.since.or(pod.times.created.get()),
    })
}

fn of_container(case: Case<'_>, pod: &PodFacts, container: &ContainerFacts) -> Option<Blockage> {
    if !is_stuck(case, pod, container) && !loops_for_ever(case, pod, container) {
        return None;
    }
    let message = match &container.state {
        ContainerState::Waiting { message, .. } => message.as_deref(),
        ContainerState::Unknown | ContainerState::Running { .. } | ContainerState::Terminated(_) => None,
    };
    let words = message.filter(|message| !message.is_empty());
    let from_event = || {
        let failed = case.pod_events(pod).filter(|event| {
            event.reason == "Failed" && event.kind == "Warning" && is_about(event, container)
        });
        failed
            .map(|event| event.message.clone())
            .filter(|message| !message.starts_with("Error: "))
            .last()
    };
    // "Back-off pulling image" says nothing of the cause; the pull's own error is in the events.
    let is_vague = |words: &str| words.starts_with("Back-off pulling image") && !words.contains(": ");
    let vague = is_stuck(case, pod, container) && words.is_none_or(is_vague);
    let message = if vague {
        from_event().or_else(|| words.map(str::to_owned))
    } else {
        words.map(str::to_owned)
    };
    Some(Blockage {
        reason: restarts::word(container).to_owned(),
        message: message.unwrap_or_default(),
        container: Some(container.name.to_string()),
        image: Some(container.image.to_string()),
        since: began_to_wait(pod, container),
    })
}

/// Since when the container can have been waiting: since its last instance ended, else since the init containers were
/// done, else since the kubelet took the pod on.
fn began_to_wait(pod: &PodFacts, container: &ContainerFacts) -> Option<Timestamp> {
    let last_end = container.latest_termination().and_then(|end| end.finished.get());
    let init_ends = || {
        let before = pod
            .containers
            .iter()
            .take_while(|other| other.name != container.name);
        let init = before.filter(|other| other.kind == ContainerKind::Init);
        init.filter_map(|init| init.termination()?.finished.get()).max()
    };
    last_end
        .or_else(init_ends)
        .or(pod.times.started.get())
        .or(pod.times.created.get())
}

/// Whether the container waits for something that does not come by itself. Where the kubelet restarts it, a start that
/// fails is a crash like any other.
pub(super) fn is_stuck(case: Case<'_>, pod: &PodFacts, container: &ContainerFacts) -> bool {
    let ContainerState::Waiting { reason, .. } = &container.state else {
        return false;
    };
    container.kind != ContainerKind::Ephemeral
        && STUCK.contains(&reason.as_deref().unwrap_or_default())
        && !restarts::loops(case, pod, container)
}

/// Whether the container crashes again and again and nothing will ever end that: a sidecar before the start of the main
/// containers. What the Job runs uses up its attempts, and under `OnFailure` a sidecar does so, too.
fn loops_for_ever(case: Case<'_>, pod: &PodFacts, container: &ContainerFacts) -> bool {
    container.kind == ContainerKind::Sidecar
        && &*pod.phase == "Pending"
        && !case.restarts_on_failure()
        && restarts::loops(case, pod, container)
}

/// Whether the event is about that container (`spec.containers{main}`), or does not say which it is about.
pub(super) fn is_about(event: &EventFacts, container: &ContainerFacts) -> bool {
    let path = event.object.field_path.as_deref();
    path.is_none_or(|path| !path.contains('{') || path.ends_with(&format!("{{{}}}", container.name)))
}

/// `main` of `spec.containers{main}`.
pub(super) fn container_of(event: &EventFacts) -> Option<&str> {
    let (_, name) = event.object.field_path.as_deref()?.split_once('{')?;
    Some(name.trim_end_matches('}'))
}

/// Mounts and sandboxes show in no status: the pod just stays in `ContainerCreating`. A warning is history once a
/// container has been started or a later step of the pod's start is known to have begun.
fn of_events(case: Case<'_>, pod: &PodFacts) -> Option<Blockage> {
    let is_up = || {
        pod.condition("PodReadyToStartContainers")
            .is_some_and(Condition::is_true)
    };
    if &*pod.phase != "Pending" || pod.has_started() || is_up() {
        return None;
    }
    let events: Vec<&EventFacts> = case.pod_events(pod).collect();
    let last = |is_told: &dyn Fn(&str) -> bool| {
        let such = events.iter().filter(|event| is_told(&event.reason));
        such.filter_map(|event| event.last).max()
    };
    let has_sandbox = last(&|reason| AFTER_SANDBOX.contains(&reason));
    // A sandbox that could not be made is reported as changed, too: that tells of the volumes only.
    let has_volumes = last(&|reason| reason == "SandboxChanged" || stuck_at(reason) == Some(Step::Sandbox));
    let has_volumes = has_volumes.max(has_sandbox);
    let is_stuck = |event: &&&EventFacts| match stuck_at(&event.reason) {
        Some(Step::Volumes) => event.last > has_volumes,
        Some(Step::Sandbox) => event.last > has_sandbox,
        // The pod's status shows these.
        Some(Step::Scheduling | Step::Containers) | None => false,
    };
    let stuck: Vec<&EventFacts> = events.iter().filter(is_stuck).copied().collect();
    of_warnings(&stuck, has_sandbox)
}

/// What the latest of several warnings tells, since the first of them, but not before `overcome`. One cause is reported in
/// many events where each names another thing, as the refused pods of a Job do.
fn of_warnings(warnings: &[&EventFacts], overcome: Option<Timestamp>) -> Option<Blockage> {
    let since = warnings.iter().filter_map(|event| event.first).min();
    let latest = warnings.iter().max_by_key(|event| event.last)?;
    Some(Blockage {
        reason: latest.reason.clone(),
        message: latest.message.clone(),
        container: None,
        image: None,
        since: since.max(overcome),
    })
}

/// Why the Job gets no pod, or not all of them: the creation is refused by a quota, a webhook, an admission plugin or for
/// want of a service account (k/k#93783). Only while pods are missing and none has come after the refusal.
pub(super) fn of_creation(case: Case<'_>) -> Option<Blockage> {
    if demand::missing(case) == 0 {
        return None;
    }
    let events = |reason: &'static str| case.job_events().filter(move |event| event.reason == reason);
    let newest_pod = case.pods().iter().filter_map(|pod| pod.times.created.get()).max();
    let created = events("SuccessfulCreate").filter_map(|event| event.last).max();
    let last_pod = created.max(newest_pod);
    let refusals = events("FailedCreate").filter(|event| event.last >= last_pod);
    of_warnings(&refusals.collect::<Vec<_>>(), last_pod)
}
