//! Pods that are gone when the wait is over: what failed in them and their last words are told all the same.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::objects::{complete, exited, failed, job, pod, running, with_condition};
use crate::support::{Answer, Output, Reply, Running};

const POD: &str = "x-abcde";
const THEN: &str = "2025-11-23T18:00:10Z";
const LATER: &str = "2025-11-23T18:00:20Z";

/// Job `x` whose containers are restarted, with `backoffLimit` 1.
fn on_failure() -> Value {
    let mut job = job("x");
    job["spec"]["backoffLimit"] = 1.into();
    job["spec"]["template"]["spec"]["restartPolicy"] = "OnFailure".into();
    job
}

fn terminated(code: i32, at: &str) -> Value {
    json!({"terminated": {"exitCode": code, "reason": "Error", "startedAt": at, "finishedAt": at}})
}

/// The status of a pod whose container runs again after it exited with that code.
fn restarted(code: i32) -> Value {
    let mut status = running();
    status["containerStatuses"][0]["restartCount"] = 1.into();
    status["containerStatuses"][0]["lastState"] = terminated(code, THEN);
    status
}

/// The same after it ended again, with another code.
fn ended_again(code: i32, second: i32) -> Value {
    let mut status = restarted(code);
    status["containerStatuses"][0]["state"] = terminated(second, LATER);
    status
}

/// The same while it is being deleted, since before the container ended for the second time.
fn leaving(mut pod: Value) -> Value {
    pod["metadata"]["deletionTimestamp"] = "2025-11-23T18:00:45Z".into();
    pod["metadata"]["deletionGracePeriodSeconds"] = 30.into();
    pod
}

fn cluster() -> Cluster {
    let cluster = Cluster::new();
    cluster
        .put("jobs", on_failure())
        .put("pods", pod("x", &running()));
    cluster
}

/// Begins to wait, and returns once the pods are watched, too.
fn start(cluster: &Cluster, words: &str) -> Running {
    let running = cluster.start(&format!("wait x -vv {words}"));
    cluster.until_watched("pods", 1);
    running
}

/// The container fails, is started again and fails again while its pod is being deleted; then the pod is gone and the Job failed.
fn fails_and_is_gone(cluster: &Cluster, mut reader: Option<&mut Running>) {
    cluster.logs.write(POD, "main", "starting\nboom: no space left\n");
    cluster.logs.restart(POD, "main");
    cluster.put("pods", pod("x", &restarted(3)));
    let kept = |restart: u32| format!("last lines of {POD}/main, restart {restart}: 2 kept");
    if let Some(run) = &mut reader {
        run.until(&kept(0));
    }
    cluster.logs.write(POD, "main", "starting\nboom again\n");
    cluster.put("pods", leaving(pod("x", &ended_again(3, 3))));
    if let Some(run) = &mut reader {
        run.until(&kept(1));
    }
    cluster.delete_pod(POD).change("x", failed);
}

/// What is said without `-v`.
fn told(output: &Output) -> String {
    let is_trace = |line: &&str| line.starts_with("request: ") || line.starts_with("decision: ");
    let lines: Vec<&str> = output.stderr.lines().filter(|line| !is_trace(line)).collect();
    lines.join("\n")
}

fn has(output: &Output, words: &[&str]) {
    let told = told(output);
    for word in words {
        assert!(told.contains(word), "{word:?} is not in: {}", output.stderr);
    }
}

fn has_not(output: &Output, words: &[&str]) {
    for word in words {
        assert!(!told(output).contains(word), "{word:?} is in: {}", output.stderr);
    }
}

#[test]
fn what_failed_and_its_last_words_are_told() {
    let cluster = cluster();
    let mut run = start(&cluster, "");
    fails_and_is_gone(&cluster, Some(&mut run));
    let output = run.finish();
    assert_eq!(output.code, 1, "{output:?}");
    has(
        &output,
        &[
            "container restarts reached backoffLimit 1; \"main\" exited 3: \"boom again\"; its pod x-abcde has been deleted",
            "container-failed: \"main\" exited 3 in pod x-abcde, which has been deleted, after 1 restart: \"boom again\"",
            "pods-gone: 1 pod of this Job has been deleted: x-abcde",
            "Log of x-abcde, container main, read before the pod was deleted: last 2 lines",
            "│ boom again",
        ],
    );
    // Nothing is missing, and nothing can be read that is gone.
    has_not(&output, &["restartPolicy", "cyjob logs", "unknown"]);
    assert_eq!(cluster.logs_asked(), 2, "each instance once");
}

