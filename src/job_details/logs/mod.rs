//! Logs: what containers wrote, read without losing or repeating a line.
//!
//! [`LogSource`] says which log is meant: that of one instance of one container. [`lines`] cuts what a server sends into
//! lines, [`cursor`] knows how far it was read, [`reader`] reads it to its end, whatever breaks in between, with [`patience`];
//! [`slots`] bounds how many are open. [`tails`] reads the last words of what failed. No rule of Jobs and no text for people
//! lives here.

mod ask;
mod cursor;
mod lines;
mod patience;
mod reader;
mod slots;
mod source;
mod tails;

pub use lines::{LogChunk, LogLine};
pub use reader::{LogOptions, LogPart, LogSender, LogStreams};
pub use source::{Life, LogSource};

pub(super) use tails::tails;
