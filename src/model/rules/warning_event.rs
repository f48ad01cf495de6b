//! A warning in the events that no other rule speaks of.

use std::collections::{BTreeMap, BTreeSet};

use super::{Evidence, Find, Finding, JobState, Rule, Severity, Subject, SubjectKind, Topic};
use crate::facts::{EventFacts, PodFacts};
use crate::model::{warnings, words};

pub(super) static RULE: Rule = Rule {
    name: "warning-event",
    topic: Topic::Odd,
    summary: "An event of type Warning that no other rule speaks of.",
    cause: "A component of the cluster reports a problem with the Job or one of its pods.",
    advice: "Read the event's words. Events vanish after an hour.",
    sources: &["https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/"],
    find: Find::Each(find),
};

/// Reasons that other rules cover, or that only repeat what states and conditions say, but for those of a pod's start.
const COVERED: [&str; 8] = [
    "BackOff",
    "BackoffLimitExceeded",
    "DeadlineExceeded",
    "Evicted",
    "FailedIndexes",
    "MaxFailedIndexesExceeded",
    "PodFailurePolicy",
    "Preempted",
];

fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let case = evidence.case;
    let ended: BTreeSet<&str> = case.seen().filter_map(PodFacts::ended_by).collect();
    // Why another controller gets no pod made is known to no other rule.
    let is_covered = |reason: &str| {
        COVERED.contains(&reason)
            || warnings::stuck_at(reason).is_some()
            || reason == "FailedCreate" && case.managed_by().is_none()
            || ended.contains(reason)
            // A success shows that it did no harm. The events tell of it all the same.
            || evidence.state == JobState::Complete && warnings::is_harmless(reason)
    };
    let mut groups: BTreeMap<&str, Vec<&EventFacts>> = BTreeMap::new();
    let warnings = case.events().iter().filter(|event| event.kind == "Warning");
    for event in warnings.filter(|event| !is_covered(&event.reason)) {
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
    let objects: BTreeSet<_> = events
        .iter()
        .map(|event| (&event.object.kind, &event.object.name))
        .collect();
    let more = match objects.len() {
        0 | 1 => String::new(),
        all => format!(" and {} more", words::grouped(all as i128 - 1)),
    };
    let about = &latest.object;
    Some(Finding {
        rule: &RULE,
        severity: Severity::Warning,
        subject: Subject::many(SubjectKind::Event, reason, count),
        message: format!(
            "{reason}{times} on {} {}{more}: {}",
            about.kind,
            about.name,
            without_pod(latest)
        ),
        hint: None,
    })
}

/// The event's words without the prefix `pod: "NAME_NAMESPACE(UID)". `, by which some of the kubelet's name the pod again
/// (`format.Pod`).
fn without_pod(event: &EventFacts) -> &str {
    let words = event.message.trim();
    let rest = || {
        let (pod, rest) = words.strip_prefix("pod: \"")?.split_once(")\". ")?;
        pod.starts_with(&format!("{}_", event.object.name))
            .then_some(rest)
    };
    rest().unwrap_or(words)
}
