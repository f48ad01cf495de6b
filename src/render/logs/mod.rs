//! Lines of logs. On a pipe, text is what the container wrote, byte by byte; on a terminal it is made harmless.
//!
//! A line may have gigabytes and come in pieces: what is kept of it is bounded, and one that is longer may be broken by a line of another log.

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

/// So much of a line is held, in bytes: to decide whether it is shown, and so that no other breaks it.
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
    /// Their form.
    pub form: LogForm,
    /// Whether text says before each line whose it is.
    pub prefix: bool,
    /// Whether text has the time before each line.
    pub timestamps: bool,
    /// The zone of these times.
    pub zone: TimeZone,
    /// Whether a terminal shows them, which must not obey them.
    pub harmless: bool,
    /// Whether to colour.
    pub color: bool,
    /// Whether characters other than ASCII can be shown.
    pub unicode: bool,
    /// Which lines to show; all if `None`.
    pub grep: Option<Grep>,
    /// What to mark in them.
    pub highlight: Option<Regex>,
}

/// The lines as they are.
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
    /// The language of the lines. What a program wrote stays as it is: lines that stop and resume commands stand around it.
    pub fn language(&self) -> Language {
        match self.form {
            LogForm::Text => Language::Verbatim,
            LogForm::Json => Language::Json,
        }
    }

    /// Whether only ASCII can be shown. Bytes that are not made harmless stay as they are.
    fn is_ascii(&self) -> bool {
        self.harmless && !self.unicode
    }

    /// What is marked in text.
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
