//! The verdict: the Job's state in one word, and its cause in one sentence.

use std::fmt;

use jiff::Timestamp;

/// The verdict on a Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The state.
    pub state: JobState,
    /// Kubernetes' reason for the state, for example `BackoffLimitExceeded` or `ImagePullBackOff`.
    pub reason: Option<String>,
    /// One sentence with the evidence.
    pub message: String,
    /// When the state began, if that is known.
    pub since: Option<Timestamp>,
    /// Whether the state is final. Only a condition Complete or Failed with status True makes it final.
    pub terminal: bool,
}

/// The states of a Job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobState {
    /// No pod runs yet, and nothing is known to block the Job.
    Pending,
    /// At least one pod runs.
    Running,
    /// Between attempts: the controller waits before it creates the next pod, or the kubelet waits before it
    /// restarts a container.
    Retrying,
    /// Something that does not pass by itself blocks the Job. Only a deadline ends such a Job.
    Blocked,
    /// `spec.suspend` is true.
    Suspended,
    /// The success criteria are met (`SuccessCriteriaMet`); pods are still being stopped.
    Completing,
    /// Condition Complete.
    Complete,
    /// Condition FailureTarget: the Job will fail; pods are still being stopped.
    Failing,
    /// Condition Failed.
    Failed,
    /// The deletion of the Job was requested before the Job ended.
    Deleting,
    /// Another controller manages the Job (`spec.managedBy`) and has reported nothing.
    External,
}

impl JobState {
    /// All states, most urgent first.
    pub const ALL: [Self; 11] = [
        Self::Failed,
        Self::Failing,
        Self::Blocked,
        Self::Retrying,
        Self::Deleting,
        Self::Suspended,
        Self::External,
        Self::Pending,
        Self::Running,
        Self::Completing,
        Self::Complete,
    ];

    /// The state's name, as in machine-readable output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Running => "Running",
            Self::Retrying => "Retrying",
            Self::Blocked => "Blocked",
            Self::Suspended => "Suspended",
            Self::Completing => "Completing",
            Self::Complete => "Complete",
            Self::Failing => "Failing",
            Self::Failed => "Failed",
            Self::Deleting => "Deleting",
            Self::External => "External",
        }
    }
}

impl fmt::Display for JobState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
