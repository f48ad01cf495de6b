//! Whether the end of a log, asked for once more, is the end of what was read.

use jiff::Timestamp;

use super::{Cursor, Text, is_later};
use crate::facts::{LogChunk, LogLine, moment};
use crate::job_details::logs::node;

/// What to compare the end of a log with.
pub(in crate::job_details::logs) struct Proof {
    /// How many lines to ask for.
    pub(in crate::job_details::logs) lines: u64,
    /// How many bytes, time stamps included, if parts are as long as they are with the usual settings of runtimes.
    pub(in crate::job_details::logs) bytes: u64,
}

/// What the end of a log says of what was read of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::job_details::logs) enum Evidence {
    /// It was read to its end.
    Whole,
    /// There is more.
    More,
    /// The log ends before what was read.
    Less,
    /// There is nothing of the log, although something was read.
    Nothing,
    /// That cannot be told.
    Unclear,
    /// It has no log, but words of the node.
    Words(String),
}

/// The last line of an end.
#[derive(Default)]
struct End<'a> {
    is_there: bool,
    stamp: Option<&'a [u8]>,
    /// How many lines up to this one have the stamp that is compared with.
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

    /// What these last lines of the log say of what was read of it.
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
            // There is nothing, or only the rest of a line that began before.
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
            // Before the lines that were asked for there may be others of the same stamp.
            Some(_) if is_same && (last.equal == self.last.equal || self.is_partial) => Evidence::Whole,
            Some(_) => Evidence::More,
        }
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

    /// When the newest line was written, if that is known.
    pub(in crate::job_details::logs) fn last_time(&self) -> Option<Timestamp> {
        moment(&self.last.stamp)
    }

    /// When the newest line was written, as the server wrote it.
    pub(in crate::job_details::logs) fn last_stamp(&self) -> String {
        String::from_utf8_lossy(&self.last.stamp).into_owned()
    }
}
