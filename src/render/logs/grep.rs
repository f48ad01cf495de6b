//! Filters the lines of a log by a pattern, with context.

use std::collections::VecDeque;

use regex::bytes::Regex;

use super::{
    MOST_HELD,
    page::{End, Piece},
};
use crate::facts::LogLine;

/// The lines to show.
#[derive(Clone, Debug)]
pub struct Grep {
    /// The pattern that a line must contain.
    pub pattern: Regex,
    /// Whether a line must not contain the pattern.
    pub invert: bool,
    /// How many lines to show before and after each selected line.
    pub context: usize,
}

impl Grep {
    fn wants(&self, text: &[u8]) -> bool {
        self.pattern.is_match(text.strip_suffix(b"\r").unwrap_or(text)) != self.invert
    }
}

/// The state of the filter for one log.
#[derive(Debug, Default)]
pub(super) struct ContextFilter {
    /// The beginning of a line that is not decided yet, at most [`MOST_HELD`] bytes and one piece. The rest
    /// of a longer line follows the decision.
    undecided: Option<HeldLine>,
    /// Whether the current line is shown.
    is_shown: bool,
    /// The last lines that were not shown, as possible context.
    before: VecDeque<HeldLine>,
    /// How many more lines to show as context after a selected line.
    after: usize,
    /// Whether no line was left out since the last shown line.
    adjoins: bool,
}

/// A line that is kept for a decision or as context.
#[derive(Debug, Default)]
struct HeldLine {
    stamp: Option<Vec<u8>>,
    text: Vec<u8>,
    /// Whether the line is complete, including its line end.
    is_whole: bool,
}

impl HeldLine {
    fn piece(&self, end: End, begins_group: bool) -> Piece<'_> {
        Piece {
            stamp: self.stamp.as_deref(),
            text: &self.text,
            begins: true,
            end,
            begins_group,
        }
    }
}

impl ContextFilter {
    /// Takes a line or a piece of a line. Passes the pieces to show to `show`.
    pub(super) fn take(&mut self, grep: &Grep, line: &LogLine<'_>, show: &mut dyn FnMut(Piece<'_>)) {
        if line.begins {
            self.end(grep, show);
            if !line.ends {
                self.undecided = Some(HeldLine {
                    stamp: line.stamp.map(<[u8]>::to_vec),
                    ..HeldLine::default()
                });
            }
        }
        if let Some(mut held) = self.undecided.take() {
            held.text.extend_from_slice(line.text);
            held.is_whole = line.ends;
            if !line.ends && held.text.len() < MOST_HELD {
                self.undecided = Some(held);
            } else {
                self.decide(grep, held, End::of(line), show);
            }
        } else if line.begins {
            let piece = Piece::of(line);
            if self.wants(grep, line.text, show) {
                let begins_group = self.opens_group(grep);
                show(Piece {
                    begins_group,
                    ..piece
                });
            } else {
                self.keep(grep, || HeldLine {
                    stamp: line.stamp.map(<[u8]>::to_vec),
                    text: line.text.to_vec(),
                    is_whole: true,
                });
            }
        } else if self.is_shown {
            show(Piece::of(line));
        }
    }

    /// Decides on an incomplete line at the end of the log.
    pub(super) fn end(&mut self, grep: &Grep, show: &mut dyn FnMut(Piece<'_>)) {
        if let Some(held) = self.undecided.take() {
            self.decide(grep, held, End::Open, show);
        }
    }

    fn decide(&mut self, grep: &Grep, held: HeldLine, end: End, show: &mut dyn FnMut(Piece<'_>)) {
        if self.wants(grep, &held.text, show) {
            let begins_group = self.opens_group(grep);
            show(held.piece(end, begins_group));
        } else {
            self.keep(grep, || held);
        }
    }

    /// Whether to show a line, selected or as context after a selected line. Shows the context before a
    /// selected line first.
    fn wants(&mut self, grep: &Grep, text: &[u8], show: &mut dyn FnMut(Piece<'_>)) -> bool {
        self.is_shown = grep.wants(text);
        if self.is_shown {
            for mut held in std::mem::take(&mut self.before) {
                if !held.is_whole {
                    held.text.extend_from_slice(CUT);
                }
                let begins_group = self.opens_group(grep);
                show(held.piece(End::Line, begins_group));
            }
            self.after = grep.context;
        } else if self.after > 0 {
            self.after -= 1;
            self.is_shown = true;
        }
        self.is_shown
    }

    /// Whether the line to show is the first one after a gap.
    fn opens_group(&mut self, grep: &Grep) -> bool {
        !std::mem::replace(&mut self.adjoins, true) && grep.context > 0
    }

    /// Keeps a line that may become context before a selected line.
    fn keep(&mut self, grep: &Grep, held: impl FnOnce() -> HeldLine) {
        if self.before.len() == grep.context {
            self.adjoins = false;
            self.before.pop_front();
        }
        if grep.context > 0 {
            self.before.push_back(held());
        }
    }
}

/// Marks a line of context whose rest was not kept.
const CUT: &[u8] = b"...";
