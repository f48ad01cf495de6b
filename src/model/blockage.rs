//! What blocks a pod before it can run, or keeps the Job from getting a pod.
//!
//! Such a Job stays active forever: only its deadline ends it (k/k#66756, #101584, #122300).

use jiff::Timestamp;

use super::warnings::{Step, stuck_at};
use super::{case::Case, demand, restarts};
use crate::facts::{Condition, ContainerFacts, ContainerKind, ContainerState, EventFacts, PodFacts};

/// Something that blocks a pod or the whole Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blockage {
    /// Kubernetes' reason: `ImagePullBackOff`, `Unschedulable`, `FailedMount`, `FailedCreate`, …
    pub(super) reason: String,
    /// The cluster's message.
    pub(super) message: String,
    /// The container that waits, if the blockage is about a container.
    pub(super) container: Option<String>,
    /// The image of that container.
    pub(super) image: Option<String>,
    /// When the blockage began.
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

/// Event reasons that the kubelet uses only once the pod has its sandbox.
const AFTER_SANDBOX: [&str; 4] = ["Pulling", "Pulled", "Created", "Started"];

/// What blocks `pod`, if anything does.
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
    // "Back-off pulling image" does not name the cause; the events have the error of the pull.
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

/// The earliest time at which the container can have begun to wait: the end of its last instance, else the
/// end of the init containers before it, else the time at which the kubelet accepted the pod.
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

/// Whether the container waits for something that does not pass by itself. If the kubelet restarts the
/// container, a failed start is a crash like any other.
pub(super) fn is_stuck(case: Case<'_>, pod: &PodFacts, container: &ContainerFacts) -> bool {
    let ContainerState::Waiting { reason, .. } = &container.state else {
        return false;
    };
    container.kind != ContainerKind::Ephemeral
        && STUCK.contains(&reason.as_deref().unwrap_or_default())
        && !restarts::loops(case, pod, container)
}

/// Whether the container is in a crash loop that nothing ends: a sidecar that crashes before the main
/// containers start. Init and main containers use up the Job's attempts. Under `OnFailure`, sidecars do so,
/// too.
fn loops_for_ever(case: Case<'_>, pod: &PodFacts, container: &ContainerFacts) -> bool {
    container.kind == ContainerKind::Sidecar
        && &*pod.phase == "Pending"
        && !case.restarts_on_failure()
        && restarts::loops(case, pod, container)
}

/// Whether the event is about the container (`spec.containers{main}`), or names no container.
pub(super) fn is_about(event: &EventFacts, container: &ContainerFacts) -> bool {
    let path = event.object.field_path.as_deref();
    path.is_none_or(|path| !path.contains('{') || path.ends_with(&format!("{{{}}}", container.name)))
}

/// The container that the event names: `main` of `spec.containers{main}`.
pub(super) fn container_of(event: &EventFacts) -> Option<&str> {
    let (_, name) = event.object.field_path.as_deref()?.split_once('{')?;
    Some(name.trim_end_matches('}'))
}

/// What blocks the pod according to its events. No status shows failed mounts and sandboxes: the pod just
/// stays in `ContainerCreating`. A warning is obsolete once a container has started or a later step of the
/// pod's start is known to have begun.
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
    // The kubelet also reports a sandbox that it could not create as changed. Both events prove only that the
    // volumes are mounted.
    let has_volumes = last(&|reason| reason == "SandboxChanged" || stuck_at(reason) == Some(Step::Sandbox));
    let has_volumes = has_volumes.max(has_sandbox);
    let is_stuck = |event: &&&EventFacts| match stuck_at(&event.reason) {
        Some(Step::Volumes) => event.last > has_volumes,
        Some(Step::Sandbox) => event.last > has_sandbox,
        // The pod's status shows whether the pod is stuck at these steps.
        Some(Step::Scheduling | Step::Containers) | None => false,
    };
    let stuck: Vec<&EventFacts> = events.iter().filter(is_stuck).copied().collect();
    of_warnings(&stuck, has_sandbox)
}

/// The blockage that the latest of several warnings describes. The blockage began with the first warning, but
/// not before `overcome`. One cause can produce many events with different messages, such as one for each
/// refused pod of a Job.
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

/// Why the Job gets no pod, or not all of its pods: a quota, a webhook or an admission plugin refuses the
/// creation, or the service account is missing (k/k#93783). `None` if no pod is missing, or if a pod was
/// created after the refusal.
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
