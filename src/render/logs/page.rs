//! The output: where it stands, and what has to come before the next piece.

use regex::bytes::Regex;

use super::{
    LogForm, LogLook, MOST_HELD, json,
    log::{Body, Log},
    paint,
};
use crate::facts::LogLine;

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
    Within(Line),
    /// After a last line without a line end.
    Ended,
}

/// The line that is being written.
#[derive(Clone, Copy)]
struct Line {
    /// Its log.
    id: usize,
    /// Whether its colours have to be reset.
    is_colored: bool,
    /// Whether it is what is left of one that another log broke.
    is_rest: bool,
    /// How much there is of it, as far as that counts for whether it may be broken.
    length: usize,
}

impl Place {
    fn within(self, id: usize) -> Option<Line> {
        match self {
            Self::Within(line) => Some(line).filter(|line| line.id == id),
            Self::Start | Self::Ended => None,
        }
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

    /// Whether a line of this log is being written.
    pub(super) fn is_within(&self, id: usize) -> bool {
        self.place.within(id).is_some()
    }

    /// Whether a line may be written without breaking one that should be whole.
    pub(super) fn is_open(&self) -> bool {
        !matches!(self.place, Place::Within(line) if line.length < MOST_HELD)
    }

    /// Whether a line of this log would break such a line of another.
    pub(super) fn is_closed_to(&self, id: usize) -> bool {
        !self.is_open() && !self.is_within(id)
    }

    /// The log with this number, whose lines are written as they are, has ended.
    pub(super) fn end_verbatim(&mut self, id: usize) {
        if self.is_within(id) {
            self.place = Place::Ended;
        }
    }

    /// Writes a line as it is.
    pub(super) fn copy(&mut self, id: usize, line: &LogLine<'_>, out: &mut Vec<u8>) {
        if line.begins || !self.is_within(id) {
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
            Place::Within(Line {
                id,
                is_colored: false,
                is_rest: false,
                length: self.length(id, line.text),
            })
        };
    }

    /// How much there is of a line with this text. One that writes over itself, as a progress bar does, holds up no other, however short it
    /// is.
    fn length(&self, id: usize, text: &[u8]) -> usize {
        let before = self.place.within(id).map_or(0, |line| line.length);
        let is_written_over = memchr::memchr(b'\r', text.strip_suffix(b"\r").unwrap_or(text)).is_some();
        before.saturating_add(if is_written_over { MOST_HELD } else { text.len() })
    }

    /// Writes a piece of a line of `log`.
    pub(super) fn write(&mut self, id: usize, log: &mut Log, piece: Piece<'_>, out: &mut Vec<u8>) {
        if piece.begins && log.is_within {
            self.write(id, log, Piece::rest(End::Line), out);
        }
        if !(log.is_within && self.is_within(id)) {
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
            self.place = Place::Within(Line {
                id,
                is_colored: false,
                is_rest: log.is_within,
                length: 0,
            });
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
        let length = if is_last { 0 } else { self.length(id, piece.text) };
        if let Place::Within(line) = &mut self.place {
            line.is_colored = log.body.is_colored();
            line.length = length;
        }
        match (piece.end, self.look.form) {
            (End::Open, _) => {}
            (End::Line, _) | (End::Log, LogForm::Json) => self.leave(false, out),
            // What stands line by line for a person, or with names before the lines, does so to the end.
            (End::Log, LogForm::Text) if self.look.prefix || self.look.harmless => self.leave(false, out),
            (End::Log, LogForm::Text) => {
                self.reset(out);
                self.place = Place::Ended;
            }
        }
    }

    /// Goes to the beginning of a line, be it within one that goes on.
    fn break_line(&mut self, out: &mut Vec<u8>) {
        self.leave(true, out);
    }

    fn leave(&mut self, goes_on: bool, out: &mut Vec<u8>) {
        self.reset(out);
        match (self.place, self.look.form) {
            (Place::Start, _) => {}
            (_, LogForm::Text) => out.push(b'\n'),
            (place, LogForm::Json) => {
                let is_rest = matches!(place, Place::Within(Line { is_rest: true, .. }));
                json::end(goes_on || is_rest, out);
            }
        }
        self.place = Place::Start;
    }

    fn reset(&self, out: &mut Vec<u8>) {
        if matches!(self.place, Place::Within(Line { is_colored: true, .. })) {
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
