//! Prints the lines of many logs. A line of one log does not interrupt a line of another log if that can be
//! avoided.
//!
//! A line that comes in pieces is shown when it is complete, unless its log is the only one. A line that has
//! begun is not interrupted: other lines wait for its end. The waiting lines are bounded, per log and in
//! total; beyond the limits they interrupt the current line.

use std::collections::HashMap;

use super::{
    Grep, LogLook, MOST_HELD,
    grep::ContextFilter,
    log::Log,
    page::{End, Page, Piece},
    waiting::Waiting,
};
use crate::facts::{LogChunk, LogLine, LogSource};

/// The most bytes of waiting lines of all logs together.
const MOST_HELD_OF_ALL: usize = 16 * MOST_HELD;

/// Prints the lines of many logs.
pub struct LogPrinter {
    grep: Option<Grep>,
    page: Page,
    logs: HashMap<usize, Kept>,
    /// Logs with complete lines, or an end, that wait for the current line of another log; in the order of
    /// arrival.
    ready: Vec<usize>,
    /// The bytes of memory that waiting lines take.
    held: usize,
}

/// A log that has written something and has not ended.
struct Kept {
    filter: ContextFilter,
    log: Log,
    waiting: Waiting,
}

impl Kept {
    fn new(source: &LogSource, look: &LogLook) -> Self {
        Self {
            filter: ContextFilter::default(),
            log: Log::new(source, look),
            waiting: Waiting::default(),
        }
    }

    fn show(
        &mut self,
        id: usize,
        line: &LogLine<'_>,
        grep: Option<&Grep>,
        page: &mut Page,
        out: &mut Vec<u8>,
    ) {
        let log = &mut self.log;
        match grep {
            _ if page.is_verbatim => page.copy(id, line, out),
            None => page.write(id, log, Piece::of(line), out),
            Some(grep) => self
                .filter
                .take(grep, line, &mut |piece| page.write(id, log, piece, out)),
        }
    }
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
            ready: Vec::new(),
            held: 0,
        }
    }

    /// Writes the lines of a chunk of the log that the caller numbers `id`.
    pub fn chunk(&mut self, id: usize, source: &LogSource, chunk: &LogChunk, out: &mut Vec<u8>) {
        self.lines(id, source, chunk.lines(), out);
    }

    /// Writes a line, or a piece of a line.
    pub fn line(&mut self, id: usize, source: &LogSource, line: &LogLine<'_>, out: &mut Vec<u8>) {
        self.lines(id, source, std::iter::once(*line), out);
    }

    fn lines<'a>(
        &mut self,
        id: usize,
        source: &LogSource,
        lines: impl Iterator<Item = LogLine<'a>>,
        out: &mut Vec<u8>,
    ) {
        self.logs
            .entry(id)
            .or_insert_with(|| Kept::new(source, &self.page.look));
        let is_alone = self.logs.len() == 1;
        let Some(kept) = self.logs.get_mut(&id) else {
            return;
        };
        if is_alone {
            for line in lines {
                kept.show(id, &line, self.grep.as_ref(), &mut self.page, out);
            }
            return;
        }
        for line in lines {
            self.take_turn(id, &line, out);
            self.let_out_ready(out);
        }
    }

    /// Shows a line of one of several logs if the line interrupts no other; otherwise the line waits.
    fn take_turn(&mut self, id: usize, line: &LogLine<'_>, out: &mut Vec<u8>) {
        let Some(kept) = self.logs.get_mut(&id) else {
            return;
        };
        let page = &mut self.page;
        let goes_on = page.is_within(id);
        if kept.waiting.is_empty() && (goes_on || line.ends && page.is_open()) {
            return kept.show(id, line, self.grep.as_ref(), page, out);
        }
        self.held -= kept.waiting.bytes();
        kept.waiting.push(line);
        self.held += kept.waiting.bytes();
        if kept.waiting.is_too_much() || self.held >= MOST_HELD_OF_ALL {
            self.let_out(id, true, out);
        } else if kept.waiting.is_whole() && !self.ready.contains(&id) {
            self.ready.push(id);
        }
    }

    /// Shows the lines that wait for the current line of another log, if that line has ended.
    fn let_out_ready(&mut self, out: &mut Vec<u8>) {
        while !self.ready.is_empty() && self.page.is_open() {
            let id = self.ready.remove(0);
            self.let_out(id, false, out);
        }
    }

    /// Shows the waiting lines of a log: the complete ones, or all.
    fn let_out(&mut self, id: usize, all: bool, out: &mut Vec<u8>) {
        let Some(kept) = self.logs.get_mut(&id) else {
            return;
        };
        self.held -= kept.waiting.bytes();
        let lines = if all || kept.waiting.is_last {
            kept.waiting.take()
        } else {
            kept.waiting.take_whole()
        };
        self.held += kept.waiting.bytes();
        for held in lines {
            kept.show(id, &held.line(), self.grep.as_ref(), &mut self.page, out);
        }
        if kept.waiting.is_last {
            self.forget(id, out);
        }
    }

    /// Ends a log. Its state is dropped at once, or when its waiting lines have been shown. If its last line
    /// has no line end, the next line of another log adds one.
    pub fn end(&mut self, id: usize, out: &mut Vec<u8>) {
        let Some(kept) = self.logs.get_mut(&id) else {
            return;
        };
        kept.waiting.is_last = true;
        if kept.waiting.is_empty() || !self.page.is_closed_to(id) {
            self.let_out(id, true, out);
        } else if !self.ready.contains(&id) {
            self.ready.push(id);
        }
        self.let_out_ready(out);
    }

    /// Ends all logs and shows the waiting lines.
    pub fn close(&mut self, out: &mut Vec<u8>) {
        let mut open: Vec<usize> = self.logs.keys().copied().collect();
        open.sort_unstable_by_key(|id| (!self.page.is_within(*id), *id));
        for id in open {
            self.end(id, out);
        }
    }

    fn forget(&mut self, id: usize, out: &mut Vec<u8>) {
        let Some(mut kept) = self.logs.remove(&id) else {
            return;
        };
        let (page, log) = (&mut self.page, &mut kept.log);
        if let Some(grep) = &self.grep {
            kept.filter
                .end(grep, &mut |piece| page.write(id, log, piece, out));
        }
        if log.is_within {
            page.write(id, log, Piece::rest(End::Log), out);
        }
        page.end_verbatim(id);
        if let (1, Some(&last)) = (self.logs.len(), self.logs.keys().next()) {
            // No other log can interrupt the lines of the last one.
            self.let_out(last, true, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_kept_of_a_log_that_has_ended() {
        let mut printer = LogPrinter::new(LogLook::default());
        let mut out = Vec::new();
        let line = |text, ends| LogLine {
            stamp: None,
            text,
            begins: true,
            ends,
        };
        for (id, line) in [
            (0, line(b"a", false)),
            (1, line(b"b", true)),
            (2, line(b"c", false)),
        ] {
            printer.line(id, &LogSource::default(), &line, &mut out);
        }
        for id in [2, 1, 0] {
            printer.end(id, &mut out);
        }
        assert_eq!(out, b"a\nb\nc");
        assert!(printer.logs.is_empty() && printer.ready.is_empty());
        assert_eq!(printer.held, 0);
    }
}