#[test]
fn programs_are_told_too_and_the_exit_code_is_handed_on() {
    let cluster = cluster();
    let mut run = start(&cluster, "-o json --propagate-exit-code");
    fails_and_is_gone(&cluster, Some(&mut run));
    let output = run.finish();
    assert_eq!(output.code, 3, "{output:?}");
    let report = output.json();
    assert_eq!(report["pods"], json!([]), "it is not there: {report:#}");
    assert_eq!(report["counts"]["pods"]["failed"], 0);
    let gone = &report["gonePods"][0];
    assert_eq!((&gone["name"], &gone["uid"]), (&json!(POD), &json!("pod-x")));
    assert_eq!(gone["containers"][0]["exitCode"], 3);
    let log = json!([{"pod": POD, "container": "main", "previous": false, "podGone": true,
        "lines": ["starting", "boom again"]}]);
    assert_eq!(report["logs"], log, "{report:#}");
    let rules: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|finding| finding["rule"].as_str())
        .collect();
    assert!(
        rules.contains(&"container-failed") && rules.contains(&"pods-gone"),
        "{rules:?}"
    );
}

#[test]
fn an_end_after_the_deletion_does_not_hide_what_failed_before() {
    let cluster = cluster();
    let mut run = start(&cluster, "--propagate-exit-code");
    cluster.logs.write(POD, "main", "boom\n");
    cluster.logs.restart(POD, "main");
    cluster.put("pods", pod("x", &restarted(3)));
    run.until("restart 0: 1 kept");
    cluster.put("pods", leaving(pod("x", &ended_again(3, 143))));
    run.until("restart 1: 0 kept");
    cluster.delete_pod(POD).change("x", failed);
    let output = run.finish();
    assert_eq!(output.code, 3, "{output:?}");
    has(&output, &["\"main\" exited 3", "│ boom"]);
    has_not(&output, &["asked-to-stop"]);
}

#[test]
fn logs_that_are_asked_for_are_read_without_progress_too() {
    let lines: Vec<String> = (1..=200).map(|number| format!("line {number}\n")).collect();
    let many = lines.concat();
    for (words, first) in [("--logs --progress none", 101), ("", 191)] {
        let cluster = cluster();
        let mut run = start(&cluster, words);
        cluster.logs.write(POD, "main", &many);
        cluster.put("pods", leaving(pod("x", &exited(3))));
        run.until("restart 0: ");
        cluster.delete_pod(POD).change("x", failed);
        let output = run.finish();
        has(&output, &[&format!("│ line {first}\n"), "│ line 200"]);
        has_not(&output, &[&format!("│ line {}\n", first - 1)]);
    }
    let cluster = cluster();
    let run = cluster.start("wait x --progress none");
    fails_and_is_gone(&cluster, None);
    let output = run.finish();
    assert_eq!(output.code, 1, "{output:?}");
    assert!(cluster.watches_of("pods").is_empty() && cluster.logs_asked() == 0);
}

#[test]
fn without_the_right_to_read_logs_the_exit_code_is_told() {
    let cluster = Cluster::with_faults(|request| {
        let is_log = request.path.ends_with("/log");
        is_log.then(|| Reply::status(403, "Forbidden", "pods/log is forbidden"))
    });
    cluster
        .put("jobs", on_failure())
        .put("pods", pod("x", &running()));
    let mut run = start(&cluster, "");
    cluster.put("pods", pod("x", &restarted(3)));
    run.until("restart 0: unknown: ");
    fails_and_is_gone(&cluster, None);
    let output = run.finish();
    assert_eq!(output.code, 1, "{output:?}");
    has(
        &output,
        &[
            "\"main\" exited 3; its pod x-abcde has been deleted",
            "restartPolicy: Never to keep failed pods",
        ],
    );
    has_not(&output, &["Log of", "Forbidden"]);
    assert_eq!(cluster.logs_asked(), 1, "a refusal is final");
}

#[test]
fn who_may_not_watch_pods_is_told_what_is_left() {
    let cluster = Cluster::with_faults(|request| {
        let is_of_pods = request.path.contains("/pods");
        is_of_pods.then(|| Reply::status(403, "Forbidden", "pods is forbidden"))
    });
    cluster
        .put("jobs", on_failure())
        .put("pods", pod("x", &running()));
    let run = cluster.start("wait x --logs");
    cluster.change("x", failed);
    let output = run.finish();
    assert_eq!(output.code, 1, "{output:?}");
    has(&output, &["pods unknown"]);
    assert_eq!(cluster.logs_asked(), 0);
}

