//! Reads the logs of containers without losing or repeating a line.
//!
//! [`LogSource`](crate::facts::LogSource) identifies the log of one instance of one container. [`lines`]
//! splits an answer into lines, and [`cursor`] tracks how far a log was read. [`reader`] reads a log to its
//! end despite failures, as long as [`patience`] allows. [`node`] recognises messages of a node that replace
//! a log. [`streams`] and [`slots`] limit how many logs are open. [`tails()`] reads the last lines of failed
//! containers, and [`LiveTails`] reads the same lines while a Job is followed.
//!
//! This module must have no rules about Jobs and no texts for people.

mod ask;
mod cursor;
mod error;
mod lines;
mod live_tails;
mod node;
mod patience;
mod reader;
mod slots;
mod streams;
mod tails;

pub use error::LogError;
pub use live_tails::{LastWord, LiveTails};
pub use streams::{LogOptions, LogPart, LogSender, LogStreams};

pub(super) use tails::{MOST_TAILS, tails};
