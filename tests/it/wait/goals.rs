//! What is waited for.

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::objects::{complete, failed, job, pod, running, waiting, with_condition};

fn suspended(mut job: Value) -> Value {
    job["spec"]["suspend"] = true.into();
    job["status"] = json!({});
    with_condition(job, "Suspended", "JobSuspended", "Job suspended")
}

fn suspending(mut job: Value) -> Value {
    job["spec"]["suspend"] = true.into();
    job
}

fn without_pods(mut job: Value) -> Value {
    job["status"] = json!({});
    job
}

fn never_started(job: Value) -> Value {
    with_condition(
        without_pods(job),
        "Failed",
        "DeadlineExceeded",
        "Job was active longer than specified deadline",
    )
}

fn decided(job: Value) -> Value {
    with_condition(
        job,
        "SuccessCriteriaMet",
        "SuccessPolicy",
        "Matched rules at index 0",
    )
}

fn doomed(job: Value) -> Value {
    with_condition(job, "FailureTarget", "PodFailurePolicy", "Container main failed")
}

/// Flags, the state of the Job, and the exit code where it is looked at once.
type Case = (&'static str, fn(Value) -> Value, i32);

#[test]
fn each_goal_has_its_ends() {
    let cases: [Case; 23] = [
        ("", decided, 124),
        ("", doomed, 124),
        ("", suspended, 124),
        ("--early", decided, 0),
        ("--early", doomed, 1),
        ("--for complete", complete, 0),
        ("--for Complete", failed, 1),
        ("--for failed", failed, 0),
        ("--for failed", complete, 1),
        ("--for failed", doomed, 124),
        ("--for failed --early", doomed, 0),
        ("--for started", |job| job, 0),
        ("--for started", without_pods, 124),
        ("--for started", complete, 0),
        ("--for started", failed, 0),
        ("--for started", never_started, 1),
        ("--for suspended", suspended, 0),
        ("--for suspended", suspending, 124),
        ("--for suspended", complete, 1),
        ("--for suspended", failed, 1),
        ("--fail-if-suspended", suspending, 4),
        ("--fail-if-suspended", |job| job, 124),
        ("--fail-if-suspended", complete, 0),
    ];
    for (words, state, code) in cases {
        let cluster = Cluster::new();
        cluster.put("jobs", state(job("x")));
        let run = cluster.cyjob("wait x --timeout 0").words(words).run();
        assert_eq!(run.code, code, "{words}: {run:?}");
    }
}

#[test]
fn a_job_that_starts_later_is_noticed() {
    let cluster = Cluster::new();
    cluster.put("jobs", without_pods(job("x")));
    let waiting = cluster.start("wait x --for started");
    cluster.change("x", |mut job| {
        job["status"]["active"] = 1.into();
        job["status"]["ready"] = 1.into();
        job
    });
    assert_eq!(waiting.finish().code, 0);
}

#[test]
fn a_pod_that_runs_shows_the_start_before_it_is_ready() {
    let cluster = Cluster::new();
    cluster.put("jobs", without_pods(job("x")));
    let waiting = cluster.start("wait x --for started");
    cluster.put("pods", pod("x", &running()));
    assert_eq!(waiting.finish().code, 0);
}

#[test]
fn what_holds_a_job_up_for_too_long_is_told() {
    let cluster = Cluster::new();
    cluster
        .put("jobs", without_pods(job("x")))
        .put("pods", pod("x", &waiting("ImagePullBackOff")));
    let run = cluster.cyjob("wait x --fail-if-blocked=1s --timeout 30s").run();
    assert_eq!(run.code, 4, "{run:?}");
    assert!(
        run.stdout.contains("Blocked  zoo/x") && run.stdout.contains("blocked for 1s"),
        "{run:?}"
    );
    assert!(run.stderr.contains("app:1"), "the image is named: {run:?}");
}

#[test]
fn what_passes_in_time_does_not_count() {
    let cluster = Cluster::new();
    cluster
        .put("jobs", without_pods(job("x")))
        .put("pods", pod("x", &waiting("ErrImagePull")));
    let mut run = cluster.start("wait x --fail-if-blocked=2s --timeout 5s");
    run.until("Blocked: ");
    cluster.put("pods", pod("x", &running()));
    let run = run.finish();
    assert_eq!(
        run.code, 124,
        "the Job is not blocked when the time is up: {run:?}"
    );
}
