//! A pod does not start for a reason that no other rule knows.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "pod-not-started",
    topic: Topic::NotStarted,
    summary: "A pod does not start, for a reason that no other rule knows.",
    cause: "The kubelet reports an error that does not pass by itself: the sandbox or its network cannot be made, the \
            runtime refuses a container, or a hook fails.",
    advice: "Read the kubelet's message and the events of the pod.",
    sources: &["https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/container/sync_result.go"],
    find: Find::Obstacle(tell),
};

/// The last of the rules on obstacles: it explains every obstacle that no other rule knows.
#[expect(clippy::unnecessary_wraps, reason = "the rules before it may know nothing")]
fn tell(_: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    let (pods, reason) = (obstacle.pods(), obstacle.reason());
    let clause = match obstacle.blockage.container.as_deref() {
        Some(container) => format!("\"{container}\" cannot start in {pods} ({reason})"),
        None => format!("{pods} cannot start ({reason})"),
    };
    Some(Explanation::new(clause).hint(format!("read the events of pod {}", obstacle.example)))
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn a_sandbox_that_cannot_be_made_is_reported_as_changed_too() {
        let sandbox = |later: &str| {
            World::new()
                .waiting_pod("x-1", "ContainerCreating", "")
                .event(
                    "Pod",
                    "x-1",
                    "2026-11-24T11:10:00Z",
                    "FailedCreatePodSandBox",
                    "no network",
                )
                .event("Pod", "x-1", "2026-11-24T11:20:00Z", later, "")
                .report()
        };
        let blocked = sandbox("SandboxChanged");
        assert_eq!(blocked.state(), "Blocked");
        blocked.assert_fact("pod-not-started", "reason", "FailedCreatePodSandBox");
        assert_eq!(sandbox("Pulling").state(), "Pending");
    }
}
