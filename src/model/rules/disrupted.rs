//! A pod was ended from outside for a reason that no other rule knows.

use super::{Disruption, Evidence, Explanation, Find, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "disrupted",
    topic: Topic::EndedFromOutside,
    summary: "A pod was ended from outside, for a reason that no other rule knows.",
    cause: "The pod has a condition DisruptionTarget, or was failed by its node, with a reason that this \
            version does not know.",
    advice: "Read the reason and its message. If a podFailurePolicy ignores DisruptionTarget, disruptions \
             use up no attempts.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions",
        "https://kep.k8s.io/3329",
    ],
    find: Find::Disruption(tell),
};

fn tell(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> Option<Explanation> {
    disruption
        .is_of_started()
        .then(|| Explanation::new("disrupted").hint_if_any(disruption.policy_hint(evidence)))
}

#[cfg(test)]
mod tests {
    use crate::model::world::{World, disrupted};

    #[test]
    fn a_reason_that_no_rule_knows_is_told() {
        let report = |reason: &str| World::new().pod("x-1", &disrupted(143, reason)).report();
        report("SomethingNew").assert_finds("disrupted", &["SomethingNew", "x-1"]);
        report("SomethingNew").assert_fact("disrupted", "reason", "SomethingNew");
        report("EvictionByEvictionAPI").assert_silent("disrupted");
    }
}
