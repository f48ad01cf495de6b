//! Which log is meant.

use jiff::Timestamp;

use super::instances;
use crate::facts::{ContainerKind, PodFacts, Text, Uid};

/// The log of one instance of one container of a Job's pod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogSource {
    /// The Job's name.
    pub job: String,
    /// The namespace of both.
    pub namespace: String,
    /// The pod's name.
    pub pod: String,
    /// `metadata.uid` of the pod: a namesake's log is another one.
    pub pod_uid: Uid,
    /// The container's name.
    pub container: Text,
    /// What part the container plays.
    pub kind: ContainerKind,
    /// How many instances of the container were before this one: its `restartCount` while it was the current one.
    pub restart: u32,
    /// The pod's completion index.
    pub index: Option<u32>,
    /// The pod's number among the tries at the Job's work, from 1; `None` where pods work side by side and are no tries of
    /// one another.
    pub attempt: Option<u32>,
    /// When the instance was started, in whole seconds.
    pub started: Option<Timestamp>,
    /// When it ended, if it had ended when its log was chosen.
    pub finished: Option<Timestamp>,
    /// Whether the container may be started again in its pod: then its log and that of the next instance have to be told apart.
    pub may_restart: bool,
    /// Whether a later instance has ended, too: a node keeps the log of one that has ended, and may have thrown this one away.
    pub is_left_over: bool,
}

impl LogSource {
    /// Whether the instance may have written a line at that time, if it ended at the other time. A clock that was set and a runtime
    /// that wrote late can make it look otherwise.
    pub(crate) fn may_have_written(&self, line: Option<Timestamp>, finished: Option<Timestamp>) -> bool {
        let Some(second) = line.map(Timestamp::as_second) else {
            return true;
        };
        let is_after_start = self.started.is_none_or(|start| start.as_second() <= second);
        is_after_start && finished.is_none_or(|end| second <= end.as_second())
    }
}

/// What is known of an instance of a container while its log is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// It runs: more may come.
    Running,
    /// It has ended: its log has an end. `previous` is whether another instance was started since, so that the log has to be
    /// asked for as that of the one before.
    Ended {
        /// Whether to ask for the previous instance.
        previous: bool,
        /// When it ended, in whole seconds.
        finished: Option<Timestamp>,
    },
    /// More than one instance was started since: the node has thrown its log away.
    Overtaken,
    /// Its pod is gone.
    Gone,
}

impl Life {
    /// Whether the log has to be asked for as that of the instance before.
    pub(crate) fn is_previous(self) -> bool {
        matches!(self, Self::Ended { previous: true, .. })
    }

    /// Whether the log of the previous instance, or of the current one, is still this instance's.
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

    /// What became of an instance, by its pod; `None` where the pod does not tell.
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
            // Nothing of it will run again, whatever its node last said.
            None => pod.is_finished().then_some(Self::Ended {
                previous: false,
                finished: None,
            }),
        }
    }
}
