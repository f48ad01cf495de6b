//! Warnings in the events that no other rule speaks of.

use std::collections::BTreeMap;

use super::{Evidence, Finding, Severity, Subject, SubjectKind};
use crate::job_details::EventFacts;
use crate::model::words;

/// Reasons that other rules cover, or that only repeat what states and conditions say.
const COVERED: [&str; 14] = [
    "BackOff",
    "BackoffLimitExceeded",
    "DeadlineExceeded",
    "Evicted",
    "Failed",
    "FailedAttachVolume",
    "FailedCreate",
    "FailedIndexes",
    "FailedMapVolume",
    "FailedMount",
    "FailedScheduling",
    "MaxFailedIndexesExceeded",
    "PodFailurePolicy",
    "Preempted",
];

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut groups: BTreeMap<&str, Vec<&EventFacts>> = BTreeMap::new();
    let warnings = evidence
        .case
        .events()
        .iter()
        .filter(|event| event.kind == "Warning");
    for event in warnings.filter(|event| !COVERED.contains(&event.reason.as_str())) {
        groups.entry(&event.reason).or_default().push(event);
    }
    groups
        .into_iter()
        .filter_map(|(reason, events)| finding(reason, &events))
        .collect()
}

fn finding(reason: &str, events: &[&EventFacts]) -> Option<Finding> {
    let latest = events.iter().max_by_key(|event| event.last)?;
    let count = events.iter().map(|event| u64::from(event.count)).sum();
    let times = if count > 1 {
        format!(" ({} times)", words::grouped(count))
    } else {
        String::new()
    };
    let about = &latest.object;
    Some(Finding {
        rule: "warning-event",
        severity: Severity::Warning,
        subject: Subject::many(SubjectKind::Event, reason, count),
        message: format!(
            "{reason}{times} on {} {}: {}",
            about.kind,
            about.name,
            latest.message.trim()
        ),
        hint: None,
    })
}
