//! A pod was ended from outside for another reason.

use super::{Disruption, Evidence, Find, Rule, Told, Topic};

pub(super) static RULE: Rule = Rule {
    name: "disrupted",
    topic: Topic::EndedFromOutside,
    summary: "A pod was ended from outside, for a reason that no other rule knows.",
    cause: "The pod has a condition DisruptionTarget, or was failed by its node, with a reason that this \
            version does not know.",
    advice: "Read the reason and its message. A podFailurePolicy that ignores DisruptionTarget keeps \
             disruptions from using up attempts.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions",
        "https://kep.k8s.io/3329",
    ],
    find: Find::Disruption(tell),
};

fn tell(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> Option<Told> {
    disruption.is_of_started().then(|| Told {
        clause: "disrupted".to_owned(),
        hint: disruption.policy_hint(evidence),
    })
}
