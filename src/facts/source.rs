//! Identifies a log: which instance of which container wrote it.

use jiff::Timestamp;

use super::instances;
use crate::facts::{ContainerKind, PodFacts, Text, Uid};

/// The log of one instance of one container of a Job's pod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogSource {
    /// The Job's name.
    pub job: String,
    /// The namespace of the Job and the pod.
    pub namespace: String,
    /// The pod's name.
    pub pod: String,
    /// `metadata.uid` of the pod. A later pod with the same name has another log.
    pub pod_uid: Uid,
    /// The container's name.
    pub container: Text,
    /// The container's role in the pod.
    pub kind: ContainerKind,
    /// The number of earlier instances of the container: its `restartCount` while this instance was the
    /// current one.
    pub restart: u32,
    /// The pod's completion index.
    pub index: Option<u32>,
    /// The number of the attempt, from 1; `None` if the pods run in parallel and are not attempts at the same
    /// work.
    pub attempt: Option<u32>,
    /// When the instance was started, in whole seconds.
    pub started: Option<Timestamp>,
    /// When the instance ended, if it had ended when its log was chosen.
    pub finished: Option<Timestamp>,
    /// Whether the container may be started again in its pod. Its log then has to be told apart from the log
    /// of the next instance.
    pub may_restart: bool,
    /// Whether a later instance has ended as well. A node keeps the log of one ended instance, and may have
    /// removed this log.
    pub is_left_over: bool,
}

impl LogSource {
    /// Whether the instance may have written a line at the time `line`, if the instance ended at `finished`.
    /// A changed clock or a runtime that writes late can make the answer wrong.
    pub(crate) fn may_have_written(&self, line: Option<Timestamp>, finished: Option<Timestamp>) -> bool {
        let Some(second) = line.map(Timestamp::as_second) else {
            return true;
        };
        let is_after_start = self.started.is_none_or(|start| start.as_second() <= second);
        is_after_start && finished.is_none_or(|end| second <= end.as_second())
    }
}

/// The state of an instance of a container while its log is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// The instance runs: more lines may come.
    Running,
    /// The instance has ended: its log has an end. `previous` says whether another instance was started
    /// since, so that this log is the log of the previous instance.
    Ended {
        /// Whether to request the log of the previous instance.
        previous: bool,
        /// When the instance ended, in whole seconds.
        finished: Option<Timestamp>,
    },
    /// More than one instance was started since: the node has removed the log.
    Overtaken,
    /// The pod is gone.
    Gone,
}

impl Life {
    /// Whether to request the log of the previous instance.
    pub(crate) fn is_previous(self) -> bool {
        matches!(self, Self::Ended { previous: true, .. })
    }

    /// Whether a request with this value of `previous` still returns the log of this instance.
    pub(crate) fn is_asked_for(self, previous: bool) -> bool {
        self != Self::Overtaken && self.is_previous() == previous
    }

    /// When the instance ended, if that is known.
    pub(crate) fn finished(self) -> Option<Timestamp> {
        match self {
            Self::Ended { finished, .. } => finished,
            Self::Running | Self::Overtaken | Self::Gone => None,
        }
    }

    /// The state of the instance according to the pod; `None` if the pod does not say.
    pub(crate) fn of(source: &LogSource, pod: &PodFacts) -> Option<Self> {
        if pod.uid != source.pod_uid {
            return Some(Self::Gone);
        }
        let mut containers = pod.containers.iter();
        let container = containers.find(|container| container.name == source.container)?;
        let known = instances(pod, container).find(|instance| instance.number == source.restart);
        match known {
            Some(instance) => Some(instance.life),
            None if source.restart < container.restarts => Some(Self::Overtaken),
            // No container of a finished pod runs again, whatever the node reported last.
            None => pod.is_finished().then_some(Self::Ended {
                previous: false,
                finished: None,
            }),
        }
    }
}
