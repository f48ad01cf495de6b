//! Failed probes, for which the kubelet kills a container.

use super::{blockage::is_about, case::Case};
use crate::facts::{ContainerFacts, PodFacts, Termination};

/// A probe whose failure made the kubelet kill a container.
#[derive(Clone, Debug)]
pub(super) struct FailedProbe {
    /// `liveness` or `startup`.
    pub(super) kind: &'static str,
    /// What the probe itself said.
    pub(super) words: Option<String>,
}

/// What the events of the pod say of a failed probe for which the kubelet killed the container (`doProbe` in `worker.go`
/// and `computePodActions` in `kuberuntime_manager.go`), if one failed before that end. A readiness probe kills nothing.
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
    // The probe's own words say more than that it failed.
    probes.max_by_key(|probe| probe.words.is_some())
}
