//! What goes on, what holds, and what comes next.

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
fn a_container_that_outlives_the_work_keeps_the_pod_alive() {
    let pod = |name: &str, finished: &str| {
        json!({"spec": {"containers": [{"name": "main"}, {"name": name}]}, "status": {"phase": "Running", "containerStatuses": [
            {"name": "main", "state": {"terminated": {"exitCode": 0, "reason": "Completed", "finishedAt": finished}}},
            {"name": name, "state": {"running": {"startedAt": "2026-11-24T11:00:05Z"}}}]}})
    };
    let report = World::new()
        .pod("x-1", &pod("helper", "2026-11-24T11:48:00Z"))
        .report();
    report.assert_finds(
        "sidecar-keeps-pod-alive",
        &["\"main\" ended well 12m ago", "\"helper\"", "native sidecar"],
    );
    World::new()
        .pod("x-1", &pod("istio-proxy", "2026-11-24T11:59:59Z"))
        .report()
        .assert_finds("sidecar-keeps-pod-alive", &["istio-proxy"]);
    World::new()
        .pod("x-1", &pod("helper", "2026-11-24T11:59:30Z"))
        .report()
        .assert_silent("sidecar-keeps-pod-alive");
    let possible = World::new()
        .pod("x-1", &pod("helper", "2026-11-24T11:48:00Z"))
        .report();
    assert_eq!(
        possible.message(),
        "0/1 completions, 1 pod running",
        "\"helper\" may be the work"
    );
    let finding = possible.finding("sidecar-keeps-pod-alive").unwrap();
    assert_eq!(finding["severity"], "info");
    assert!(finding["hint"].as_str().unwrap().starts_with("if \"helper\""));
}

#[test]
fn a_pod_that_has_failed_may_be_kept_alive_too() {
    let patch = json!({"spec": {"containers": [{"name": "a"}, {"name": "b"}, {"name": "istio-proxy"}]}, "status": {"phase": "Running", "containerStatuses": [
        {"name": "a", "state": {"terminated": {"exitCode": 0, "finishedAt": "2026-11-24T11:50:00Z"}}},
        {"name": "b", "state": {"terminated": {"exitCode": 2, "finishedAt": "2026-11-24T11:30:00Z"}}},
        {"name": "istio-proxy", "state": {"running": {"startedAt": "2026-11-24T11:00:05Z"}}}]}});
    let report = World::new().pod("x-1", &patch).report();
    assert_eq!(
        report.message(),
        "\"b\" exited 2 30m ago; pod x-1 ends, as failed, only when \"istio-proxy\" does"
    );
    report.assert_finds("sidecar-keeps-pod-alive", &["\"b\" exited 2", "native sidecar"]);
    let restarted = World::new()
        .with("/spec/template/spec/restartPolicy", "OnFailure".into())
        .pod("x-1", &patch)
        .report();
    restarted.assert_silent("sidecar-keeps-pod-alive");
    let works = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
    let beside = World::new()
        .with("/spec/parallelism", 2.into())
        .pod("x-1", &patch)
        .pod("x-2", &works)
        .report();
    assert!(
        beside.message().contains("2 pods running"),
        "{}",
        beside.message()
    );
    beside.assert_finds("sidecar-keeps-pod-alive", &["x-1"]);
}

