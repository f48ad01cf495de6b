//! The rules: each looks at the evidence and says what it finds.
//!
//! A family of rules is one file with a function in [`FAMILIES`]. Rules only read: what one needs
//! of what another looks for, as the end of a Job does of what held it up, it asks of that family's functions.

mod blocked;
pub(super) mod containers;
mod countdowns;
pub(super) mod deletion;
mod disruption;
pub(super) mod ends;
mod events;
pub(super) mod gone;
pub(super) mod held;
mod ignored;
mod odd;
pub(super) mod retries;
mod sidecars;
pub(super) mod unstarted;

use super::{Attempt, Counts, Finding, Indexes, JobState, Rule, Severity, Subject, SubjectKind, Timing};
use super::{case::Case, failures::Failure};

pub(super) use blocked::{Obstacle, obstacle};
pub(super) use disruption::{Disruption, disruptions};
pub(super) use ends::some_of;
pub(super) use gone::missing_pods;
pub(super) use sidecars::kept_alive;

/// What rules judge by.
pub(super) struct Evidence<'a> {
    pub(super) case: Case<'a>,
    pub(super) state: JobState,
    pub(super) counts: &'a Counts,
    pub(super) indexes: Option<&'a Indexes>,
    pub(super) timing: &'a Timing,
    pub(super) attempts: &'a [Attempt],
    pub(super) failures: &'a [Failure],
}

type Family = fn(&Evidence<'_>) -> Vec<Finding>;

/// All families. What explains most comes first; findings of equal severity keep this order.
const FAMILIES: [Family; 14] = [
    blocked::find,
    unstarted::find,
    containers::find,
    disruption::find,
    ends::find,
    retries::find,
    sidecars::find,
    gone::find,
    held::find,
    deletion::find,
    countdowns::find,
    ignored::find,
    odd::find,
    events::find,
];

/// What all rules find, the most telling first.
pub(super) fn of(evidence: &Evidence<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = FAMILIES.iter().flat_map(|find| find(evidence)).collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}

impl Evidence<'_> {
    /// How bad something is that cost or may cost the Job its success: it is history once the Job completed.
    fn severity_of_trouble(&self) -> Severity {
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

    fn about_job(&self) -> Subject {
        Subject::one(SubjectKind::Job, &self.case.job().name)
    }
}

impl Subject {
    fn one(kind: SubjectKind, name: &str) -> Self {
        Self::many(kind, name, 1)
    }

    fn many(kind: SubjectKind, name: &str, count: u64) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            count,
        }
    }
}
