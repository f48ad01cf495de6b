//! What goes on, and what comes next.

use serde_json::json;

use super::world::{World, failed};

fn ended_at(time: &str) -> serde_json::Value {
    let mut patch = failed(1, "Error");
    patch["status"]["containerStatuses"][0]["state"]["terminated"]["finishedAt"] = time.into();
    patch
}

#[test]
fn the_next_attempt_is_estimated_from_the_last_failure() {
    let world = World::new()
        .pod("x-1", &ended_at("2026-11-24T11:58:00Z"))
        .pod("x-2", &ended_at("2026-11-24T11:59:50Z"));
    let report = world.with("/status/failed", 2.into()).report();
    assert_eq!(report.state(), "Retrying");
    assert_eq!(
        report.0["timing"]["nextRetry"]["time"], "2026-11-24T12:00:10Z",
        "20 s after the second failure"
    );
    assert_eq!(report.0["timing"]["attemptsLeft"], 5);
    report.assert_finds(
        "next-retry",
        &["in about 10s (estimated)", "5 more failures", "backoffLimit 6"],
    );
    let due = World::new()
        .pod("x-1", &ended_at("2026-11-24T11:00:00Z"))
        .with("/status/failed", 1.into())
        .report();
    due.assert_finds("next-retry", &["any moment now"]);
    let over = World::new()
        .pod("x-1", &ended_at("2026-11-24T11:59:58Z"))
        .condition("Failed", "BackoffLimitExceeded", "")
        .report();
    over.assert_silent("next-retry");
}

/// A pod that has ended and was not counted yet.
fn uncounted(mut ended: serde_json::Value) -> serde_json::Value {
    ended["metadata"]["finalizers"] = json!(["batch.kubernetes.io/job-tracking"]);
    ended
}

#[test]
fn what_has_just_ended_is_not_pending_because_the_controller_has_not_counted_it() {
    let active = || World::new().with("/status/active", 1.into());
    let just_failed = uncounted(ended_at("2026-11-24T11:59:59Z"));
    let report = active().pod("x-1", &just_failed).report();
    assert_eq!(report.state(), "Retrying");
    assert_eq!(
        report.0["timing"]["attemptsLeft"], 6,
        "it is one failure, counted or not"
    );
    let mut succeeded = just_failed.clone();
    succeeded["status"]["phase"] = "Succeeded".into();
    assert_eq!(active().pod("x-1", &succeeded).report().state(), "Running");
    // That one is counted, so the active pod is another, which could not be seen.
    let counted = active()
        .with("/status/failed", 1.into())
        .with("/status/ready", 0.into());
    let counted = counted.pod("x-1", &ended_at("2026-11-24T11:59:00Z"));
    assert_eq!(counted.report().state(), "Pending");
}

#[test]
fn each_index_has_a_back_off_of_its_own() {
    let mut patch = ended_at("2026-11-24T11:59:30Z");
    patch["metadata"] = json!({"annotations": {"batch.kubernetes.io/job-completion-index": "3", "batch.kubernetes.io/job-index-failure-count": "2"}});
    let indexed = World::new()
        .with("/spec/completionMode", "Indexed".into())
        .with("/spec/completions", 5.into())
        .with("/spec/parallelism", 5.into())
        .with("/spec/backoffLimitPerIndex", 4.into());
    let report = indexed.pod("x-3-1", &patch).report();
    assert_eq!(
        report.0["timing"]["nextRetry"],
        json!({"time": "2026-11-24T12:00:10Z", "index": 3}),
        "40 s after its third failure"
    );
    report.assert_finds("next-retry", &["index 3"]);
}

#[test]
fn a_crash_loop_is_the_kubelets() {
    let patch = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "restartCount": 3,
        "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 40s restarting failed container=main pod=x-1"}},
        "lastState": {"terminated": {"exitCode": 1, "reason": "Error", "finishedAt": "2026-11-24T11:59:50Z"}}}]}});
    let world = World::new()
        .with("/spec/template/spec/restartPolicy", "OnFailure".into())
        .with("/status/active", 1.into());
    let report = world.pod("x-1", &patch).report();
    assert_eq!(
        (report.state(), report.0["verdict"]["reason"].as_str()),
        ("Retrying", Some("CrashLoopBackOff"))
    );
    report.assert_finds("crash-loop", &["restarted 3 times", "back-off 40s"]);
    assert_eq!(report.0["timing"]["nextRetry"]["time"], "2026-11-24T12:00:30Z");
    assert_eq!(
        report.0["timing"]["attemptsLeft"], 2,
        "restarts count toward the limit, the one to come included"
    );
}

#[test]
fn a_crash_loop_is_seen_where_the_kubelet_does_not_call_it_so() {
    let pod = |restarts: i32, code: i32| {
        let end = json!({"exitCode": code, "reason": "Error", "finishedAt": "2026-11-24T11:59:50Z"});
        json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "restartCount": restarts, "state": {"terminated": end}}]}})
    };
    let world = |pod| {
        World::new()
            .with("/spec/template/spec/restartPolicy", "OnFailure".into())
            .pod("x-1", &pod)
    };
    let report = world(pod(3, 1)).report();
    assert_eq!(report.state(), "Retrying");
    assert_eq!(
        report.0["timing"]["nextRetry"]["time"], "2026-11-24T12:00:30Z",
        "40 s after the end that followed the third restart"
    );
    report.assert_finds("crash-loop", &["restarted 3 times"]);
    for other in [pod(0, 1), pod(3, 0)] {
        let report = world(other).report();
        assert_eq!(report.state(), "Running");
        report.assert_silent("crash-loop");
    }
}

#[test]
fn countdowns_tell_of_the_deadline_and_of_deletion() {
    let running = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
    let with = |seconds: i64| {
        World::new()
            .pod("x-1", &running)
            .with("/spec/activeDeadlineSeconds", seconds.into())
            .report()
    };
    with(7200).assert_finds("deadline", &["in 60m"]);
    assert_eq!(with(7200).finding("deadline").unwrap()["severity"], "info");
    assert_eq!(
        with(3700).finding("deadline").unwrap()["severity"],
        "warning",
        "its last tenth"
    );
    with(60).assert_finds("deadline", &["has passed"]);
    let complete = || {
        World::new()
            .condition("Complete", "CompletionsReached", "")
            .with("/status/completionTime", "2026-11-24T11:30:00Z".into())
    };
    complete()
        .with("/spec/ttlSecondsAfterFinished", 3600.into())
        .report()
        .assert_finds("ttl", &["in 30m", "TTL 3600s"]);
    complete().report().assert_silent("ttl");
    World::new()
        .with("/spec/ttlSecondsAfterFinished", 0.into())
        .report()
        .assert_finds("ttl", &["vanishes as it ends"]);
    World::new()
        .with("/spec/ttlSecondsAfterFinished", 60.into())
        .report()
        .assert_silent("ttl");
}

#[test]
fn a_job_that_waits_for_nothing_is_pending() {
    let report = World::new().report();
    assert_eq!(
        (report.state(), report.message()),
        ("Pending", "no pod has been created yet")
    );
    assert_eq!(report.0["findings"], json!([]));
}
