//! What kept the pods of a failed Job from starting until the Job ended.
//!
//! A Job that waits for an image, a node or a quota fails only by its deadline, and its pods are then
//! deleted. What blocked the Job is known only from pods that are still terminating and from events, which
//! expire after about an hour.

use super::blockage::{self, Blockage};
use super::{Severity, case::Case, evidence::Evidence, missing, obstacles::Obstacle, warnings};
use crate::facts::{ApiTime, EventFacts, PODS_WITH_ALL_EVENTS, PodFacts};

/// Event reasons of completed steps of a pod's start. Earlier warnings are obsolete.
const DONE: [&str; 4] = ["Scheduled", "Pulled", "Created", "Started"];

/// The obstacle that blocked the Job when its deadline passed.
pub(super) fn at_deadline(evidence: &Evidence<'_>) -> Option<Obstacle> {
    let obstacles = obstacles(evidence);
    obstacles
        .into_iter()
        .next()
        .filter(|_| is_by_deadline(evidence.case))
}

/// The severity of the obstacles that kept pods from starting.
pub(super) fn severity(evidence: &Evidence<'_>) -> Severity {
    if is_by_deadline(evidence.case) {
        Severity::Error
    } else {
        Severity::Warning
    }
}

fn is_by_deadline(case: Case<'_>) -> bool {
    case.failure()
        .is_some_and(|condition| condition.reason.as_deref() == Some("DeadlineExceeded"))
}

/// What kept pods from starting. A refused creation of pods comes first, because no pod was created after it.
pub(super) fn obstacles(evidence: &Evidence<'_>) -> Vec<Obstacle> {
    let case = evidence.case;
    if case.failure().is_none() || case.managed_by().is_some() {
        return Vec::new();
    }
    let mut gone = missing::names(case);
    // Of very many pods, only warnings are read, so whether these are obsolete is unknown.
    if gone.len() + case.pods().len() > PODS_WITH_ALL_EVENTS {
        gone.clear();
    }
    let of_events = |name: &str| of_gone_pod(case, case.events_of_pod_named(name));
    let gone = gone
        .iter()
        .filter_map(|name| Some((of_events(name)?, (*name).to_owned())));
    let terminating = case.pods().iter().filter(|pod| pod.is_terminating());
    let terminating = terminating.filter_map(|pod| {
        let held = of_terminating_pod(case, pod);
        let held = held.or_else(|| of_events(&pod.name).filter(|_| !pod.has_started()));
        Some((held?, pod.name.to_string()))
    });
    let mut obstacles = Obstacle::grouped(terminating.chain(gone));
    if let Some(refused) = refused_creation(case) {
        obstacles.insert(0, Obstacle::of_job(refused, &case.job().name));
    }
    obstacles
}

/// What blocks a terminating pod, judged as before the request to delete it.
fn of_terminating_pod(case: Case<'_>, pod: &PodFacts) -> Option<Blockage> {
    let mut standing = pod.clone();
    standing.times.deletion = ApiTime::default();
    blockage::of_pod(case, &standing)
}

fn refused_creation(case: Case<'_>) -> Option<Blockage> {
    let creations = case
        .job_events()
        .filter(|event| ["FailedCreate", "SuccessfulCreate"].contains(&event.reason.as_str()));
    let latest = creations.max_by_key(|event| event.last)?;
    (latest.reason == "FailedCreate").then(|| blockage_by(latest, &latest.reason))
}

/// What blocked a pod that is gone, according to its events; `None` if the pod ran.
fn of_gone_pod(case: Case<'_>, events: &[&EventFacts]) -> Option<Blockage> {
    let is_init = |event: &EventFacts| {
        let path = event.object.field_path.as_deref();
        path.is_some_and(|path| path.starts_with("spec.initContainers"))
    };
    if events
        .iter()
        .any(|event| event.reason == "Started" && !is_init(event))
    {
        return None;
    }
    let done = events
        .iter()
        .filter(|event| DONE.contains(&event.reason.as_str()));
    let done = done.filter_map(|event| event.last).max();
    let is_stuck =
        |event: &&&EventFacts| event.kind == "Warning" && warnings::stuck_at(&event.reason).is_some();
    let latest = events.iter().filter(is_stuck).max_by_key(|event| event.last)?;
    let is_history = match latest.reason.as_str() {
        "FailedScheduling" => latest.last <= done,
        _ => latest.last < done,
    };
    if is_history {
        return None;
    }
    // "Error: ImagePullBackOff" only repeats that the pull failed. An earlier event has the pull's own
    // message.
    let same = |event: &&&EventFacts| {
        event.reason == latest.reason && event.object.field_path == latest.object.field_path
    };
    let telling = events
        .iter()
        .filter(is_stuck)
        .filter(same)
        .rfind(|event| !event.message.starts_with("Error: "))
        .unwrap_or(latest);
    let mut blockage = blockage_by(telling, word(telling));
    blockage.container = blockage::container_of(telling).map(str::to_owned);
    blockage.image = blockage.container.as_deref().and_then(|name| image(case, name));
    Some(blockage)
}

/// The reason with which a pod's status says the same as the event.
fn word(event: &EventFacts) -> &str {
    match event.reason.as_str() {
        "FailedScheduling" => "Unschedulable",
        "Failed" if event.message.starts_with("Failed to pull image") => "ErrImagePull",
        "Failed" => {
            let word = event.message.strip_prefix("Error: ");
            word.filter(|word| !word.contains(' ')).unwrap_or("Failed")
        }
        reason => reason,
    }
}

fn image(case: Case<'_>, container: &str) -> Option<String> {
    let mut containers = case.job().spec.all_containers();
    containers.find(|other| other.name == container)?.image.clone()
}

fn blockage_by(event: &EventFacts, reason: &str) -> Blockage {
    Blockage {
        reason: reason.to_owned(),
        message: event.message.clone(),
        container: None,
        image: None,
        since: event.first,
    }
}

#[cfg(test)]
mod tests;
