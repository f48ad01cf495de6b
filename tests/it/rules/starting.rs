//! Pods on their way to run: what is stuck, what only takes its time, and what has long passed.

use serde_json::{Value, json};

use super::world::{Report, World};

const RUNS: &str = "2026-11-24T11:00:05Z";

fn runs(name: &str) -> Value {
    json!({"name": name, "state": {"running": {"startedAt": RUNS}}})
}

fn waits(name: &str, reason: &str) -> Value {
    json!({"name": name, "state": {"waiting": {"reason": reason, "message": "the kubelet's words"}}})
}

fn ended(name: &str, code: i32, finished: &str) -> Value {
    json!({"name": name, "state": {"terminated": {"exitCode": code, "startedAt": RUNS, "finishedAt": finished}}})
}

/// A pod in that phase, with these main containers and these (init containers, with their restart policy).
fn pod(phase: &str, main: &[Value], init: &[(Value, Option<&str>)]) -> Value {
    let named = |status: &Value, policy: Option<&str>| json!({"name": status["name"], "image": "app:1", "restartPolicy": policy});
    let init_statuses: Vec<_> = init.iter().map(|(status, _)| status).collect();
    json!({
        "spec": {"containers": main.iter().map(|status| named(status, None)).collect::<Vec<_>>(),
            "initContainers": init.iter().map(|(status, policy)| named(status, *policy)).collect::<Vec<_>>()},
        "status": {"phase": phase, "containerStatuses": main, "initContainerStatuses": init_statuses},
    })
}

fn on_failure() -> World {
    World::new().with("/spec/template/spec/restartPolicy", "OnFailure".into())
}

fn reason(report: &Report) -> Option<&str> {
    report.0["verdict"]["reason"].as_str()
}

