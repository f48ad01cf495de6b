//! A node rejected a pod.

use super::{Disruption, Evidence, Explanation, Find, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "pod-rejected",
    topic: Topic::EndedFromOutside,
    summary: "A node rejected a pod that was assigned to the node.",
    cause: "The pod does not fit the node: a resource is used up, a device is gone, or a node label has changed.",
    advice: "Read the kubelet's message. A rejected pod never ran, but counts as failed.",
    sources: &["https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kubelet.go"],
    find: Find::Disruption(tell),
};

fn tell(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> Option<Explanation> {
    (!disruption.is_of_started())
        .then(|| Explanation::new("rejected by its node").hint_if_any(disruption.policy_hint(evidence)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::model::world::{World, failed, failed_by_node};

    #[test]
    fn a_pod_that_its_node_rejects_says_why() {
        for reason in [
            "OutOfcpu",
            "NodeAffinity",
            "UnexpectedAdmissionError",
            "OutOfexample.com/gpu",
        ] {
            let report = World::new()
                .pod("x-1", &failed_by_node(reason, "Pod was rejected: no room"))
                .event("Pod", "x-1", "2026-11-24T11:01:00Z", reason, "no room")
                .failed_for("BackoffLimitExceeded")
                .with("/status/failed", 1.into())
                .report();
            report.assert_finds("pod-rejected", &[reason, "x-1", "Pod was rejected: no room"]);
            report.assert_silent("warning-event");
            report.assert_fact("pod-rejected", "reason", reason);
            let words = format!(
                "1 attempt failed; the pod was rejected by its node ({reason}): Pod was rejected: no room"
            );
            assert_eq!(report.message(), words);
        }
        World::new()
            .failed_pod("x-1", 1, "Error")
            .report()
            .assert_silent("pod-rejected");
    }

    #[test]
    fn a_rejected_pod_never_ran_whatever_the_kubelet_makes_up_for_it() {
        let report = |start: Value| {
            let mut patch = failed_by_node("OutOfcpu", "Pod was rejected: no room");
            let end = json!({"exitCode": 137, "reason": "ContainerStatusUnknown", "startedAt": start});
            patch["status"]["containerStatuses"] = json!([{"name": "main", "state": {"terminated": end}}]);
            World::new().pod("x-1", &patch).report()
        };
        let never = report(Value::Null);
        never.assert_finds("pod-rejected", &["OutOfcpu"]);
        never.assert_silent("container-lost");
        let ran = report(json!("2026-11-24T11:00:03Z"));
        ran.assert_finds("disrupted", &["OutOfcpu"]);
        ran.assert_finds("container-lost", &["main"]);
        let mut alone = failed(137, "ContainerStatusUnknown");
        alone["status"]["containerStatuses"][0]["state"]["terminated"]["startedAt"] = Value::Null;
        let alone = World::new().pod("x-1", &alone).report();
        alone.assert_finds("container-lost", &["main"]);
    }
}
