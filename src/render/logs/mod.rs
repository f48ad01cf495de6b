//! Lines of logs. On a pipe, text is what the container wrote, byte by byte; on a terminal it is made harmless.
//!
//! A line may have gigabytes and come in pieces: what is kept of it is bounded, and it may be broken by a line of another log.

mod grep;
mod harmless;
mod json;
mod log;
mod lossy;
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
    log::{Body, Log},
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
        let is_verbatim = look.form == LogForm::Text
            && !(look.prefix || look.timestamps || look.harmless)
            && look.grep.is_none()
            && marks.is_empty();
        let grep = look.grep.take();
        let page = Page {
            look,
            marks,
            is_verbatim,
            place: Place::Start,
            has_group: false,
        };
        Self {
            grep,
            page,
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
        } else if page.place.is_within(id) {
            page.place = Place::Ended;
        }
    }
}

/// A line that is shown, or a piece of it.
#[derive(Clone, Copy)]
struct Piece<'a> {
    stamp: Option<&'a [u8]>,
    text: &'a [u8],
    begins: bool,
    end: End,
    /// Whether lines before it were left out, in a search with context.
    begins_group: bool,
}

/// What comes after a piece.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// More of the line.
    Open,
    /// The line end.
    Line,
    /// Nothing: the log ends without a line end.
    Log,
}

impl End {
    fn of(line: &LogLine<'_>) -> Self {
        if line.ends { Self::Line } else { Self::Open }
    }
}

impl<'a> Piece<'a> {
    fn of(line: &LogLine<'a>) -> Self {
        Self {
            stamp: line.stamp,
            text: line.text,
            begins: line.begins,
            end: End::of(line),
            begins_group: false,
        }
    }

    /// No more than the end of a line.
    fn rest(end: End) -> Self {
        Self {
            stamp: None,
            text: b"",
            begins: false,
            end,
            begins_group: false,
        }
    }
}

/// Where the output stands.
#[derive(Clone, Copy)]
enum Place {
    /// At the beginning of a line.
    Start,
    /// Within a line of a log, whose colours may have to be reset.
    Within { id: usize, is_colored: bool },
    /// After a last line without a line end.
    Ended,
}

impl Place {
    fn is_within(self, log: usize) -> bool {
        matches!(self, Self::Within { id, .. } if id == log)
    }
}

/// What was written so far.
struct Page {
    look: LogLook,
    marks: Vec<Regex>,
    /// Whether lines are written as they are.
    is_verbatim: bool,
    place: Place,
    /// Whether there is a group of lines that the next has to be set apart from.
    has_group: bool,
}

impl Page {
    /// Writes a line as it is.
    fn copy(&mut self, id: usize, line: &LogLine<'_>, out: &mut Vec<u8>) {
        if line.begins || !self.place.is_within(id) {
            self.break_line(out);
        }
        out.extend_from_slice(line.text);
        self.place = if line.ends {
            out.push(b'\n');
            Place::Start
        } else {
            Place::Within {
                id,
                is_colored: false,
            }
        };
    }

    /// Writes a piece of a line of `log`.
    fn write(&mut self, id: usize, log: &mut Log, piece: Piece<'_>, out: &mut Vec<u8>) {
        if piece.begins && log.is_within {
            self.write(id, log, Piece::rest(End::Line), out);
        }
        if !(log.is_within && self.place.is_within(id)) {
            if log.is_within && piece.text.is_empty() && !log.body.holds() {
                // Of the line that another log broke nothing is left.
                log.is_within = piece.end == End::Open;
                return;
            }
            self.break_line(out);
            self.set_apart(&piece, out);
            if !log.is_within {
                log.begin(piece.stamp, &self.look);
            }
            log.write_head(&self.look, out);
        }
        log.is_within = piece.end == End::Open;
        self.write_body(id, log, &piece, out);
    }

    fn write_body(&mut self, id: usize, log: &mut Log, piece: &Piece<'_>, out: &mut Vec<u8>) {
        let is_last = piece.end != End::Open;
        match &mut log.body {
            Body::Json(message) => message.pass(piece.text, is_last, out),
            Body::Text {
                harmless: Some(harmless),
                paint,
            } => {
                paint.pass(harmless.pass(piece.text, is_last).as_bytes(), &self.marks, out);
            }
            Body::Text {
                harmless: None,
                paint,
            } if !self.marks.is_empty() => {
                paint.pass(piece.text, &self.marks, out);
            }
            Body::Text { harmless: None, .. } => out.extend_from_slice(piece.text),
        }
        self.place = Place::Within {
            id,
            is_colored: log.body.is_colored(),
        };
        match (piece.end, self.look.form) {
            (End::Open, _) => {}
            (End::Line, _) | (End::Log, LogForm::Json) => self.break_line(out),
            // What stands line by line for a person, or with names before the lines, does so to the end.
            (End::Log, LogForm::Text) if self.look.prefix || self.look.harmless => self.break_line(out),
            (End::Log, LogForm::Text) => {
                self.reset(out);
                self.place = Place::Ended;
            }
        }
    }

    /// Goes to the beginning of a line.
    fn break_line(&mut self, out: &mut Vec<u8>) {
        self.reset(out);
        match (self.place, self.look.form) {
            (Place::Start, _) => {}
            (_, LogForm::Text) => out.push(b'\n'),
            (_, LogForm::Json) => out.extend_from_slice(json::END),
        }
        self.place = Place::Start;
    }

    fn reset(&self, out: &mut Vec<u8>) {
        if matches!(self.place, Place::Within { is_colored: true, .. }) {
            out.extend_from_slice(paint::RESET);
        }
    }

    /// Sets groups of lines of a search apart, as grep does.
    fn set_apart(&mut self, piece: &Piece<'_>, out: &mut Vec<u8>) {
        if piece.begins_group && self.has_group && self.look.form == LogForm::Text {
            out.extend_from_slice(b"--\n");
        }
        self.has_group = true;
    }
}
