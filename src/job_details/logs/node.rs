//! Recognises the messages that a kubelet sends instead of a log. No other module knows these messages.
//!
//! When the kubelet fails, it has already started its answer: the message comes with status 200, as a line
//! without a timestamp (`getContainerLogs` in `pkg/kubelet/server/server.go` of kubernetes/kubernetes).

use super::error::LogError;
use crate::facts::WhyNoLog;

/// The beginnings of such messages: `GetContainerLogs` in `pkg/kubelet/kuberuntime/kuberuntime_container.go`,
/// and `ReadLogs` in `pkg/logs/logs.go` of k8s.io/cri-client.
const BEGINNINGS: [&[u8]; 14] = [
    b"unable to retrieve container logs for ",
    b"container status is nil",
    b"failed to try resolving symlinks in path \"",
    b"failed to open log file \"",
    b"failed to tail ",
    b"failed to seek ",
    b"failed to read log file \"",
    b"failed to reset seek in log file \"",
    b"failed to create fsnotify watcher: ",
    b"failed to watch directory \"",
    // Kubernetes before 1.24.
    b"failed to watch file \"",
    b"failed to get parse function: ",
    b"unexpected stream type \"",
    b"context cancelled",
];

/// The greatest number of characters of a message that an error quotes.
const QUOTED: usize = 300;

/// Whether a line without a timestamp is a known message of a kubelet.
pub(super) fn is_known(line: &[u8]) -> bool {
    BEGINNINGS.iter().any(|beginning| line.starts_with(beginning))
}

/// The error for a message of a kubelet.
pub(super) fn instead_of_log(words: &str) -> LogError {
    // The runtime has removed the container, or the kubelet has removed its log file.
    let is_removed = words.starts_with("unable to retrieve container logs for ")
        || words.starts_with("failed to ") && words.ends_with(": no such file or directory");
    let words = words.chars().take(QUOTED).collect();
    LogError::NoLog(if is_removed {
        WhyNoLog::Removed(words)
    } else {
        WhyNoLog::NodeFailed(words)
    })
}
