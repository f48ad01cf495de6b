//! What warnings about a pod's start tell, by the reasons that the scheduler and the kubelet give them
//! (`pkg/kubelet/events/event.go`).

/// A step of a pod's start, in the order of what is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Finding a node.
    Scheduling,
    /// Devices and volumes.
    Volumes,
    /// The sandbox with its network.
    Sandbox,
    /// Images and containers.
    Containers,
}

/// The step at which a warning of that reason says that the pod is stuck; `None` for warnings of other things.
pub(super) fn stuck_at(reason: &str) -> Option<Step> {
    match reason {
        "FailedScheduling" => Some(Step::Scheduling),
        "FailedMount" | "FailedAttachVolume" | "FailedMapVolume" | "FailedPrepareDynamicResources" => {
            Some(Step::Volumes)
        }
        "FailedCreatePodSandBox" | "NetworkNotReady" => Some(Step::Sandbox),
        "Failed" => Some(Step::Containers),
        _ => None,
    }
}

/// Whether the kubelet goes on after a warning of that reason: without the cluster's DNS or part of its search list
/// (`pkg/kubelet/network/dns/dns.go`), or without a secret for pulling that the image may not need (`kubelet_pods.go`).
pub(super) fn is_harmless(reason: &str) -> bool {
    matches!(
        reason,
        "MissingClusterDNS" | "DNSConfigForming" | "FailedToRetrieveImagePullSecret"
    )
}
