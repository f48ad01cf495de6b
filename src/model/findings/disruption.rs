//! Pods that were ended from outside: eviction, preemption, taints, lost nodes (KEP-3329).

use std::collections::BTreeMap;

use super::{Evidence, Finding, Subject, SubjectKind};
use crate::job_details::PodFacts;
use crate::model::words;

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut groups: BTreeMap<&str, Vec<&PodFacts>> = BTreeMap::new();
    for pod in evidence.case.pods() {
        if let Some(reason) = reason(pod) {
            groups.entry(reason).or_default().push(pod);
        }
    }
    groups
        .into_iter()
        .map(|(reason, pods)| finding(evidence, reason, &pods))
        .collect()
}

/// Why the pod was ended from outside, in Kubernetes' word.
fn reason(pod: &PodFacts) -> Option<&str> {
    let own = pod.reason.as_deref();
    let own = own.filter(|reason| {
        [
            "Evicted",
            "NodeLost",
            "Preempting",
            "NodeShutdown",
            "Terminated",
            "UnexpectedAdmissionError",
        ]
        .contains(reason)
    });
    let lost = (&*pod.phase == "Unknown").then_some("NodeLost");
    pod.disruption().or(own).or(lost)
}

fn finding(evidence: &Evidence<'_>, reason: &str, pods: &[&PodFacts]) -> Finding {
    let (rule, what) = match reason {
        "PreemptionByScheduler" | "Preempting" => ("preempted", "preempted by a pod of higher priority"),
        "EvictionByEvictionAPI" => ("evicted", "evicted through the API, as when a node is drained"),
        "DeletionByTaintManager" => ("evicted", "deleted because its node was tainted"),
        "NodeLost" | "DeletionByPodGC" => ("node-lost", "lost with its node"),
        "TerminationByKubelet" | "Evicted" => ("evicted", "evicted by its node"),
        "NodeShutdown" | "Terminated" => ("node-shutdown", "ended by the shutdown of its node"),
        _ => ("disrupted", "disrupted"),
    };
    let example = pods.last().map_or("", |pod| &*pod.name);
    let count = pods.len() as u64;
    let pods_were = if count == 1 {
        format!("pod {example} was")
    } else {
        format!("{} were each", words::counted(count, "pod"))
    };
    let telling = pods.iter().rev().find_map(|pod| {
        let condition = pod
            .condition("DisruptionTarget")
            .and_then(|condition| condition.message.as_deref());
        pod.message
            .as_deref()
            .or(condition)
            .filter(|words| !words.is_empty())
    });
    let node = pods
        .last()
        .and_then(|pod| pod.node.as_deref())
        .map_or_else(String::new, |node| format!(" {node}"));
    let words = telling
        .and_then(words::telling_line)
        .map_or_else(String::new, |words| format!(": {words}"));
    let at_node = if node.is_empty() {
        String::new()
    } else {
        format!(", on{node}")
    };
    Finding {
        rule,
        severity: evidence.severity_of_trouble(),
        subject: Subject::many(SubjectKind::Pod, example, count),
        message: format!("{pods_were} {what} ({reason}{at_node}){words}"),
        hint: evidence.case.job().spec.pod_failure_policy.is_none().then(|| {
            "a podFailurePolicy rule with action Ignore on DisruptionTarget keeps disruptions from using up attempts"
                .to_owned()
        }),
    }
}
