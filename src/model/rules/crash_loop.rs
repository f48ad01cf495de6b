//! A container fails and is restarted.

use super::{Evidence, Find, Finding, JobState, Rule, Severity, Subject, SubjectKind, Topic, retries};
use crate::facts::{ContainerFacts, ContainerState, PodFacts};
use crate::model::{restarts, words};

pub(super) static RULE: Rule = Rule {
    name: "crash-loop",
    topic: Topic::Restarted,
    summary: "A container fails and the kubelet restarts it again and again.",
    cause: "Under restartPolicy: OnFailure the kubelet restarts a failed container after a delay that doubles from 10 \
            seconds up to 5 minutes. The restarts count toward backoffLimit.",
    advice: "Read why it fails: cyjob logs NAME --previous.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy",
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let (pod, container) = looping(evidence).max_by_key(|(_, container)| container.restarts)?;
    let counts = container.matters() || evidence.case.restarts_on_failure();
    let left = if counts {
        retries::failures_left(evidence)
    } else {
        String::new()
    };
    let waits = match &container.state {
        ContainerState::Waiting {
            message: Some(message),
            ..
        } => format!(": {message}"),
        ContainerState::Waiting { .. }
        | ContainerState::Unknown
        | ContainerState::Running { .. }
        | ContainerState::Terminated(_) => String::new(),
    };
    Some(Finding {
        rule: &RULE,
        severity: if crashing_sidecar(evidence).is_some() {
            evidence.severity_of_trouble()
        } else {
            Severity::Warning
        },
        subject: Subject::many(
            SubjectKind::Container,
            &container.name,
            looping(evidence).count() as u64,
        ),
        message: format!(
            "\"{}\" of pod {} crashed and was restarted {}{waits}{left}",
            container.name,
            pod.name,
            words::counted(container.restarts, "time"),
        ),
        hint: None,
    })
}

/// Pods with the container of each that the kubelet starts again and again.
fn looping<'a>(evidence: &Evidence<'a>) -> impl Iterator<Item = (&'a PodFacts, &'a ContainerFacts)> {
    let case = evidence.case;
    let pods = case.pods().iter();
    pods.filter_map(move |pod| Some((pod, restarts::crash_loop(case, pod)?)))
}

/// That a sidecar crashes before the work begins, where that is all that keeps the Job from going on.
pub(in crate::model) fn crashing_sidecar(evidence: &Evidence<'_>) -> Option<String> {
    let (pod, container) = looping(evidence).next()?;
    let is_cause = evidence.state == JobState::Retrying && !container.matters() && &*pod.phase == "Pending";
    is_cause.then(|| {
        format!(
            "the sidecar \"{}\" of pod {} crashes before the main containers can start",
            container.name, pod.name
        )
    })
}
