//! Lines that wait until they can be shown without interrupting a line of another log.

use std::mem;

use super::MOST_HELD;
use crate::facts::LogLine;

/// Waiting lines of one log, in order. Only the last line may be incomplete.
#[derive(Default)]
pub(super) struct Waiting {
    lines: Vec<WaitingLine>,
    /// The bytes of memory that the lines take.
    bytes: usize,
    /// Whether the log has ended.
    pub(super) is_last: bool,
}

/// A waiting line, or the part of it that has arrived.
pub(super) struct WaitingLine {
    stamp: Option<Vec<u8>>,
    text: Vec<u8>,
    begins: bool,
    ends: bool,
}

impl WaitingLine {
    /// The bytes of memory that the line takes.
    fn bytes(&self) -> usize {
        size_of::<Self>() + self.stamp.as_ref().map_or(0, Vec::len) + self.text.len()
    }

    pub(super) fn line(&self) -> LogLine<'_> {
        LogLine {
            stamp: self.stamp.as_deref(),
            text: &self.text,
            begins: self.begins,
            ends: self.ends,
        }
    }
}

impl Waiting {
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether the waiting lines reach the limit for one log.
    pub(super) fn is_too_much(&self) -> bool {
        self.bytes >= MOST_HELD
    }

    /// Whether the last waiting line is complete.
    pub(super) fn is_whole(&self) -> bool {
        self.lines.last().is_some_and(|last| last.ends)
    }

    /// Adds a line, or a piece of a line.
    pub(super) fn push(&mut self, line: &LogLine<'_>) {
        if let Some(last) = self.lines.last_mut().filter(|last| !line.begins && !last.ends) {
            last.text.extend_from_slice(line.text);
            last.ends = line.ends;
            self.bytes += line.text.len();
        } else {
            let held = WaitingLine {
                stamp: line.stamp.map(<[u8]>::to_vec),
                text: line.text.to_vec(),
                begins: line.begins,
                ends: line.ends,
            };
            self.bytes += held.bytes();
            self.lines.push(held);
        }
    }

    /// Takes all waiting lines.
    pub(super) fn take(&mut self) -> Vec<WaitingLine> {
        self.bytes = 0;
        mem::take(&mut self.lines)
    }

    /// Takes the complete lines. An incomplete last line goes on waiting.
    pub(super) fn take_whole(&mut self) -> Vec<WaitingLine> {
        let rest = self.lines.pop_if(|last| !last.ends);
        let whole = self.take();
        self.bytes = rest.as_ref().map_or(0, WaitingLine::bytes);
        self.lines.extend(rest);
        whole
    }
}
