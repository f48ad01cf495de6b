//! The output of all logs: the current position, and what must precede the next piece.

use regex::bytes::Regex;

use super::{
    LogForm, LogLook, MOST_HELD, json,
    log::{Body, Log},
    paint,
};
use crate::facts::LogLine;

/// A shown line, or a piece of it.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) stamp: Option<&'a [u8]>,
    pub(super) text: &'a [u8],
    pub(super) begins: bool,
    pub(super) end: End,
    /// Whether lines before this piece were left out, in a search with context.
    pub(super) begins_group: bool,
}

/// What follows a piece.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// More of the same line.
    Open,
    /// A line end.
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

    /// An empty piece that only ends a line.
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

/// The current position of the output.
#[derive(Clone, Copy)]
enum Place {
    /// At the beginning of a line.
    Start,
    Within(Line),
    /// After the last line of a log that has no line end.
    Ended,
}

/// The line that is being written.
#[derive(Clone, Copy)]
struct Line {
    /// The log of the line.
    id: usize,
    /// Whether the line's colours must be reset.
    is_colored: bool,
    /// Whether this is the rest of a line that another log interrupted.
    is_rest: bool,
    /// The length of the line, as counted for whether other lines may interrupt it.
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

/// The output so far.
pub(super) struct Page {
    pub(super) look: LogLook,
    marks: Vec<Regex>,
    /// Whether lines are copied unchanged.
    pub(super) is_verbatim: bool,
    place: Place,
    /// Whether a group of lines was written, so that the next group needs a separator.
    has_group: bool,
}

impl Page {
    /// Makes an empty page. `is_search`: only some lines will be written.
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

    /// Whether another line may be written now without interrupting a line that must stay whole.
    pub(super) fn is_open(&self) -> bool {
        !matches!(self.place, Place::Within(line) if line.length < MOST_HELD)
    }

    /// Whether a line of this log would interrupt such a line of another log.
    pub(super) fn is_closed_to(&self, id: usize) -> bool {
        !self.is_open() && !self.is_within(id)
    }

    /// Ends a log whose lines are copied unchanged.
    pub(super) fn end_verbatim(&mut self, id: usize) {
        if self.is_within(id) {
            self.place = Place::Ended;
        }
    }

    /// Copies a line unchanged.
    pub(super) fn copy(&mut self, id: usize, line: &LogLine<'_>, out: &mut Vec<u8>) {
        if line.begins || !self.is_within(id) {
            if !line.begins && line.text.is_empty() {
                // The other log interrupted the line at its very end.
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

    /// The length of the current line with this text added. A line that overwrites itself, such as a progress
    /// bar, counts as longer than the limit, so that it blocks no other log.
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
                // The other log interrupted the line at its very end.
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
            // For a person, or with prefixes, the last line gets a line end.
            (End::Log, LogForm::Text) if self.look.prefix || self.look.harmless => self.leave(false, out),
            (End::Log, LogForm::Text) => {
                self.reset(out);
                self.place = Place::Ended;
            }
        }
    }

    /// Goes to the beginning of a line. A line that is not complete is interrupted.
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

    /// Separates groups of lines of a search, as grep does.
    fn set_apart(&mut self, piece: &Piece<'_>, out: &mut Vec<u8>) {
        if piece.begins_group && self.has_group && self.look.form == LogForm::Text {
            out.extend_from_slice(b"--\n");
        }
        self.has_group = true;
    }
}