#[test]
fn what_does_not_add_up_is_said() {
    let uncounted = World::new()
        .with("/status/uncountedTerminatedPods", json!({"failed": ["u"]}))
        .report();
    uncounted.assert_finds("uncounted-pods", &["1 finished pod is not in the counters yet"]);
    let foreign = json!({"metadata": {"ownerReferences": [{"kind": "Job", "name": "y", "uid": "other", "controller": true}]}, "status": {"phase": "Running"}});
    let manual = World::new()
        .with("/spec/manualSelector", true.into())
        .pod("y-1", &foreign)
        .report();
    manual.assert_finds("foreign-pods", &["y-1"]);
    assert_eq!(manual.0["foreignPods"], json!(["y-1"]));
    assert_eq!(manual.0["pods"], json!([]), "pods of others are not this Job's");
    let generated = World::new().pod("y-1", &foreign).report();
    generated.assert_silent("foreign-pods");
    assert!(generated.0.get("foreignPods").is_none());
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

#[test]
fn warnings_that_no_rule_knows_are_passed_on() {
    let report = World::new()
        .event("Pod", "x-1", "2026-11-24T11:59:00Z", "SomethingOdd", "words")
        .report();
    // Of a pod that was never seen nothing is known; of the Job itself it is.
    let of_job = World::new()
        .event("Job", "x", "2026-11-24T11:59:00Z", "SomethingOdd", "words")
        .report();
    of_job.assert_finds("warning-event", &["SomethingOdd", "words"]);
    report.assert_silent("crash-loop");
}

#[test]
fn a_warning_says_on_how_many_objects_it_was_seen() {
    let running = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
    let odd = |pod: &str| format!("pod: \"{pod}_zoo(uid)\". no cluster DNS");
    let of = |pods: &[&str]| {
        let mut world = World::new();
        for pod in pods {
            world = world.pod(pod, &running).event(
                "Pod",
                pod,
                "2026-11-24T11:59:00Z",
                "MissingClusterDNS",
                &odd(pod),
            );
        }
        let report = world.report();
        report.finding("warning-event").unwrap()["message"].clone()
    };
    assert_eq!(of(&["x-1"]), "MissingClusterDNS on Pod x-1: no cluster DNS");
    let two = of(&["x-1", "x-2"]);
    assert!(
        two.as_str()
            .unwrap()
            .starts_with("MissingClusterDNS (2 times) on Pod x-"),
        "{two}"
    );
    assert!(
        two.as_str().unwrap().ends_with(" and 1 more: no cluster DNS"),
        "{two}"
    );
}

#[test]
fn what_harmed_no_success_is_no_finding_of_it() {
    let with = |reason: &str| {
        let time = "2026-11-24T11:01:00Z";
        World::new().event("Job", "x", time, reason, "words")
    };
    let complete = |world: World| world.condition("Complete", "CompletionsReached", "");
    for reason in [
        "MissingClusterDNS",
        "DNSConfigForming",
        "FailedToRetrieveImagePullSecret",
    ] {
        let report = complete(with(reason)).report();
        assert_eq!(report.0["findings"], json!([]), "{reason}");
        assert_eq!(report.0["events"][0]["reason"], reason, "it remains under events");
        with(reason).report().assert_finds("warning-event", &[reason]);
        let failed = with(reason).condition("Failed", "BackoffLimitExceeded", "");
        failed.report().assert_finds("warning-event", &[reason]);
    }
    complete(with("SomethingOdd"))
        .report()
        .assert_finds("warning-event", &["SomethingOdd"]);
}

#[test]
fn what_once_held_a_pod_up_is_no_warning_of_a_success() {
    for reason in [
        "FailedCreatePodSandBox",
        "NetworkNotReady",
        "FailedPrepareDynamicResources",
        "FailedMount",
    ] {
        let of = |phase: &str, state: serde_json::Value| {
            let patch =
                json!({"status": {"phase": phase, "containerStatuses": [{"name": "main", "state": state}]}});
            World::new()
                .pod("x-1", &patch)
                .event("Pod", "x-1", "2026-11-24T11:01:00Z", reason, "words")
        };
        let ended = of("Succeeded", json!({"terminated": {"exitCode": 0}}));
        let complete =
            ended
                .with("/status/succeeded", 1.into())
                .condition("Complete", "CompletionsReached", "");
        assert_eq!(complete.report().0["findings"], json!([]), "{reason}");
        let waiting = of("Pending", json!({"waiting": {"reason": "ContainerCreating"}})).report();
        let findings = waiting.0["findings"].as_array().unwrap();
        assert_eq!(findings.len(), 1, "told once: {findings:?}");
    }
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
