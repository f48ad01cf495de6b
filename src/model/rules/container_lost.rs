//! The kubelet did not see how a container ended, and made up exit code 137
//! (`convertToAPIContainerStatuses`).

use super::{Evidence, Explanation, Failure, Find, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "container-lost",
    topic: Topic::ContainerFailed,
    summary: "A container ended, and the kubelet did not see how.",
    cause: "The node restarted, or its container runtime lost the container. The kubelet then reports \
            ContainerStatusUnknown with exit code 137, which the kubelet makes up.",
    advice: "Check whether the node restarted. Read the logs of its kubelet and container runtime.",
    sources: &["https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kubelet_pods.go"],
    find: Find::Failure(tell),
};

fn tell(_: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    (failure.end.reason.as_deref() == Some("ContainerStatusUnknown")).then(|| {
        Explanation::new("ended unseen: its exit code is unknown (ContainerStatusUnknown)")
            .hint("check whether the node restarted or its container runtime failed")
            .and("reason", "ContainerStatusUnknown")
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn an_end_that_nobody_saw_is_no_kill() {
        let report = World::new()
            .failed_pod("x-1", 137, "ContainerStatusUnknown")
            .report();
        report.assert_finds("container-lost", &["ended unseen", "exit code is unknown"]);
        report.assert_silent("killed");
        report.assert_fact("container-lost", "reason", "ContainerStatusUnknown");
        let facts = &report.found("container-lost").facts;
        assert!(
            facts.iter().all(|(name, _)| name != "exitCode"),
            "the kubelet made it up"
        );
    }
}
