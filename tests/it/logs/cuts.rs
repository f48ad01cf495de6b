//! Connections that end before the log does: nothing is lost, nothing comes twice.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use super::{
    bytes::{odd_lines, write},
    world::{at, complete, exited, logs, pod, put_pods, running},
};
use crate::support::{Answer, Cluster, objects};

/// Pods with the same log, each of which is cut at another byte, in the way of `cut`.
fn pods_cut_everywhere(
    cluster: &Cluster,
    lines: &[(i64, Vec<u8>)],
    cut: fn(usize) -> Answer,
    step: usize,
) -> Vec<String> {
    let stamped = lines.len() * 31;
    let length: usize = lines.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() + stamped;
    let positions = (0..=length).step_by(step);
    positions
        .map(|position| {
            let name = format!("p-{position:06}");
            write(cluster, &name, lines);
            cluster.logs.answer_with(&name, "main", [cut(position)]);
            name
        })
        .collect()
}

fn ended(names: &[String]) -> Vec<Value> {
    names
        .iter()
        .map(|name| pod(name, 0, &[exited("main", 0, 0)]))
        .collect()
}

/// Runs it with `--save`, and asserts that each of the logs is all there.
fn assert_whole(cluster: &Cluster, words: &str, names: &[String], expected: &[u8]) {
    let folder = TempDir::new().unwrap();
    let (_, output) = logs(cluster, words).arg("--save").arg(folder.path()).run_bytes();
    assert_saved(&folder, names, expected);
    assert_eq!(output.code, 0, "{output:?}");
}

fn assert_saved(folder: &TempDir, names: &[String], expected: &[u8]) {
    let saved = |name: &str| fs::read(folder.path().join(format!("zoo.{name}.main.log"))).unwrap_or_default();
    let wrong: Vec<&String> = names.iter().filter(|name| saved(name) != expected).collect();
    let Some(first) = wrong.first() else { return };
    panic!(
        "{} of {} are not whole: {wrong:?}; the first is {:?}",
        wrong.len(),
        names.len(),
        String::from_utf8_lossy(&saved(first))
    );
}

#[test]
fn at_every_byte() {
    let lines = odd_lines();
    let expected: Vec<u8> = lines.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
    for (cut, what) in [
        (Answer::BrokenAfter as fn(usize) -> Answer, "broken"),
        (Answer::EndedAfter, "ended in order"),
    ] {
        for words in ["", "-f --max-streams 1000"] {
            println!("{what} {words}");
            let cluster = complete([]);
            let names = pods_cut_everywhere(&cluster, &lines, cut, 1);
            put_pods(&cluster, ended(&names));
            assert_whole(&cluster, words, &names, &expected);
        }
    }
}

/// One after the other on standard output, where a log that does not end in a line end gets one before the next.
fn assert_printed_whole(cut: fn(usize) -> Answer) {
    let lines = odd_lines();
    let cluster = complete([]);
    let names = pods_cut_everywhere(&cluster, &lines, cut, 1);
    put_pods(&cluster, ended(&names));
    let one: Vec<u8> = lines.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
    let (stdout, output) = logs(&cluster, "--prefix=never").run_bytes();
    assert_eq!(output.code, 0, "{output:?}");
    let expected = vec![one.as_slice(); names.len()].join(b"\n".as_slice());
    assert!(stdout == expected, "{} of {}", stdout.len(), expected.len());
}

#[test]
fn at_every_byte_of_what_is_printed_by_a_break() {
    assert_printed_whole(Answer::BrokenAfter);
}

#[test]
fn at_every_byte_of_what_is_printed_in_order() {
    assert_printed_whole(Answer::EndedAfter);
}

#[test]
fn in_long_lines() {
    let long = |byte: u8, length: usize| [&vec![byte; length][..], b"\n"].concat();
    let lines = vec![
        (0, b"short\n".to_vec()),
        (1000, long(b'a', 40_000)),
        (1000, long(b'b', 100_000)),
        (2500, long(b'c', 20_000)),
        (2500, b"no end".to_vec()),
    ];
    let expected: Vec<u8> = lines.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
    for cut in [Answer::BrokenAfter as fn(usize) -> Answer, Answer::EndedAfter] {
        let cluster = complete([]);
        let names = pods_cut_everywhere(&cluster, &lines, cut, 1999);
        put_pods(&cluster, ended(&names));
        assert_whole(&cluster, "", &names, &expected);
    }
}

