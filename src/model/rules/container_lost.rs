//! Nobody saw how a container ended. The kubelet makes the exit code 137 up (`convertToAPIContainerStatuses`).

use super::{Evidence, Explanation, Failure, Find, Rule, Topic};

pub(super) static RULE: Rule = Rule {
    name: "container-lost",
    topic: Topic::ContainerFailed,
    summary: "A container ended and the kubelet did not see how.",
    cause: "The node restarted, or its container runtime lost the container. The kubelet then reports \
            ContainerStatusUnknown with exit code 137, which is not the container's own.",
    advice: "Check whether the node restarted, and the logs of its kubelet and container runtime.",
    sources: &["https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/kubelet_pods.go"],
    find: Find::Failure(tell),
};

fn tell(_: &Evidence<'_>, failure: &Failure) -> Option<Explanation> {
    (failure.end.reason.as_deref() == Some("ContainerStatusUnknown")).then(|| Explanation {
        clause: "ended, but the kubelet did not see how: the exit code is unknown (ContainerStatusUnknown)"
            .to_owned(),
        hint: Some("check whether the node restarted or lost its container runtime".to_owned()),
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
        report.assert_finds(
            "container-lost",
            &["the kubelet did not see how", "exit code is unknown"],
        );
        report.assert_silent("killed");
    }
}
