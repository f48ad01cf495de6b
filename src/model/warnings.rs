//! What warnings about a pod's start mean, by the reasons that the scheduler and the kubelet use
//! (`pkg/kubelet/events/event.go`).

/// A step of a pod's start, in order.
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

/// The step at which a pod with a warning of this reason is stuck; `None` for warnings about other things.
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

/// Whether the kubelet continues after a warning with this reason: without the cluster's DNS or part of its
/// search list (`pkg/kubelet/network/dns/dns.go`), or without a pull secret that the image may not need
/// (`kubelet_pods.go`).
pub(super) fn is_harmless(reason: &str) -> bool {
    matches!(
        reason,
        "MissingClusterDNS" | "DNSConfigForming" | "FailedToRetrieveImagePullSecret"
    )
}
