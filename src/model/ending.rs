//! How waiting for one Job ended.

use std::fmt;

use jiff::SignedDuration;

use super::{Goal, Reached, words::duration};
use crate::facts::{Gone, JobFacts};

/// How waiting for one Job ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The Job has reached the goal.
    Reached,
    /// The Job can no longer reach the goal.
    Missed,
    /// The Job was deleted first.
    Deleted,
    /// The Job was deleted, and another Job has its name.
    Replaced,
    /// The API server's object cannot be read, for this reason.
    Unreadable(String),
    /// The Job was not created in time.
    NotCreated,
    /// The Job was blocked for this long.
    Blocked(SignedDuration),
    /// The Job is suspended.
    Suspended,
    /// The wait stopped while the outcome was open.
    Open,
}

impl Ending {
    /// How the wait for the goal ended, judged by the Job itself; `None` while the wait continues. See
    /// [`Goal::judge`] for `early`.
    pub fn of(job: Option<&JobFacts>, gone: Option<&Gone>, goal: Goal, early: bool) -> Option<Self> {
        let judged = job.and_then(|job| goal.judge(job, early));
        match judged {
            Some(Reached::Yes) => Some(Self::Reached),
            Some(Reached::Never) => Some(Self::Missed),
            None => gone.map(Self::from),
        }
    }
}

impl From<&Gone> for Ending {
    fn from(gone: &Gone) -> Self {
        match gone {
            Gone::Deleted => Self::Deleted,
            Gone::Replaced => Self::Replaced,
            Gone::Unreadable(why) => Self::Unreadable(why.clone()),
        }
    }
}

impl fmt::Display for Ending {
    /// Writes the end of a line that begins with the Job and its state; writes nothing if the state says
    /// everything.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reached | Self::Missed | Self::Suspended | Self::Open => Ok(()),
            Self::Deleted => f.write_str("deleted before it ended"),
            Self::Replaced => {
                f.write_str("deleted before it ended, and replaced by another Job of that name")
            }
            Self::Unreadable(why) => write!(f, "cannot be read: {why}"),
            Self::NotCreated => f.write_str("was not created"),
            Self::Blocked(length) => write!(f, "blocked for {}", duration(*length)),
        }
    }
}
