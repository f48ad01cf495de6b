//! Connections that end before the log does: nothing is lost, nothing comes twice.

use serde_json::Value;

use super::{
    bytes::{odd_lines, write},
    world::{complete, exited, logs, pod, put_pods},
};
use crate::support::{Answer, Cluster};

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

/// One log after the other on standard output, where one that does not end in a line end gets one before the next.
#[test]
fn at_every_byte_of_what_is_printed_by_a_break() {
    let lines = odd_lines();
    let cluster = complete([]);
    let names = pods_cut_everywhere(&cluster, &lines, Answer::BrokenAfter, 1);
    put_pods(&cluster, ended(&names));
    let one: Vec<u8> = lines.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
    let (stdout, output) = logs(&cluster, "--prefix=never").run_bytes();
    assert_eq!(output.code, 0, "{output:?}");
    let expected = vec![one.as_slice(); names.len()].join(b"\n".as_slice());
    assert!(stdout == expected, "{} of {}", stdout.len(), expected.len());
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
