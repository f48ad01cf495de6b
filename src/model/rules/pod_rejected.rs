//! A node rejected a pod.

use super::{Disruption, Evidence, Find, Rule, Told, Topic};

pub(super) static RULE: Rule = Rule {
    name: "pod-rejected",
    topic: Topic::EndedFromOutside,
    summary: "A node rejected a pod that the scheduler had given to it.",
    cause: "The kubelet found that the pod does not fit: too little of a resource, a device that is gone, a \
            node label that changed.",
    advice: "Read the kubelet's words. Such a pod never ran, and counts as failed all the same.",
    sources: &["https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kubelet.go"],
    find: Find::Disruption(tell),
};

fn tell(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> Option<Told> {
    (!disruption.is_of_started()).then(|| Told {
        clause: "rejected by its node".to_owned(),
        hint: disruption.policy_hint(evidence),
    })
}
