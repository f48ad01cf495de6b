//! Where lines may be missing within a body that is followed. Pure.
//!
//! At the end of the file that it has open a kubelet that is followed goes over to the newest one (`ReadLogs` opens the log's path again
//! when `waitLogs` has seen it made anew, in `pkg/logs/logs.go` of k8s.io/cri-client). Who reads more slowly than the container writes may
//! be more than one file behind by then, and what is between is left out without a word. And the kubelet looks out for new files only
//! from the first such end on: of a file that was rotated before, it goes over at the next rotation. A body that is not followed is of
//! one file and ends with it.
//!
//! A file is rotated when it is looked at and is too large (`rotateLogs` in `pkg/kubelet/logs/container_log_manager.go` of
//! kubernetes/kubernetes), every `containerLogMonitorInterval`, which is 10 s unless set and never less than 3 s
//! (`ValidateKubeletConfiguration` in `pkg/kubelet/apis/config/validation`). So a file that was left out shows as a jump in the time
//! stamps; and where the kubelet looks out for new ones, none is left out of what is read sooner than that after it was written, or
//! after the kubelet was at the end of the newest file. A quiet time of the container is a jump, too: the two are told apart by what the
//! node has. Its clock is never compared with that of this machine.

use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::Instant;

use super::{counted::second_of, is_later};
use crate::facts::LogChunk;
use crate::facts::moment;

/// The least time from one rotation to the next: what the kubelet may be told, less what one look may come late.
const ROTATION: Duration = Duration::from_secs(2);

/// Where the next piece was waited for so long, the kubelet stood at the end of the newest file.
const IDLE: Duration = Duration::from_secs(1);

/// How often to ask the node what it has, until it says so.
const LOOK: Duration = Duration::from_secs(5);

/// Looks for jumps in the lines that are given away.
#[derive(Default)]
pub(in crate::job_details::logs) struct Jumps {
    /// The stamp of the newest line, and when it came.
    last: Vec<u8>,
    last_came: Option<Instant>,
    is_followed: bool,
    /// Bytes of the body; unknown where it began within a file.
    length: Option<u64>,
    /// Whether the kubelet is known to have come to the end of a file that was not rotated: from then on it looks out for new ones.
    is_watched: bool,
    /// When the kubelet was last known to have begun the newest file, or to be at its end.
    newest_at: Option<Instant>,
    /// Whether lines came since for so long that a file may have been left out.
    is_behind: bool,
    /// Whether the line that comes next was waited for.
    is_awaited: bool,
    /// When the node was last asked, and what it had.
    asked: Option<Instant>,
    held: Option<Held>,
    /// The stamp up to which lines were last told to be missing.
    told: Vec<u8>,
}

/// The stamps of the lines that a node has of a log: of the newest first, then of the oldest. If the file was rotated in between, the
/// oldest is the later one; otherwise all lines from the one to the other are of one file.
pub(in crate::job_details::logs) struct Held {
    pub(in crate::job_details::logs) newest: Vec<u8>,
    /// When the newest one was.
    pub(in crate::job_details::logs) at: Instant,
    pub(in crate::job_details::logs) oldest: Vec<u8>,
}

/// Two lines that follow each other, of which the second was written some time after the first.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::job_details::logs) struct Jump {
    /// That of the second line in its chunk.
    pub(in crate::job_details::logs) position: usize,
    /// The stamp of the first.
    pub(in crate::job_details::logs) after: Vec<u8>,
    /// When that came.
    came: Option<Instant>,
    /// The stamp of the second.
    pub(in crate::job_details::logs) before: Vec<u8>,
}

impl Jumps {
    /// No file that has fewer bytes is rotated.
    pub(in crate::job_details::logs) const SMALL: u64 = 1 << 20;

    /// Another body was asked for, at that time, from somewhere in the log on or from the beginning of a file.
    pub(in crate::job_details::logs) fn rewind(&mut self, is_followed: bool, is_partial: bool, now: Instant) {
        self.is_followed = is_followed;
        self.length = (!is_partial).then_some(0);
        self.is_watched = false;
        self.newest_at = Some(now);
        (self.is_behind, self.is_awaited) = (false, false);
    }

    /// So many bytes are about to come that were waited for since then. `is_next` is whether they begin with the line after those that
    /// were found last.
    pub(in crate::job_details::logs) fn came(
        &mut self,
        bytes: usize,
        waited_since: Instant,
        is_next: bool,
        now: Instant,
    ) {
        self.is_behind |= self.newest_at.is_some_and(|at| waited_since >= at + ROTATION);
        if is_next && now >= waited_since + IDLE {
            self.newest_at = Some(now);
            self.is_awaited = true;
            self.is_watched |= self.is_small();
        }
        self.length = self.length.map(|length| length + bytes as u64);
    }

    /// Whether what the kubelet reads was never rotated.
    fn is_small(&self) -> bool {
        self.length.is_some_and(|length| length < Self::SMALL)
    }

