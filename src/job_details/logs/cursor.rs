//! Tracks how far a log was read, and what to skip when the log is read again. Does no I/O.
//!
//! A request can resume a log from a moment, but the API server passes on only whole seconds (`LogLocation`
//! in `pkg/registry/core/pod/strategy.go` of kubernetes/kubernetes). The cursor therefore counts the lines of
//! the newest second and of the second before as they are passed on, and skips the same number when they come
//! again. Timestamps need not be unique. They also need no order, as long as no line is late by more than a
//! second, as with the two streams of one container: the lines that come again are from the same file. If the
//! clock was set back by more, all lines that were passed on are counted.

mod counted;
mod jump;
mod proof;

use std::hash::{DefaultHasher, Hasher as _};

use jiff::Timestamp;

use self::counted::Counted;
pub(super) use self::jump::{Held, Jump, Jumps};
pub(super) use self::proof::Evidence;
use super::node;
use crate::facts::{Keep, LogChunk, LogLine, moment};

/// How far a log was read.
#[derive(Default)]
pub(super) struct Cursor {
    /// Whether lines have timestamps; `None` before the first line.
    stamped: Option<bool>,
    /// The lines that were passed on and would come again.
    counted: Counted,
    /// The newest line that was passed on.
    last: Last,
    /// What to find or skip after the log was requested again.
    seek: Seek,
    /// Lines before this moment are not requested.
    since: Option<Timestamp>,
    /// The same moment, as long as older lines may come: the API server selects by whole seconds.
    floor: Option<Timestamp>,
    /// Whether the rest of a line was passed on whose beginning lies before the requested lines.
    has_remainder: bool,
    /// Whether to accept lines that do not follow the lines that were read before.
    pub(super) accepts_gap: bool,
    /// Whether nothing of the body has arrived yet.
    is_at_body_start: bool,
    /// Whether the body was requested from within the log.
    is_body_partial: bool,
    /// Whether the first body was requested from within the log. Lines before its first line may have the
    /// same timestamp.
    is_partial: bool,
}

/// The newest line that was passed on.
#[derive(Default)]
struct Last {
    stamp: Vec<u8>,
    /// How many lines up to and including this one have the timestamp `stamp`.
    equal: u64,
    /// The number of bytes of the texts of these lines.
    run: u64,
    text: Text,
    /// Whether the line end has not arrived yet.
    is_open: bool,
}

/// What is remembered of a line's text: its hash and length.
#[derive(Clone, Default)]
struct Text {
    hasher: DefaultHasher,
    length: u64,
}

impl Text {
    fn add(&mut self, text: &[u8]) {
        self.hasher.write(text);
        self.length += text.len() as u64;
    }

    fn is(&self, other: &Self) -> bool {
        self.length == other.length && self.hasher.finish() == other.hasher.finish()
    }
}

#[derive(Default)]
enum Seek {
    /// Everything that comes is new.
    #[default]
    Nothing,
    /// Look for the first line that would come again.
    First,
    /// Skip this many lines, then this many bytes of the next line if that line was begun.
    Skip { lines: u64, begun: Option<u64> },
}

/// What [`Cursor::pass`] found in a chunk.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Passed {
    /// The lines left in the chunk are new.
    New,
    /// The lines left in the chunk are new, but lines before them may be missing: the log was rotated.
    AfterGap,
    /// The lines do not follow what was read before, and were not accepted: the log was rotated, or is the
    /// log of another instance.
    Strange,
    /// The chunk ends with a message of the node instead of a line of the log.
    Words(String),
}

impl Cursor {
    /// A cursor for a log of which only lines since this moment are requested.
    pub(super) fn new(since: Option<Timestamp>) -> Self {
        Self {
            since,
            floor: since,
            ..Self::default()
        }
    }

    /// The moment from which to request the log again; `None` for its beginning, or for wherever the first
    /// request started.
    pub(super) fn since(&self) -> Option<Timestamp> {
        let is_whole_needed = self.counted.is_set_back && !self.is_partial;
        self.counted
            .since()
            .filter(|_| self.is_stamped() && !is_whole_needed)
    }

    /// Makes the log come again from its beginning. The node's last line is older than the last line read,
    /// because the clock was set back or because the node has removed the newer lines.
    pub(super) fn read_all_again(&mut self) {
        self.counted.is_set_back = true;
    }

    /// Whether reading started within the log.
    pub(super) fn is_partial(&self) -> bool {
        self.is_partial
    }

    /// Whether the current body has repeated all lines that were read before.
    pub(super) fn has_rejoined(&self) -> bool {
        matches!(
            self.seek,
            Seek::Nothing
                | Seek::Skip {
                    lines: 0,
                    begun: None | Some(0)
                }
        )
    }

    /// Whether nothing was passed on yet.
    pub(super) fn is_at_start(&self) -> bool {
        self.stamped.is_none()
    }

    /// Whether the lines have timestamps, as far as is known.
    pub(super) fn is_stamped(&self) -> bool {
        self.stamped != Some(false)
    }

    /// Notes that the log comes again from [`Self::since`] on, or before the first line possibly from within
    /// the log.
    pub(super) fn rewind(&mut self, is_partial: bool) {
        self.is_at_body_start = true;
        self.is_body_partial = is_partial;
        self.seek = match self.stamped {
            None => Seek::Nothing,
            Some(true) => Seek::First,
            Some(false) => self.skip(),
        };
        if self.is_at_start() {
            self.is_partial = is_partial;
        }
    }

