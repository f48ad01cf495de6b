//! A finding: one rule's result, as a sentence and as data.

use jiff::Timestamp;

use super::Rule;

/// One rule's result on a Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that made the finding.
    pub rule: &'static Rule,
    /// How severe the finding is.
    pub severity: Severity,
    /// What the finding is about.
    pub subject: Subject,
    /// One sentence with the evidence.
    pub message: String,
    /// What to do, if there is anything to do.
    pub hint: Option<String>,
    /// The values in the sentence.
    pub facts: Facts,
}

/// How severe a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Explains why the Job failed, is failing or cannot continue.
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
    /// The subject's kind.
    pub kind: SubjectKind,
    /// The name of a Job, pod or container, an index list (`3,7`), or an event's reason.
    pub name: String,
    /// How many similar subjects the finding covers, at least 1.
    pub count: u64,
}

/// The kinds of subjects.
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

/// The values in a sentence, by name. They are noted where the sentence is made, so that the sentence and its
/// values agree.
///
/// Names are camelCase, and Kubernetes' own where it has one: `exitCode`, `backoffLimit`. Names of durations
/// end in `Seconds`. `words` are quoted from the cluster or the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(Vec<(&'static str, Fact)>);

/// A value in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A name or words.
    Text(String),
    /// A count, a limit, an exit code, seconds.
    Number(i64),
    /// A time.
    Time(Timestamp),
    /// A list of names.
    List(Vec<String>),
}

impl Facts {
    /// The values, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Fact)> {
        self.0.iter().map(|(name, fact)| (*name, fact))
    }

    /// Whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a value.
    pub(super) fn and(mut self, name: &'static str, value: impl Into<Fact>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// Adds a value, if it is known.
    pub(super) fn and_some(self, name: &'static str, value: Option<impl Into<Fact>>) -> Self {
        match value {
            Some(value) => self.and(name, value),
            None => self,
        }
    }

    /// Adds all values of `others`.
    pub(super) fn and_all(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i32> for Fact {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<i64> for Fact {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Fact {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Fact {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Timestamp> for Fact {
    fn from(time: Timestamp) -> Self {
        Self::Time(time)
    }
}

impl From<Vec<String>> for Fact {
    fn from(names: Vec<String>) -> Self {
        Self::List(names)
    }
}
