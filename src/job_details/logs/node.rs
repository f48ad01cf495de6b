//! What a kubelet says instead of a log. No other module knows these words.
//!
//! By the time the kubelet fails, it has begun to answer: its words come with status 200, as a line without a time stamp
//! (`getContainerLogs` in `pkg/kubelet/server/server.go` of kubernetes/kubernetes).

use super::error::LogError;
use crate::facts::WhyNoLog;

/// How such a line begins: `GetContainerLogs` in `pkg/kubelet/kuberuntime/kuberuntime_container.go`, and `ReadLogs` in
/// `pkg/logs/logs.go` of k8s.io/cri-client.
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

/// The most characters of such a line that a message quotes.
const QUOTED: usize = 300;

/// Whether a line without a time stamp is known to be a kubelet's.
pub(super) fn is_known(line: &[u8]) -> bool {
    BEGINNINGS.iter().any(|beginning| line.starts_with(beginning))
}

/// What a kubelet's words mean.
pub(super) fn instead_of_log(words: &str) -> LogError {
    // The runtime has removed the container, or the kubelet its file.
    let is_removed = words.starts_with("unable to retrieve container logs for ")
        || words.starts_with("failed to ") && words.ends_with(": no such file or directory");
    let words = words.chars().take(QUOTED).collect();
    LogError::NoLog(if is_removed {
        WhyNoLog::Removed(words)
    } else {
        WhyNoLog::NodeFailed(words)
    })
}
