//! Whether the end of a log, asked for once more, is the end of what was read.

use super::{Cursor, Text, is_later};
use crate::job_details::logs::lines::LogChunk;

/// What to compare the end of a log with.
pub(in crate::job_details::logs) struct Proof {
    /// How many lines to ask for.
    pub(in crate::job_details::logs) lines: u64,
    /// How many bytes, time stamps included: with more it is not the end that was read.
    pub(in crate::job_details::logs) bytes: u64,
}

impl Cursor {
    /// What to ask for; `None` where asking proves nothing, or costs as much as all of the log: of a line of megabytes, and of a
    /// log without stamps.
    pub(in crate::job_details::logs) fn proof(&self) -> Option<Proof> {
        const LONGEST: u64 = 1 << 20;
        const MOST_EQUAL: u64 = 1000;
        /// The parts of a line that a runtime writes are not longer; those of conmon are half as long.
        const PART: u64 = 16 << 10;
        /// Of a stamp, its blank and a line end, and more.
        const OVERHEAD: u64 = 64;
        let last = &self.last;
        if !self.is_stamped() || last.run > LONGEST || last.equal > MOST_EQUAL {
            return None;
        }
        // The kubelet counts parts for lines. There may be an empty one at the end of each line. With a line more, one of the same stamp
        // that was not read would be noticed.
        let lines = last.run / (PART / 2) + 2 * last.equal + 2;
        Some(Proof {
            lines,
            bytes: lines * (PART + OVERHEAD),
        })
    }

    /// Whether what ends with these lines was read to its end.
    pub(in crate::job_details::logs) fn is_proven_by(&self, end: &[LogChunk]) -> bool {
        if self.is_at_start() {
            return end.iter().all(LogChunk::is_empty);
        }
        let (mut equal, mut text, mut is_last_open) = (0, Text::default(), false);
        for line in end.iter().flat_map(LogChunk::lines) {
            if line.begins {
                let is_equal = line.stamp.is_some_and(|stamp| stamp == self.last.stamp);
                equal = if is_equal { equal + 1 } else { 0 };
                text = Text::default();
            }
            text.add(line.text);
            is_last_open = !line.ends;
        }
        equal == self.last.equal && text.is(&self.last.text) && is_last_open == self.last.is_open
    }

    /// The stamp of the last of these lines.
    pub(in crate::job_details::logs) fn goal_of(end: &[LogChunk]) -> Option<Vec<u8>> {
        let lines = end.iter().flat_map(LogChunk::lines);
        lines.filter_map(|line| line.stamp.map(<[u8]>::to_vec)).last()
    }

    /// Whether it was read as far as a line with that stamp.
    pub(in crate::job_details::logs) fn has_reached(&self, stamp: &[u8]) -> bool {
        !is_later(stamp, &self.last.stamp)
    }

    /// When the newest line was written, as the server wrote it.
    pub(in crate::job_details::logs) fn last_stamp(&self) -> String {
        String::from_utf8_lossy(&self.last.stamp).into_owned()
    }
}
