//! What keeps pods from running, or from being made.

use serde_json::{Value, json};

use super::world::World;

#[test]
fn containers_that_cannot_start_block() {
    for (reason, rule) in [
        ("ImagePullBackOff", "image-pull"),
        ("ErrImagePull", "image-pull"),
        ("InvalidImageName", "image-pull"),
        ("ErrImageNeverPull", "image-pull"),
        ("CreateContainerConfigError", "container-config"),
        ("CreateContainerError", "pod-not-started"),
        ("RunContainerError", "pod-not-started"),
    ] {
        let report = World::new()
            .waiting_pod("x-1", reason, "the kubelet's words")
            .report();
        assert_eq!(
            (report.state(), report.0["verdict"]["reason"].as_str()),
            ("Blocked", Some(reason))
        );
        report.assert_finds(
            rule,
            &["the kubelet's words", "x-1", "the Job never fails by itself"],
        );
        assert_eq!(report.0["verdict"]["terminal"], false);
    }
    for reason in ["ContainerCreating", "PodInitializing", "SomethingNew"] {
        let report = World::new().waiting_pod("x-1", reason, "").report();
        assert_eq!(report.state(), "Pending", "{reason}");
        assert_eq!(report.0["findings"], json!([]), "{reason}");
    }
}

#[test]
fn a_deadline_ends_what_would_wait_for_ever() {
    let world = World::new()
        .waiting_pod("x-1", "ImagePullBackOff", "no")
        .with("/spec/activeDeadlineSeconds", 7200.into());
    let report = world.report();
    let hint = report.finding("image-pull").unwrap()["hint"].as_str().unwrap();
    assert!(!hint.contains("never fails by itself"), "{hint}");
    report.assert_finds("deadline", &["in 60m"]);
}

#[test]
fn other_pods_that_run_are_more_telling_than_one_that_waits() {
    let running = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {"startedAt": "2026-11-24T11:00:05Z"}}}]}});
    let report = World::new()
        .waiting_pod("x-1", "ImagePullBackOff", "no")
        .pod("x-2", &running)
        .report();
    assert_eq!(report.state(), "Running");
    report.assert_finds("image-pull", &["x-1"]);
}

fn unscheduled(reason: &str) -> Value {
    json!({"spec": {"nodeName": null}, "status": {"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": reason,
        "message": "0/3 nodes are available", "lastTransitionTime": "2026-11-24T11:00:03Z"}]}})
}

#[test]
fn the_scheduler_is_quoted() {
    let report = World::new()
        .pod("x-1", &unscheduled("Unschedulable"))
        .pod("x-2", &unscheduled("Unschedulable"))
        .report();
    assert_eq!(report.state(), "Blocked");
    report.assert_finds(
        "unschedulable",
        &["2 pods cannot be scheduled", "0/3 nodes are available"],
    );
    World::new()
        .pod("x-1", &unscheduled("SchedulingGated"))
        .report()
        .assert_finds("scheduling-gated", &["gates"]);
    let report = World::new().pod("x-1", &unscheduled("SomethingElse")).report();
    assert_eq!(report.state(), "Pending");
}

#[test]
fn mounts_show_in_events_only() {
    let world = || World::new().waiting_pod("x-1", "ContainerCreating", "");
    let report = world()
        .event(
            "Pod",
            "x-1",
            "2026-11-24T11:59:00Z",
            "FailedMount",
            "secret \"s\" not found",
        )
        .report();
    assert_eq!(
        (report.state(), report.0["verdict"]["reason"].as_str()),
        ("Blocked", Some("FailedMount"))
    );
    report.assert_finds("volume-not-mounted", &["secret \"s\" not found"]);
    let of_another = world()
        .event(
            "Pod",
            "y-1",
            "2026-11-24T11:59:00Z",
            "FailedMount",
            "secret \"s\" not found",
        )
        .report();
    assert_eq!(of_another.state(), "Pending", "an event of another pod");
    let running = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
    let past = World::new()
        .pod("x-1", &running)
        .event("Pod", "x-1", "2026-11-24T11:01:00Z", "FailedMount", "later found")
        .report();
    assert_eq!(past.state(), "Running", "the mount came after all");
    past.assert_silent("volume-not-mounted");
}

