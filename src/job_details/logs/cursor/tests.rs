use bytes::Bytes;
use proptest::prelude::*;

use super::*;
use crate::job_details::logs::lines::Splitter;

/// A log on a node: lines with their timestamps (seconds, nanoseconds), in the order of the file.
#[derive(Clone, Debug)]
struct File(Vec<(i64, u64, String)>);

impl File {
    /// The node's answer, from a whole second on.
    fn since(&self, since: Option<Timestamp>) -> Vec<u8> {
        let since = since.map_or(0, Timestamp::as_second);
        let lines = self.0.iter().filter(|(second, ..)| second + BASE >= since);
        let written = lines.map(|(second, nanos, text)| {
            let stamp = Timestamp::from_second(second + BASE)
                .unwrap()
                .strftime("%Y-%m-%dT%H:%M:%S");
            format!("{stamp}.{nanos:09}Z {text}\n")
        });
        written.collect::<String>().into_bytes()
    }

    fn text(&self) -> String {
        self.0.iter().flat_map(|(_, _, text)| [text, "\n"]).collect()
    }
}

const BASE: i64 = 1_800_000_000;

/// Reads a body in small pieces, and appends the lines that are passed on to `out`.
fn read(cursor: &mut Cursor, body: &[u8], out: &mut Vec<u8>) -> Passed {
    cursor.rewind(!cursor.is_at_start());
    let mut splitter = Splitter::default();
    let mut passed = Passed::New;
    for piece in body.chunks(7) {
        let mut chunk = splitter.take(Bytes::copy_from_slice(piece));
        let this = cursor.pass(&mut chunk);
        if this != Passed::New {
            passed = this;
        }
        write(&chunk, out);
    }
    passed
}

fn write(chunk: &LogChunk, out: &mut Vec<u8>) {
    for line in chunk.lines() {
        out.extend_from_slice(line.text);
        out.extend(line.ends.then_some(b'\n'));
    }
}

fn file() -> impl Strategy<Value = File> {
    // Only few different timestamps, so that many are equal; some seconds go back a little.
    let text = prop_oneof![9 => "[a-c]{0,6}", 1 => "d{200,400}"];
    let line = (0_i64..4, 0_u64..3, text);
    prop::collection::vec(line, 0..30).prop_map(|mut lines| {
        let mut newest = 0;
        for line in &mut lines {
            newest = newest.max(line.0);
            line.0 = line.0.max(newest.saturating_sub(1));
        }
        File(lines)
    })
}

proptest! {
    /// Each line comes once, wherever and however often the body is cut.
    #[test]
    fn nothing_is_lost_or_comes_twice(file in file(), cuts in prop::collection::vec(0_usize..1500, 0..6)) {
        let mut cursor = Cursor::default();
        let mut out = Vec::new();
        for cut in cuts {
            let body = file.since(cursor.since());
            let passed = read(&mut cursor, &body[..cut.min(body.len())], &mut out);
            prop_assert_eq!(passed, Passed::New);
        }
        let body = file.since(cursor.since());
        read(&mut cursor, &body, &mut out);
        prop_assert_eq!(String::from_utf8(out).unwrap(), file.text());
    }

    /// Only the whole log counts as read to its end, if lines of the same nanosecond are adjacent.
    #[test]
    fn only_the_end_is_taken_for_the_end(mut file in file(), cut in 0_usize..1500) {
        file.0.sort_by_key(|line| (line.0, line.1));
        let body = file.since(None);
        let cut = cut.min(body.len());
        let mut cursor = Cursor::default();
        let mut out = Vec::new();
        read(&mut cursor, &body[..cut], &mut out);
        let proof = cursor.proof().unwrap();
        let lines: Vec<&[u8]> = body.split_inclusive(|&byte| byte == b'\n').collect();
        let tail = lines[lines.len().saturating_sub(usize::try_from(proof.lines).unwrap())..].concat();
        let tail = tail[..tail.len().min(usize::try_from(proof.bytes).unwrap())].to_vec();
        let mut splitter = Splitter::default();
        let end = [splitter.take(tail.into()), splitter.finish()];
        prop_assert_eq!(cursor.evidence(&end) == Evidence::Whole, out == file.text().into_bytes());
    }
}

