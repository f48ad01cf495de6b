//! The verdict: what became of the Job, in one word and one sentence.

use std::fmt;

use jiff::Timestamp;

/// What became of a Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The state.
    pub state: JobState,
    /// The state's reason in Kubernetes' words, for example `BackoffLimitExceeded` or `ImagePullBackOff`.
    pub reason: Option<String>,
    /// One sentence with the evidence, for a tired engineer.
    pub message: String,
    /// Since when the state holds, where that is known.
    pub since: Option<Timestamp>,
    /// Whether the state can never change again: only by a condition Complete or Failed with status True.
    pub terminal: bool,
}

/// The states of a Job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobState {
    /// No pod runs yet, and nothing is known to hold it up.
    Pending,
    /// At least one pod runs.
    Running,
    /// Between attempts: the controller waits before it creates the next pod, or the kubelet before it restarts a container.
    Retrying,
    /// Something that does not get better by itself holds it up; only a deadline would end such a Job.
    Blocked,
    /// `spec.suspend`.
    Suspended,
    /// The success criteria are met (`SuccessCriteriaMet`); pods are still being stopped.
    Completing,
    /// Condition Complete.
    Complete,
    /// Condition FailureTarget: it will fail; pods are still being stopped.
    Failing,
    /// Condition Failed.
    Failed,
    /// Deletion was asked for before the Job ended.
    Deleting,
    /// Another controller manages it (`spec.managedBy`) and has not reported anything.
    External,
}

impl JobState {
    /// All states, those that want somebody's attention most first.
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
