//! The instances of a container that the container's status reports, and whether each of them has a log.

use jiff::Timestamp;

use super::{ContainerFacts, ContainerKind, ContainerState, Life, PodFacts, Termination};

/// An instance of a container that was started, or that failed to start.
pub(crate) struct Instance<'a> {
    /// The number of earlier instances of the container.
    pub(crate) number: u32,
    /// Whether the instance runs or has ended.
    pub(crate) life: Life,
    /// When it was started.
    pub(crate) started: Option<Timestamp>,
    /// How the instance ended; `None` while the instance runs.
    end: Option<&'a Termination>,
    /// Whether a later instance has ended as well. The node may then have removed this instance's log.
    pub(crate) is_left_over: bool,
}

/// The instances that the status reports, the newest first: `state`, then `lastState`. `restartCount` is the
/// number of the current instance. While a container waits, `restartCount` is the number of the instance that
/// ended last, because the kubelet counts the next instance when it starts it
/// (`convertToAPIContainerStatuses` in `kubelet_pods.go`).
pub(crate) fn instances<'a>(
    pod: &PodFacts,
    container: &'a ContainerFacts,
) -> impl Iterator<Item = Instance<'a>> {
    let count = container.restarts;
    let last = |number: Option<u32>| Some(Instance::ended(number?, container.last.as_deref()?, true));
    let known = match &container.state {
        ContainerState::Running { started } => {
            let running = Instance {
                number: count,
                life: life_of_running(pod),
                started: started.get(),
                end: None,
                is_left_over: false,
            };
            [Some(running), last(count.checked_sub(1))]
        }
        ContainerState::Terminated(end) => [
            Some(Instance::ended(count, end, false)),
            last(count.checked_sub(1)).map(|before| Instance {
                is_left_over: true,
                ..before
            }),
        ],
        // The kubelet serves this log as the current and as the previous one. Only "previous" stays right
        // once the next instance starts.
        ContainerState::Waiting { .. } | ContainerState::Unknown => [last(Some(count)), None],
    };
    known.into_iter().flatten()
}

/// No container runs in a finished pod. If a node is lost, its last report stays uncorrected in the pod's
/// status.
fn life_of_running(pod: &PodFacts) -> Life {
    if pod.is_finished() {
        Life::Ended {
            previous: false,
            finished: None,
        }
    } else {
        Life::Running
    }
}

impl<'a> Instance<'a> {
    fn ended(number: u32, end: &'a Termination, previous: bool) -> Self {
        Self {
            number,
            life: Life::Ended {
                previous,
                finished: end.finished.get(),
            },
            started: end.started.get(),
            end: Some(end),
            is_left_over: false,
        }
    }

    /// Whether the instance ran and the node still has its log.
    pub(crate) fn has_log(&self) -> bool {
        self.end.is_none_or(Termination::has_log)
    }

    /// Whether the instance failed. A sidecar that is stopped after the pod succeeded did not fail, and an
    /// ephemeral container never fails (KEP-753).
    pub(crate) fn has_failed(&self, pod: &PodFacts, container: &ContainerFacts) -> bool {
        let can_fail = match container.kind {
            ContainerKind::Init | ContainerKind::Main => true,
            ContainerKind::Sidecar => &*pod.phase != "Succeeded",
            ContainerKind::Ephemeral => false,
        };
        can_fail && self.end.is_some_and(Termination::is_failure)
    }
}
