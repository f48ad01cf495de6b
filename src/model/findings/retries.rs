//! What comes after a failure that did not end the Job yet.

use super::{Evidence, Finding, Severity, Subject, SubjectKind};
use crate::job_details::ContainerState;
use crate::model::{timing, words};

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
        rule: "next-retry",
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
    let Some(left) = evidence.timing.attempts_left else {
        return String::new();
    };
    let limit = evidence
        .case
        .backoff_limit()
        .map_or_else(String::new, |limit| format!(" (backoffLimit {limit})"));
    format!(
        "; {} would end the Job{limit}",
        words::counted(left, "more failure")
    )
}

/// Containers that the kubelet starts again and again.
fn crash_loop(evidence: &Evidence<'_>) -> Option<Finding> {
    let looping = || {
        evidence
            .case
            .pods()
            .iter()
            .filter_map(|pod| Some((pod, pod.crash_loop()?)))
    };
    let (pod, container) = looping().max_by_key(|(_, container)| container.restarts)?;
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
        rule: "crash-loop",
        severity: Severity::Warning,
        subject: Subject::many(SubjectKind::Container, &container.name, looping().count() as u64),
        message: format!(
            "\"{}\" of pod {} crashed and was restarted {}{waits}{}",
            container.name,
            pod.name,
            words::counted(container.restarts, "time"),
            failures_left(evidence)
        ),
        hint: None,
    })
}
