//! What a rule is. The rules themselves are in `rules`, one file each.

use super::evidence::Evidence;
use super::{Fact, Facts, Finding, disruptions::Disruption, failures::Failure, obstacles::Obstacle};

/// A rule: its name, what there is to know about what it finds, and how it finds it.
#[derive(Debug)]
pub struct Rule {
    /// The word used in every format. It never changes its meaning.
    pub name: &'static str,
    /// Where it belongs in lists of all rules.
    pub topic: Topic,
    /// What is the case, in one sentence.
    pub summary: &'static str,
    /// How that comes about.
    pub cause: &'static str,
    /// What to do.
    pub advice: &'static str,
    /// Where Kubernetes says so: documentation, KEPs, source, issues.
    pub sources: &'static [&'static str],
    pub(super) find: Find,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

/// What rules are grouped by for readers.
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
    /// The Job is held.
    Held,
    /// What comes next.
    Next,
    /// What does not add up.
    Odd,
}

impl Topic {
    /// All topics, in the order in which they are listed.
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
    /// By something that holds pods up. The first rule that knows it speaks.
    Obstacle(fn(&Evidence<'_>, &Obstacle) -> Option<Explanation>),
    /// By a way in which containers failed. The first rule that knows it speaks.
    Failure(fn(&Evidence<'_>, &Failure) -> Option<Explanation>),
    /// By what ended pods from outside. The first rule that knows it speaks.
    Disruption(fn(&Evidence<'_>, &Disruption<'_>) -> Option<Explanation>),
    /// By the Job as a whole.
    Job(fn(&Evidence<'_>) -> Option<Finding>),
    /// By the Job as a whole, several times.
    Each(fn(&Evidence<'_>) -> Vec<Finding>),
}

/// What a rule says of something that others have found.
#[derive(Debug)]
pub(super) struct Explanation {
    /// What is the case, in words that fit the finding and the verdict alike.
    pub(super) clause: String,
    /// What an obstacle comes down to, where the rule understood the cluster's words. The verdict says this, and the finding
    /// quotes the words behind the clause.
    pub(super) gist: Option<String>,
    /// What to do, where there is something to do.
    pub(super) hint: Option<String>,
    /// What the clause is made of.
    pub(super) facts: Facts,
}

impl Explanation {
    /// Says no more than this.
    pub(super) fn new(clause: impl Into<String>) -> Self {
        Self {
            clause: clause.into(),
            gist: None,
            hint: None,
            facts: Facts::default(),
        }
    }

    /// With what an obstacle comes down to, if that is understood.
    pub(super) fn gist(mut self, gist: Option<String>) -> Self {
        self.gist = gist;
        self
    }

    /// With what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With what to do, if there is something to do.
    pub(super) fn hint_if_any(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }

    /// With a value that the clause is made of.
    pub(super) fn and(mut self, name: &'static str, value: impl Into<Fact>) -> Self {
        self.facts = self.facts.and(name, value);
        self
    }

    /// The same, if it is known.
    pub(super) fn and_some(mut self, name: &'static str, value: Option<impl Into<Fact>>) -> Self {
        self.facts = self.facts.and_some(name, value);
        self
    }
}
