//! Tests of the state of a Job.

use serde_json::json;

use crate::model::AttemptOutcome;
use crate::model::world::{World, at, ended, failed_at, pod_with, runs, waits};

/// A pod that has ended and was not counted yet.
fn uncounted(mut ended: serde_json::Value) -> serde_json::Value {
    ended["metadata"]["finalizers"] = json!(["batch.kubernetes.io/job-tracking"]);
    ended
}

#[test]
fn what_has_just_ended_is_not_pending_because_the_controller_has_not_counted_it() {
    let active = || World::new().with("/status/active", 1.into());
    let just_failed = uncounted(failed_at("2026-11-24T11:59:59Z", 1, "Error"));
    let report = active().pod("x-1", &just_failed).report();
    assert_eq!(report.state(), "Retrying");
    assert_eq!(
        report.timing.attempts_left,
        Some(6),
        "it is one failure, counted or not"
    );
    let mut succeeded = just_failed.clone();
    succeeded["status"]["phase"] = "Succeeded".into();
    assert_eq!(active().pod("x-1", &succeeded).report().state(), "Running");
    // The failed pod is counted, so the active pod is another one, which could not be seen.
    let counted = active()
        .with("/status/failed", 1.into())
        .with("/status/ready", 0.into());
    let counted = counted.pod("x-1", &failed_at("2026-11-24T11:59:00Z", 1, "Error"));
    assert_eq!(counted.report().state(), "Pending");
}

#[test]
fn a_job_that_waits_for_nothing_is_pending() {
    let report = World::new().report();
    assert_eq!(
        (report.state(), report.message()),
        ("Pending", "no pod has been created yet")
    );
    assert!(report.rules().is_empty(), "{:?}", report.rules());
}

#[test]
fn an_interim_condition_is_not_the_end() {
    let failing = World::new()
        .condition("FailureTarget", "BackoffLimitExceeded", "m")
        .with("/status/terminating", 2.into())
        .report();
    assert_eq!((failing.state(), failing.verdict.terminal), ("Failing", false));
    assert!(
        failing.message().contains("2 pods are still terminating"),
        "{}",
        failing.message()
    );
    let completing = World::new()
        .condition("SuccessCriteriaMet", "SuccessPolicy", "m")
        .report();
    assert_eq!(
        (completing.state(), completing.verdict.terminal),
        ("Completing", false)
    );
}

#[test]
fn a_failure_ends_where_it_was_decided() {
    let world = World::new()
        .condition("FailureTarget", "DeadlineExceeded", "m")
        .with(
            "/status/conditions/0/lastTransitionTime",
            "2026-11-24T11:20:00Z".into(),
        );
    let report = world.failed_for("DeadlineExceeded").report();
    assert_eq!(report.timing.duration.unwrap().as_secs(), 1200);
    assert_eq!(report.verdict.since, Some(at("2026-11-24T11:20:00Z")));
}

#[test]
fn a_proxy_that_runs_is_no_work_while_the_work_cannot_start() {
    for stuck in ["ImagePullBackOff", "CreateContainerConfigError"] {
        let with_proxy = |main| pod_with("Pending", &[runs("istio-proxy"), main], &[]);
        let report = World::new()
            .pod("x-1", &with_proxy(waits("main", stuck)))
            .report();
        assert_eq!((report.state(), report.reason()), ("Blocked", Some(stuck)));
        let report = World::new()
            .pod("x-1", &with_proxy(waits("main", "ContainerCreating")))
            .report();
        assert_eq!(report.state(), "Pending");
    }
    let init = pod_with(
        "Pending",
        &[waits("main", "PodInitializing")],
        &[(runs("fetch"), None)],
    );
    assert_eq!(World::new().pod("x-1", &init).report().state(), "Running");
}

#[test]
fn a_restart_that_is_stuck_blocks_though_the_phase_says_running() {
    let mut main = waits("main", "ImagePullBackOff");
    main["restartCount"] = 1.into();
    main["lastState"] = json!({"terminated": {"exitCode": 1, "finishedAt": "2026-11-24T11:40:00Z"}});
    let report = World::on_failure()
        .pod("x-1", &pod_with("Running", &[main], &[]))
        .report();
    assert_eq!(report.state(), "Blocked");
    assert_eq!(report.verdict.since, Some(at("2026-11-24T11:40:00Z")));
    assert_eq!(report.attempts[0].outcome, AttemptOutcome::Blocked);
    let done = pod_with("Running", &[ended("main", 0, "2026-11-24T11:59:59Z")], &[]);
    let report = World::new().pod("x-1", &done).report();
    assert_eq!(report.state(), "Running", "it has just ended");
}

#[test]
fn a_container_for_debugging_holds_up_nothing() {
    let mut patch = pod_with("Running", &[runs("main")], &[]);
    patch["spec"]["ephemeralContainers"] = json!([{"name": "debugger", "image": "busybx"}]);
    patch["status"]["ephemeralContainerStatuses"] = json!([waits("debugger", "ImagePullBackOff")]);
    let report = World::new().pod("x-1", &patch).report();
    assert_eq!(report.state(), "Running");
    assert!(report.rules().is_empty(), "{:?}", report.rules());
    assert_eq!(report.attempts[0].reason, None);
}

#[test]
fn that_no_pod_was_created_is_said_only_where_it_is_known() {
    let said = |world: World| {
        let report = world.report();
        assert_eq!(report.state(), "Pending");
        report.message().to_owned()
    };
    assert_eq!(said(World::new()), "no pod has been created yet");
    let counted = "no active pod in the Job's status";
    assert_eq!(said(World::new().of_unknown_pods()), counted);
    let managed = World::new().with("/spec/managedBy", "a.io/b".into());
    assert_eq!(said(managed), counted);
    let gone = World::new().created("x-1");
    assert_eq!(said(gone), "no active pod at the moment");
}

#[test]
fn what_is_done_is_told_while_the_next_pods_start() {
    let creating = pod_with("Pending", &[waits("main", "ContainerCreating")], &[]);
    let report = World::indexed(20)
        .with("/spec/backoffLimitPerIndex", 1.into())
        .with("/status/succeeded", 11.into())
        .with("/status/completedIndexes", "0-10".into())
        .with("/status/failedIndexes", "12".into())
        .with("/status/active", 1.into())
        .pod("x-13-a", &creating)
        .report();
    assert_eq!(report.state(), "Pending");
    assert_eq!(
        report.message(),
        "11/20 completions; 1 pod not running yet (ContainerCreating); index 12 failed for good: the Job fails once the \
         other indexes end"
    );
}

#[test]
fn a_job_whose_attempts_are_used_up_waits_for_its_end() {
    let spent = World::new()
        .with("/spec/backoffLimit", 0.into())
        .with("/status/failed", 1.into())
        .failed_pod("x-1", 7, "Error");
    assert_eq!(
        spent.report().message(),
        "1 attempt failed; \"main\" exited 7; waiting for the Failed condition"
    );
}
