//! The output: where it stands, and what has to come before the next piece.

use regex::bytes::Regex;

use super::{
    LogForm, LogLook, json,
    log::{Body, Log},
    paint,
};
use crate::job_details::LogLine;

/// A line that is shown, or a piece of it.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) stamp: Option<&'a [u8]>,
    pub(super) text: &'a [u8],
    pub(super) begins: bool,
    pub(super) end: End,
    /// Whether lines before it were left out, in a search with context.
    pub(super) begins_group: bool,
}

/// What comes after a piece.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// More of the line.
    Open,
    /// The line end.
    Line,
    /// Nothing: the log ends without a line end.
    Log,
}

impl End {
    pub(super) fn of(line: &LogLine<'_>) -> Self {
        if line.ends { Self::Line } else { Self::Open }
    }
}

impl<'a> Piece<'a> {
    pub(super) fn of(line: &LogLine<'a>) -> Self {
        Self {
            stamp: line.stamp,
            text: line.text,
            begins: line.begins,
            end: End::of(line),
            begins_group: false,
        }
    }

    /// No more than the end of a line.
    pub(super) fn rest(end: End) -> Self {
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
pub(super) struct Page {
    pub(super) look: LogLook,
    marks: Vec<Regex>,
    /// Whether lines are written as they are.
    pub(super) is_verbatim: bool,
    place: Place,
    /// Whether there is a group of lines that the next has to be set apart from.
    has_group: bool,
}

impl Page {
    /// One on which nothing is written, and whether only some lines will be.
    pub(super) fn new(look: LogLook, marks: Vec<Regex>, is_search: bool) -> Self {
        let is_verbatim = look.form == LogForm::Text
            && !(look.prefix || look.timestamps || look.harmless || is_search)
            && marks.is_empty();
        Self {
            look,
            marks,
            is_verbatim,
            place: Place::Start,
            has_group: false,
        }
    }

    /// The log with this number has ended, and nothing was kept for it.
    pub(super) fn end_verbatim(&mut self, id: usize) {
        if self.place.is_within(id) {
            self.place = Place::Ended;
        }
    }

    /// Writes a line as it is.
    pub(super) fn copy(&mut self, id: usize, line: &LogLine<'_>, out: &mut Vec<u8>) {
        if line.begins || !self.place.is_within(id) {
            if !line.begins && line.text.is_empty() {
                // Of the line that another log broke nothing is left.
                return;
            }
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
    pub(super) fn write(&mut self, id: usize, log: &mut Log, piece: Piece<'_>, out: &mut Vec<u8>) {
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
