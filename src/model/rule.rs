//! The type of a rule. The rules themselves are in `rules`, one file each.

use super::evidence::Evidence;
use super::{Fact, Facts, Finding, disruptions::Disruption, failures::Failure, obstacles::Obstacle};

/// A rule: its name, its documentation, and how it finds something.
#[derive(Debug)]
pub struct Rule {
    /// The name in every format. A name never changes its meaning.
    pub name: &'static str,
    /// The group in lists of all rules.
    pub topic: Topic,
    /// What the rule finds, in one sentence.
    pub summary: &'static str,
    /// How that comes about.
    pub cause: &'static str,
    /// What to do.
    pub advice: &'static str,
    /// Sources at Kubernetes: documentation, KEPs, source, issues.
    pub sources: &'static [&'static str],
    pub(super) find: Find,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

/// The groups of rules, for readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// A container failed.
    ContainerFailed,
    /// A container fails and is restarted.
    Restarted,
    /// A pod cannot start.
    NotStarted,
    /// A pod cannot be created.
    NotCreated,
    /// A pod was ended from outside.
    EndedFromOutside,
    /// A pod does not end, or is gone.
    NotEnded,
    /// The Job failed.
    JobFailed,
    /// The Job ended otherwise.
    JobEnded,
    /// The Job is suspended, managed by another controller, or not deleted yet.
    Held,
    /// What will happen next.
    Next,
    /// Something is inconsistent or unexpected.
    Odd,
}

impl Topic {
    /// All topics, in the order of lists.
    pub const ALL: [Self; 11] = [
        Self::ContainerFailed,
        Self::Restarted,
        Self::NotStarted,
        Self::NotCreated,
        Self::EndedFromOutside,
        Self::NotEnded,
        Self::JobFailed,
        Self::JobEnded,
        Self::Held,
        Self::Next,
        Self::Odd,
    ];

    /// The topic as a title.
    pub fn title(self) -> &'static str {
        match self {
            Self::ContainerFailed => "A container failed",
            Self::Restarted => "A container fails and is restarted",
            Self::NotStarted => "A pod cannot start",
            Self::NotCreated => "A pod cannot be created",
            Self::EndedFromOutside => "A pod was ended from outside",
            Self::NotEnded => "A pod does not end, or is gone",
            Self::JobFailed => "The Job failed",
            Self::JobEnded => "The Job ended otherwise",
            Self::Held => "The Job is held",
            Self::Next => "What comes next",
            Self::Odd => "Inconsistent or unexpected",
        }
    }
}

/// How a rule finds something.
#[derive(Clone, Copy, Debug)]
pub(super) enum Find {
    /// From an obstacle that blocks pods. The first rule that knows the obstacle explains it.
    Obstacle(fn(&Evidence<'_>, &Obstacle) -> Option<Explanation>),
    /// From a way in which containers failed. The first rule that knows the failure explains it.
    Failure(fn(&Evidence<'_>, &Failure) -> Option<Explanation>),
    /// From a disruption that ended pods from outside. The first rule that knows the disruption explains it.
    Disruption(fn(&Evidence<'_>, &Disruption<'_>) -> Option<Explanation>),
    /// From the Job as a whole.
    Job(fn(&Evidence<'_>) -> Option<Finding>),
    /// From the Job as a whole, with several findings.
    Each(fn(&Evidence<'_>) -> Vec<Finding>),
}

/// A rule's explanation of an obstacle, a failure or a disruption.
#[derive(Debug)]
pub(super) struct Explanation {
    /// The clause for both the finding and the verdict.
    pub(super) clause: String,
    /// The gist of an obstacle, if the rule understood the cluster's message. The verdict says the gist, and
    /// the finding quotes the message after the clause.
    pub(super) gist: Option<String>,
    /// What to do, if there is anything to do.
    pub(super) hint: Option<String>,
    /// The values in the clause.
    pub(super) facts: Facts,
}

impl Explanation {
    /// An explanation with this clause only.
    pub(super) fn new(clause: impl Into<String>) -> Self {
        Self {
            clause: clause.into(),
            gist: None,
            hint: None,
            facts: Facts::default(),
        }
    }

    /// Sets the gist of an obstacle, if it is known.
    pub(super) fn gist(mut self, gist: Option<String>) -> Self {
        self.gist = gist;
        self
    }

    /// Sets the hint.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Sets the hint, if there is one.
    pub(super) fn hint_if_any(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }

    /// Adds a value of the clause.
    pub(super) fn and(mut self, name: &'static str, value: impl Into<Fact>) -> Self {
        self.facts = self.facts.and(name, value);
        self
    }

    /// Adds a value of the clause, if it is known.
    pub(super) fn and_some(mut self, name: &'static str, value: Option<impl Into<Fact>>) -> Self {
        self.facts = self.facts.and_some(name, value);
        self
    }
}
