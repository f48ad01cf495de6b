//! A finding: one link in the chain of evidence, as data and as a sentence.

use super::Rule;
use crate::facts::Text;

/// One thing that is worth knowing about a Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// The values that the sentence is made of.
    pub facts: Facts,
    /// What is the case, in one sentence with the evidence.
    pub message: String,
    /// What to do, where there is something to do.
    pub hint: Option<String>,
}

/// A value of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A name, a reason, a quantity such as `16Mi`, or words.
    Text(String),
    /// A count, an exit code, or seconds where the name ends so.
    Number(i64),
    /// Names.
    List(Vec<String>),
}

/// The values of a finding by name, in Kubernetes' own words where there are any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(Vec<(&'static str, Fact)>);

impl Facts {
    /// These values and another.
    pub(super) fn and(mut self, name: &'static str, value: impl Into<Fact>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// These values and another, if that is known.
    pub(super) fn and_some(self, name: &'static str, value: Option<impl Into<Fact>>) -> Self {
        match value {
            Some(value) => self.and(name, value),
            None => self,
        }
    }

    /// The values, each with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Fact)> {
        self.0.iter().map(|(name, fact)| (*name, fact))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
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

impl From<&String> for Fact {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&[String]> for Fact {
    fn from(names: &[String]) -> Self {
        Self::List(names.to_vec())
    }
}

impl From<&[Text]> for Fact {
    fn from(names: &[Text]) -> Self {
        Self::List(names.iter().map(|name| String::from(&**name)).collect())
    }
}

impl From<i64> for Fact {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Fact {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u32> for Fact {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Fact {
    fn from(number: u64) -> Self {
        Self::Number(number.try_into().unwrap_or(i64::MAX))
    }
}

impl From<usize> for Fact {
    fn from(number: usize) -> Self {
        Self::Number(number.try_into().unwrap_or(i64::MAX))
    }
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
