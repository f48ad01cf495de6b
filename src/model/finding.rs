//! A finding: one link in the chain of evidence.

use super::Rule;

/// One thing that is worth knowing about a Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// What is the case, in one sentence with the evidence.
    pub message: String,
    /// What to do, where there is something to do.
    pub hint: Option<String>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Explains why the Job failed, fails or cannot go on.
    Error,
    /// May become an error, or cost an attempt.
    Warning,
    /// Good to know.
    Info,
}

impl Severity {
    /// The word used in machine-readable output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The kind of thing.
    pub kind: SubjectKind,
    /// Its name: of a Job or pod, of a container, an index list (`3,7`), an event's reason.
    pub name: String,
    /// How many of them the finding stands for, at least 1 (similar ones are grouped).
    pub count: u64,
}

/// The kinds of things that findings are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// The Job.
    Job,
    /// A pod, or a group of pods with one as the example.
    Pod,
    /// A container, by its name in the pod template.
    Container,
    /// One or more completion indexes.
    Index,
    /// An event.
    Event,
}

impl SubjectKind {
    /// The word used in machine-readable output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Job => "Job",
            Self::Pod => "Pod",
            Self::Container => "Container",
            Self::Index => "Index",
            Self::Event => "Event",
        }
    }
}

impl Subject {
    pub(super) fn one(kind: SubjectKind, name: &str) -> Self {
        Self::many(kind, name, 1)
    }

    pub(super) fn many(kind: SubjectKind, name: &str, count: u64) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            count,
        }
    }
}
