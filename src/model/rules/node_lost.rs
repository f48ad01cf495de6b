//! A pod was lost with its node.

use super::{Disruption, Evidence, Find, Rule, Told, Topic};

pub(super) static RULE: Rule = Rule {
    name: "node-lost",
    topic: Topic::EndedFromOutside,
    summary: "A pod was lost with its node.",
    cause: "The node was deleted, or does not answer. What the pod did last is unknown.",
    advice: "Check the node. A podFailurePolicy that ignores DisruptionTarget keeps lost nodes from using \
             up attempts.",
    sources: &[
        "https://kubernetes.io/docs/concepts/architecture/nodes/",
        "https://kep.k8s.io/3329",
    ],
    find: Find::Disruption(tell),
};

fn tell(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> Option<Told> {
    matches!(disruption.reason, "NodeLost" | "DeletionByPodGC").then(|| Told {
        clause: "lost with its node".to_owned(),
        hint: disruption.policy_hint(evidence),
    })
}
