//! The end of a container's log.

use super::Text;

/// The last lines that a container wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogTail {
    /// The pod's name.
    pub pod: String,
    /// The container's name.
    pub container: Text,
    /// Whether these are the words of the previous instance (`--previous`).
    pub previous: bool,
    /// Whether the pod is gone: the log was read while it was there, and nobody can read it again.
    pub pod_is_gone: bool,
    /// The lines, oldest first, without their line ends; bytes that are no UTF-8 are replaced.
    pub lines: Vec<String>,
}

impl LogTail {
    /// What it is called where it could not be read.
    pub fn called(pod: &str, container: &str) -> String {
        format!("logs of {pod}/{container}")
    }
}
