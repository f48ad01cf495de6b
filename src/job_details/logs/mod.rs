//! Logs: what containers wrote, read without losing or repeating a line.
//!
//! [`LogSource`](crate::facts::LogSource) names one log: that of one instance of one container. [`lines`] cuts what a server
//! sends into lines; [`cursor`] knows how far a log was read; [`reader`] reads a log to its end, whatever breaks in between,
//! with [`patience`]; [`node`] knows what a node says instead of a log. [`streams`] and [`slots`] bound how many logs are
//! open. [`tails()`] reads the last lines of failed containers, [`LiveTails`] reads the same lines while a Job is followed. No
//! rule of Jobs and no text for people lives here.

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
