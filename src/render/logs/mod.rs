//! Lines of logs. On a pipe, text is what the container wrote, byte by byte; on a terminal it is made harmless.
//!
//! A line may have gigabytes and come in pieces: what is kept of it is bounded, and it may be broken by a line of another log.

mod grep;
mod harmless;
mod json;
mod log;
mod lossy;
mod page;
mod paint;
mod prefix;
mod stamp;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use jiff::tz::TimeZone;
use regex::bytes::Regex;

pub use self::grep::Grep;
use self::{
    grep::Sieve,
    log::Log,
    page::{End, Page, Piece},
};
use crate::job_details::{LogChunk, LogLine, LogSource};

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

/// Makes bytes of the lines of many logs.
pub struct LogPrinter {
    grep: Option<Grep>,
    page: Page,
    logs: HashMap<usize, (Sieve, Log)>,
}

impl LogPrinter {
    /// A printer that has printed nothing.
    pub fn new(mut look: LogLook) -> Self {
        let marks = look.marks();
        let grep = look.grep.take();
        Self {
            page: Page::new(look, marks, grep.is_some()),
            grep,
            logs: HashMap::new(),
        }
    }

    /// Writes a line, or a piece of one, of the log that the caller numbers `id`.
    pub fn line(&mut self, id: usize, source: &LogSource, line: &LogLine<'_>, out: &mut Vec<u8>) {
        let page = &mut self.page;
        if page.is_verbatim {
            return page.copy(id, line, out);
        }
        let kept = self.logs.entry(id);
        let (sieve, log) = kept.or_insert_with(|| (Sieve::default(), Log::new(source, &page.look)));
        match &self.grep {
            None => page.write(id, log, Piece::of(line), out),
            Some(grep) => sieve.take(grep, line, &mut |piece| page.write(id, log, piece, out)),
        }
    }

    /// Writes the lines of a chunk.
    pub fn chunk(&mut self, id: usize, source: &LogSource, chunk: &LogChunk, out: &mut Vec<u8>) {
        for line in chunk.lines() {
            self.line(id, source, &line, out);
        }
    }

    /// The log has ended: forgets what was kept for it. If its last line has no line end, the line of another log gives it one.
    pub fn end(&mut self, id: usize, out: &mut Vec<u8>) {
        let page = &mut self.page;
        if let Some((mut sieve, mut log)) = self.logs.remove(&id) {
            if let Some(grep) = &self.grep {
                sieve.end(grep, &mut |piece| page.write(id, &mut log, piece, out));
            }
            if log.is_within {
                page.write(id, &mut log, Piece::rest(End::Log), out);
            }
        } else {
            page.end_verbatim(id);
        }
    }
}
