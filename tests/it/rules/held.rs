//! What holds a Job: suspension, queues, other controllers, deletion.

use serde_json::json;

use super::world::{World, failed};

#[test]
fn who_holds_a_job_is_named() {
    let suspended = || World::new().with("/spec/suspend", true.into());
    let report = suspended().report();
    assert_eq!(report.state(), "Suspended");
    report.assert_finds("suspended", &["spec.suspend"]);
    suspended()
        .with("/metadata/labels", json!({"kueue.x-k8s.io/queue-name": "ml"}))
        .report()
        .assert_finds("suspended", &["queue ml", "Kueue"]);
    let queued = suspended().with("/metadata/labels", json!({"kueue.x-k8s.io/queue-name": "ml"}));
    assert_eq!(
        queued.report().message(),
        "it is suspended in queue ml",
        "no Workload, no claim"
    );
    let external = World::new()
        .with("/spec/managedBy", "other.io/controller".into())
        .with("/status", json!({}))
        .report();
    assert_eq!(external.state(), "External");
    external.assert_finds("managed-by", &["other.io/controller"]);
    let queued = suspended()
        .with("/spec/managedBy", "other.io/controller".into())
        .with("/status", json!({}));
    assert_eq!(queued.report().state(), "Suspended");
    let own = World::new()
        .with("/spec/managedBy", "kubernetes.io/job-controller".into())
        .report();
    own.assert_silent("managed-by");
    assert_eq!(own.state(), "Pending");
}

#[test]
fn what_the_job_controller_does_is_not_said_of_jobs_of_others() {
    let world = |manager: &str| {
        World::new()
            .with("/spec/managedBy", manager.into())
            .with("/spec/activeDeadlineSeconds", 50.into())
            .event(
                "Job",
                "x",
                "2026-11-24T11:59:00Z",
                "FailedCreate",
                "exceeded quota",
            )
    };
    let own = world("kubernetes.io/job-controller");
    let others = world("other.io/controller");
    own.report().assert_finds("deadline", &["has passed"]);
    others.report().assert_silent("deadline");
    assert_eq!(own.report().state(), "Blocked");
    assert_eq!(others.report().state(), "Pending");
    let parked = |world: World| world.with("/spec/parallelism", 0.into()).report();
    assert_eq!(parked(own).state(), "Blocked");
    assert_eq!(parked(others).state(), "Pending");
}

#[test]
fn a_suspension_begins_where_it_is_known_to() {
    let since = |world: World| {
        world.with("/spec/suspend", true.into()).report().0["verdict"]
            .get("since")
            .cloned()
    };
    assert_eq!(
        since(World::new().with("/status", json!({}))),
        Some("2026-11-24T11:00:00Z".into())
    );
    assert_eq!(
        since(World::new().condition("Suspended", "JobSuspended", "")),
        Some("2026-11-24T11:30:00Z".into())
    );
    let resumed = World::new()
        .condition("Suspended", "JobResumed", "")
        .with("/status/conditions/0/status", "False".into());
    assert_eq!(since(resumed), None, "suspended again, and nothing says when");
    assert_eq!(since(World::new()), None, "it had begun");
}

#[test]
fn pods_of_another_controllers_job_are_not_missed() {
    let failed = || {
        World::new()
            .with("/status/failed", 7.into())
            .condition("Failed", "BackoffLimitExceeded", "m")
    };
    let elsewhere = failed()
        .with("/spec/managedBy", "other.io/controller".into())
        .report();
    elsewhere.assert_silent("pods-gone");
    assert_eq!(elsewhere.message(), "7 attempts");
    assert_eq!(elsewhere.0["counts"].get("restarts"), None);
    failed().report().assert_finds("pods-gone", &["7 pods"]);
    let refused = |world: World| world.event("Job", "x", "2026-11-24T11:59:00Z", "FailedCreate", "no");
    refused(World::new().with("/spec/managedBy", "other.io/controller".into()))
        .report()
        .assert_finds("warning-event", &["FailedCreate", "no"]);
    refused(World::new()).report().assert_silent("warning-event");
}

#[test]
fn deletion_waits_for_finalizers() {
    let deleting = World::new()
        .with("/metadata/deletionTimestamp", "2026-11-24T11:50:00Z".into())
        .with("/metadata/finalizers", json!(["example.com/hold"]));
    let report = deleting.report();
    assert_eq!(report.state(), "Deleting");
    report.assert_finds("deletion-pending", &["example.com/hold"]);
}

#[test]
fn a_job_that_is_being_deleted_tells_what_is_still_at_work() {
    let world = || {
        World::new()
            .with("/metadata/deletionTimestamp", "2026-11-24T11:50:00Z".into())
            .with("/metadata/finalizers", json!(["orphan"]))
    };
    let runs = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
    let mut ends = runs.clone();
    ends["metadata"] = json!({"deletionTimestamp": "2026-11-24T12:00:20Z", "deletionGracePeriodSeconds": 30});
    let waits = "deletion waits for finalizer orphan";
    let said = |world: World| world.report().message().strip_prefix(waits).unwrap().to_owned();
    let two = world().pod("x-1", &runs).pod("x-2", &runs);
    assert_eq!(
        said(world().pod("x-1", &runs).pod("x-2", &ends)),
        "; 1 pod still runs"
    );
    assert_eq!(said(two), "; 2 pods still run");
    assert_eq!(said(world().pod("x-1", &ends)), "; 1 pod is still terminating");
    assert_eq!(said(world().pod("x-1", &failed(1, "Error"))), "");
    assert_eq!(said(world().of_unknown_pods()), "");
}

#[test]
fn a_pod_that_does_not_go_away_is_seen() {
    let patch = json!({"metadata": {"deletionTimestamp": "2026-11-24T11:30:00Z", "deletionGracePeriodSeconds": 30}, "status": {"phase": "Running",
        "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
    World::new()
        .pod("x-1", &patch)
        .report()
        .assert_finds("pod-stuck-terminating", &["x-1"]);
    let mut ended = failed(1, "Error");
    ended["metadata"] = json!({"deletionTimestamp": "2026-11-24T11:30:00Z", "finalizers": ["batch.kubernetes.io/job-tracking"]});
    let report = World::new().pod("x-1", &ended).report();
    report.assert_finds(
        "pod-stuck-terminating",
        &["the Job controller has not counted it"],
    );
    let mut running = patch.clone();
    running["metadata"]["finalizers"] = json!(["batch.kubernetes.io/job-tracking"]);
    World::new()
        .pod("x-1", &running)
        .report()
        .assert_finds("pod-stuck-terminating", &["its node"]);
    let recent = json!({"metadata": {"deletionTimestamp": "2026-11-24T12:00:20Z", "deletionGracePeriodSeconds": 30}, "status": {"phase": "Running"}});
    World::new()
        .pod("x-1", &recent)
        .report()
        .assert_silent("pod-stuck-terminating");
}
