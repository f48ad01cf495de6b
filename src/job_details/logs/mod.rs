//! Logs: what containers wrote, read without losing or repeating a line.
//!
//! [`LogSource`] says which log is meant: that of one instance of one container. [`lines`] cuts what a server sends into
//! lines, [`cursor`] knows how far it was read, [`reader`] reads it to its end, whatever breaks in between, with [`patience`];
//! [`streams`] and [`slots`] bound how many are open. [`tails()`] reads the last words of what failed, [`LastWords`] those of
//! what may soon be gone. No rule of Jobs and no text for people lives here.

mod ask;
mod cursor;
mod last_words;
mod lines;
mod patience;
mod reader;
mod slots;
mod streams;
mod tails;

pub use last_words::{LastWord, LastWords};
pub use streams::{LogOptions, LogPart, LogSender, LogStreams};

pub(super) use tails::{MOST_TAILS, tails};

use crate::client::{RequestError, RequestErrorKind};
use crate::facts::LogSource;

/// What a node said in the place of a log.
fn said_by_node(source: &LogSource, words: &str) -> RequestError {
    let (pod, container) = (&source.pod, &source.container);
    // The container, or its file.
    let is_lost = words.starts_with("unable to retrieve container logs for ")
        || words.starts_with("failed to ") && words.ends_with(": no such file or directory");
    let words: String = words.chars().take(300).collect();
    if is_lost {
        let message =
            format!("the node has no such log any more (\"{container}\" of pod \"{pod}\"): {words}");
        return RequestError::new(RequestErrorKind::NotFound, message);
    }
    let message = format!("the node of pod \"{pod}\" says instead of the log of \"{container}\": {words}");
    RequestError::new(RequestErrorKind::ServerError, message)
}
