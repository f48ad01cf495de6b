//! A pod was lost with its node.

use super::{Disruption, Evidence, Explanation, Find, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "node-lost",
    topic: Topic::EndedFromOutside,
    summary: "A pod was lost with its node.",
    cause: "The node was deleted or does not answer. What the pod did last is unknown.",
    advice: "Check the node. If a podFailurePolicy ignores DisruptionTarget, lost nodes use up no attempts.",
    sources: &[
        "https://kubernetes.io/docs/concepts/architecture/nodes/",
        "https://kep.k8s.io/3329",
    ],
    find: Find::Disruption(tell),
};

fn tell(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> Option<Explanation> {
    matches!(disruption.reason, "NodeLost" | "DeletionByPodGC")
        .then(|| Explanation::new("lost with its node").hint_if_any(disruption.policy_hint(evidence)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::World;

    #[test]
    fn a_pod_on_a_lost_node_is_neither_running_nor_about_to() {
        let report = |phase: &str, reason: &str| {
            let patch = json!({"status": {"phase": phase, "reason": reason,
                "containerStatuses": [{"name": "main", "ready": true, "state": {"running": {"startedAt": "2026-11-24T11:00:03Z"}}}]}});
            World::new().with("/status/active", 1.into()).pod("x-1", &patch)
        };
        let lost = "the pod was lost with its node (NodeLost)";
        assert_eq!(report("Unknown", "NodeLost").report().message(), lost);
        let running = report("Running", "NodeLost");
        assert_eq!(running.report().message(), format!("0/1 completions; {lost}"));
        let well = report("Running", "").report();
        running.report().assert_fact("node-lost", "node", "n1");
        assert_eq!(well.message(), "0/1 completions, 1 pod running");
        let beside = running
            .pod("x-2", &json!({"status": {"phase": "Pending"}}))
            .report();
        assert!(!beside.message().contains(lost), "{}", beside.message());
    }
}
