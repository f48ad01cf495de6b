//! How far a log was read, and how to go on from there. Pure.
//!
//! A log is read again from a moment on, and the API server passes on whole seconds of it only (`LogLocation` in
//! `pkg/registry/core/pod/strategy.go` of kubernetes/kubernetes). So the lines of the newest second and of the one before are counted as they
//! are given away, and just as many are left out when they come again. Nothing is concluded from stamps being different, nor from
//! their order as long as none is late by more than a second, as two streams of one container may be: what comes again is the same
//! file. Where the clock was set back by more, all that was given away is counted.

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
    /// Whether lines have stamps; `None` before the first line.
    stamped: Option<bool>,
    /// What was given away and would come again.
    counted: Counted,
    /// The newest line.
    last: Last,
    /// What is still to be found or left out after the log was asked for anew.
    seek: Seek,
    /// Lines before this moment are not wanted.
    since: Option<Timestamp>,
    /// The same, as long as they may come, because whole seconds do not tell them.
    floor: Option<Timestamp>,
    /// Whether the rest of a line was given away whose beginning is not wanted.
    has_remainder: bool,
    /// Whether lines are taken that do not follow what was read before.
    pub(super) accepts_gap: bool,
    /// Whether nothing of the body has come yet.
    is_at_body_start: bool,
    /// Whether the body was asked for from somewhere in the log on.
    is_body_partial: bool,
    /// Whether the first body was: of the same stamp as its first line, there may be lines before it.
    is_partial: bool,
}

/// The newest line that was given away.
#[derive(Default)]
struct Last {
    stamp: Vec<u8>,
    /// How many lines up to this one have that stamp.
    equal: u64,
    /// Bytes of their texts.
    run: u64,
    text: Text,
    /// Whether its line end has not come yet.
    is_open: bool,
}

/// What is remembered of a line's text.
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
    /// All that comes is new.
    #[default]
    Nothing,
    /// The first line that was given away is looked for.
    First,
    /// So many lines are left out, and then so many bytes of the next, if that was begun.
    Skip { lines: u64, begun: Option<u64> },
}

/// What a chunk turned out to hold.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Passed {
    /// What is left in it is new.
    New,
    /// The same, and between what was read before and this there may have been more: the log was rotated.
    AfterGap,
    /// What comes does not follow what was read before, and was not taken: the log was rotated, or it is another instance's.
    Strange,
    /// It ends with what is no line of the log but the node's own words.
    Words(String),
}

impl Cursor {
    /// Of a log of which lines from that moment on are wanted.
    pub(super) fn new(since: Option<Timestamp>) -> Self {
        Self {
            since,
            floor: since,
            ..Self::default()
        }
    }

    /// Since when to ask for the log anew; `None` is from its beginning, or from wherever it was asked for first.
    pub(super) fn since(&self) -> Option<Timestamp> {
        let is_whole_needed = self.counted.is_set_back && !self.is_partial;
        self.counted
            .since()
            .filter(|_| self.is_stamped() && !is_whole_needed)
    }

    /// Has the log come again from its beginning: what is there is older than what was read, because the clock was set back or
    /// because the node has thrown that away.
    pub(super) fn read_all_again(&mut self) {
        self.counted.is_set_back = true;
    }

    /// Whether it was read from somewhere within the log on.
    pub(super) fn is_partial(&self) -> bool {
        self.is_partial
    }

    /// Whether the body that comes has brought again all that was read before.
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

    /// Whether nothing was given away yet.
    pub(super) fn is_at_start(&self) -> bool {
        self.stamped.is_none()
    }

    /// Whether the lines have stamps, as far as is known.
    pub(super) fn is_stamped(&self) -> bool {
        self.stamped != Some(false)
    }

    /// Notes that the log comes anew, from [`Self::since`] on; before the first line perhaps from somewhere else on.
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

    /// Leaves in the chunk only what was not given away yet, and notes that it is now.
    pub(super) fn pass(&mut self, chunk: &mut LogChunk) -> Passed {
        let mut passed = Passed::New;
        let mut is_over = false;
        chunk.retain(|line| {
            if is_over {
                return Keep::Nothing;
            }
            let is_first = std::mem::replace(&mut self.is_at_body_start, false);
            // A body may begin with the rest of a line whose beginning lies before it, and that has no stamp.
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
                // Whether the log has stamps is for the next line to say.
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

    /// Remembers the text of the newest line, of these that are given away: that of no other is ever compared.
    fn remember_text(&mut self, chunk: &LogChunk) {
        let newest = chunk.lines().rposition(|line| line.begins);
        if newest.is_some() {
            self.last.text = Text::default();
        }
        for line in chunk.lines().skip(newest.unwrap_or(0)) {
            self.last.text.add(line.text);
        }
    }

    /// Whether a line is older than what was asked for; the first that is not ends the question.
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

    /// What stays of a line, and whether there may have been others before it.
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
                // A line that comes again in pieces, of which some are cut off.
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

    /// Notes a line, or a piece of one, that is given away.
    fn note(&mut self, line: &LogLine<'_>) {
        if !line.begins {
            return self.note_more(line.text.len(), line.ends);
        }
        // A line that has no end and is followed by another, as after a gap, is over all the same.
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

/// Whether one stamp is later than another. Those of old kubelets have fractions without zeros at their end, so that their
/// bytes do not tell.
fn is_later(one: &[u8], other: &[u8]) -> bool {
    match (moment(one), moment(other)) {
        (Some(one), Some(other)) => one > other,
        _ => one > other,
    }
}

#[cfg(test)]
mod tests;
