//! Lines that wait until they can be shown without breaking another, or being broken.

use std::mem;

use super::MOST_HELD;
use crate::facts::LogLine;

/// Lines of one log that wait, in their order. Only the last may be one whose end has not come.
#[derive(Default)]
pub(super) struct Waiting {
    lines: Vec<WaitingLine>,
    /// What they take of the memory.
    bytes: usize,
    /// Whether nothing more comes of the log.
    pub(super) is_last: bool,
}

/// A line that waits, or what came of it.
pub(super) struct WaitingLine {
    stamp: Option<Vec<u8>>,
    text: Vec<u8>,
    begins: bool,
    ends: bool,
}

impl WaitingLine {
    /// What it takes of the memory.
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

    /// Whether it is more than may wait.
    pub(super) fn is_too_much(&self) -> bool {
        self.bytes >= MOST_HELD
    }

    /// Whether the end of what waits is that of a line.
    pub(super) fn is_whole(&self) -> bool {
        self.lines.last().is_some_and(|last| last.ends)
    }

    /// Has a line wait, or a piece of one.
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

    /// All that waits.
    pub(super) fn take(&mut self) -> Vec<WaitingLine> {
        self.bytes = 0;
        mem::take(&mut self.lines)
    }

    /// What waits without a last line whose end has not come: that goes on waiting.
    pub(super) fn take_whole(&mut self) -> Vec<WaitingLine> {
        let rest = self.lines.pop_if(|last| !last.ends);
        let whole = self.take();
        self.bytes = rest.as_ref().map_or(0, WaitingLine::bytes);
        self.lines.extend(rest);
        whole
    }
}
