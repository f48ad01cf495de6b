//! Compares the end of a log, requested once more, with the end of what was read.

use jiff::Timestamp;

use super::{Cursor, Text, is_later};
use crate::facts::{LogChunk, LogLine, moment};
use crate::job_details::logs::node;

/// How much of the end of a log to request for the comparison.
pub(in crate::job_details::logs) struct Proof {
    /// The number of lines to request.
    pub(in crate::job_details::logs) lines: u64,
    /// The number of bytes, including timestamps, if the parts of lines are as long as with the usual
    /// settings of runtimes.
    pub(in crate::job_details::logs) bytes: u64,
}

/// What the end of a log shows about what was read of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::job_details::logs) enum Evidence {
    /// The log was read to its end.
    Whole,
    /// The log has more lines.
    More,
    /// The log ends before the last line that was read.
    Less,
    /// The log is empty, although something was read.
    Nothing,
    /// The end is not conclusive.
    Unclear,
    /// The answer is a message of the node instead of the log.
    Words(String),
}

/// The last line of the end of a log.
#[derive(Default)]
struct End<'a> {
    is_there: bool,
    stamp: Option<&'a [u8]>,
    /// How many lines up to and including this one have the timestamp that is compared.
    equal: u64,
    text: Text,
    is_open: bool,
}

impl<'a> End<'a> {
    fn take(&mut self, line: &LogLine<'a>, compared: &[u8]) {
        if line.begins {
            let equal = if line.stamp == Some(compared) {
                self.equal + 1
            } else {
                0
            };
            *self = Self {
                is_there: true,
                stamp: line.stamp,
                equal,
                ..Self::default()
            };
        }
        self.text.add(line.text);
        self.is_open = !line.ends;
    }
}

impl Cursor {
    /// How much to request. `None` if the answer proves nothing or costs as much as the whole log: for a line
    /// of megabytes, and for a log without timestamps.
    pub(in crate::job_details::logs) fn proof(&self) -> Option<Proof> {
        const LONGEST: u64 = 1 << 20;
        const MOST_EQUAL: u64 = 1000;
        /// The maximum length of the parts in which runtimes write a line. The parts of conmon are half as
        /// long.
        const PART: u64 = 16 << 10;
        /// More than the length of a timestamp, its space and a line end.
        const OVERHEAD: u64 = 64;
        let last = &self.last;
        if !self.is_stamped() || last.run > LONGEST || last.equal > MOST_EQUAL {
            return None;
        }
        // The kubelet counts parts as lines, and each line may end with an empty part. One line more than
        // needed reveals an unread line with the same timestamp.
        let lines = last.run / (PART / 2) + 2 * last.equal + 2;
        Some(Proof {
            lines,
            bytes: lines * (PART + OVERHEAD),
        })
    }

    /// What these last lines of the log show about what was read.
    pub(in crate::job_details::logs) fn evidence(&self, end: &[LogChunk]) -> Evidence {
        let mut last = End::default();
        let mut is_wanted = true;
        for line in end.iter().flat_map(LogChunk::lines) {
            if line.begins {
                if line.stamp.is_none() && node::is_known(line.text) {
                    return Evidence::Words(String::from_utf8_lossy(line.text).into_owned());
                }
                is_wanted = line
                    .time()
                    .is_none_or(|time| self.since.is_none_or(|since| time >= since));
            }
            if is_wanted {
                last.take(&line, &self.last.stamp);
            }
        }
        let is_same = last.text.is(&self.last.text) && last.is_open == self.last.is_open;
        match last.stamp {
            // The end is empty, or only the rest of a line that began earlier.
            None if self.is_at_start() => match (last.is_there, self.has_remainder) {
                (false, false) => Evidence::Whole,
                (false, true) => Evidence::Nothing,
                (true, _) if is_same || self.since.is_some() => Evidence::Whole,
                (true, _) => Evidence::More,
            },
            None if last.is_there => Evidence::Unclear,
            None => Evidence::Nothing,
            Some(stamp) if self.is_at_start() || is_later(stamp, &self.last.stamp) => Evidence::More,
            Some(stamp) if stamp != self.last.stamp => Evidence::Less,
            Some(_) if last.equal < self.last.equal => Evidence::Unclear,
            // Lines before the requested lines may have the same timestamp.
            Some(_) if is_same && (last.equal == self.last.equal || self.is_partial) => Evidence::Whole,
            Some(_) => Evidence::More,
        }
    }

    /// The timestamp of the last of these lines.
    pub(in crate::job_details::logs) fn goal_of(end: &[LogChunk]) -> Option<Vec<u8>> {
        let lines = end.iter().flat_map(LogChunk::lines);
        lines.filter_map(|line| line.stamp.map(<[u8]>::to_vec)).last()
    }

    /// Whether reading has reached a line with this timestamp.
    pub(in crate::job_details::logs) fn has_reached(&self, stamp: &[u8]) -> bool {
        !is_later(stamp, &self.last.stamp)
    }

    /// When the newest line was written, if known.
    pub(in crate::job_details::logs) fn last_time(&self) -> Option<Timestamp> {
        moment(&self.last.stamp)
    }

    /// When the newest line was written, in the server's format.
    pub(in crate::job_details::logs) fn last_stamp(&self) -> String {
        String::from_utf8_lossy(&self.last.stamp).into_owned()
    }
}
