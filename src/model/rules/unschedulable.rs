//! No node takes a pod.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic, references};

pub(super) static RULE: Rule = Rule {
    name: "unschedulable",
    topic: Topic::NotStarted,
    summary: "The scheduler finds no node for a pod.",
    cause: "No node has room for the pod's requests, none fits its node selector, affinity and tolerations, or a claim is \
            missing or not bound. The scheduler retries forever, and the Job counts no failure.",
    advice: "Read the scheduler's words. Lower the requests, correct selectors and tolerations, add a node, or create the \
             claim.",
    sources: &[
        "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/",
        "https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/",
        "https://github.com/kubernetes/kubernetes/issues/122300",
    ],
    find: Find::Obstacle(tell),
};

fn tell(_: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    (obstacle.reason() == "Unschedulable").then(|| Explanation {
        clause: format!("{} cannot be scheduled", obstacle.pods()),
        hint: references::mend(&obstacle.blockage.message).or_else(|| Some(hint(obstacle).to_owned())),
    })
}

/// What to do, by the words of the scheduler's plugins.
fn hint(obstacle: &Obstacle) -> &'static str {
    let lacks_room = obstacle.says("Insufficient");
    let does_not_fit = obstacle.says("didn't match") || obstacle.says("taint");
    if lacks_room && !does_not_fit {
        "lower the requests, or add a node with more room"
    } else if !lacks_room && does_not_fit {
        "compare the pod's node selector, affinity and tolerations with the nodes' labels and taints"
    } else {
        "compare the pod's requests, selectors and tolerations with the nodes; lower the requests or add a node that fits"
    }
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn the_scheduler_is_quoted() {
        let report = World::new()
            .unscheduled_pod("x-1", "Unschedulable", "0/3 nodes are available")
            .unscheduled_pod("x-2", "Unschedulable", "0/3 nodes are available")
            .report();
        assert_eq!(report.state(), "Blocked");
        report.assert_finds(
            "unschedulable",
            &["2 pods cannot be scheduled", "0/3 nodes are available"],
        );
        World::new()
            .unscheduled_pod("x-1", "SchedulingGated", "0/3 nodes are available")
            .report()
            .assert_finds("scheduling-gated", &["gates"]);
        let report = World::new()
            .unscheduled_pod("x-1", "SomethingElse", "0/3 nodes are available")
            .report();
        assert_eq!(report.state(), "Pending");
    }
}