/// Its later records have times of their own, by which it is asked for, and no stamp in what comes.
#[test]
fn in_a_line_that_took_long() {
    let mut lines = vec![(0, b"first\n".to_vec())];
    lines.extend((1..6).map(|part| (part * 1000, vec![b'0' + u8::try_from(part).unwrap(); 16 << 10])));
    lines.extend([
        (6000, b"end\n".to_vec()),
        (6000, b"last\n".to_vec()),
        (6500, b"more\n".to_vec()),
    ]);
    let expected: Vec<u8> = lines.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
    for cut in [Answer::BrokenAfter as fn(usize) -> Answer, Answer::EndedAfter] {
        let cluster = complete([]);
        let mut names = pods_cut_everywhere(&cluster, &lines, cut, 4999);
        // Within the last lines, too.
        for back in 1..80 {
            let name = format!("q-{back}");
            write(&cluster, &name, &lines);
            let end = expected.len() + 4 * 31 - back;
            cluster.logs.answer_with(&name, "main", [cut(end)]);
            names.push(name);
        }
        put_pods(&cluster, ended(&names));
        assert_whole(&cluster, "", &names, &expected);
    }
}

#[test]
fn again_and_again() {
    let cluster = complete([pod("p", 0, &[exited("main", 0, 0)])]);
    let lines: Vec<(i64, Vec<u8>)> = (0..400)
        .map(|number: i64| (number / 7 * 300, format!("line {number}\n").into_bytes()))
        .collect();
    let expected = write(&cluster, "p", &lines);
    // Each answer brings a little more than what came before.
    let cuts = (0..12).map(|time| Answer::BrokenAfter(900 + 97 * time));
    cluster.logs.answer_with("p", "main", cuts);
    let (stdout, output) = logs(&cluster, "").run_bytes();
    assert_eq!(output.code, 0, "{output:?}");
    assert!(stdout == expected, "{} of {}", stdout.len(), expected.len());
}

#[test]
fn while_it_is_followed() {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::job("x"));
    let lines = odd_lines();
    let expected: Vec<u8> = lines.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
    let mut names = Vec::new();
    for (kind, cut) in [
        ("b", Answer::BrokenAfter as fn(usize) -> Answer),
        ("e", Answer::EndedAfter),
    ] {
        for position in (0..350).step_by(3) {
            let name = format!("{kind}-{position}");
            cluster.logs.answer_with(&name, "main", [cut(position)]);
            names.push(name);
        }
    }
    put_pods(
        &cluster,
        names.iter().map(|name| pod(name, 0, &[running("main", 0)])),
    );
    let folder = TempDir::new().unwrap();
    let (begin, rest) = lines.split_at(4);
    let write = |lines: &[(i64, Vec<u8>)]| {
        for (name, (time, bytes)) in names
            .iter()
            .flat_map(|name| lines.iter().map(move |line| (name, line)))
        {
            cluster.logs.write_at(name, "main", at(*time), bytes);
        }
    };
    write(begin);
    let mut run = logs(&cluster, "-f --prefix --max-streams 1000")
        .arg("--save")
        .arg(folder.path())
        .start();
    run.until_printed("[e-348/main] one\n");
    write(rest);
    for name in &names {
        cluster.logs.end(name, "main");
        put_pods(&cluster, [pod(name, 0, &[exited("main", 0, 0)])]);
    }
    cluster.change("x", objects::complete);
    let (_, output) = run.finish_bytes();
    assert_eq!(output.code, 0, "{output:?}");
    assert_saved(&folder, &names, &expected);
}

/// As a proxy answers while servers restart. That is no rotation, after which lines would be missing.
#[test]
fn empty_answers_after_a_cut_are_borne() {
    for words in ["", "-f"] {
        let cluster = complete([pod("p", 0, &[exited("main", 0, 0)])]);
        let lines = "a line of the log\n".repeat(2000);
        cluster.logs.write_at("p", "main", at(0), &lines);
        let cuts = [20_000, 0, 0, 0].map(Answer::EndedAfter);
        cluster.logs.answer_with("p", "main", cuts);
        let output = logs(&cluster, words).run();
        assert_eq!(output.code, 0, "{words}: {}", output.stderr);
        assert!(output.stdout == lines, "{words}: {} bytes", output.stdout.len());
        assert!(!output.stderr.contains("rotated"), "{words}: {}", output.stderr);
    }
}
