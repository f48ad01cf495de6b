//! Which log is meant.

use jiff::Timestamp;

use crate::facts::{ContainerKind, Text, Uid};

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
    /// When the instance was started.
    pub started: Option<Timestamp>,
    /// Whether a later instance has ended, too: a node keeps the log of one that has ended, and may have thrown this one away.
    pub is_left_over: bool,
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
    },
    /// More than one instance was started since: the node has thrown its log away.
    Overtaken,
    /// Its pod is gone.
    Gone,
}

impl Life {
    /// Whether the log has to be asked for as that of the instance before.
    pub(crate) fn is_previous(self) -> bool {
        matches!(self, Self::Ended { previous: true })
    }
}
