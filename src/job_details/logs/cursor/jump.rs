//! Where lines may be missing within a body that is followed. Pure.
//!
//! At the end of the file that it has open a kubelet that is followed goes over to the newest one (`ReadLogs` opens the log's path again
//! when `waitLogs` has seen it made anew, in `pkg/kubelet/kuberuntime/logs/logs.go` of kubernetes/kubernetes). Who reads more slowly than
//! the container writes may be more than one file behind by then, and what is between is left out without a word. A body that is not
//! followed is of one file and ends with it.
//!
//! A file is rotated when it is looked at and is too large (`rotateLogs` in `pkg/kubelet/logs/container_log_manager.go`), every
//! `containerLogMonitorInterval`, which is 10 s unless set and never less than 3 s (`ValidateKubeletConfiguration` in
//! `pkg/kubelet/apis/config/validation`). So a file that was left out shows as a jump in the time stamps.

use std::time::Duration;

use jiff::SignedDuration;

use super::{counted::second_of, is_later, moment};
use crate::job_details::logs::lines::LogChunk;

/// The least time between the lines before and behind a file that was left out: what the kubelet may be told, less what one look
/// may come late.
const LEAST: SignedDuration = SignedDuration::from_secs(2);

/// Where the next piece was waited for so long, the kubelet stood at the end of the newest file.
const IDLE: Duration = Duration::from_secs(1);

/// Looks for jumps in the lines that are given away.
#[derive(Default)]
pub(in crate::job_details::logs) struct Jumps {
    /// The stamp of the newest line.
    last: Vec<u8>,
    is_followed: bool,
    /// Whether the line that comes next was waited for.
    is_awaited: bool,
    /// What the node had when it was last asked.
    held: Option<Held>,
    /// The stamp up to which lines were last told to be missing.
    told: Vec<u8>,
}

/// The stamps of the lines that a node has of a log: of the newest first, then of the oldest. If the file was rotated in between, the
/// oldest is the later one; otherwise all lines from the one to the other are of one file.
pub(in crate::job_details::logs) struct Held {
    pub(in crate::job_details::logs) oldest: Vec<u8>,
    pub(in crate::job_details::logs) newest: Vec<u8>,
}

/// Two lines that follow each other, of which the second was written some time after the first.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::job_details::logs) struct Jump {
    /// That of the second line in its chunk.
    pub(in crate::job_details::logs) position: usize,
    /// The stamp of the first.
    pub(in crate::job_details::logs) after: Vec<u8>,
    /// The stamp of the second.
    pub(in crate::job_details::logs) before: Vec<u8>,
}

impl Jumps {
    /// Another body begins.
    pub(in crate::job_details::logs) fn rewind(&mut self, is_followed: bool) {
        self.is_followed = is_followed;
        self.is_awaited = false;
    }

    /// More came, with which a line begins, after there was nothing to read for that time.
    pub(in crate::job_details::logs) fn waited(&mut self, time: Duration) {
        self.is_awaited |= time >= IDLE;
    }

    /// What comes next is known not to follow what came before.
    pub(in crate::job_details::logs) fn forget_last(&mut self) {
        self.last.clear();
    }

    /// The jumps before lines of the chunk, which follows that of the last call.
    pub(in crate::job_details::logs) fn find(&mut self, chunk: &LogChunk) -> Vec<Jump> {
        let mut jumps = Vec::new();
        if !self.is_followed {
            let last = chunk.lines().rev().find_map(|line| line.stamp);
            self.last = last.map_or_else(|| std::mem::take(&mut self.last), <[u8]>::to_vec);
            return jumps;
        }
        let mut last: &[u8] = &self.last;
        for (position, line) in chunk.lines().enumerate() {
            let Some(stamp) = line.stamp else { continue };
            let is_awaited = std::mem::take(&mut self.is_awaited);
            // Most are of the same second; a log may have millions of lines in one.
            if second_of(stamp) != second_of(last) && !is_awaited && is_jump(last, stamp) {
                jumps.push(Jump {
                    position,
                    after: last.to_vec(),
                    before: stamp.to_vec(),
                });
            }
            last = stamp;
        }
        self.last = last.to_vec();
        jumps
    }

    /// Whether it is known already that nothing is missing there, or told that something may be.
    pub(in crate::job_details::logs) fn is_settled(&self, jump: &Jump) -> bool {
        let is_of_one_file = self.held.as_ref().is_some_and(|held| {
            !is_later(&held.oldest, &jump.after) && !is_later(&jump.before, &held.newest)
        });
        is_of_one_file || !is_later(&jump.before, &self.told)
    }

    /// Before which line others may be missing, by what the node holds now: none if its file is still that of the line before the
    /// jump. If that was rotated, whatever was written until the file begun since may be.
    pub(in crate::job_details::logs) fn missing_until(&mut self, jump: &Jump, held: Held) -> Option<&[u8]> {
        let is_rotated = is_later(&held.oldest, &jump.after);
        if is_rotated {
            let is_further = is_later(&held.oldest, &jump.before);
            self.told
                .clone_from(if is_further { &held.oldest } else { &jump.before });
        }
        self.held = Some(held);
        is_rotated.then_some(&self.told)
    }
}

