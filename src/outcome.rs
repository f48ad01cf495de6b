//! What a run came to, and its exit code: a published contract, and a function of what is known, never of printing.

use std::{num::NonZeroU8, process::ExitCode};

use crate::model::{Assertion, Ending, JobState, Judgement};

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What was asked for is done.
    Done,
    /// The exit code was asked to tell that a Job is not Complete, because it failed or has not ended, or that an assertion does
    /// not hold.
    NotComplete,
    /// The exit code of the container that made a Job fail, never 0.
    Container(NonZeroU8),
    /// The command line asks for something that does not exist.
    Usage,
    /// A Job is not there, was deleted before it ended, or was replaced by a namesake.
    NotFound,
    /// A Job is blocked for longer than was allowed.
    Blocked,
    /// The API, or the files, could not be asked.
    CouldNotAsk,
    /// The time for waiting is over.
    TimedOut,
    /// SIGINT.
    Interrupted,
    /// SIGTERM.
    Terminated,
    /// SIGHUP: the terminal is gone.
    HungUp,
}

impl Outcome {
    /// The outcome of a verdict that was asked for with `--exit-status`.
    pub fn of_verdict(state: JobState) -> Self {
        if state == JobState::Complete {
            Self::Done
        } else {
            Self::NotComplete
        }
    }

    /// The outcome of waiting for one Job.
    pub fn of_ending(ending: &Ending) -> Self {
        match ending {
            Ending::Reached => Self::Done,
            Ending::Missed => Self::NotComplete,
            Ending::Deleted | Ending::Replaced | Ending::NotCreated => Self::NotFound,
            Ending::Unreadable(_) => Self::CouldNotAsk,
            Ending::Blocked(_) | Ending::Suspended => Self::Blocked,
            Ending::Open => Self::TimedOut,
        }
    }

    /// The outcome of what was demanded of a Job. What is unknown does not hold; what could not be read could not be asked.
    pub fn of_assertions(assertions: &[Assertion]) -> Self {
        let outcomes = assertions.iter().map(|assertion| match assertion.judgement {
            Judgement::Passed => Self::Done,
            Judgement::Failed | Judgement::Unknown => Self::NotComplete,
            Judgement::Unreadable => Self::CouldNotAsk,
        });
        outcomes.fold(Self::Done, Self::or_worse)
    }

    /// Of two outcomes the worse, in the order 5, 3, 4, 124, 1, 0; a command line that is wrong comes before all.
    #[must_use]
    pub fn or_worse(self, other: Self) -> Self {
        if self.severity() >= other.severity() {
            self
        } else {
            other
        }
    }

    fn severity(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NotComplete | Self::Container(_) => 1,
            Self::TimedOut => 2,
            Self::Blocked => 3,
            Self::NotFound => 4,
            Self::CouldNotAsk => 5,
            Self::Usage => 6,
            Self::Interrupted => 7,
            Self::Terminated => 8,
            Self::HungUp => 9,
        }
    }

    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NotComplete => 1,
            Self::Container(code) => code.get(),
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Blocked => 4,
            Self::CouldNotAsk => 5,
            // As `timeout` of coreutils has it, and shells for a program that a signal ended.
            Self::TimedOut => 124,
            Self::Interrupted => 130,
            Self::Terminated => 143,
            Self::HungUp => 129,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome.code())
    }
}

/// An error that ends a run, with the outcome that it means.
#[derive(Debug)]
pub struct Failure {
    /// What the run came to.
    pub outcome: Outcome,
    /// What to tell the person: one sentence a cause, none repeated.
    pub error: anyhow::Error,
}

impl Failure {
    /// The API, or the files, could not be asked.
    pub fn could_not_ask(error: impl Into<anyhow::Error>) -> Self {
        Self {
            outcome: Outcome::CouldNotAsk,
            error: error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome;

    #[test]
    fn of_several_outcomes_the_worst_counts() {
        let from_worst = [
            Outcome::CouldNotAsk,
            Outcome::NotFound,
            Outcome::Blocked,
            Outcome::TimedOut,
            Outcome::NotComplete,
            Outcome::Done,
        ];
        assert_eq!(from_worst.map(Outcome::code), [5, 3, 4, 124, 1, 0]);
        for (rank, worse) in from_worst.iter().enumerate() {
            for better in &from_worst[rank..] {
                assert_eq!(worse.or_worse(*better), *worse);
                assert_eq!(better.or_worse(*worse), *worse);
            }
        }
    }
}
