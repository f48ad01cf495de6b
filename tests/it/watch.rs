//! `describe --watch` and `list --watch`, where nothing changes: what a bundle or the examples tell is written once.

use serde_json::Value;

use crate::support::{
    Cluster, Cyjob, Running,
    objects::{exited, failed, job, pod, running},
};

#[test]
fn a_job_that_has_ended_is_described_once() {
    for (format, rest) in [("", ""), ("-o json", ""), ("-o yaml", "---\n"), ("-o name", "")] {
        let words = format!("describe fail-oom --demo --now 2026-11-24T12:00:00Z {format}");
        let once = Cyjob::new(&words).answer();
        let watched = Cyjob::new(&words).words("--watch").answer();
        if format == "-o json" {
            let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap();
            assert_eq!(parse(&watched), parse(&once));
            assert_eq!(watched.lines().count(), 1, "a document a line");
        } else {
            assert_eq!(watched, format!("{rest}{once}"));
        }
    }
}

#[test]
fn several_jobs_are_each_written_when_their_state_is_known() {
    let output = Cyjob::new("describe fail-oom ok-single --demo -w -o json --exit-status").run();
    assert_eq!(output.code, 1, "{}", output.stderr);
    let lines: Vec<Value> = output
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let states: Vec<_> = lines
        .iter()
        .map(|report| report["verdict"]["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["Failed", "Complete"]);
}

/// What a list that goes on for ever has written after so many lines.
fn first_lines(words: &str, count: usize) -> Vec<String> {
    use std::io::BufRead as _;
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_cyjob"))
        .args(words.split(' '))
        .env_clear()
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let stdout = std::io::BufReader::new(child.stdout.take().unwrap());
    let lines = stdout.lines().take(count).map(Result::unwrap).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    lines
}

#[test]
fn a_watched_list_has_a_row_for_each_job_with_all_its_columns() {
    let lines = first_lines("list --demo --watch --state failed,blocked", 4);
    assert_eq!(
        lines[0].split_whitespace().collect::<Vec<_>>(),
        [
            "NAME",
            "STATE",
            "REASON",
            "COMPLETIONS",
            "FAILED",
            "DURATION",
            "AGE"
        ]
    );
    for line in &lines[1..] {
        assert_eq!(line.split_whitespace().count(), 7, "{line}");
    }
}

#[test]
fn a_watched_list_for_programs_has_a_document_a_line() {
    let once = Cyjob::new("list --demo -o json").answer();
    let once: Value = serde_json::from_str(&once).unwrap();
    let items = once["items"].as_array().unwrap();
    let lines = first_lines("list --demo -w -o json", items.len());
    for (line, item) in lines.iter().zip(items) {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!((&line["name"], &line["state"]), (&item["name"], &item["state"]));
    }
}

#[test]
fn a_list_that_goes_on_has_no_verdict() {
    Cyjob::new("list --demo -w --exit-status")
        .run()
        .assert_usage("--exit-status");
}

#[test]
#[cfg(unix)]
fn what_goes_on_ends_when_nobody_reads_it() {
    use std::io::BufRead as _;
    for words in ["list --demo -w", "describe stuck-image --demo -w"] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_cyjob"))
            .args(words.split(' '))
            .env_clear()
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = std::io::BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        drop(stdout);
        let start = std::time::Instant::now();
        let code = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status.code();
            }
            assert!(start.elapsed().as_secs() < 30, "{words} goes on");
            std::thread::sleep(std::time::Duration::from_millis(20));
        };
        assert_eq!(code, Some(0), "{words}");
    }
}

/// Job `x` that may fail three times and has failed so often.
fn retrying(times: i32) -> Value {
    let mut job = job("x");
    job["spec"]["backoffLimit"] = 3.into();
    job["status"]["failed"] = times.into();
    job["status"]["active"] = 0.into();
    job["status"]["ready"] = 0.into();
    job
}

fn named(name: &str, mut pod: Value) -> Value {
    pod["metadata"]["name"] = name.into();
    pod["metadata"]["uid"] = name.into();
    pod
}

/// The last report that was written.
fn last_report(running: &Running) -> Value {
    let printed = running.printed();
    serde_json::from_str(printed.lines().last().unwrap()).unwrap()
}

/// As `describe` does, and with one reading of each log however often the report is drawn.
#[test]
fn the_cause_of_each_attempt_is_told_while_the_job_goes_on() {
    let cluster = Cluster::new();
    let mut first = retrying(0);
    first["status"]["active"] = 1.into();
    cluster
        .put("jobs", first)
        .put("pods", named("x-1", pod("x", &running())));
    let mut live = cluster.start("describe x --watch -o json");
    live.until_printed("Running");
    cluster
        .logs
        .write("x-1", "main", "starting\ncannot reach db:5432\n");
    cluster.logs.end("x-1", "main");
    cluster
        .put("pods", named("x-1", pod("x", &exited(3))))
        .put("jobs", retrying(1));
    live.until_printed("Retrying");
    live.until_printed("cannot reach db:5432");
    let report = last_report(&live);
    assert_eq!(report["logs"][0]["pod"], "x-1", "{report}");
    let message = report["verdict"]["message"].as_str().unwrap();
    assert!(message.contains("cannot reach db:5432"), "{message}");
    assert!(!live.printed().contains("cyjob logs"), "{}", live.printed());
    cluster.logs.write("x-2", "main", "starting\nno space left\n");
    cluster.logs.end("x-2", "main");
    cluster
        .put("pods", named("x-2", pod("x", &exited(4))))
        .change("x", failed);
    live.until_printed("no space left");
    let output = live.finish();
    assert_eq!(output.code, 0, "{}", output.stderr);
    // Once while the Job went on, and once for the last report.
    assert!(cluster.logs_asked() <= 4, "{} requests", cluster.logs_asked());
}

/// The server that holds back events holds back no report for long.
#[test]
fn a_report_waits_for_what_is_being_read_but_not_for_long() {
    let cluster = Cluster::with_faults(|request| {
        crate::support::cluster::without_answer(request.path.ends_with("/events"))
    });
    cluster
        .put("jobs", job("x"))
        .put("pods", named("x-1", pod("x", &running())));
    let mut live = cluster.start("describe x --watch -o json");
    live.until_printed("Running");
}
