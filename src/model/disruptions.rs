//! Pods that were ended from outside: by eviction, preemption, taints, lost nodes (KEP-3329), a kubelet that
//! rejects them (`rejectPod` in kubelet.go), or a deadline of their own.

use std::collections::BTreeMap;

use super::rule::{Explanation, Rule};
use super::{Facts, Finding, Subject, SubjectKind, evidence::Evidence, quote, words};
use crate::facts::PodFacts;

/// Pods that were ended from outside for the same reason.
#[derive(Debug)]
pub(super) struct Disruption<'a> {
    /// Kubernetes' reason.
    pub(super) reason: &'a str,
    /// The pods; at least one.
    pods: Vec<&'a PodFacts>,
}

/// Groups the pods that were ended from outside by reason.
pub(super) fn of<'a>(pods: impl IntoIterator<Item = &'a PodFacts>) -> Vec<Disruption<'a>> {
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
    /// The number of pods.
    pub(super) fn count(&self) -> u64 {
        self.pods.len() as u64
    }

    /// The cluster's message about the disruption.
    pub(super) fn words(&self) -> Option<String> {
        let telling = self.pods.iter().rev().find_map(|pod| {
            let condition = pod
                .condition("DisruptionTarget")
                .and_then(|condition| condition.message.as_deref());
            pod.message().or(condition).filter(|words| !words.is_empty())
        });
        telling.and_then(quote::telling_line)
    }

    /// Whether the reason comes from a `DisruptionTarget` condition.
    fn is_condition(&self) -> bool {
        self.pods.iter().any(|pod| pod.disruption() == Some(self.reason))
    }

    /// Whether one of the pods had started. A pod with a `DisruptionTarget` condition counts as started.
    pub(super) fn is_of_started(&self) -> bool {
        self.pods.iter().any(|pod| pod.has_started()) || self.is_condition()
    }

    /// The hint that a pod failure policy can ignore such disruptions. A policy needs `restartPolicy: Never`
    /// (`validateJobSpec` in validation.go).
    pub(super) fn policy_hint(&self, evidence: &Evidence<'_>) -> Option<String> {
        let has_condition = self.pods.iter().any(|pod| pod.disruption().is_some());
        let may_have_policy = evidence.case.restart_policy() == Some("Never")
            && evidence.case.job().spec.failure_actions.is_empty();
        (has_condition && may_have_policy).then(|| {
            "add a podFailurePolicy rule that ignores DisruptionTarget, so that disruptions use up no attempts"
                .to_owned()
        })
    }

    /// The finding that `rule` makes of the disruption.
    pub(super) fn finding(
        &self,
        rule: &'static Rule,
        explanation: Explanation,
        evidence: &Evidence<'_>,
    ) -> Finding {
        let example = self.pods.last().map_or("", |pod| &*pod.name);
        let pods_were = if self.count() == 1 {
            format!("pod {example} was")
        } else {
            format!("{} were each", words::counted(self.count(), "pod"))
        };
        let node = self.pods.last().and_then(|pod| pod.node.as_deref());
        let at_node = node.map_or_else(String::new, |node| format!(", on {node}"));
        let words = self.words();
        let said = words
            .as_ref()
            .map_or_else(String::new, |words| format!(": {words}"));
        let (what, reason) = (explanation.clause, self.reason);
        let facts = Facts::default()
            .and("reason", reason)
            .and("pod", example)
            .and("pods", self.count())
            .and_some("node", node)
            .and_some("words", words);
        Finding {
            rule,
            severity: evidence.severity_of_trouble(),
            subject: Subject::many(SubjectKind::Pod, example, self.count()),
            message: format!("{pods_were} {what} ({reason}{at_node}){said}"),
            hint: explanation.hint,
            facts: facts.and_all(explanation.facts),
        }
    }
}

#[cfg(test)]
mod tests;
