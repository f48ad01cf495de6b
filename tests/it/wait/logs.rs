//! Logs that a wait shows or saves.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::cluster::Cluster;
use super::objects::{complete, exited, failed, job, pod, running};
use crate::support::Reply;

/// Job `x`, whose pod runs.
fn one_running() -> Cluster {
    let cluster = Cluster::new();
    cluster.put("jobs", job("x")).put("pods", pod("x", &running()));
    cluster
}

/// Each piece of news of the Job ends the waiting for who does not read; nothing more is taken for all that.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_where_nobody_reads() {
    use crate::support::Generated;

    let cluster = one_running();
    let generated = Generated {
        began: "2025-11-23T18:00:00Z".parse().unwrap(),
        lines: 1_000_000,
        line_len: 100,
    };
    cluster.logs.generate("x-abcde", "main", generated);
    let (unread, stderr) = std::io::pipe().unwrap();
    let run = cluster
        .cyjob("wait x --logs=all --progress none --timeout 40s")
        .stderr(stderr.into())
        .start();
    cluster.until_watched("pods", 1);
    thread::sleep(Duration::from_secs(2));
    let before = run.peak_memory().unwrap();
    for number in 0..400 {
        cluster.change("x", |mut job| {
            job["metadata"]["annotations"]["number"] = number.to_string().into();
            job
        });
        thread::sleep(Duration::from_millis(5));
    }
    let grown = run.peak_memory().unwrap().saturating_sub(before);
    assert!(grown < 6 << 20, "{grown} bytes more than {before}");
    drop(unread);
}

#[test]
fn pods_that_may_not_be_read_are_told_of_and_change_no_verdict() {
    let words = "pods is forbidden: User \"ci\" cannot list resource \"pods\"";
    let cluster = Cluster::with_faults(move |request| {
        let is_refused = request.path.ends_with("/pods");
        is_refused.then(|| Reply::status(403, "Forbidden", words))
    });
    cluster.put("jobs", complete(job("x")));
    let folder = tempfile::tempdir().unwrap();
    let output = cluster
        .cyjob("wait x --timeout 30s --save")
        .arg(folder.path())
        .run();
    assert_eq!(output.code, 0, "{output:?}");
    let told = "warning: pods cannot be read, so there are no logs";
    assert_eq!(output.stderr.matches(told).count(), 1, "{output:?}");
    assert!(output.stderr.contains("cannot list"), "{output:?}");
}

/// Everything that has to be told waits for a reader who never comes.
#[cfg(target_os = "linux")]
#[test]
fn signals_end_it_where_nobody_reads() {
    use std::io::Write as _;

    for words in ["wait x", "logs x -f"] {
        let cluster = Cluster::new();
        cluster.put("jobs", job("x"));
        let (unread, mut stderr) = std::io::pipe().unwrap();
        // As much as fits (pipe(7)).
        stderr.write_all(&vec![b'.'; 64 << 10]).unwrap();
        let mut run = cluster.cyjob(words).stderr(stderr.into()).start();
        cluster.until_watched("pods", 1);
        let begun = Instant::now();
        while run.goes_on() && begun.elapsed() < Duration::from_secs(30) {
            run.signal(rustix::process::Signal::TERM);
            thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(run.finish().code, 143, "{words}");
        drop(unread);
    }
}

#[test]
fn what_cannot_be_saved_changes_no_verdict_and_is_shown_all_the_same() {
    for (end, code) in [(complete as fn(Value) -> Value, 0), (failed, 1)] {
        let cluster = one_running();
        cluster.logs.write("x-abcde", "main", "one\n");
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("zoo.x-abcde.main.log.part")).unwrap();
        let words = "wait x --logs=all --timeout 30s --save";
        let mut run = cluster.cyjob(words).arg(folder.path()).start();
        run.until("[x-abcde/main] one\n");
        cluster.logs.write("x-abcde", "main", "two\n");
        run.until("[x-abcde/main] two\n");
        cluster.logs.end("x-abcde", "main");
        cluster.put("pods", pod("x", &exited(code))).change("x", end);
        let output = run.finish();
        assert_eq!(output.code, code, "{output:?}");
        let told = output.stderr.matches("saving the logs stopped").count();
        assert_eq!(told, 1, "{output:?}");
    }
}