#[test]
fn what_ran_at_the_deadline_has_last_words() {
    let cluster = Cluster::new();
    cluster.put("jobs", job("x")).put("pods", pod("x", &running()));
    let mut run = start(&cluster, "");
    cluster.logs.write(POD, "main", "step 1\nstep 2\n");
    cluster.put("pods", leaving(pod("x", &running())));
    run.until("restart 0: 2 kept");
    cluster.delete_pod(POD).change("x", |mut job| {
        job["status"] = json!({"failed": 1});
        with_condition(
            job,
            "Failed",
            "DeadlineExceeded",
            "Job was active longer than specified deadline",
        )
    });
    let output = run.finish();
    assert_eq!(output.code, 1, "{output:?}");
    has(
        &output,
        &[
            "the Job ran longer than activeDeadlineSeconds",
            "Log of x-abcde, container main, read before the pod was deleted: last 2 lines",
            "│ step 2",
        ],
    );
    has_not(&output, &["save the logs"]);
}

#[test]
fn many_pods_that_fail_in_the_same_way_are_few_requests() {
    let cluster = Cluster::new();
    let mut job = on_failure();
    job["spec"]["parallelism"] = 300.into();
    cluster.put("jobs", job);
    let numbered = |number: usize, status: &Value| {
        let mut pod = pod("x", status);
        pod["metadata"]["name"] = format!("x-{number}").into();
        pod["metadata"]["uid"] = format!("pod-{number}").into();
        pod
    };
    for number in 0..300 {
        let name = format!("x-{number}");
        cluster.logs.write(&name, "main", "boom\n");
        cluster.logs.restart(&name, "main");
        cluster.put("pods", numbered(number, &running()));
    }
    let mut run = start(&cluster, "");
    for number in 0..300 {
        cluster.put("pods", numbered(number, &restarted(3)));
    }
    run.until("restart 0: 1 kept");
    for number in 0..300 {
        cluster.delete_pod(&format!("x-{number}"));
    }
    cluster.change("x", failed);
    let output = run.finish();
    assert!(
        cluster.logs_asked() <= 3,
        "{} requests: a report shows three logs",
        cluster.logs_asked()
    );
    has(
        &output,
        &[
            // Of so many pods sixteen are remembered, and those whose logs were read.
            "\"main\" exited 3 in at least 1",
            " pods: \"boom\"; its pods have been deleted (",
            " and 297 more)",
            "container-failed: \"main\" exited 3 in at least 1",
            "300 pods of this Job have been deleted: ",
            " and 295 more",
            "│ boom",
        ],
    );
    assert_eq!(output.stderr.matches("Log of ").count(), 1, "{output:?}");
}

#[test]
fn success_costs_no_request_for_logs() {
    let cluster = cluster();
    let mut run = start(&cluster, "--progress lines");
    let mut done = exited(0);
    done["phase"] = "Succeeded".into();
    done["containerStatuses"][0]["state"]["terminated"]["reason"] = "Completed".into();
    cluster.put("pods", pod("x", &done));
    cluster.change("x", |mut job| {
        job["status"] = json!({"succeeded": 1});
        job
    });
    run.until("1/1 completions");
    cluster.change("x", complete);
    let output = run.finish();
    assert_eq!((output.code, cluster.logs_asked()), (0, 0), "{output:?}");
}

#[test]
fn a_log_that_does_not_come_holds_nothing_up() {
    for words in ["", "--timeout 3s"] {
        let cluster = cluster();
        let run = start(&cluster, words);
        cluster.logs.write(POD, "main", "boom\n");
        cluster.logs.restart(POD, "main");
        cluster
            .logs
            .answer_with(POD, "main", std::iter::repeat(Answer::Never));
        cluster.put("pods", pod("x", &restarted(3)));
        cluster.until_logs(1);
        let begin = Instant::now();
        if words.is_empty() {
            cluster.delete_pod(POD).change("x", failed);
        }
        let output = run.finish();
        assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
        assert_eq!(output.code, if words.is_empty() { 1 } else { 124 }, "{output:?}");
        has(&output, &["\"main\" exited 3"]);
    }
}
