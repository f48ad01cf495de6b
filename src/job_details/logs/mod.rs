//! Logs: what containers wrote, read without losing or repeating a line.
//!
//! [`LogSource`] says which log is meant: that of one instance of one container. [`lines`] cuts what a server sends into
//! lines, [`tails`] reads the last words of what failed. No rule of Jobs and no text for people lives here.

mod lines;
mod source;
mod tails;

pub use lines::{LogChunk, LogLine};
pub use source::{Life, LogSource};

pub(super) use tails::tails;
