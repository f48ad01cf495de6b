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
    /// The lines, oldest first, without their line ends; bytes that are no UTF-8 are replaced.
    pub lines: Vec<String>,
}
