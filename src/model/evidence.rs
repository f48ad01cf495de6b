//! The evidence that rules judge by: the snapshot, and the data that is derived from it before any sentence.

use super::missing::{self, MissingPods};
use super::{Attempt, Counts, Indexes, JobState, Severity, Subject, SubjectKind, Timing};
use super::{case::Case, failures::Failure};
use crate::facts::Condition;

/// The evidence that rules judge by.
pub(super) struct Evidence<'a> {
    pub(super) case: Case<'a>,
    pub(super) state: JobState,
    pub(super) counts: &'a Counts,
    pub(super) indexes: Option<&'a Indexes>,
    pub(super) timing: &'a Timing,
    pub(super) attempts: &'a [Attempt],
    pub(super) failures: &'a [Failure],
}

impl Evidence<'_> {
    /// The severity of something that cost the Job an attempt, or may cost it one: an error if the Job
    /// failed, is failing, retries or is blocked, otherwise a warning.
    pub(super) fn severity_of_trouble(&self) -> Severity {
        match self.state {
            JobState::Failed | JobState::Failing | JobState::Retrying | JobState::Blocked => Severity::Error,
            JobState::Pending
            | JobState::Running
            | JobState::Suspended
            | JobState::Completing
            | JobState::Complete
            | JobState::Deleting
            | JobState::External => Severity::Warning,
        }
    }

    /// The condition with which the Job failed or is failing, if it has this reason.
    pub(super) fn failed_for(&self, reason: &str) -> Option<&Condition> {
        let condition = self.case.failure()?;
        (condition.reason.as_deref() == Some(reason)).then_some(condition)
    }

    /// The Job as the subject of a finding.
    pub(super) fn about_job(&self) -> Subject {
        Subject::one(SubjectKind::Job, &self.case.job().name)
    }

    /// The pods that are gone; `None` if none is gone or the pods are unknown.
    pub(super) fn missing_pods(&self) -> Option<MissingPods> {
        missing::of(self.case, self.counts.pods?)
    }
}
