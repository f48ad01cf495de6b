//! The documents that commands answer with, independent of the format.

use std::ops::RangeInclusive;

use jiff::Timestamp;

use super::text::ListLayout;
use crate::facts::ServerVersion;
use crate::model::{AssertionReport, Ending, JobList, JobReport, JobState, JobSummary};

/// The answer of a command.
pub enum Document<'a> {
    /// The reports of `describe`.
    Reports(Reports<'a>),
    /// The reports of `wait`, with how the wait for each Job ended.
    Endings(Reports<'a>),
    /// The Jobs of `list`.
    List(&'a JobList, ListLayout),
    /// The reports of `assert`.
    Assertions(&'a AssertionAnswer<'a>),
    /// The versions of `version`.
    Version(&'a VersionReport),
}

/// The kind of document that a command answers with. The kind decides which formats the command has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// [`Document::Reports`].
    Reports,
    /// [`Document::Endings`].
    Endings,
    /// [`Document::List`].
    List,
    /// [`Document::Assertions`].
    Assertions,
    /// [`Document::Version`].
    Version,
}

/// The answer of `version`.
pub struct VersionReport {
    /// The version of cyjob.
    pub version: &'static str,
    /// The commit that cyjob was built from; `unknown` outside of a checkout.
    pub commit: &'static str,
    /// The minor versions of Kubernetes 1 that cyjob is tested with.
    pub tested: RangeInclusive<u32>,
    /// The server's answer.
    pub server: ServerAnswer,
}

/// What is known about the server.
pub enum ServerAnswer {
    /// No server was asked.
    NotAsked,
    /// The server's version is unknown, for this reason.
    Unknown(String),
    /// The server's version.
    Version(ServerVersion),
}

/// Reports on Jobs.
pub struct Reports<'a> {
    /// The Jobs that were found.
    pub jobs: Vec<Reported<'a>>,
    /// The Jobs that could not be read.
    pub missing: Vec<MissingJob>,
    /// Whether the user may have asked for several Jobs. The flag decides the kind of the document, even if
    /// only one Job was found.
    pub is_list: bool,
    /// The moment of the answer.
    pub as_of: Timestamp,
}

/// A report on one Job.
pub struct Reported<'a> {
    /// The report.
    pub report: &'a JobReport,
    /// How the wait for the Job ended; [`Ending::Open`] if the command did not wait.
    pub ending: &'a Ending,
    /// The result of the Job for a CI server.
    pub result: JobResult,
}

/// The result of a Job for a CI server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobResult {
    /// The Job succeeded, reached the awaited state, or passed all assertions.
    Passed,
    /// The Job failed or needs help, the wait failed, or an assertion did not pass.
    Failed,
    /// The result is not known yet.
    Open,
}

/// A Job that was asked for and could not be read.
pub struct MissingJob {
    /// The name that the user gave.
    pub name: String,
    /// Why the Job could not be read, and what to do.
    pub message: String,
}

/// The answer of `assert`.
pub struct AssertionAnswer<'a> {
    /// The Jobs that were found.
    pub reports: &'a [AssertionReport],
    /// The Jobs that could not be read.
    pub missing: Vec<MissingJob>,
    /// Whether the user may have asked for several Jobs.
    pub is_list: bool,
    /// The moment of the answer.
    pub as_of: Timestamp,
}

/// One item of an answer that is written item by item, as with `--watch`.
#[derive(Clone, Copy)]
pub enum Item<'a> {
    /// A report on a Job.
    Report(&'a JobReport),
    /// A row of a list, and the moment of the list.
    Job(&'a JobSummary, Timestamp, ListLayout),
    /// The assertions about a Job.
    Assertions(&'a AssertionReport),
}

impl<'a> Document<'a> {
    /// The moment of the answer.
    pub(super) fn as_of(&self) -> Timestamp {
        match self {
            Self::Reports(reports) | Self::Endings(reports) => reports.as_of,
            Self::List(list, _) => list.as_of,
            Self::Assertions(answer) => answer.as_of,
            // No format that shows the moment of the answer writes versions.
            Self::Version(_) => Timestamp::UNIX_EPOCH,
        }
    }

    /// The items of the document.
    pub(super) fn items(&self) -> Vec<Item<'a>> {
        match self {
            Self::Reports(reports) | Self::Endings(reports) => reports.iter().map(Item::Report).collect(),
            Self::List(list, layout) => {
                let item = |job| Item::Job(job, list.as_of, *layout);
                list.jobs.iter().map(item).collect()
            }
            Self::Assertions(answer) => answer.reports.iter().map(Item::Assertions).collect(),
            Self::Version(_) => Vec::new(),
        }
    }
}

impl<'a> Reports<'a> {
    /// The reports of `describe`.
    pub fn of(reports: &'a [JobReport], is_list: bool, as_of: Timestamp) -> Self {
        let jobs = reports.iter().map(|report| Reported {
            report,
            ending: &Ending::Open,
            result: JobResult::of(report.verdict.state),
        });
        Self {
            jobs: jobs.collect(),
            missing: Vec::new(),
            is_list,
            as_of,
        }
    }

    /// The reports, without endings and results.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'a JobReport> {
        self.jobs.iter().map(|job| job.report)
    }
}

impl JobResult {
    /// The result of a Job in this state.
    pub fn of(state: JobState) -> Self {
        match state {
            JobState::Complete => Self::Passed,
            JobState::Failed | JobState::Failing | JobState::Blocked | JobState::Deleting => Self::Failed,
            JobState::Completing
            | JobState::Running
            | JobState::Pending
            | JobState::Retrying
            | JobState::Suspended
            | JobState::External => Self::Open,
        }
    }
}

impl Item<'_> {
    /// The name of the Job.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Report(report) => &report.snapshot.job.name,
            Self::Job(job, ..) => &job.name,
            Self::Assertions(report) => &report.job.snapshot.job.name,
        }
    }
}
