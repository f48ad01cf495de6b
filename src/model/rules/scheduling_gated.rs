//! A pod waits for its scheduling gates.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "scheduling-gated",
    topic: Topic::NotStarted,
    summary: "A pod waits until its scheduling gates are removed.",
    cause: "The pod template, or a webhook, sets spec.schedulingGates. The scheduler ignores the pod until the controller \
            that set the gates removes them.",
    advice: "Check the controller that owns the gate. Remove a gate by hand only if that controller no longer exists.",
    sources: &[
        "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/",
        "https://kep.k8s.io/3521",
    ],
    find: Find::Obstacle(tell),
};

fn tell(_: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    (obstacle.reason() == "SchedulingGated").then(|| {
        let pods = obstacle.pods();
        let (wait, their) = if obstacle.pods == 1 {
            ("waits", "its")
        } else {
            ("wait", "their")
        };
        Explanation::new(format!(
            "{pods} {wait} for {their} scheduling gates to be removed"
        ))
        .hint("check the controller that set spec.schedulingGates of the pods")
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn a_gate_is_no_lack_of_nodes() {
        let report = |reason: &str| World::new().unscheduled_pod("x-1", reason, "").report();
        let gated = report("SchedulingGated");
        assert_eq!(
            (gated.state(), gated.reason()),
            ("Blocked", Some("SchedulingGated"))
        );
        gated.assert_finds("scheduling-gated", &["x-1", "gates"]);
        gated.assert_fact("scheduling-gated", "pod", "x-1");
        report("Unschedulable").assert_silent("scheduling-gated");
    }
}