#[test]
fn refusals_to_create_a_pod_say_who_refuses() {
    let refused =
        |message: &str| World::new().event("Job", "x", "2026-11-24T11:59:00Z", "FailedCreate", message);
    for (message, rule) in [
        (
            "Error creating: pods \"x-1\" is forbidden: exceeded quota: tight, requested: pods=1",
            "quota-exceeded",
        ),
        (
            "Error creating: pods \"x-1\" is forbidden: error looking up service account zoo/s: serviceaccount \"s\" not found",
            "service-account-missing",
        ),
        (
            "Error creating: admission webhook \"w.io\" denied the request: no",
            "pod-creation-refused",
        ),
    ] {
        let report = refused(message).report();
        assert_eq!(
            (report.state(), report.0["verdict"]["reason"].as_str()),
            ("Blocked", Some("FailedCreate"))
        );
        report.assert_finds(rule, &[message.split(": ").last().unwrap()]);
    }
    let overcome = refused("Error creating: exceeded quota").event(
        "Job",
        "x",
        "2026-11-24T11:59:30Z",
        "SuccessfulCreate",
        "Created pod: x-1",
    );
    assert_eq!(overcome.report().state(), "Pending", "a pod came after all");
}

#[test]
fn no_parallelism_asks_for_no_pod() {
    let report = World::new().with("/spec/parallelism", 0.into()).report();
    assert_eq!(report.state(), "Blocked");
    report.assert_finds("parallelism-zero", &["parallelism is 0"]);
}

#[test]
fn a_sidecar_that_crashes_before_the_work_begins_blocks() {
    let crash = json!({"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 5m0s restarting failed container=proxy"}});
    let patch = json!({
        "spec": {"initContainers": [{"name": "proxy", "image": "i", "restartPolicy": "Always"}]},
        "status": {"phase": "Pending", "initContainerStatuses": [{"name": "proxy", "restartCount": 9, "state": crash,
            "lastState": {"terminated": {"exitCode": 1, "finishedAt": "2026-11-24T11:58:00Z"}}}],
            "containerStatuses": [{"name": "main", "state": {"waiting": {"reason": "PodInitializing"}}}]},
    });
    let report = World::new().pod("x-1", &patch).report();
    assert_eq!(report.state(), "Blocked");
    report.assert_finds("sidecar-crash-loop", &["proxy"]);
}

/// The words are those of the scheduler, the kubelet and the API server (1.37).
#[test]
fn the_hint_fits_what_was_said() {
    let waiting = |reason: &str, message: &str| World::new().waiting_pod("x-1", reason, message);
    let scheduling = |message: &str| {
        World::new().pod(
            "x-1",
            &json!({"status": {"phase": "Pending", "conditions": [
            {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": message}]}}),
        )
    };
    let refused =
        |message: &str| World::new().event("Job", "x", "2026-11-24T11:59:00Z", "FailedCreate", message);
    let cases = [
        (
            waiting("InvalidImageName", "couldn't parse image name"),
            "image-pull",
            "mend the image's name",
        ),
        (
            waiting("ErrImageNeverPull", "is not present with pull policy of Never"),
            "image-pull",
            "onto the node",
        ),
        (
            waiting("ImagePullBackOff", "no such host"),
            "image-pull",
            "imagePullSecrets",
        ),
        (
            waiting(
                "CreateContainerConfigError",
                "container has runAsNonRoot and image will run as root",
            ),
            "container-config",
            "runAsUser",
        ),
        (
            waiting("CreateContainerConfigError", "configmap \"a\" not found"),
            "container-config",
            "create what",
        ),
        (
            scheduling("persistentvolumeclaim \"data\" not found"),
            "unschedulable",
            "create the PersistentVolumeClaim",
        ),
        (
            scheduling("0/1 nodes are available: 1 Insufficient cpu."),
            "unschedulable",
            "a node with more room",
        ),
        (
            scheduling("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."),
            "unschedulable",
            "node selector, affinity",
        ),
        (
            scheduling("0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s)."),
            "unschedulable",
            "requests, selectors and taints",
        ),
        (
            refused(
                "Error creating: pods \"x-1\" is forbidden: failed quota: q: must specify limits.memory for: main",
            ),
            "pod-creation-refused",
            "must be specified",
        ),
        (
            refused("Error creating: admission webhook \"a.b\" denied the request: no"),
            "pod-creation-refused",
            "the admission rule",
        ),
    ];
    for (world, rule, words) in cases {
        world.report().assert_finds(rule, &[words]);
    }
}
