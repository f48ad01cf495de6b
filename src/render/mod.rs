//! Renders a [`Document`] in a [`Format`]. The module is pure: it must not fetch, judge, or use a clock or a
//! terminal.
//!
//! Text for people is made harmless for a terminal. Documents for programs keep the original text.

mod assertions;
mod cases;
mod demo;
mod detail;
mod document;
mod format;
mod language;
mod logs;
mod mask;
pub(crate) mod sanitize;
mod style;
mod text;
mod wire;

use std::io::{self, Write};

use crate::facts::LogSource;

pub use demo::{list as demo_list, names as demo_names};
pub use detail::Detail;
pub use document::{
    AssertionAnswer, Document, DocumentKind, Item, JobResult, MissingJob, Reported, Reports, ServerAnswer,
    VersionReport,
};
pub use format::Format;
pub use language::Language;
pub use logs::{Grep, LogForm, LogLook, LogPrinter};
pub use style::Style;
pub use text::wait::{ProgressLine, cause, progress_block, verdict as verdict_line};
pub use text::{ListLayout, none_of, remarks, rule, rules};
pub use wire::{kinds as schema_kinds, schema};

/// A log that was saved in a file.
#[derive(Clone, Debug)]
pub struct SavedLog {
    /// The file's name.
    pub file: String,
    /// The source of the log.
    pub source: LogSource,
    /// The file's length in bytes.
    pub bytes: u64,
    /// Why the file does not hold the whole log; `None` if it does.
    pub problem: Option<String>,
}

/// Writes the index of saved logs.
///
/// # Errors
///
/// Returns the errors of `out`.
pub fn write_saved_logs(logs: &[SavedLog], out: &mut dyn Write) -> io::Result<()> {
    wire::saved_logs(logs, out)
}
