//! What a container wrote is what comes out, byte for byte.

use super::world::{at, complete, exited, logs, pod};
use crate::support::Cluster;

/// What is odd in logs.
pub(super) fn odd_lines() -> Vec<(i64, Vec<u8>)> {
    [
        (100, b"one\n".as_slice()),
        (100, b"two\n"),
        (100, b"two\n"),
        (200, b"\n"),
        (1000, b"10 %\r20 %\r\n"),
        (1000, b"\xff\0\xfe\x1b[31mred\n"),
        (1500, "naïve\n".as_bytes()),
        (1500, b"2025-11-23T18:00:01.500000000Z like a stamp\n"),
        (2000, b"no end"),
    ]
    .map(|(time, bytes)| (time, bytes.to_vec()))
    .into()
}

/// Writes these lines as the log of the pod's container `main`, and returns all of their bytes.
pub(super) fn write(cluster: &Cluster, pod: &str, lines: &[(i64, Vec<u8>)]) -> Vec<u8> {
    for (time, bytes) in lines {
        cluster.logs.write_at(pod, "main", at(*time), bytes);
    }
    cluster.logs.end(pod, "main");
    lines.iter().flat_map(|(_, bytes)| bytes.clone()).collect()
}

/// Asserts that these lines come out as they are, however they are asked for.
fn assert_come_out(what: &str, lines: &[(i64, Vec<u8>)]) {
    let cluster = complete([pod("p", 0, &[exited("main", 0, 0)])]);
    let expected = write(&cluster, "p", lines);
    for words in ["", "-f", "--merge", "--raw"] {
        let (stdout, output) = logs(&cluster, words).run_bytes();
        assert_eq!(output.code, 0, "{what} {words}: {output:?}");
        assert!(
            stdout == expected,
            "{what} {words}: {} bytes instead of {}: {output:?}",
            stdout.len(),
            expected.len()
        );
        assert!(!output.stderr.contains("error"), "{what} {words}: {output:?}");
    }
}

#[test]
fn a_pipe_gets_what_was_written() {
    assert_come_out("nothing", &[]);
    assert_come_out("odd lines", &odd_lines());
    assert_come_out("one line end", &[(0, b"\n".to_vec())]);
    assert_come_out("only no line end", &[(0, b"x".to_vec())]);
}

/// The runtime stores lines in records of 16 KiB, which is what `tailLines` counts.
#[test]
fn a_line_may_be_long() {
    let long = |length: usize| [&vec![b'l'; length][..], b"\n"].concat();
    let (before, next) = ((0, b"before\n".to_vec()), (1, b"next\n".to_vec()));
    assert_come_out("before another", &[(0, long(200_000)), next]);
    assert_come_out("at the end", &[before, (1, long(200_000))]);
    assert_come_out("without end", &[(0, vec![b'l'; 100_000])]);
    let about_a_record = [16_383, 16_384, 16_385, 32_768].map(|length| (5, long(length)));
    assert_come_out("about as long as a record", &about_a_record);
}

/// A line whose parts were written over many seconds: of a later part nobody knows the time.
#[test]
fn a_line_may_take_long() {
    let cluster = complete([pod("p", 0, &[exited("main", 0, 0)])]);
    let mut lines = vec![(0, b"first\n".to_vec())];
    lines.extend((1..6).map(|part| (part * 1000, vec![b'0' + u8::try_from(part).unwrap(); 16 << 10])));
    lines.extend([(6000, b"end\n".to_vec()), (6000, b"last\n".to_vec())]);
    let expected = write(&cluster, "p", &lines);
    let (stdout, output) = logs(&cluster, "").run_bytes();
    assert_eq!(output.code, 0, "{output:?}");
    assert!(stdout == expected, "{} of {}", stdout.len(), expected.len());
}

#[test]
fn json_is_one_object_a_line() {
    let cluster = complete([pod("p", 0, &[exited("main", 0, 0)])]);
    write(&cluster, "p", &odd_lines());
    let (stdout, output) = logs(&cluster, "-o json").run_bytes();
    assert_eq!(output.code, 0, "{output:?}");
    let text = String::from_utf8(stdout).unwrap();
    let messages: Vec<String> = text
        .lines()
        .map(|line| {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            object["message"].as_str().unwrap().to_owned()
        })
        .collect();
    let expected = [
        "one",
        "two",
        "two",
        "",
        "10 %\r20 %\r",
        "\u{fffd}\0\u{fffd}\u{1b}[31mred",
        "naïve",
        "2025-11-23T18:00:01.500000000Z like a stamp",
        "no end",
    ];
    assert_eq!(messages, expected);
    let begin = r#"{"time":"2025-11-23T18:00:00.100000000Z","job":"x","namespace":"zoo","pod":"p","container":"main","#;
    let first = text.lines().next().unwrap();
    assert!(
        first.starts_with(begin) && first.ends_with(r#""message":"one"}"#),
        "{first}"
    );
}
