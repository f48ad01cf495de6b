//! A pod was evicted.

use super::{Disruption, Evidence, Explanation, Find, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "evicted",
    topic: Topic::EndedFromOutside,
    summary: "A pod was evicted from its node.",
    cause: "The node ran out of memory, disk space or process IDs, was drained, or was tainted.",
    advice: "If the pod itself used too much, set requests and limits. Otherwise add a podFailurePolicy rule that \
             ignores DisruptionTarget, so that disruptions use up no attempts.",
    sources: &[
        "https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",
        "https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/",
        "https://kep.k8s.io/3329",
    ],
    find: Find::Disruption(tell),
};

fn tell(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> Option<Explanation> {
    let what = match disruption.reason {
        "EvictionByEvictionAPI" => "evicted through the API, as in a node drain",
        "DeletionByTaintManager" => "deleted because its node was tainted",
        "TerminationByKubelet" | "Evicted" => "evicted by its node",
        _ => return None,
    };
    Some(Explanation::new(what).hint_if_any(disruption.policy_hint(evidence)))
}

#[cfg(test)]
mod tests {
    use crate::model::world::{World, disrupted, failed_by_node};

    #[test]
    fn an_eviction_is_told_with_its_words() {
        let words = "The node was low on resource: memory.";
        let report = World::new()
            .pod("x-1", &failed_by_node("Evicted", words))
            .report();
        report.assert_finds("evicted", &["x-1", "on n1", words]);
        report.assert_fact("evicted", "node", "n1");
        report.assert_fact("evicted", "words", words);
        report.assert_silent("disrupted");
        let other = World::new().pod("x-1", &disrupted(143, "PreemptionByScheduler"));
        other.report().assert_silent("evicted");
    }
}
