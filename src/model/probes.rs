//! Failed probes for which the kubelet killed a container.

use super::{blockage::is_about, case::Case};
use crate::facts::{ContainerFacts, PodFacts, Termination};

/// A probe whose failure made the kubelet kill a container.
#[derive(Clone, Debug)]
pub(super) struct FailedProbe {
    /// `liveness` or `startup`.
    pub(super) kind: &'static str,
    /// The probe's own message.
    pub(super) words: Option<String>,
}

/// The failed probe for which the kubelet killed the container, according to the pod's events (`doProbe` in
/// `worker.go` and `computePodActions` in `kuberuntime_manager.go`); `None` if no probe failed before this
/// end. A failed readiness probe does not kill a container.
pub(super) fn failed(
    case: Case<'_>,
    pod: &PodFacts,
    container: &ContainerFacts,
    end: &Termination,
) -> Option<FailedProbe> {
    let is_kill = matches!(end.exit_code, 137 | 143) && matches!(end.reason.as_deref(), Some("Error") | None);
    if !is_kill {
        return None;
    }
    let before = case.pod_events(pod).filter(|event| {
        let is_later = end.finished.get().is_some_and(|end| event.first > Some(end));
        !is_later && is_about(event, container)
    });
    let probes = before.filter_map(|event| match event.reason.as_str() {
        "Unhealthy" => ["liveness", "startup"].into_iter().find_map(|kind| {
            let (name, words) = event.message.split_once(" probe failed")?;
            let words = words.trim_start_matches(':').trim();
            name.eq_ignore_ascii_case(kind).then(|| FailedProbe {
                kind,
                words: (!words.is_empty()).then(|| words.to_owned()),
            })
        }),
        "Killing" => ["liveness", "startup"].into_iter().find_map(|kind| {
            let is_cause = event.message.contains(&format!("failed {kind} probe"));
            is_cause.then_some(FailedProbe { kind, words: None })
        }),
        _ => None,
    });
    // An event with the probe's own message says more than one without.
    probes.max_by_key(|probe| probe.words.is_some())
}
