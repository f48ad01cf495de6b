//! What comes after a failure that did not end the Job yet.

use super::{Evidence, Finding, JobState, Rule, Severity, Subject, SubjectKind};
use crate::facts::{ContainerFacts, ContainerState, PodFacts};
use crate::model::{demand, policy, restarts, timing, words};

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    next_retry(evidence)
        .into_iter()
        .chain(crash_loop(evidence))
        .collect()
}

/// When the next attempt begins, and how many failures are left.
fn next_retry(evidence: &Evidence<'_>) -> Option<Finding> {
    let next = evidence.timing.next_retry.as_ref()?;
    let index = next
        .index
        .map_or_else(String::new, |index| format!(" of index {index}"));
    Some(Finding {
        rule: Rule::NextRetry,
        severity: Severity::Info,
        subject: match next.index {
            Some(index) => Subject::one(SubjectKind::Index, &index.to_string()),
            None => evidence.about_job(),
        },
        message: format!(
            "the next attempt{index} is expected {}{}",
            when(evidence, next.at),
            failures_left(evidence)
        ),
        hint: None,
    })
}

/// `in about 40s`, or that it is due.
pub(in crate::model) fn when(evidence: &Evidence<'_>, at: jiff::Timestamp) -> String {
    let wait = timing::between(evidence.case.now(), at);
    if wait.is_zero() {
        "any moment now (estimated)".to_owned()
    } else {
        format!("in about {} (estimated)", words::duration(wait))
    }
}

/// `; 4 more failures would end the Job (backoffLimit 6)`.
pub(in crate::model) fn failures_left(evidence: &Evidence<'_>) -> String {
    let case = evidence.case;
    let limit = case
        .backoff_limit()
        .map_or_else(String::new, |limit| format!(" (backoffLimit {limit})"));
    let mut active = demand::active(case);
    match evidence.timing.attempts_left {
        Some(0) if active.any(|pod| restarts::has_container_down(case, pod)) => {
            format!("; the next restart ends the Job{limit}")
        }
        Some(0) | None => String::new(),
        Some(left) => format!(
            "; {} would end the Job{limit}",
            policy::more_failures(case.job(), left)
        ),
    }
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

/// Containers that the kubelet starts again and again.
fn crash_loop(evidence: &Evidence<'_>) -> Option<Finding> {
    let (pod, container) = looping(evidence).max_by_key(|(_, container)| container.restarts)?;
    let counts = container.matters() || evidence.case.restarts_on_failure();
    let left = if counts {
        failures_left(evidence)
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
        rule: Rule::CrashLoop,
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
