//! Pods that were ended from outside: eviction, preemption, taints, lost nodes (KEP-3329), a kubelet that rejects them
//! (`rejectPod` in kubelet.go), a deadline of their own.

use std::collections::BTreeMap;

use super::{Evidence, Finding, Rule, Subject, SubjectKind};
use crate::facts::PodFacts;
use crate::model::words;

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    disruptions(evidence.case.seen())
        .iter()
        .map(|disruption| disruption.finding(evidence))
        .collect()
}

/// Pods that were ended from outside for the same reason.
pub(in crate::model) struct Disruption<'a> {
    reason: &'a str,
    /// At least one.
    pods: Vec<&'a PodFacts>,
}

/// Those of the pods that were ended from outside, by reason.
pub(in crate::model) fn disruptions<'a>(pods: impl IntoIterator<Item = &'a PodFacts>) -> Vec<Disruption<'a>> {
    let mut groups: BTreeMap<&str, Vec<&PodFacts>> = BTreeMap::new();
    for pod in pods {
        if let Some(reason) = pod.ended_by() {
            groups.entry(reason).or_default().push(pod);
        }
    }
    groups
        .into_iter()
        .map(|(reason, pods)| Disruption { reason, pods })
        .collect()
}

impl Disruption<'_> {
    /// How many pods.
    pub(in crate::model) fn count(&self) -> u64 {
        self.pods.len() as u64
    }

    /// `the pod was evicted by its node (Evicted)`; how many pods is told beside it.
    pub(in crate::model) fn clause(&self) -> String {
        format!("the pod was {} ({})", self.kind().1, self.reason)
    }

    /// The cluster's words about it.
    pub(in crate::model) fn words(&self) -> Option<String> {
        let telling = self.pods.iter().rev().find_map(|pod| {
            let condition = pod
                .condition("DisruptionTarget")
                .and_then(|condition| condition.message.as_deref());
            pod.message().or(condition).filter(|words| !words.is_empty())
        });
        telling.and_then(words::telling_line)
    }

    /// The rule, and what happened.
    fn kind(&self) -> (Rule, &'static str) {
        match self.reason {
            "PreemptionByScheduler" => (Rule::Preempted, "preempted by a pod of higher priority"),
            "Preempting" => (Rule::Preempted, "preempted by a critical pod"),
            "EvictionByEvictionAPI" => (
                Rule::Evicted,
                "evicted through the API, as when a node is drained",
            ),
            "DeletionByTaintManager" => (Rule::Evicted, "deleted because its node was tainted"),
            "NodeLost" | "DeletionByPodGC" => (Rule::NodeLost, "lost with its node"),
            "TerminationByKubelet" | "Evicted" => (Rule::Evicted, "evicted by its node"),
            "Terminated" => (Rule::NodeShutdown, "ended by the shutdown of its node"),
            "DeadlineExceeded" => (Rule::PodDeadlineExceeded, "ended by its own deadline"),
            _ if self.pods.iter().any(|pod| pod.has_started()) || self.is_condition() => {
                (Rule::Disrupted, "disrupted")
            }
            "NodeShutdown" => (Rule::NodeShutdown, "rejected by its node, which is shutting down"),
            _ => (Rule::PodRejected, "rejected by its node"),
        }
    }

    /// Whether the reason is that of a `DisruptionTarget` condition.
    fn is_condition(&self) -> bool {
        self.pods.iter().any(|pod| pod.disruption() == Some(self.reason))
    }

    fn finding(&self, evidence: &Evidence<'_>) -> Finding {
        let (rule, what) = self.kind();
        let example = self.pods.last().map_or("", |pod| &*pod.name);
        let pods_were = if self.count() == 1 {
            format!("pod {example} was")
        } else {
            format!("{} were each", words::counted(self.count(), "pod"))
        };
        let at_node = self
            .pods
            .last()
            .and_then(|pod| pod.node.as_deref())
            .map_or_else(String::new, |node| format!(", on {node}"));
        let words = self
            .words()
            .map_or_else(String::new, |words| format!(": {words}"));
        Finding {
            rule,
            severity: evidence.severity_of_trouble(),
            subject: Subject::many(SubjectKind::Pod, example, self.count()),
            message: format!("{pods_were} {what} ({}{at_node}){words}", self.reason),
            hint: self.hint(evidence).map(str::to_owned),
        }
    }

    fn hint(&self, evidence: &Evidence<'_>) -> Option<&'static str> {
        let has_condition = self.pods.iter().any(|pod| pod.disruption().is_some());
        // A pod failure policy needs restartPolicy: Never (`validateJobSpec` in validation.go).
        let may_have_policy = evidence.case.restart_policy() == Some("Never")
            && evidence.case.job().spec.pod_failure_policy.is_none();
        if self.kind().0 == Rule::PodDeadlineExceeded {
            return Some(
                "raise activeDeadlineSeconds of the pod template (spec.template.spec), or leave the deadline to the Job's",
            );
        }
        (has_condition && may_have_policy).then_some(
            "a podFailurePolicy rule with action Ignore on DisruptionTarget keeps disruptions from using up attempts",
        )
    }
}
