//! Tests of what keeps pods from running, or from being created.

use serde_json::json;

use crate::model::world::{World, at};

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
        assert_eq!((report.state(), report.reason()), ("Blocked", Some(reason)));
        report.assert_finds(
            rule,
            &["the kubelet's words", "x-1", "the Job never fails by itself"],
        );
        assert!(!report.verdict.terminal);
    }
    for reason in ["ContainerCreating", "PodInitializing", "SomethingNew"] {
        let report = World::new().waiting_pod("x-1", reason, "").report();
        assert_eq!(report.state(), "Pending", "{reason}");
        assert!(report.rules().is_empty(), "{reason}");
    }
}

#[test]
fn a_deadline_ends_what_would_wait_for_ever() {
    let world = World::new()
        .waiting_pod("x-1", "ImagePullBackOff", "no")
        .with("/spec/activeDeadlineSeconds", 7200.into());
    let report = world.report();
    let hint = report.found("image-pull").hint.as_deref().unwrap();
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

#[test]
fn refusals_to_create_a_pod_say_who_refuses() {
    let refused = |message: &str| World::new().refused(message);
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
            (report.state(), report.reason()),
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

fn failed_mount(world: World) -> World {
    world.event("Pod", "x-1", "2026-11-24T11:10:00Z", "FailedMount", "not found")
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
        world.report().verdict.since,
        Some(at("2026-11-24T11:30:00Z")),
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
    assert_eq!(again.report().verdict.since, Some(at("2026-11-24T11:40:00Z")));
    let mounts = failed_mount(World::new().waiting_pod("x-1", "ContainerCreating", ""));
    let mounts = mounts.event("Pod", "x-1", "2026-11-24T11:59:00Z", "FailedMount", "timed out");
    assert_eq!(mounts.report().verdict.since, Some(at("2026-11-24T11:10:00Z")));
}

#[test]
fn the_templates_own_deadline_ends_what_has_a_node() {
    let hint = |world: World| {
        let report = world
            .with("/spec/template/spec/activeDeadlineSeconds", 60.into())
            .report();
        assert_eq!(report.state(), "Blocked");
        report.findings()[0].hint.clone().unwrap()
    };
    let pulls = World::new().waiting_pod("x-1", "ImagePullBackOff", "no");
    assert!(!hint(pulls).contains("never fails by itself"));
    let unscheduled = json!({"status": {"phase": "Pending", "conditions": [
        {"type": "PodScheduled", "status": "False", "reason": "Unschedulable"}]}});
    assert!(hint(World::new().pod("x-1", &unscheduled)).contains("never fails by itself"));
}

/// The messages are those of the scheduler, the kubelet and the API server (1.37).
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
    let refused = |message: &str| World::new().refused(message);
    let cases = [
        (
            waiting("InvalidImageName", "couldn't parse image name"),
            "image-pull",
            "correct the name of image app:1",
        ),
        (
            waiting("ErrImageNeverPull", "is not present with pull policy of Never"),
            "image-pull",
            "onto the node",
        ),
        (
            waiting("ImagePullBackOff", "no such host"),
            "image-pull",
            "correct the registry in the name of image app:1",
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
            "create ConfigMap \"a\"",
        ),
        (
            scheduling("persistentvolumeclaim \"data\" not found"),
            "unschedulable",
            "create PersistentVolumeClaim \"data\"",
        ),
        (
            scheduling("0/1 nodes are available: 1 Insufficient cpu."),
            "unschedulable",
            "a node with more free cpu",
        ),
        (
            scheduling("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."),
            "unschedulable",
            "node selector and affinity",
        ),
        (
            scheduling("0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s)."),
            "unschedulable",
            "compare selectors and tolerations",
        ),
        (
            refused(
                "Error creating: pods \"x-1\" is forbidden: failed quota: q: must specify limits.memory for: main",
            ),
            "pod-creation-refused",
            "set in the pod template: limits.memory of main",
        ),
        (
            refused("Error creating: admission webhook \"a.b\" denied the request: no"),
            "pod-creation-refused",
            "webhook \"a.b\"",
        ),
    ];
    for (world, rule, words) in cases {
        world.report().assert_finds(rule, &[words]);
    }
}
