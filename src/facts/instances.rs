//! The instances of a container that its status tells of, and which of them have a log.

use jiff::Timestamp;

use super::{ContainerFacts, ContainerKind, ContainerState, Life, PodFacts, Termination};

/// An instance of a container that has begun.
pub(crate) struct Instance<'a> {
    /// How many instances were before it.
    pub(crate) number: u32,
    /// What is known of it.
    pub(crate) life: Life,
    /// When it was started.
    pub(crate) started: Option<Timestamp>,
    /// How it ended.
    end: Option<&'a Termination>,
    /// Whether a later one has ended, too, so that the node may have thrown away what it wrote.
    pub(crate) is_left_over: bool,
}

/// The instances that the status tells of, the newest first: `state`, then `lastState`. `restartCount` is the number of the
/// current instance; while a container waits it is that of the one that ended last, because the kubelet counts the next one
/// when it starts it (`convertToAPIContainerStatuses` in `kubelet_pods.go`).
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
        // The kubelet has it under both names; that of the one before stays right when the next one is started.
        ContainerState::Waiting { .. } | ContainerState::Unknown => [last(Some(count)), None],
    };
    known.into_iter().flatten()
}

/// In a pod that has ended nothing runs: where a node was lost, nobody corrects what it said last.
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

    /// Whether it ever ran and the node still has what it wrote.
    pub(crate) fn has_log(&self) -> bool {
        self.end.is_none_or(Termination::has_log)
    }

    /// Whether it failed. A sidecar that is stopped when the work is done did not, nor does a debugger ever (KEP-753).
    pub(crate) fn has_failed(&self, pod: &PodFacts, container: &ContainerFacts) -> bool {
        let can_fail = match container.kind {
            ContainerKind::Init | ContainerKind::Main => true,
            ContainerKind::Sidecar => &*pod.phase != "Succeeded",
            ContainerKind::Ephemeral => false,
        };
        can_fail && self.end.is_some_and(Termination::is_failure)
    }
}
