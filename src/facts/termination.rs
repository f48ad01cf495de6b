//! How an instance of a container ended, and what that end means. The choice of logs and the verdict both use
//! these answers.

use super::{ApiTime, Text};

/// How an instance of a container ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Termination {
    /// `exitCode`.
    pub exit_code: i32,
    /// `signal`, if the runtime reports one.
    pub signal: Option<i32>,
    /// `reason`, for example `OOMKilled`, `Error`, `StartError`, `Completed`.
    pub reason: Option<Text>,
    /// `message`: the termination message, up to 4,096 bytes that the container wrote.
    pub message: Option<Text>,
    /// `startedAt`.
    pub started: ApiTime,
    /// `finishedAt`.
    pub finished: ApiTime,
}

impl Termination {
    /// Whether the container failed. `OOMKilled` is a failure even with exit code 0, because a child process
    /// was killed (cortex#1806). A signal is a failure as well. `RestartingAllContainers` is not: the kubelet
    /// removed the container to restart the pod, and invented the exit code 137 (KEP-5532,
    /// `convertToAPIContainerStatuses` in the kubelet).
    pub fn is_failure(&self) -> bool {
        match self.reason.as_deref() {
            Some("OOMKilled") => true,
            Some("RestartingAllContainers") => false,
            Some(_) | None => self.exit_code != 0 || self.signal.is_some(),
        }
    }

    /// Whether the runtime could not start the container at all.
    pub fn never_started(&self) -> bool {
        matches!(
            self.reason.as_deref(),
            Some("StartError" | "ContainerCannotRun" | "RunContainerError")
        )
    }

    /// Whether an instance that ended like this has a log: the instance was started, and its node neither
    /// lost it nor removed it to restart the pod (KEP-5532).
    pub fn has_log(&self) -> bool {
        let is_lost = matches!(
            self.reason.as_deref(),
            Some("ContainerStatusUnknown" | "RestartingAllContainers")
        );
        !self.never_started() && !is_lost
    }
}

#[cfg(test)]
mod tests {
    use super::Termination;

    fn ended(exit_code: i32, signal: Option<i32>, reason: &str) -> Termination {
        Termination {
            exit_code,
            signal,
            reason: Some(reason.into()),
            ..Termination::default()
        }
    }

    #[test]
    fn an_end_is_a_failure_and_leaves_a_log_or_not() {
        let cases = [
            (ended(0, None, "Completed"), false, true),
            (ended(3, None, "Error"), true, true),
            (ended(0, Some(9), "Error"), true, true),
            (ended(0, None, "OOMKilled"), true, true),
            (ended(137, None, "RestartingAllContainers"), false, false),
            (ended(137, None, "ContainerStatusUnknown"), true, false),
            (ended(128, None, "StartError"), true, false),
            (ended(127, None, "ContainerCannotRun"), true, false),
            (ended(128, None, "RunContainerError"), true, false),
        ];
        for (end, is_failure, has_log) in cases {
            assert_eq!(
                (end.is_failure(), end.has_log()),
                (is_failure, has_log),
                "{end:?}"
            );
        }
    }
}
