//! What a wait prints.

use std::process::Stdio;

use super::cluster::Cluster;
use super::objects::{complete, exited, failed, job, pod};

fn one_failed() -> Cluster {
    let cluster = Cluster::new();
    cluster
        .put("jobs", failed(job("x")))
        .put("jobs", complete(job("y")))
        .put("pods", pod("x", &exited(42)));
    cluster
}

#[test]
fn the_reports_are_those_of_describe() {
    let cluster = one_failed();
    let run = cluster.cyjob("wait x -o json").run();
    assert_eq!(run.code, 1, "{run:?}");
    let report = run.json();
    assert_eq!(report["kind"], "JobReport");
    assert_eq!(report["verdict"]["state"], "Failed");
    assert_eq!(report["pods"][0]["name"], "x-abcde", "{report}");
    let list = cluster.cyjob("wait x y -o json").run().json();
    assert_eq!(list["items"].as_array().unwrap().len(), 2, "{list}");
    let yaml = cluster.cyjob("wait y -o yaml").answer();
    assert!(yaml.contains("state: Complete"), "{yaml}");
    let names = cluster.cyjob("wait y -o name").answer();
    assert_eq!(names, "job.batch/y\n");
}

#[test]
fn the_exit_code_of_the_container_is_handed_on() {
    let cluster = one_failed();
    let cases = [
        ("wait x --propagate-exit-code", 42),
        ("wait x --propagate-exit-code -c main", 42),
        ("wait y --propagate-exit-code", 0),
        ("wait x y --propagate-exit-code", 42),
        ("wait x", 1),
    ];
    for (words, code) in cases {
        let run = cluster.cyjob(words).run();
        assert_eq!(run.code, code, "{words}: {run:?}");
    }
    let wrong = cluster.cyjob("wait x --propagate-exit-code -c mian").run();
    wrong.assert_error(2, &["job/x has no container \"mian\"; it has main"]);
}

#[test]
fn progress_is_told_by_lines_or_not_at_all() {
    // Standard error is no terminal here, so there is nothing that could be drawn over.
    for (words, is_told) in [
        ("", true),
        ("--progress auto", true),
        ("--progress lines", true),
        ("--progress live", true),
        ("--progress none", false),
    ] {
        let cluster = Cluster::new();
        cluster.put("jobs", job("x"));
        let mut running = cluster.start(&format!("wait x {words}"));
        if is_told {
            running.until("zoo/x Running: ");
        }
        cluster.change("x", complete);
        let run = running.finish();
        assert_eq!(run.code, 0, "{run:?}");
        let told = run
            .stderr
            .lines()
            .filter(|line| line.contains("zoo/x Running: "))
            .count();
        assert_eq!(told, usize::from(is_told), "{words}: {run:?}");
        assert!(!run.stderr.contains('\u{1b}'), "{run:?}");
    }
}

#[test]
fn who_does_not_read_the_answer_gets_the_code() {
    let cluster = one_failed();
    for (words, code) in [("wait y", 0), ("wait x", 1), ("wait x -o json", 1)] {
        let run = cluster.cyjob(words).stdout(Stdio::from(closed())).run();
        assert_eq!(run.code, code, "{words}: {run:?}");
        assert!(
            !run.stderr.contains("panicked") && !run.stderr.contains("error"),
            "{run:?}"
        );
    }
}

/// A pipe whose reader is gone.
fn closed() -> std::io::PipeWriter {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer
}