fn stamped(seconds: i64, text: &str) -> (i64, u64, String) {
    (seconds, 5, text.to_owned())
}

#[test]
fn a_rotated_log_is_noticed_and_taken_only_when_told_to() {
    let whole = File(vec![stamped(1, "a"), stamped(2, "b"), stamped(2, "c")]);
    let rotated = File(vec![stamped(4, "e")]);
    let mut cursor = Cursor::default();
    let mut out = Vec::new();
    read(&mut cursor, &whole.since(None), &mut out);
    let body = rotated.since(cursor.since());
    assert_eq!(read(&mut cursor, &body, &mut out), Passed::Strange);
    assert_eq!(out, b"a\nb\nc\n");
    cursor.accepts_gap = true;
    assert_eq!(read(&mut cursor, &body, &mut out), Passed::AfterGap);
    assert_eq!(out, b"a\nb\nc\ne\n");
    assert!(
        cursor.last_stamp().starts_with("2027-01-15T08:00:04"),
        "{}",
        cursor.last_stamp()
    );
}

#[test]
fn a_long_line_goes_on_where_it_was_cut() {
    let long = "x".repeat(300_000);
    let file = File(vec![stamped(1, "a"), stamped(1, &long), stamped(1, "b")]);
    let body = file.since(None);
    for cut in [200_000, 70_000, 299_000, body.len() - 1] {
        let mut cursor = Cursor::default();
        let mut out = Vec::new();
        read(&mut cursor, &body[..cut], &mut out);
        read(&mut cursor, &body[..cut.min(150_000)], &mut out);
        let rest = file.since(cursor.since());
        read(&mut cursor, &rest, &mut out);
        assert!(out == file.text().into_bytes(), "cut after {cut}");
    }
}

#[test]
fn what_the_node_says_is_no_line() {
    let mut cursor = Cursor::default();
    let mut out = Vec::new();
    let words = "unable to retrieve container logs for containerd://abc";
    assert_eq!(
        read(&mut cursor, format!("{words}\n").as_bytes(), &mut out),
        Passed::Words(words.to_owned())
    );
    let body = [&File(vec![stamped(1, "a")]).since(None)[..], b"rpc error: gone\n"].concat();
    assert_eq!(
        read(&mut cursor, &body, &mut out),
        Passed::Words("rpc error: gone".to_owned())
    );
    assert_eq!(out, b"a\n");
}

#[test]
fn a_log_without_stamps_is_counted_from_its_beginning() {
    let body = b"one\ntwo\nthree\n";
    let mut cursor = Cursor::default();
    let mut out = Vec::new();
    read(&mut cursor, &body[..6], &mut out);
    assert!(cursor.since().is_none() && !cursor.is_stamped());
    read(&mut cursor, body, &mut out);
    assert_eq!(out, body);
}

/// A line that the runtime writes in parts has one timestamp. If the body starts at a later time, the rest of
/// the line comes without a timestamp.
#[test]
fn the_rest_of_an_old_line_is_no_word_of_the_node() {
    let file = File(vec![stamped(1, "a"), stamped(3, "b"), stamped(3, "c")]);
    let mut cursor = Cursor::default();
    let mut out = Vec::new();
    let whole = file.since(None);
    read(&mut cursor, &whole[..whole.len() - 10], &mut out);
    let again = [b"rest of an old line\n", &file.since(cursor.since())[..]].concat();
    assert_eq!(read(&mut cursor, &again, &mut out), Passed::New);
    assert_eq!(out, b"a\nb\nc\n");
}

/// What the end of a file shows about what was read.
fn evidence(cursor: &Cursor, end: &[u8]) -> Evidence {
    let mut splitter = Splitter::default();
    let end = [splitter.take(Bytes::copy_from_slice(end)), splitter.finish()];
    cursor.evidence(&end)
}

