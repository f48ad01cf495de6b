//! A warning event that no other rule covers.

use std::collections::{BTreeMap, BTreeSet};

use super::{Evidence, Facts, Find, Finding, JobState, Rule, Severity, Subject, SubjectKind, Topic};
use crate::facts::{EventFacts, PodFacts};
use crate::model::{warnings, words};

pub(super) static RULE: Rule = Rule {
    name: "warning-event",
    topic: Topic::Odd,
    summary: "An event of type Warning that no other rule covers.",
    cause: "A component of the cluster reports a problem with the Job or one of its pods.",
    advice: "Read the event's message. Events expire after an hour.",
    sources: &["https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/"],
    find: Find::Each(find),
};

/// Reasons that other rules cover, or that only repeat states and conditions. Reasons of a pod's start are
/// not listed here.
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
    // No other rule knows why another controller could not create a pod.
    let is_covered = |reason: &str| {
        COVERED.contains(&reason)
            || warnings::stuck_at(reason).is_some()
            || reason == "FailedCreate" && case.managed_by().is_none()
            || ended.contains(reason)
            // The Job succeeded, so the problem did no harm. The events still show it.
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
        facts: Facts::default()
            .and("reason", reason)
            .and("times", count)
            .and("kind", &*about.kind)
            .and("name", &*about.name)
            .and("objects", objects.len() as u64)
            .and("words", without_pod(latest)),
    })
}

/// The event's message without the prefix `pod: "NAME_NAMESPACE(UID)". `, with which some events of the
/// kubelet repeat the pod (`format.Pod`).
fn without_pod(event: &EventFacts) -> &str {
    let words = event.message.trim();
    let rest = || {
        let (pod, rest) = words.strip_prefix("pod: \"")?.split_once(")\". ")?;
        pod.starts_with(&format!("{}_", event.object.name))
            .then_some(rest)
    };
    rest().unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::World;

    #[test]
    fn warnings_that_no_rule_knows_are_passed_on() {
        let report = World::new()
            .event("Pod", "x-1", "2026-11-24T11:59:00Z", "SomethingOdd", "words")
            .report();
        // Nothing is known of a pod that was never seen, unlike of the Job itself.
        let of_job = World::new()
            .event("Job", "x", "2026-11-24T11:59:00Z", "SomethingOdd", "words")
            .report();
        of_job.assert_finds("warning-event", &["SomethingOdd", "words"]);
        of_job.assert_fact("warning-event", "reason", "SomethingOdd");
        of_job.assert_fact("warning-event", "kind", "Job");
        of_job.assert_fact("warning-event", "words", "words");
        report.assert_silent("crash-loop");
    }

    #[test]
    fn a_warning_says_on_how_many_objects_it_was_seen() {
        let running = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
        let odd = |pod: &str| format!("pod: \"{pod}_zoo(uid)\". no cluster DNS");
        let of = |pods: &[&str]| {
            let mut world = World::new();
            for pod in pods {
                world = world.pod(pod, &running).event(
                    "Pod",
                    pod,
                    "2026-11-24T11:59:00Z",
                    "MissingClusterDNS",
                    &odd(pod),
                );
            }
            let report = world.report();
            report.found("warning-event").message.clone()
        };
        assert_eq!(of(&["x-1"]), "MissingClusterDNS on Pod x-1: no cluster DNS");
        let two = of(&["x-1", "x-2"]);
        assert!(two.starts_with("MissingClusterDNS (2 times) on Pod x-"), "{two}");
        assert!(two.ends_with(" and 1 more: no cluster DNS"), "{two}");
    }

    #[test]
    fn what_harmed_no_success_is_no_finding_of_it() {
        let with = |reason: &str| {
            let time = "2026-11-24T11:01:00Z";
            World::new().event("Job", "x", time, reason, "words")
        };
        let complete = |world: World| world.condition("Complete", "CompletionsReached", "");
        for reason in [
            "MissingClusterDNS",
            "DNSConfigForming",
            "FailedToRetrieveImagePullSecret",
        ] {
            let report = complete(with(reason)).report();
            assert!(report.rules().is_empty(), "{reason}");
            assert_eq!(
                report.snapshot.events.as_ref().unwrap()[0].reason,
                reason,
                "it remains under events"
            );
            with(reason).report().assert_finds("warning-event", &[reason]);
            let failed = with(reason).condition("Failed", "BackoffLimitExceeded", "");
            failed.report().assert_finds("warning-event", &[reason]);
        }
        complete(with("SomethingOdd"))
            .report()
            .assert_finds("warning-event", &["SomethingOdd"]);
    }

    #[test]
    fn what_once_held_a_pod_up_is_no_warning_of_a_success() {
        for reason in [
            "FailedCreatePodSandBox",
            "NetworkNotReady",
            "FailedPrepareDynamicResources",
            "FailedMount",
        ] {
            let of = |phase: &str, state: serde_json::Value| {
                let patch = json!({"status": {"phase": phase, "containerStatuses": [{"name": "main", "state": state}]}});
                World::new()
                    .pod("x-1", &patch)
                    .event("Pod", "x-1", "2026-11-24T11:01:00Z", reason, "words")
            };
            let ended = of("Succeeded", json!({"terminated": {"exitCode": 0}}));
            let complete =
                ended
                    .with("/status/succeeded", 1.into())
                    .condition("Complete", "CompletionsReached", "");
            assert!(complete.report().rules().is_empty(), "{reason}");
            let waiting = of("Pending", json!({"waiting": {"reason": "ContainerCreating"}})).report();
            let findings = waiting.findings();
            assert_eq!(findings.len(), 1, "told once: {findings:?}");
        }
    }
}
