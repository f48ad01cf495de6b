//! The end of a container's log.

use super::Text;

/// The last lines that a container wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogTail {
    /// The pod's name.
    pub pod: String,
    /// The container's name.
    pub container: Text,
    /// Whether the lines are from the previous instance (`--previous`).
    pub previous: bool,
    /// Whether the pod is gone. The log was read while the pod existed, and cannot be read again.
    pub pod_is_gone: bool,
    /// The lines, oldest first, without their line ends. Bytes that are not UTF-8 are replaced.
    pub lines: Vec<String>,
}

impl LogTail {
    /// The name of the log in an [`Unknown`](super::Unknown), if the log could not be read.
    pub fn called(pod: &str, container: &str) -> String {
        format!("logs of {pod}/{container}")
    }
}