#[test]
fn a_clock_that_was_set_back_costs_no_line() {
    let step = [20, 21, 2, 3, 4, 5];
    let glitch = [20, 50, 21, 22, 23, 24];
    // The smallest step that counts as a clock set back and that the second before does not cover.
    let small = [20, 18, 18, 19, 19, 19];
    for seconds in [step, glitch, small] {
        let numbered = seconds.iter().enumerate();
        let file = File(
            numbered
                .map(|(line, second)| stamped(*second, &format!("l{line}")))
                .collect(),
        );
        let body = file.since(None);
        let lines: Vec<&[u8]> = body.split_inclusive(|&byte| byte == b'\n').collect();
        for cut in 1..=lines.len() {
            let mut cursor = Cursor::default();
            let mut out = Vec::new();
            read(&mut cursor, &lines[..cut].concat(), &mut out);
            // Until the cursor has seen the step, only the end of the log reveals it.
            let is_unseen = cut < 3 && evidence(&cursor, lines[lines.len() - 1]) == Evidence::Less;
            if is_unseen {
                cursor.read_all_again();
            }
            for _ in 0..2 {
                let again = file.since(cursor.since());
                assert_eq!(read(&mut cursor, &again, &mut out), Passed::New);
            }
            assert_eq!(
                String::from_utf8(out).unwrap(),
                file.text(),
                "{seconds:?} cut after {cut}"
            );
        }
    }
}

#[test]
fn before_the_last_lines_there_may_be_others_of_the_same_time() {
    let file = File(["a", "b", "c", "d", "e"].map(|text| stamped(1, text)).to_vec());
    let body = file.since(None);
    let mut cursor = Cursor::default();
    cursor.rewind(true);
    let mut chunk = Splitter::default().take(Bytes::copy_from_slice(&body[body.len() * 2 / 5..]));
    assert_eq!(cursor.pass(&mut chunk), Passed::New);
    assert_eq!(evidence(&cursor, &body), Evidence::Whole);
    let longer = [&body[..], &File(vec![stamped(1, "f")]).since(None)].concat();
    assert_eq!(evidence(&cursor, &longer), Evidence::More);
}

#[test]
fn an_end_says_whether_there_is_more_or_less() {
    let mut cursor = Cursor::default();
    assert_eq!(evidence(&cursor, b""), Evidence::Whole);
    let line = |second, text| File(vec![stamped(second, text)]).since(None);
    assert_eq!(evidence(&cursor, &line(1, "a")), Evidence::More);
    read(&mut cursor, &line(2, "b"), &mut Vec::new());
    for (end, said) in [
        (line(2, "b"), Evidence::Whole),
        (line(2, "bb"), Evidence::More),
        ([line(2, "b"), line(2, "b")].concat(), Evidence::More),
        ([line(2, "b"), line(4, "c")].concat(), Evidence::More),
        (line(1, "a"), Evidence::Less),
        (Vec::new(), Evidence::Nothing),
        (b"rest of a line of many parts\n".to_vec(), Evidence::Unclear),
        (
            b"failed to tail 5 lines of log file \"x\": input/output error\n".to_vec(),
            Evidence::Words("failed to tail 5 lines of log file \"x\": input/output error".to_owned()),
        ),
    ] {
        assert_eq!(evidence(&cursor, &end), said, "{}", String::from_utf8_lossy(&end));
    }
}

/// The API server passes on whole seconds, and the rest of a line that began earlier.
#[test]
fn what_is_older_than_asked_for_says_nothing() {
    let since = Timestamp::from_second(BASE + 2).unwrap() + jiff::SignedDuration::from_millis(500);
    let file = File(vec![stamped(2, "old")]);
    let body = [b"rest\n", &file.since(None)[..]].concat();
    let mut cursor = Cursor::new(Some(since));
    let mut out = Vec::new();
    for _ in 0..3 {
        cursor.rewind(true);
        let mut chunk = Splitter::default().take(Bytes::copy_from_slice(&body));
        assert_eq!(cursor.pass(&mut chunk), Passed::New);
        write(&chunk, &mut out);
        assert_eq!(evidence(&cursor, &body), Evidence::Whole);
    }
    assert_eq!(out, b"rest\n");
    let wanted = File(vec![stamped(3, "new")]).since(None);
    assert_eq!(evidence(&cursor, &[body, wanted].concat()), Evidence::More);
}