fn is_jump(one: &[u8], next: &[u8]) -> bool {
    let times = moment(one).zip(moment(next));
    times.is_some_and(|(one, next)| next.duration_since(one) >= LEAST)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::*;
    use crate::job_details::logs::lines::Splitter;

    fn stamp(seconds: u32, nanos: u32) -> String {
        format!(
            "2026-11-25T00:{:02}:{:02}.{nanos:09}Z",
            seconds / 60,
            seconds % 60
        )
    }

    fn chunk(seconds: &[u32]) -> LogChunk {
        let lines: Vec<String> = seconds
            .iter()
            .map(|&second| format!("{} x\n", stamp(second, 0)))
            .collect();
        Splitter::default().take(Bytes::from(lines.concat()))
    }

    fn followed() -> Jumps {
        let mut jumps = Jumps::default();
        jumps.rewind(true);
        jumps
    }

    fn jump(after: u32, before: u32) -> Jump {
        Jump {
            position: 0,
            after: stamp(after, 0).into(),
            before: stamp(before, 0).into(),
        }
    }

    fn held(oldest: u32, newest: u32) -> Held {
        Held {
            oldest: stamp(oldest, 0).into(),
            newest: stamp(newest, 0).into(),
        }
    }

    fn positions(found: &[Jump]) -> Vec<usize> {
        found.iter().map(|jump| jump.position).collect()
    }

    #[test]
    fn a_jump_is_two_seconds_or_more_and_within_what_is_followed() {
        let mut jumps = followed();
        assert_eq!(
            positions(&jumps.find(&chunk(&[10, 11, 13, 14, 13, 15, 9, 59]))),
            [2, 5, 7]
        );
        assert_eq!(jumps.find(&chunk(&[61])), [jump(59, 61)], "from chunk to chunk");
        jumps.rewind(false);
        assert_eq!(jumps.find(&chunk(&[70, 80])), []);
        jumps.rewind(true);
        assert_eq!(jumps.find(&chunk(&[90])), [jump(80, 90)], "from body to body");
        jumps.forget_last();
        assert_eq!(jumps.find(&chunk(&[100, 101])), [], "which is told already");
    }

    #[test]
    fn what_was_waited_for_is_no_jump_but_what_comes_behind_it_is() {
        let mut jumps = followed();
        jumps.find(&chunk(&[10]));
        jumps.waited(IDLE);
        jumps.waited(Duration::ZERO);
        assert_eq!(positions(&jumps.find(&chunk(&[20, 30]))), [1]);
        jumps.waited(IDLE / 2);
        assert_eq!(positions(&jumps.find(&chunk(&[40]))), [0]);
    }

    #[test]
    fn nothing_is_missing_within_one_file() {
        let mut jumps = followed();
        assert!(!jumps.is_settled(&jump(10, 20)));
        assert_eq!(jumps.missing_until(&jump(10, 20), held(10, 40)), None);
        for (after, before, is_settled) in [(10, 20, true), (30, 40, true), (30, 41, false), (9, 20, false)] {
            assert_eq!(
                jumps.is_settled(&jump(after, before)),
                is_settled,
                "{after} {before}"
            );
        }
    }

    #[test]
    fn of_a_file_that_was_rotated_all_may_be_missing_until_the_one_begun_since() {
        for (oldest, until) in [(11, 20), (20, 20), (35, 35)] {
            let mut jumps = followed();
            let told = jumps.missing_until(&jump(10, 20), held(oldest, 50));
            assert_eq!(told, Some(stamp(until, 0).as_bytes()), "{oldest}");
            assert!(jumps.is_settled(&jump(20, until)), "told");
            assert!(jumps.is_settled(&jump(until, 50)), "of one file");
            assert!(!jumps.is_settled(&jump(10, 51)));
        }
    }

    /// If it is rotated between the two answers, the newest line is of the file before.
    #[test]
    fn two_files_prove_nothing() {
        let mut jumps = followed();
        jumps.missing_until(&jump(10, 20), held(31, 30));
        assert!(!jumps.is_settled(&jump(25, 32)));
    }

    proptest! {
        /// The same are found however the body is cut, by what their stamps say.
        #[test]
        fn jumps_are_found_wherever_the_body_is_cut(
            steps in prop::collection::vec((0_u32..4, 0_u32..1_000_000_000), 1..40),
            size in 1_usize..200,
        ) {
            let mut second = 0;
            let moments: Vec<(u32, u32)> = steps
                .iter()
                .map(|&(step, nanos)| {
                    second += step;
                    (second, nanos)
                })
                .collect();
            let expected: Vec<(String, String)> = moments
                .windows(2)
                .filter(|pair| {
                    let nanos = |(second, nanos): (u32, u32)| i64::from(second) * 1_000_000_000 + i64::from(nanos);
                    nanos(pair[1]) - nanos(pair[0]) >= 2_000_000_000
                })
                .map(|pair| (stamp(pair[0].0, pair[0].1), stamp(pair[1].0, pair[1].1)))
                .collect();
            let lines: Vec<String> = moments
                .iter()
                .map(|&(second, nanos)| format!("{} some text\n", stamp(second, nanos)))
                .collect();
            let body = lines.concat();
            let (mut jumps, mut splitter) = (followed(), Splitter::default());
            let mut found = Vec::new();
            for piece in body.as_bytes().chunks(size) {
                found.extend(jumps.find(&splitter.take(Bytes::copy_from_slice(piece))));
            }
            let found: Vec<(String, String)> = found
                .into_iter()
                .map(|jump| (jump.after, jump.before))
                .map(|(after, before)| (String::from_utf8(after).unwrap(), String::from_utf8(before).unwrap()))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
