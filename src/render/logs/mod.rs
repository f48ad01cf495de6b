//! Writes the lines of logs. On a pipe, text is what the container wrote, byte by byte; for a terminal,
//! control characters are made harmless.
//!
//! A line may be gigabytes long and come in pieces. So the memory for each line is bounded, and a longer line
//! may be interrupted by a line of another log.

mod grep;
mod harmless;
mod json;
mod log;
mod lossy;
mod page;
mod paint;
mod prefix;
mod printer;
mod stamp;
#[cfg(test)]
mod tests;
mod waiting;

use jiff::tz::TimeZone;
use regex::bytes::Regex;

use crate::render::Language;

pub use self::{grep::Grep, printer::LogPrinter};

/// The most bytes of a line that are held: to decide whether the line is shown, and to keep other lines from
/// interrupting it.
const MOST_HELD: usize = 1 << 20;

/// The forms of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogForm {
    /// The lines themselves.
    Text,
    /// One JSON object a line.
    Json,
}

/// How log lines look.
#[derive(Clone, Debug)]
pub struct LogLook {
    /// The form of the lines.
    pub form: LogForm,
    /// Whether text has the pod and container before each line.
    pub prefix: bool,
    /// Whether text has the timestamp before each line.
    pub timestamps: bool,
    /// The time zone of the timestamps in text.
    pub zone: TimeZone,
    /// Whether to make the lines harmless for a terminal.
    pub harmless: bool,
    /// Whether to colour.
    pub color: bool,
    /// Whether characters other than ASCII can be shown.
    pub unicode: bool,
    /// Which lines to show; all if `None`.
    pub grep: Option<Grep>,
    /// What to highlight in the lines.
    pub highlight: Option<Regex>,
}

/// The lines as the containers wrote them.
impl Default for LogLook {
    fn default() -> Self {
        Self {
            form: LogForm::Text,
            prefix: false,
            timestamps: false,
            zone: TimeZone::UTC,
            harmless: false,
            color: false,
            unicode: true,
            grep: None,
            highlight: None,
        }
    }
}

impl LogLook {
    /// The language of the lines. Text stays as the container wrote it, because the caller puts commands
    /// around it that stop and resume workflow commands.
    pub fn language(&self) -> Language {
        match self.form {
            LogForm::Text => Language::Verbatim,
            LogForm::Json => Language::Json,
        }
    }

    /// Whether to write ASCII only. Applies only to lines that are made harmless.
    fn is_ascii(&self) -> bool {
        self.harmless && !self.unicode
    }

    /// The patterns to mark in text.
    fn marks(&self) -> Vec<Regex> {
        if !self.color || self.form == LogForm::Json {
            return Vec::new();
        }
        let searched = self
            .grep
            .iter()
            .filter(|grep| !grep.invert)
            .map(|grep| &grep.pattern);
        searched.chain(&self.highlight).cloned().collect()
    }
}
