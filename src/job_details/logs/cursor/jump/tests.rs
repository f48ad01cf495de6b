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
    let lines = seconds.iter().map(|&second| stamp(second, 0) + " x\n");
    Splitter::default().take(Bytes::from(lines.collect::<String>()))
}

/// A body that was read without a pause for so long that a file may have been skipped, and the time of that
/// moment.
fn behind() -> (Jumps, Instant) {
    let (mut jumps, start) = (Jumps::default(), Instant::now());
    jumps.rewind(true, false, start);
    let now = start + ROTATION;
    jumps.came(1, now, true, now);
    (jumps, now)
}

fn jump(after: u32, before: u32) -> Jump {
    Jump {
        position: 0,
        after: stamp(after, 0).into(),
        came: None,
        before: stamp(before, 0).into(),
    }
}

/// Notes the node's answer, and returns before which line others may be missing at the jump.
fn answered(jumps: &mut Jumps, at: Instant, (oldest, newest): (u32, u32), jump: &Jump) -> Option<String> {
    let held = Held {
        newest: stamp(newest, 0).into(),
        at,
        oldest: stamp(oldest, 0).into(),
    };
    jumps.note(Some(held), at);
    let until = jumps.missing_until(jump)?;
    Some(String::from_utf8(until.to_vec()).unwrap())
}

fn positions(found: &[Jump]) -> Vec<usize> {
    found.iter().map(|jump| jump.position).collect()
}

#[test]
fn a_jump_is_two_seconds_or_more_and_within_what_is_followed() {
    let (mut jumps, now) = behind();
    let found = jumps.find(&chunk(&[10, 11, 13, 14, 13, 15, 9, 59]), now);
    assert_eq!(positions(&found), [2, 5, 7]);
    let found = jumps.find(&chunk(&[61]), now);
    assert_eq!(
        found,
        [Jump {
            came: Some(now),
            ..jump(59, 61)
        }],
        "from chunk to chunk"
    );
    jumps.forget_last();
    assert_eq!(jumps.find(&chunk(&[100, 101]), now), [], "which is told already");
    jumps.rewind(false, false, now);
    jumps.came(1, now + ROTATION, true, now + ROTATION);
    assert_eq!(jumps.find(&chunk(&[110, 120]), now), []);
}

#[test]
fn none_is_sought_so_soon_that_no_file_can_be_left_out() {
    let start = Instant::now();
    let mut jumps = Jumps::default();
    jumps.rewind(true, false, start);
    let soon = start + ROTATION / 2;
    jumps.came(1, soon, true, soon);
    assert_eq!(jumps.find(&chunk(&[10, 20]), soon), []);
    assert!(!jumps.is_look_due(soon));
    // After a long wait the kubelet is at the end of the newest file.
    let late = soon + ROTATION * 10;
    jumps.came(1, soon, true, late);
    assert_eq!(jumps.find(&chunk(&[30, 40]), late), []);
    // There is no wait.
    let later = late + ROTATION;
    jumps.came(1, later, true, later);
    assert!(jumps.is_look_due(later));
    assert_eq!(positions(&jumps.find(&chunk(&[50, 60]), later)), [0, 1]);
    // A file may have been skipped before this wait, but not after it.
    let last = later + IDLE;
    jumps.came(1, later, true, last);
    assert_eq!(positions(&jumps.find(&chunk(&[70, 80]), last)), [0]);
    assert_eq!(jumps.find(&chunk(&[90]), last), []);
}

#[test]
fn nothing_is_missing_within_one_file() {
    let (mut jumps, now) = behind();
    assert!(!jumps.is_settled(&jump(10, 20)));
    assert_eq!(answered(&mut jumps, now, (10, 40), &jump(10, 20)), None);
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
        let (mut jumps, now) = behind();
        let told = answered(&mut jumps, now, (oldest, 50), &jump(10, 20));
        assert_eq!(told, Some(stamp(until, 0)), "{oldest}");
        assert!(jumps.is_settled(&jump(15, until)), "told");
        assert!(jumps.is_settled(&jump(until, 50)), "of one file");
        assert!(!jumps.is_settled(&jump(10, 51)));
    }
}

/// If the file is rotated between the two answers, the newest line is from the previous file.
#[test]
fn two_files_prove_nothing() {
    let (mut jumps, now) = behind();
    answered(&mut jumps, now, (31, 30), &jump(10, 20));
    assert!(!jumps.is_settled(&jump(25, 32)));
}

/// A reader that gets a line as soon as it is written is not behind, however long the container is quiet
/// afterwards.
#[test]
fn nothing_is_missing_after_a_line_that_was_read_as_it_was_written() {
    let (mut jumps, now) = behind();
    answered(&mut jumps, now, (10, 20), &jump(15, 18));
    let seconds = |number: u64| Duration::from_secs(number);
    for (after, came, is_settled) in [
        (20, now, true),
        (30, now + seconds(10), true),
        (30, now + seconds(11), true),
        (30, now + seconds(12), false),
        (19, now, true),
        (18, now, false),
        // The node's clock was changed.
        (40, now + seconds(10), false),
    ] {
        let late = Jump {
            came: Some(came),
            ..jump(after, 59)
        };
        assert_eq!(jumps.is_settled(&late), is_settled, "{late:?}");
    }
}

/// The file may have been rotated before the kubelet reached its end. The kubelet then skips the next file.
#[test]
fn what_is_large_proves_nothing_until_the_kubelet_was_at_the_end_of_the_newest_file() {
    let start = Instant::now();
    let large = usize::try_from(Jumps::SMALL).unwrap();
    for (bytes, is_partial, is_sought) in [(large - 1, false, false), (large, false, true), (1, true, true)] {
        let mut jumps = Jumps::default();
        jumps.rewind(true, is_partial, start);
        jumps.came(bytes, start, true, start);
        jumps.find(&chunk(&[10]), start);
        let late = start + Duration::from_secs(50);
        jumps.came(1, start, true, late);
        let found = jumps.find(&chunk(&[60]), late);
        assert_eq!(found.len(), usize::from(is_sought), "{bytes} {is_partial}");
        if let Some(jump) = found.first() {
            assert_eq!(answered(&mut jumps, late, (60, 60), jump), Some(stamp(60, 0)));
            let later = late + Duration::from_secs(50);
            jumps.came(1, late, true, later);
            assert_eq!(jumps.find(&chunk(&[110]), later), [], "now it looks out");
        }
    }
}

proptest! {
    /// The timestamps decide which jumps are found, not how the body is cut into pieces.
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
        let body: String = moments
            .iter()
            .map(|&(second, nanos)| stamp(second, nanos) + " some text\n")
            .collect();
        let ((mut jumps, now), mut splitter) = (behind(), Splitter::default());
        let mut found = Vec::new();
        for piece in body.as_bytes().chunks(size) {
            found.extend(jumps.find(&splitter.take(Bytes::copy_from_slice(piece)), now));
        }
        let found: Vec<(String, String)> = found
            .into_iter()
            .map(|jump| (jump.after, jump.before))
            .map(|(after, before)| (String::from_utf8(after).unwrap(), String::from_utf8(before).unwrap()))
            .collect();
        prop_assert_eq!(found, expected);
    }
}
