//! Logs that may not be read, or that the node does not have.

use super::world::{again, at, complete, exited, logs, pod, put_pods};
use crate::support::{Answer, Cluster, Reply, Request, objects};

const RULE: &str = "pods \"p\" is forbidden: User \"dev\" cannot get resource \"pods/log\" in API group \"\" in the namespace \"zoo\"";

fn cluster(fault: fn(&Request) -> Option<Reply>) -> Cluster {
    let cluster = Cluster::with_faults(fault);
    cluster.put("jobs", objects::complete(objects::job("x")));
    let pods = (0..).zip(["p", "q"]);
    put_pods(
        &cluster,
        pods.map(|(second, name)| pod(name, second, &[exited("main", second, 0)])),
    );
    cluster.logs.write_at("p", "main", at(0), "p\n");
    cluster.logs.write_at("q", "main", at(1000), "q\n");
    cluster
}

#[test]
fn the_missing_rule_is_named_once() {
    let cluster = cluster(|request| {
        request
            .path
            .ends_with("/log")
            .then(|| Reply::status(403, "Forbidden", RULE))
    });
    for words in ["", "-f", "--merge", "-o json"] {
        let output = logs(&cluster, words).run();
        assert_eq!(
            (output.code, output.stdout.as_str()),
            (5, ""),
            "{words}: {output:?}"
        );
        let rule = "resources: [\"pods/log\"], verbs: [\"get\"]";
        assert_eq!(output.stderr.matches(rule).count(), 1, "{words}: {output:?}");
        for word in ["pods/log", "get", "dev"] {
            assert!(
                output.stderr.contains(word),
                "{words}: {word:?} is not in {output:?}"
            );
        }
    }
}

#[test]
fn what_may_be_read_is_shown() {
    let cluster = cluster(|request| {
        request
            .path
            .ends_with("/p/log")
            .then(|| Reply::status(403, "Forbidden", RULE))
    });
    for words in ["--prefix", "-f --prefix", "--merge --prefix"] {
        let output = logs(&cluster, words).run();
        assert_eq!(
            (output.code, output.stdout.as_str()),
            (5, "[q/main] q\n"),
            "{words}: {output:?}"
        );
        assert!(output.stderr.contains("pods/log"), "{words}: {output:?}");
    }
}

#[test]
fn pods_that_may_not_be_listed_are_an_error() {
    let cluster = cluster(|request| {
        let words = "pods is forbidden: User \"dev\" cannot list resource \"pods\" in API group \"\" in the namespace \"zoo\"";
        request
            .path
            .ends_with("/pods")
            .then(|| Reply::status(403, "Forbidden", words))
    });
    let output = logs(&cluster, "").run();
    assert_eq!((output.code, output.stdout.as_str()), (5, ""), "{output:?}");
    assert!(output.stderr.contains("cannot list"), "{output:?}");
}

#[test]
fn a_log_that_the_node_has_not_is_an_error() {
    let cluster = complete([
        pod("p", 0, &[exited("main", 0, 0)]),
        pod("q", 1, &[exited("main", 1, 0)]),
    ]);
    cluster.logs.write_at("q", "main", at(1000), "q\n");
    let output = logs(&cluster, "").run();
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (5, "[q/main] q\n"),
        "{output:?}"
    );
    assert!(
        output.stderr.contains("waiting to start: ContainerCreating"),
        "{output:?}"
    );
}

/// The node's words in the place of a log are not the log.
#[test]
fn what_the_node_says_is_not_taken_for_a_log() {
    let cluster = complete([pod("p", 0, &[exited("main", 0, 0)])]);
    cluster.logs.write_at("p", "main", at(0), "one\n");
    let lost = "unable to retrieve container logs for containerd://0123abcd";
    let watcher = "failed to create fsnotify watcher: too many open files";
    for answers in [
        vec![Answer::Refused(200, lost.into())],
        vec![Answer::Spoiled(watcher.into())],
        vec![Answer::Spoiled(watcher.into()), Answer::Refused(200, lost.into())],
        vec![Answer::Refused(500, "no route to host".into())],
    ] {
        for words in ["", "-f"] {
            cluster.logs.answer_with("p", "main", answers.clone());
            let output = logs(&cluster, words).run();
            assert_eq!(
                (output.code, output.stdout.as_str()),
                (0, "one\n"),
                "{words} {answers:?}: {output:?}"
            );
        }
    }
}

/// A report quotes what the program wrote last. The node's words are the reason why that is unknown.
#[test]
fn what_the_node_says_is_quoted_by_no_report() {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::failed(objects::job("x")));
    put_pods(&cluster, [pod("p", 0, &[exited("main", 0, 3)])]);
    cluster.logs.write_at("p", "main", at(0), "one\n");
    let lost = "unable to retrieve container logs for containerd://0123abcd";
    let answers = std::iter::repeat(Answer::Refused(200, lost.into()));
    cluster.logs.answer_with("p", "main", answers);
    for (words, code) in [("describe x -o json", 0), ("wait x -o json", 1)] {
        let output = cluster.cyjob(words).run();
        assert_eq!(output.code, code, "{words}: {output:?}");
        let document: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
        let report = document.get("items").map_or(&document, |items| &items[0]);
        let quoted = [&report["verdict"], &report["findings"]].map(ToString::to_string);
        for text in quoted {
            assert!(text.contains("exited 3"), "{words}: {output:?}");
            assert!(!text.contains(lost), "{words}: {output:?}");
        }
        assert!(
            report["unknown"].to_string().contains(lost),
            "{words}: {output:?}"
        );
        assert_eq!(report["logs"], serde_json::json!([]), "{words}: {output:?}");
    }
}

#[test]
fn a_log_that_never_comes_does_not_hold_up_the_time_out() {
    let cluster = complete([pod("p", 0, &[exited("main", 0, 0)])]);
    cluster.logs.mute("p", "main");
    for words in ["--timeout 1s", "-f --timeout 1s", "--merge --timeout 1s"] {
        let start = std::time::Instant::now();
        let output = cluster.cyjob("logs x").words(words).run();
        assert_eq!(
            (output.code, output.stdout.as_str()),
            (124, ""),
            "{words}: {output:?}"
        );
        assert!(
            output.stderr.contains("timed out after 1s: "),
            "{words}: {output:?}"
        );
        assert!(start.elapsed().as_secs() < 5, "{words}: {:?}", start.elapsed());
    }
}

/// Of a container whose newest instance has ended a node keeps that one's log only: what is asked for beside it is missing, which is no
/// error.
#[test]
fn an_instance_that_is_left_over_may_be_lost() {
    let cluster = complete([pod("p", 0, &[again(exited("main", 0, 0), 1)])]);
    cluster.logs.write_at("p", "main", at(0), "again\n");
    cluster.logs.end("p", "main");
    let lost = "unable to retrieve container logs for containerd://before".to_owned();
    cluster
        .logs
        .answer_with("p", "main", [Answer::Refused(200, lost)]);
    let output = logs(&cluster, "-p").run();
    assert_eq!(output.code, 0, "{output:?}");
    assert!(output.stdout.ends_with("again\n"), "{output:?}");
    let note = "note: the log of p/main is gone: the node keeps only";
    assert!(output.stderr.contains(note), "{output:?}");
}
