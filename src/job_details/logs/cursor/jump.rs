//! Finds places within a followed body where lines may be missing. Does no I/O.
//!
//! A kubelet that follows a log switches to the newest file when it reaches the end of its open file
//! (`ReadLogs` opens the log's path again when `waitLogs` has seen a new file there, in `pkg/logs/logs.go` of
//! k8s.io/cri-client). A reader that is slower than the container may be more than one file behind by then,
//! and the kubelet silently skips the files in between. Also, the kubelet watches for new files only from the
//! first such end on: if its file was rotated earlier, the kubelet switches only at the next rotation. A body
//! that is not followed contains one file and ends with that file.
//!
//! The kubelet checks the size of a file every `containerLogMonitorInterval` and rotates the file if it is
//! too large (`rotateLogs` in `pkg/kubelet/logs/container_log_manager.go` of kubernetes/kubernetes). The
//! interval is 10 s by default and at least 3 s (`ValidateKubeletConfiguration` in
//! `pkg/kubelet/apis/config/validation`). A skipped file therefore shows as a jump in the timestamps. While
//! the kubelet watches for new files, it skips no lines that are read within one interval after they were
//! written, or within one interval after the kubelet was at the end of the newest file. A quiet container
//! also causes a jump; the lines that the node has tell the two apart. The node's clock must never be
//! compared with the clock of this machine.

use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::Instant;

use super::{counted::second_of, is_later};
use crate::facts::LogChunk;
use crate::facts::moment;

/// The least time from one rotation to the next: the smallest interval that the kubelet accepts, minus the
/// delay of one check.
const ROTATION: Duration = Duration::from_secs(2);

/// If the next piece took this long to arrive, the kubelet was at the end of the newest file.
const IDLE: Duration = Duration::from_secs(1);

/// How often to ask the node which lines it has, until it answers.
const LOOK: Duration = Duration::from_secs(5);

/// Finds jumps in the lines that are passed on.
#[derive(Default)]
pub(in crate::job_details::logs) struct Jumps {
    /// The timestamp of the newest line, and when the line arrived.
    last: Vec<u8>,
    last_came: Option<Instant>,
    is_followed: bool,
    /// The number of bytes of the body so far; unknown if the body started within a file.
    length: Option<u64>,
    /// Whether the kubelet has certainly reached the end of a file that was not rotated. From then on it
    /// watches for new files.
    is_watched: bool,
    /// When the kubelet was last known to have opened the newest file, or to be at its end.
    newest_at: Option<Instant>,
    /// Whether lines have come for so long since then that a file may have been skipped.
    is_behind: bool,
    /// Whether the reader had to wait for the next line.
    is_awaited: bool,
    /// When the node was last asked, and which lines it had.
    asked: Option<Instant>,
    held: Option<Held>,
    /// The timestamp of the line before which lines were last reported missing.
    told: Vec<u8>,
}

/// The timestamps of the newest and the oldest line that a node has of a log, read in this order. If the file
/// was rotated in between, the oldest line is later than the newest line. Otherwise all lines between the two
/// are in one file.
pub(in crate::job_details::logs) struct Held {
    pub(in crate::job_details::logs) newest: Vec<u8>,
    /// When the newest line was requested.
    pub(in crate::job_details::logs) at: Instant,
    pub(in crate::job_details::logs) oldest: Vec<u8>,
}

/// Two consecutive lines, of which the second was written some time after the first.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::job_details::logs) struct Jump {
    /// The position of the second line in its chunk.
    pub(in crate::job_details::logs) position: usize,
    /// The timestamp of the first line.
    pub(in crate::job_details::logs) after: Vec<u8>,
    /// When the first line arrived.
    came: Option<Instant>,
    /// The timestamp of the second line.
    pub(in crate::job_details::logs) before: Vec<u8>,
}

impl Jumps {
    /// The kubelet rotates no file with fewer bytes than this.
    pub(in crate::job_details::logs) const SMALL: u64 = 1 << 20;

    /// Notes that another body was requested at `now`, from within the log (`is_partial`) or from the
    /// beginning of a file.
    pub(in crate::job_details::logs) fn rewind(&mut self, is_followed: bool, is_partial: bool, now: Instant) {
        self.is_followed = is_followed;
        self.length = (!is_partial).then_some(0);
        self.is_watched = false;
        self.newest_at = Some(now);
        (self.is_behind, self.is_awaited) = (false, false);
    }

    /// Notes that `bytes` bytes arrived, for which the reader waited since `waited_since`. `is_next` says
    /// whether they begin with the line after the lines of the last [`Self::find`].
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

    /// Whether the body is so short that its file was never rotated.
    fn is_small(&self) -> bool {
        self.length.is_some_and(|length| length < Self::SMALL)
    }

    /// Whether the kubelet watched for new files before any file was rotated.
    fn is_watchful(&self) -> bool {
        self.is_watched || self.is_small()
    }

    /// Whether to ask which lines the node has. The answer later shows how old lines are when they arrive.
    pub(in crate::job_details::logs) fn is_look_due(&self, now: Instant) -> bool {
        let is_wanted = self.held.is_none() || !self.is_watchful();
        let is_due = is_wanted && self.asked.is_none_or(|asked| now >= asked + LOOK);
        self.is_followed && self.is_behind && is_due
    }

    /// Notes which lines the node has, if the node answered.
    pub(in crate::job_details::logs) fn note(&mut self, held: Option<Held>, now: Instant) {
        self.asked = Some(now);
        let Some(held) = held else { return };
        let is_at_end = self.last_came.is_some_and(|came| held.is_fresh(&self.last, came));
        self.is_watched |= is_at_end && !is_later(&held.oldest, &self.last);
        self.held = Some(held);
    }

    /// Notes that the next line does not follow the previous line.
    pub(in crate::job_details::logs) fn forget_last(&mut self) {
        self.last.clear();
    }

    /// The jumps before lines of the chunk at which the kubelet may have skipped a file. The chunk must
    /// follow the chunk of the last call.
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
            // Most lines have the same second as the line before; a log may have millions of lines in one
            // second.
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

    /// Whether nothing is missing at the jump, or the missing lines were reported already.
    pub(in crate::job_details::logs) fn is_settled(&self, jump: &Jump) -> bool {
        let is_fresh = |held: &Held| jump.came.is_some_and(|came| held.is_fresh(&jump.after, came));
        let is_known = self
            .held
            .as_ref()
            .is_some_and(|held| held.has_both(jump) || self.is_watchful() && is_fresh(held));
        is_known || !is_later(&jump.before, &self.told)
    }

    /// The timestamp of the line before which lines may be missing, according to the lines that the node had
    /// after both lines of the jump arrived. `None` if the node's file still has the line before the jump. If
    /// that file was rotated, everything written before the current file began may be missing.
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
    /// Whether both lines of the jump are in this file.
    fn has_both(&self, jump: &Jump) -> bool {
        !is_later(&self.oldest, &jump.after) && !is_later(&jump.before, &self.newest)
    }

    /// Whether a line arrived as soon as it was written: the time from the node's answer to the line's
    /// arrival equals the time from the node's newest line to the line. A line that arrived earlier shows
    /// that the node's clock was changed.
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

/// The time from one timestamp to the next.
fn span(one: &[u8], next: &[u8]) -> Option<SignedDuration> {
    let (one, next) = moment(one).zip(moment(next))?;
    Some(next.duration_since(one))
}

fn is_jump(one: &[u8], next: &[u8]) -> bool {
    span(one, next).is_some_and(|span| span.is_positive() && span.unsigned_abs() >= ROTATION)
}

#[cfg(test)]
mod tests;