/// Lines that were shown as they came are not shown again; a program gets the last of them all the same.
#[test]
fn the_end_shows_no_line_again_and_the_document_has_them() {
    let cluster = one_running();
    cluster.logs.write("x-abcde", "main", "one\nlast words\n");
    let mut run = cluster.start("wait x --logs=all -o json --timeout 30s");
    run.until("[x-abcde/main] last words\n");
    cluster.logs.end("x-abcde", "main");
    cluster.put("pods", pod("x", &exited(3))).change("x", failed);
    let output = run.finish();
    assert_eq!(output.code, 1, "{output:?}");
    assert_eq!(output.stderr.matches("one\n").count(), 1, "{output:?}");
    assert!(!output.stderr.contains("Log of x-abcde"), "{output:?}");
    assert!(output.stderr.contains("\"main\" exited 3"), "{output:?}");
    let report = output.json();
    assert_eq!(
        report["logs"][0]["lines"],
        serde_json::json!(["one", "last words"])
    );
}

/// Wherever a line is cut, and whatever is said in between.
#[test]
fn no_line_of_logs_becomes_a_command() {
    for is_interrupted in [false, true] {
        let cluster = one_running();
        let run = cluster.cyjob("wait x --logs=all --timeout 30s");
        let mut run = run.env("GITHUB_ACTIONS", "true").start();
        // More than is held back of a line until its end comes.
        let part = "::##[a]".repeat(12_000);
        let write = || cluster.logs.write("x-abcde", "main", &part);
        write();
        run.until("[x-abcde/main] ::##\\[a]::");
        if is_interrupted {
            cluster.change("x", |mut job| {
                job["spec"]["suspend"] = true.into();
                job
            });
            run.until("zoo/x Suspended");
        }
        for _ in 0..8 {
            write();
            thread::sleep(Duration::from_millis(20));
        }
        cluster.logs.write("x-abcde", "main", "\n");
        cluster.logs.end("x-abcde", "main");
        cluster.put("pods", pod("x", &exited(0))).change("x", complete);
        let output = run.finish();
        assert_eq!(output.code, 0, "{output:?}");
        let is_command = |line: &&str| line.starts_with("::") || line.contains("##[");
        assert_eq!(output.stderr.lines().find(is_command), None);
        let whole = format!("[x-abcde/main] {}", part.repeat(9).replace("##[", "##\\["));
        let is_whole = output.stderr.lines().any(|line| line == whole);
        assert_eq!(is_whole, !is_interrupted, "{} bytes", output.stderr.len());
        let mut sentences = output
            .stderr
            .lines()
            .filter(|line| line.contains("zoo/x Suspended"));
        let is_apart = sentences.all(|line| !line.contains("##"));
        assert!(is_apart);
    }
}

/// A pod that is made again under its name is another pod.
#[test]
fn pods_of_one_name_have_files_of_their_own() {
    let cluster = one_running();
    let folder = tempfile::tempdir().unwrap();
    let run = cluster
        .cyjob("wait x --logs=all --timeout 30s --save")
        .arg(folder.path());
    let mut run = run.start();
    cluster.logs.write("x-abcde", "main", "first\n");
    run.until("first");
    cluster.logs.end("x-abcde", "main");
    cluster.put("pods", pod("x", &exited(1)));
    let path = |name: &str| folder.path().join(name);
    let start = Instant::now();
    while !path("zoo.x-abcde.main.log").exists() {
        assert!(start.elapsed() < Duration::from_secs(20));
        thread::sleep(Duration::from_millis(5));
    }
    cluster.logs.restart("x-abcde", "main");
    cluster.logs.write("x-abcde", "main", "second\n");
    let mut again = pod("x", &running());
    again["metadata"]["uid"] = "01234567-89ab".into();
    cluster.put("pods", again.clone());
    run.until("second");
    cluster.logs.end("x-abcde", "main");
    again["status"] = exited(0);
    cluster.put("pods", again).change("x", complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    let read = |name: &str| std::fs::read_to_string(path(name)).unwrap();
    assert_eq!(read("zoo.x-abcde.main.log"), "first\n");
    assert_eq!(read("zoo.x-abcde.main.uid-01234567.log"), "second\n");
    let index: Value = serde_json::from_str(&read("index.json")).unwrap();
    let items = index["items"].as_array().unwrap();
    let files: Vec<&Value> = items.iter().map(|item| &item["file"]).collect();
    assert_eq!(
        files,
        ["zoo.x-abcde.main.log", "zoo.x-abcde.main.uid-01234567.log"]
    );
}