    fn skip(&self) -> Seek {
        Seek::Skip {
            lines: self.counted.lines(),
            begun: self.last.is_open.then_some(self.last.text.length),
        }
    }

    /// Keeps in the chunk only what was not passed on yet, and notes it as passed on.
    pub(super) fn pass(&mut self, chunk: &mut LogChunk) -> Passed {
        let mut passed = Passed::New;
        let mut is_over = false;
        chunk.retain(|line| {
            if is_over {
                return Keep::Nothing;
            }
            let is_first = std::mem::replace(&mut self.is_at_body_start, false);
            // A body may start with the rest of an earlier line. The rest has no timestamp.
            let is_remainder = is_first && self.is_body_partial;
            if line.begins
                && line.stamp.is_none()
                && (is_first && node::is_known(line.text) || self.stamped == Some(true) && !is_remainder)
            {
                is_over = true;
                passed = Passed::Words(String::from_utf8_lossy(line.text).into_owned());
                return Keep::Nothing;
            }
            if is_remainder && self.stamped.is_none() && line.begins && line.stamp.is_none() {
                // The next line shows whether the log has timestamps.
                let is_known = std::mem::replace(&mut self.has_remainder, true);
                return if is_known { Keep::Nothing } else { Keep::All };
            }
            if self.is_too_old(line) {
                return Keep::Nothing;
            }
            let (keep, is_gap) = self.sought(line);
            if is_gap {
                passed = if self.accepts_gap {
                    Passed::AfterGap
                } else {
                    Passed::Strange
                };
                is_over = !self.accepts_gap;
            }
            if is_over {
                return Keep::Nothing;
            }
            match &keep {
                Keep::All => self.note(line),
                Keep::After(bytes) => {
                    self.note_more(line.text.len().saturating_sub(*bytes as usize), line.ends);
                }
                Keep::Nothing => {}
            }
            keep
        });
        self.remember_text(chunk);
        passed
    }

    /// Remembers the text of the newest of these lines. The text of no other line is ever compared.
    fn remember_text(&mut self, chunk: &LogChunk) {
        let newest = chunk.lines().rposition(|line| line.begins);
        if newest.is_some() {
            self.last.text = Text::default();
        }
        for line in chunk.lines().skip(newest.unwrap_or(0)) {
            self.last.text.add(line.text);
        }
    }

    /// Whether a line is older than requested. The first line that is not ends the check.
    fn is_too_old(&mut self, line: &LogLine<'_>) -> bool {
        let Some(floor) = self.floor else {
            return false;
        };
        let is_old = line.time().is_some_and(|time| time < floor);
        let is_part_of_old = !line.begins;
        if line.begins && !is_old {
            self.floor = None;
        }
        is_old || is_part_of_old
    }

    /// What to keep of a line, and whether lines may be missing before it.
    fn sought(&mut self, line: &LogLine<'_>) -> (Keep, bool) {
        match &mut self.seek {
            Seek::Nothing => (Keep::All, false),
            Seek::First => {
                let Some(stamp) = line.stamp.filter(|_| line.begins) else {
                    return (Keep::Nothing, false);
                };
                if self.counted.first() == Some(stamp) {
                    self.seek = self.skip();
                    return self.sought(line);
                }
                if is_later(stamp, &self.last.stamp) {
                    self.seek = if self.accepts_gap {
                        Seek::Nothing
                    } else {
                        Seek::First
                    };
                    return (Keep::All, true);
                }
                (Keep::Nothing, false)
            }
            Seek::Skip {
                lines: 0,
                begun: None,
            } => {
                self.seek = Seek::Nothing;
                (Keep::All, false)
            }
            Seek::Skip {
                lines: 0,
                begun: Some(bytes),
            } => {
                // The beginning of this line was passed on before; the line may come again in other pieces.
                let length = line.text.len() as u64;
                let skipped = length.min(*bytes);
                *bytes -= skipped;
                if *bytes == 0 {
                    self.seek = Seek::Nothing;
                }
                let is_all_known = skipped == length && !line.ends;
                let keep = if is_all_known {
                    Keep::Nothing
                } else {
                    Keep::After(u32::try_from(skipped).unwrap_or(u32::MAX))
                };
                (keep, false)
            }
            Seek::Skip { lines, .. } => {
                *lines -= u64::from(line.ends);
                (Keep::Nothing, false)
            }
        }
    }

    /// Notes a line, or a piece of a line, that is passed on.
    fn note(&mut self, line: &LogLine<'_>) {
        if !line.begins {
            return self.note_more(line.text.len(), line.ends);
        }
        // A line without a line end is complete as well if another line follows, as after a gap.
        self.stamped.get_or_insert(line.stamp.is_some());
        let stamp = line.stamp.unwrap_or_default();
        if self.last.stamp != stamp {
            self.last.stamp.clear();
            self.last.stamp.extend_from_slice(stamp);
            self.last.equal = 0;
            self.last.run = 0;
        }
        self.counted.begin(stamp);
        self.last.equal += 1;
        self.note_more(line.text.len(), line.ends);
    }

    fn note_more(&mut self, length: usize, ends: bool) {
        self.last.run += length as u64;
        self.last.is_open = !ends;
        if ends {
            self.counted.end();
        }
    }
}

/// Whether the timestamp `one` is later than `other`. Timestamps of old kubelets have fractions without
/// trailing zeros, so comparing their bytes is not enough.
fn is_later(one: &[u8], other: &[u8]) -> bool {
    match (moment(one), moment(other)) {
        (Some(one), Some(other)) => one > other,
        _ => one > other,
    }
}

#[cfg(test)]
mod tests;