#[test]
fn a_proxy_that_runs_is_no_work_while_the_work_cannot_start() {
    for stuck in ["ImagePullBackOff", "CreateContainerConfigError"] {
        let with_proxy = |main| pod("Pending", &[runs("istio-proxy"), main], &[]);
        let report = World::new()
            .pod("x-1", &with_proxy(waits("main", stuck)))
            .report();
        assert_eq!((report.state(), reason(&report)), ("Blocked", Some(stuck)));
        let report = World::new()
            .pod("x-1", &with_proxy(waits("main", "ContainerCreating")))
            .report();
        assert_eq!(report.state(), "Pending");
    }
    let init = pod(
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
    let report = on_failure().pod("x-1", &pod("Running", &[main], &[])).report();
    assert_eq!(report.state(), "Blocked");
    assert_eq!(report.0["verdict"]["since"], "2026-11-24T11:40:00Z");
    assert_eq!(report.0["pods"][0]["outcome"], "Blocked");
    let done = pod("Running", &[ended("main", 0, "2026-11-24T11:59:59Z")], &[]);
    let report = World::new().pod("x-1", &done).report();
    assert_eq!(report.state(), "Running", "it has just ended");
}

#[test]
fn a_start_that_fails_uses_up_attempts_where_it_is_retried() {
    let mut main = waits("main", "RunContainerError");
    main["restartCount"] = 2.into();
    for phase in ["Pending", "Running"] {
        let report = on_failure()
            .pod("x-1", &pod(phase, std::slice::from_ref(&main), &[]))
            .report();
        assert_eq!(
            (report.state(), reason(&report)),
            ("Retrying", Some("RunContainerError"))
        );
        report.assert_finds("crash-loop", &["restarted 2 times", "3 more failures"]);
        report.assert_silent("pod-not-started");
    }
}

#[test]
fn a_sidecar_that_crashes_ends_the_job_where_its_restarts_count() {
    let mut proxy = waits("proxy", "CrashLoopBackOff");
    proxy["restartCount"] = 4.into();
    let patch = pod(
        "Pending",
        &[waits("main", "PodInitializing")],
        &[(proxy.clone(), Some("Always"))],
    );
    let report = on_failure().pod("x-1", &patch).report();
    assert_eq!(report.state(), "Retrying");
    assert!(
        report
            .message()
            .contains("the sidecar \"proxy\" of pod x-1 crashes"),
        "{}",
        report.message()
    );
    report.assert_finds("crash-loop", &["1 more failure would end the Job"]);
    let report = World::new().pod("x-1", &patch).report();
    assert_eq!(report.state(), "Blocked");
    report.assert_finds("sidecar-crash-loop", &["the sidecar \"proxy\" crashes"]);
    let beside_work = pod("Running", &[runs("main")], &[(proxy, Some("Always"))]);
    let report = World::new().pod("x-1", &beside_work).report();
    assert_eq!(report.state(), "Running");
    report.assert_silent("next-retry");
}

fn failed_mount(world: World) -> World {
    world.event("Pod", "x-1", "2026-11-24T11:10:00Z", "FailedMount", "not found")
}

#[test]
fn a_mount_that_failed_once_is_history() {
    let creating = || World::new().waiting_pod("x-1", "ContainerCreating", "");
    assert_eq!(failed_mount(creating()).report().state(), "Blocked");
    for later in ["Pulling", "SandboxChanged"] {
        let report = failed_mount(creating())
            .event("Pod", "x-1", "2026-11-24T11:20:00Z", later, "")
            .report();
        assert_eq!(report.state(), "Pending", "{later}");
        let again = failed_mount(creating().event("Pod", "x-1", "2026-11-24T11:05:00Z", later, ""));
        assert_eq!(again.report().state(), "Blocked", "{later} before");
    }
    let init_done = pod(
        "Pending",
        &[waits("main", "PodInitializing")],
        &[(ended("fetch", 0, "2026-11-24T11:50:00Z"), None)],
    );
    assert_eq!(
        failed_mount(World::new().pod("x-1", &init_done)).report().state(),
        "Pending"
    );
    let up = json!({"status": {"phase": "Pending", "conditions": [{"type": "PodReadyToStartContainers", "status": "True"}],
        "containerStatuses": [waits("main", "ContainerCreating")]}});
    assert_eq!(
        failed_mount(World::new().pod("x-1", &up)).report().state(),
        "Pending",
        "its sandbox is up"
    );
    let mut crash = waits("fetch", "CrashLoopBackOff");
    crash["restartCount"] = 3.into();
    let crashing = pod("Pending", &[waits("main", "PodInitializing")], &[(crash, None)]);
    assert_eq!(
        failed_mount(on_failure().pod("x-1", &crashing)).report().state(),
        "Retrying"
    );
}

#[test]
fn a_sandbox_that_cannot_be_made_is_reported_as_changed_too() {
    let sandbox = |later: &str| {
        World::new()
            .waiting_pod("x-1", "ContainerCreating", "")
            .event(
                "Pod",
                "x-1",
                "2026-11-24T11:10:00Z",
                "FailedCreatePodSandBox",
                "no network",
            )
            .event("Pod", "x-1", "2026-11-24T11:20:00Z", later, "")
            .report()
    };
    assert_eq!(sandbox("SandboxChanged").state(), "Blocked");
    assert_eq!(sandbox("Pulling").state(), "Pending");
}

#[test]
fn a_blockage_holds_since_its_first_report() {
    let refused = |world: World, time: &str, name: &str| {
        let message = format!("Error creating: pods \"{name}\" is forbidden: exceeded quota: tight");
        world.event("Job", "x", time, "FailedCreate", &message)
    };
    let world = refused(World::new(), "2026-11-24T11:30:00Z", "x-b");
    let world = refused(world, "2026-11-24T11:59:59Z", "x-c");
    assert_eq!(
        world.report().0["verdict"]["since"],
        "2026-11-24T11:30:00Z",
        "each refused pod has a name and so an event of its own"
    );
    let old = refused(World::new(), "2026-11-24T11:00:30Z", "x-a");
    let old = old.event(
        "Job",
        "x",
        "2026-11-24T11:20:00Z",
        "SuccessfulCreate",
        "Created pod: x-1",
    );
    let again = refused(old, "2026-11-24T11:40:00Z", "x-b");
    assert_eq!(again.report().0["verdict"]["since"], "2026-11-24T11:40:00Z");
    let mounts = failed_mount(World::new().waiting_pod("x-1", "ContainerCreating", ""));
    let mounts = mounts.event("Pod", "x-1", "2026-11-24T11:59:00Z", "FailedMount", "timed out");
    assert_eq!(mounts.report().0["verdict"]["since"], "2026-11-24T11:10:00Z");
}

#[test]
fn a_refusal_matters_while_pods_are_missing() {
    let refused = |parallelism: i32| {
        World::new()
            .with("/spec/completions", 3.into())
            .with("/spec/parallelism", parallelism.into())
            .with("/status/active", 1.into())
            .pod("x-1", &pod("Running", &[runs("main")], &[]))
            .event(
                "Job",
                "x",
                "2026-11-24T11:30:00Z",
                "FailedCreate",
                "exceeded quota",
            )
            .report()
    };
    assert_eq!(refused(2).state(), "Running");
    refused(2).assert_finds("quota-exceeded", &["no further pod can be created"]);
    refused(1).assert_silent("quota-exceeded");
}

#[test]
fn the_templates_own_deadline_ends_what_has_a_node() {
    let hint = |world: World| {
        let report = world
            .with("/spec/template/spec/activeDeadlineSeconds", 60.into())
            .report();
        assert_eq!(report.state(), "Blocked");
        report.0["findings"][0]["hint"].as_str().unwrap().to_owned()
    };
    let pulls = World::new().waiting_pod("x-1", "ImagePullBackOff", "no");
    assert!(!hint(pulls).contains("never fails by itself"));
    let unscheduled = json!({"status": {"phase": "Pending", "conditions": [
        {"type": "PodScheduled", "status": "False", "reason": "Unschedulable"}]}});
    assert!(hint(World::new().pod("x-1", &unscheduled)).contains("never fails by itself"));
}

#[test]
fn a_container_for_debugging_holds_up_nothing() {
    let mut patch = pod("Running", &[runs("main")], &[]);
    patch["spec"]["ephemeralContainers"] = json!([{"name": "debugger", "image": "busybx"}]);
    patch["status"]["ephemeralContainerStatuses"] = json!([waits("debugger", "ImagePullBackOff")]);
    let report = World::new().pod("x-1", &patch).report();
    assert_eq!(report.state(), "Running");
    assert_eq!(report.0["findings"], json!([]));
    assert_eq!(report.0["pods"][0].get("reason"), None);
}

#[test]
fn the_newest_error_of_the_right_image_is_quoted() {
    let back_off = |name: &str| json!({"name": name, "state": {"waiting": {"reason": "ImagePullBackOff", "message": "Back-off pulling image \"r/b\""}}});
    let failed = |world: World, container: &str, time: &str, words: &str| {
        world.event_at(
            &format!("spec.containers{{{container}}}"),
            "Pod",
            "x-1",
            time,
            "Failed",
            words,
        )
    };
    let world = World::new().pod("x-1", &pod("Pending", &[runs("a"), back_off("b")], &[]));
    let world = failed(world, "b", "2026-11-24T11:01:00Z", "Failed to pull: i/o timeout");
    let world = failed(
        world,
        "b",
        "2026-11-24T11:02:00Z",
        "Failed to pull: manifest unknown",
    );
    let world = failed(world, "a", "2026-11-24T11:03:00Z", "Failed to pull: 503");
    let report = world.report();
    report.assert_finds("image-pull", &["manifest unknown"]);
    assert!(!report.message().contains("503"), "{}", report.message());
}

#[test]
fn that_no_pod_was_created_is_said_only_where_it_is_known() {
    let said = |world: World| {
        let report = world.report();
        assert_eq!(report.state(), "Pending");
        report.message().to_owned()
    };
    assert_eq!(said(World::new()), "no pod has been created yet");
    let counted = "its status counts no active pod";
    assert_eq!(said(World::new().of_unknown_pods()), counted);
    let managed = World::new().with("/spec/managedBy", "a.io/b".into());
    assert_eq!(said(managed), counted);
    let gone = World::new().event(
        "Job",
        "x",
        "2026-11-24T11:00:01Z",
        "SuccessfulCreate",
        "Created pod: x-1",
    );
    assert_eq!(said(gone), "no pod is active at the moment");
}

#[test]
fn a_pod_without_a_uid_has_the_events_of_its_name() {
    let pod = |uid: &str| json!({"metadata": {"uid": uid}, "status": {"phase": "Pending"}});
    let blocked = |uid: &str| {
        let world = World::new().pod("x-1", &pod(uid)).pod("x-2", &pod(""));
        let time = "2026-11-24T11:50:00Z";
        let world = world.event("Pod", "x-1", time, "FailedMount", "secret \"s\" not found");
        world.report()
    };
    for uid in ["", "uid-x-1"] {
        let finding = blocked(uid).finding("volume-not-mounted").unwrap().clone();
        assert_eq!(finding["subject"]["count"], 1, "{finding}");
    }
    blocked("uid-of-a-namesake").assert_silent("volume-not-mounted");
}

#[test]
fn a_sidecar_between_two_crashes_is_one_that_crashes() {
    let proxy = |restarts: i32, code: i32| {
        let mut proxy = ended("proxy", code, "2026-11-24T11:59:00Z");
        proxy["restartCount"] = restarts.into();
        proxy
    };
    let with = |phase: &str, main: Value, proxy: Value| {
        World::new()
            .pod("x-1", &pod(phase, &[main], &[(proxy, Some("Always"))]))
            .report()
    };
    let waiting = || waits("main", "PodInitializing");
    let report = with("Pending", waiting(), proxy(3, 1));
    assert_eq!(
        (report.state(), reason(&report)),
        ("Blocked", Some("CrashLoopBackOff"))
    );
    assert_eq!(report.0["verdict"]["since"], "2026-11-24T11:59:00Z");
    report.assert_finds("sidecar-crash-loop", &["the sidecar \"proxy\" crashes", "x-1"]);
    for other in [proxy(0, 1), proxy(3, 0)] {
        let report = with("Pending", waiting(), other);
        assert_eq!(report.state(), "Pending");
        report.assert_silent("sidecar-crash-loop");
    }
    let beside_work = with("Running", runs("main"), proxy(3, 1));
    assert_eq!(beside_work.state(), "Running");
    beside_work.assert_finds("crash-loop", &["\"proxy\"", "restarted 3 times"]);
    // Where the work is over, the sidecar was stopped.
    for code in [137, 143] {
        let after_work = with(
            "Running",
            ended("main", 0, "2026-11-24T11:58:59Z"),
            proxy(3, code),
        );
        assert_eq!(after_work.0["findings"], json!([]), "exit {code}");
    }
    let init = (ended("fetch", 1, "2026-11-24T11:58:59Z"), None);
    let patch = pod("Pending", &[waiting()], &[init, (proxy(3, 137), Some("Always"))]);
    let report = World::new().pod("x-1", &patch).report();
    report.assert_silent("sidecar-crash-loop");
}
