//! Lines of several logs that are followed are not mixed.

use serde_json::Value;

use super::world::{at, complete, exited, logs, pod, put_pods, running};
use crate::support::{Cluster, objects};

/// A line far longer than what comes at once.
fn long(pod: &str, line: usize) -> String {
    format!("{pod}{line:02}{}", pod.repeat(200_000))
}

#[test]
fn long_lines_stay_whole() {
    let names = ["a", "b", "c"];
    let cluster = complete(names.map(|name| pod(name, 0, &[exited("main", 0, 0)])));
    for name in names {
        for line in 0..12 {
            cluster
                .logs
                .write_at(name, "main", at(1000), long(name, line) + "\n");
        }
        cluster.logs.end(name, "main");
    }
    let mut expected: Vec<String> = names
        .iter()
        .flat_map(|name| (0..12).map(|line| long(name, line)))
        .collect();
    for words in ["-f --prefix=never", "-f", "-f -o json"] {
        let output = logs(&cluster, words).run();
        assert_eq!(output.code, 0, "{words}: {}", output.stderr);
        let mut lines: Vec<String> = output
            .stdout
            .lines()
            .map(|line| match words {
                "-f" => line.split_once("/main] ").unwrap().1.to_owned(),
                "-f -o json" => {
                    let object: Value = serde_json::from_str(line).unwrap();
                    assert_eq!(object["partial"], Value::Null);
                    object["message"].as_str().unwrap().to_owned()
                }
                _ => line.to_owned(),
            })
            .collect();
        for name in names {
            let own = lines.iter().filter(|line| line.starts_with(name));
            assert!(own.is_sorted(), "{words}: {name}");
        }
        lines.sort_unstable();
        expected.sort_unstable();
        assert!(lines == expected, "{words}: {} lines", lines.len());
    }
}

/// Of the log that is alone all is shown at once. For the end of its line others wait, but not without limit.
#[test]
fn a_line_of_megabytes_is_broken_and_says_so() {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::job("x"));
    put_pods(&cluster, [pod("a", 0, &[running("main", 0)])]);
    let (first, rest) = ("a".repeat(2 << 20) + "mark", "rest");
    cluster.logs.write_at("a", "main", at(0), &first);
    let mut run = logs(&cluster, "-f -o json").start();
    run.until_printed("mark");
    put_pods(&cluster, [pod("b", 1, &[running("main", 1)])]);
    cluster.logs.write_at("b", "main", at(1000), "two\n");
    run.until_printed("two");
    for (name, text) in [("a", rest), ("b", "three\n")] {
        cluster.logs.write_at(name, "main", at(2000), text);
        cluster.logs.end(name, "main");
    }
    put_pods(
        &cluster,
        ["a", "b"].map(|name| pod(name, 0, &[exited("main", 0, 0)])),
    );
    cluster.change("x", objects::complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{}", output.stderr);
    let objects: Vec<Value> = output
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |pod: &str| -> Vec<(&str, Option<bool>)> {
        let own = objects.iter().filter(|object| object["pod"] == pod);
        own.map(|object| (object["message"].as_str().unwrap(), object["partial"].as_bool()))
            .collect()
    };
    assert!(
        of("a") == [(&*first, Some(true)), (rest, Some(true))],
        "{:?}",
        of("a").len()
    );
    assert_eq!(of("b"), [("two", None), ("three", None)]);
    let times = objects
        .iter()
        .filter(|object| object["pod"] == "a")
        .map(|object| &object["time"]);
    assert!(times.clone().all(|time| time == "2025-11-23T18:00:00.000000000Z"));
}

/// What waits is not lost where following ends before it is over.
#[test]
fn what_waits_is_shown_at_the_end() {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::job("x"));
    put_pods(
        &cluster,
        ["a", "b"].map(|name| pod(name, 0, &[running("main", 0)])),
    );
    cluster.logs.write_at("a", "main", at(0), "first\n");
    let mut run = cluster.cyjob("logs x -f --timeout 6s").start();
    run.until_printed("first\n");
    let begun = "b".repeat(100_000);
    cluster.logs.write_at("b", "main", at(0), "second\n");
    run.until_printed("second\n");
    cluster.logs.write_at("b", "main", at(0), &begun);
    std::thread::sleep(std::time::Duration::from_millis(500));
    cluster.logs.write_at("a", "main", at(1000), "third\n");
    run.until_printed("third\n");
    let output = run.finish();
    assert_eq!(output.code, 124, "{}", output.stderr);
    let before = "[a/main] first\n[b/main] second\n[a/main] third\n[b/main] ";
    let shown = output.stdout.strip_prefix(before).expect(&output.stdout[..100]);
    let shown = shown.trim_end();
    assert!(
        shown.len() >= 64 << 10 && begun.starts_with(shown),
        "{}",
        shown.len()
    );
}
