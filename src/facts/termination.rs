//! How an instance of a container ended, and what each end means whoever asks: for the logs that are worth reading as for the
//! verdict.

use super::{ApiTime, Text};

/// How a container's instance ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Termination {
    /// `exitCode`.
    pub exit_code: i32,
    /// `signal`, where the runtime reports one.
    pub signal: Option<i32>,
    /// For example `OOMKilled`, `Error`, `StartError`, `Completed`.
    pub reason: Option<Text>,
    /// The termination message, up to 4,096 bytes of the container's own words.
    pub message: Option<Text>,
    /// `startedAt`.
    pub started: ApiTime,
    /// `finishedAt`.
    pub finished: ApiTime,
}

impl Termination {
    /// Whether this end failed the container. `OOMKilled` counts even with exit code 0, because a child process was killed
    /// (cortex#1806), and so does a signal. `RestartingAllContainers` does not: the kubelet removed the container to start the
    /// pod anew, and made its exit code 137 up (KEP-5532, `convertToAPIContainerStatuses` in the kubelet).
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

    /// Whether there is a log of an instance that ended so: it was started, and its node neither lost it nor removed it to
    /// start the pod anew (KEP-5532).
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
