//! How waiting for one Job ended.

use std::fmt;

use jiff::SignedDuration;

use super::{Goal, Reached, words::duration};
use crate::facts::{Gone, JobFacts};

/// How waiting for one Job ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It is where it was waited for.
    Reached,
    /// It has ended otherwise.
    Missed,
    /// It was deleted before.
    Deleted,
    /// Another Job has its name.
    Replaced,
    /// The server's object cannot be read; why.
    Unreadable(String),
    /// It did not come to be in the time that it had.
    NotCreated,
    /// It was blocked for so long.
    Blocked(SignedDuration),
    /// It is suspended.
    Suspended,
    /// Nobody waits any longer.
    Open,
}

impl Ending {
    /// How waiting for a Job to get there ended, by what the API said of the Job itself; `None` while it goes on. See
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
    /// The end of a line that begins with the Job and its state; empty where the state says it all.
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