    /// Whether the kubelet looks out for new files since before any was rotated.
    fn is_watchful(&self) -> bool {
        self.is_watched || self.is_small()
    }

    /// Whether to ask what the node has, by which it is known later how old lines are when they come.
    pub(in crate::job_details::logs) fn is_look_due(&self, now: Instant) -> bool {
        let is_wanted = self.held.is_none() || !self.is_watchful();
        let is_due = is_wanted && self.asked.is_none_or(|asked| now >= asked + LOOK);
        self.is_followed && self.is_behind && is_due
    }

    /// Notes what the node has, if it said that.
    pub(in crate::job_details::logs) fn note(&mut self, held: Option<Held>, now: Instant) {
        self.asked = Some(now);
        let Some(held) = held else { return };
        let is_at_end = self.last_came.is_some_and(|came| held.is_fresh(&self.last, came));
        self.is_watched |= is_at_end && !is_later(&held.oldest, &self.last);
        self.held = Some(held);
    }

    /// What comes next is known not to follow what came before.
    pub(in crate::job_details::logs) fn forget_last(&mut self) {
        self.last.clear();
    }

    /// The jumps before lines of the chunk, which follows that of the last call, if the kubelet may have left out a file there.
    pub(in crate::job_details::logs) fn find(&mut self, chunk: &LogChunk, now: Instant) -> Vec<Jump> {
        let mut jumps = Vec::new();
        let is_watchful = self.is_watchful();
        let mut is_sought = self.is_followed && (self.is_behind || !is_watchful);
        if !is_sought {
            if let Some(stamp) = chunk.lines().rev().find_map(|line| line.stamp) {
                (self.last, self.last_came) = (stamp.to_vec(), Some(now));
                self.is_awaited = false;
            }
            return jumps;
        }
        let (mut last, mut came): (&[u8], _) = (&self.last, self.last_came);
        for (position, line) in chunk.lines().enumerate() {
            let Some(stamp) = line.stamp else { continue };
            // Most are of the same second; a log may have millions of lines in one.
            if is_sought && second_of(stamp) != second_of(last) && is_jump(last, stamp) {
                jumps.push(Jump {
                    position,
                    after: last.to_vec(),
                    came,
                    before: stamp.to_vec(),
                });
            }
            if std::mem::take(&mut self.is_awaited) {
                self.is_behind = false;
                is_sought &= !is_watchful;
            }
            (last, came) = (stamp, Some(now));
        }
        (self.last, self.last_came) = (last.to_vec(), came);
        jumps
    }

    /// Whether it is known already that nothing is missing there, or told that something may be.
    pub(in crate::job_details::logs) fn is_settled(&self, jump: &Jump) -> bool {
        let is_fresh = |held: &Held| jump.came.is_some_and(|came| held.is_fresh(&jump.after, came));
        let is_known = self
            .held
            .as_ref()
            .is_some_and(|held| held.has_both(jump) || self.is_watchful() && is_fresh(held));
        is_known || !is_later(&jump.before, &self.told)
    }

    /// Before which line others may be missing, by what the node was noted to have after both lines came: none if its file is
    /// still that of the line before the jump. If that was rotated, whatever was written until the file begun since may be.
    pub(in crate::job_details::logs) fn missing_until(&mut self, jump: &Jump) -> Option<&[u8]> {
        let oldest = &self.held.as_ref()?.oldest;
        if !is_later(oldest, &jump.after) {
            return None;
        }
        let is_further = is_later(oldest, &jump.before);
        self.told
            .clone_from(if is_further { oldest } else { &jump.before });
        Some(&self.told)
    }
}

impl Held {
    /// Whether both lines are of this file.
    fn has_both(&self, jump: &Jump) -> bool {
        !is_later(&self.oldest, &jump.after) && !is_later(&jump.before, &self.newest)
    }

    /// Whether a line had just been written when it came: it came as much later than the answer as it was written later
    /// than the newest line of then. One that came sooner tells that the node's clock was set.
    fn is_fresh(&self, stamp: &[u8], came: Instant) -> bool {
        let Some(written) = span(&self.newest, stamp) else {
            return false;
        };
        let due = if written.is_negative() {
            self.at.checked_sub(written.unsigned_abs())
        } else {
            self.at.checked_add(written.unsigned_abs())
        };
        due.is_some_and(|due| came.max(due) - came.min(due) < ROTATION)
    }
}

/// From one stamp to another.
fn span(one: &[u8], next: &[u8]) -> Option<SignedDuration> {
    let (one, next) = moment(one).zip(moment(next))?;
    Some(next.duration_since(one))
}

fn is_jump(one: &[u8], next: &[u8]) -> bool {
    span(one, next).is_some_and(|span| span.is_positive() && span.unsigned_abs() >= ROTATION)
}

#[cfg(test)]
mod tests;
