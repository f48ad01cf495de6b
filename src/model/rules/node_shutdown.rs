//! A node shutdown ended or rejected a pod.

use super::{Disruption, Evidence, Explanation, Find, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "node-shutdown",
    topic: Topic::EndedFromOutside,
    summary: "A pod was ended or rejected because its node shut down.",
    cause: "A graceful node shutdown ends the pods of the node, and the kubelet accepts no new ones.",
    advice: "Nothing is wrong with the Job. If a podFailurePolicy ignores DisruptionTarget, shutdowns use up no \
             attempts.",
    sources: &[
        "https://kubernetes.io/docs/concepts/cluster-administration/node-shutdown/",
        "https://kep.k8s.io/2000",
    ],
    find: Find::Disruption(tell),
};

fn tell(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> Option<Explanation> {
    let what = match disruption.reason {
        "Terminated" => "ended by the shutdown of its node",
        "NodeShutdown" if !disruption.is_of_started() => "rejected by its node, which is shutting down",
        _ => return None,
    };
    Some(Explanation::new(what).hint_if_any(disruption.policy_hint(evidence)))
}

#[cfg(test)]
mod tests {
    use crate::model::world::{World, disrupted};

    #[test]
    fn the_nodes_own_word_says_more_than_the_condition() {
        let mut patch = disrupted(137, "TerminationByKubelet");
        patch["status"]["reason"] = "Terminated".into();
        let report = World::new().pod("x-1", &patch).report();
        report.assert_finds("node-shutdown", &["shutdown of its node"]);
        report.assert_fact("node-shutdown", "reason", "Terminated");
        report.assert_silent("evicted");
    }
}
