//! Tests of what kept pods from starting until the Job failed.

use serde_json::json;

use crate::model::Severity;
use crate::model::world::World;

/// A Job that failed by its deadline at 11:30.
fn past_deadline() -> World {
    World::new()
        .with("/spec/activeDeadlineSeconds", 1800.into())
        .failed_for("DeadlineExceeded")
}

/// The same Job with a pod x-1 that is gone.
fn with_gone_pod() -> World {
    past_deadline().created("x-1")
}

#[test]
fn nobody_is_blamed_where_only_warnings_were_read() {
    let gone = |pods: usize| {
        let mut world = past_deadline().event(
            "Pod",
            "x-1",
            "2026-11-24T11:28:00Z",
            "FailedMount",
            "not found yet",
        );
        for pod in 1..=pods {
            let message = format!("Created pod: x-{pod}");
            world = world.event("Job", "x", "2026-11-24T11:00:01Z", "SuccessfulCreate", &message);
        }
        world.report()
    };
    gone(200).assert_finds("volume-not-mounted", &["x-1"]);
    gone(201).assert_silent("volume-not-mounted");
}

#[test]
fn a_deadline_names_what_held_a_pod_up_that_is_gone() {
    for (reason, message, rule, gist) in [
        (
            "Failed",
            "Failed to pull image \"r/a:1\": no such host",
            "image-pull",
            "cannot pull the image: the registry: no such host",
        ),
        (
            "Failed",
            "Error: InvalidImageName",
            "image-pull",
            "cannot pull the image: the name is not valid",
        ),
        (
            "Failed",
            "Error: configmap \"c\" not found",
            "pod-not-started",
            "Error: configmap \"c\" not found",
        ),
        (
            "FailedScheduling",
            "0/1 nodes are available: Insufficient cpu",
            "unschedulable",
            "0/1 nodes are available: Insufficient cpu",
        ),
        (
            "FailedMount",
            "MountVolume.SetUp failed: secret \"s\" not found",
            "volume-not-mounted",
            "a volume cannot be mounted: Secret \"s\" does not exist",
        ),
        (
            "FailedCreatePodSandBox",
            "no network",
            "pod-not-started",
            "no network",
        ),
    ] {
        let held = || with_gone_pod().event("Pod", "x-1", "2026-11-24T11:28:00Z", reason, message);
        let report = held().report();
        report.assert_finds(rule, &[message, "x-1"]);
        assert!(report.message().contains(gist), "{}", report.message());
        let after = |done: &str| held().event("Pod", "x-1", "2026-11-24T11:29:00Z", done, "done");
        let ran = after("Started").report();
        ran.assert_silent(rule);
        assert!(
            ran.message().ends_with("x-1 has been deleted"),
            "{}",
            ran.message()
        );
        after("Pulled").report().assert_silent(rule);
    }
}

#[test]
fn a_pod_that_the_kubelet_ended_before_it_began_is_told_of_by_its_events() {
    let report = |end: serde_json::Value| {
        let patch = json!({"metadata": {"deletionTimestamp": "2026-11-24T11:30:30Z", "deletionGracePeriodSeconds": 30},
            "status": {"phase": "Failed", "containerStatuses": [{"name": "main", "state": {"terminated": end}}]}});
        let world = World::new().pod("x-1", &patch);
        let world = world.event(
            "Pod",
            "x-1",
            "2026-11-24T11:29:00Z",
            "FailedMount",
            "secret \"s\" not found",
        );
        world.condition("FailureTarget", "DeadlineExceeded", "m").report()
    };
    let never = report(json!({"exitCode": 137, "reason": "ContainerStatusUnknown"}));
    never.assert_finds("volume-not-mounted", &["secret \"s\" not found"]);
    let ran = report(
        json!({"exitCode": 143, "reason": "Error", "startedAt": "2026-11-24T11:10:00Z", "finishedAt": "2026-11-24T11:30:05Z"}),
    );
    ran.assert_silent("volume-not-mounted");
}

#[test]
fn the_pulls_own_words_say_more_than_their_repetition() {
    let report = with_gone_pod()
        .event(
            "Pod",
            "x-1",
            "2026-11-24T11:20:00Z",
            "Failed",
            "Failed to pull image \"r/a:1\": no such host",
        )
        .event(
            "Pod",
            "x-1",
            "2026-11-24T11:29:00Z",
            "Failed",
            "Error: ImagePullBackOff",
        )
        .report();
    report.assert_finds("image-pull", &["no such host"]);
}

#[test]
fn what_events_tell_needs_no_list_of_pods() {
    let message = "Failed to pull image \"r/a:1\": no such host";
    let world = || with_gone_pod().of_unknown_pods();
    let held = world().event("Pod", "x-1", "2026-11-24T11:28:00Z", "Failed", message);
    let report = held.report();
    assert_eq!(report.counts.pods, None);
    report.assert_finds("image-pull", &["no such host", "x-1"]);
    assert!(
        report.message().contains("until then it was blocked"),
        "{}",
        report.message()
    );
    report.assert_silent("pods-gone");
    let other = world().event("Pod", "y-1", "2026-11-24T11:28:00Z", "Failed", message);
    other.report().assert_silent("image-pull");
}

#[test]
fn a_pod_on_its_way_out_still_tells_what_held_it_up() {
    let waiting = json!({"waiting": {"reason": "ImagePullBackOff", "message": "Back-off pulling image \"r/a:1\": no such host"}});
    let pod = |state| {
        json!({"metadata": {"deletionTimestamp": "2026-11-24T11:30:30Z", "deletionGracePeriodSeconds": 30},
            "status": {"phase": "Pending", "containerStatuses": [{"name": "main", "state": state}]}})
    };
    let failing = |state, reason| {
        World::new()
            .pod("x-1", &pod(state))
            .condition("FailureTarget", reason, "m")
            .report()
    };
    let report = failing(waiting.clone(), "DeadlineExceeded");
    assert_eq!(report.state(), "Failing");
    report.assert_finds("image-pull", &["no such host"]);
    assert!(
        report.message().contains("until then it was blocked"),
        "{}",
        report.message()
    );
    failing(json!({"running": {}}), "DeadlineExceeded").assert_silent("image-pull");
    let other = failing(waiting, "BackoffLimitExceeded");
    assert_eq!(other.found("image-pull").severity, Severity::Warning);
    assert!(
        !other.message().contains("blocked"),
        "not what failed it: {}",
        other.message()
    );
}

#[test]
fn a_deadline_names_the_refusal_that_outlasted_it() {
    let refused = |world: World| {
        let message = "Error creating: pods \"x-1\" is forbidden: exceeded quota: tight";
        world.event("Job", "x", "2026-11-24T11:29:00Z", "FailedCreate", message)
    };
    let report = refused(past_deadline()).report();
    report.assert_finds("quota-exceeded", &["exceeded quota: tight"]);
    assert_eq!(report.found("quota-exceeded").severity, Severity::Error);
    assert!(
        report.message().starts_with(
            "the Job ran longer than activeDeadlineSeconds (30m) and was stopped; until then it was blocked: no pod can be \
             created: quota \"tight\" is exhausted"
        ),
        "{}",
        report.message()
    );
    let deadline = report.found("deadline-exceeded");
    assert_eq!(deadline.hint, None, "more time would not have helped");
    let overcome = refused(past_deadline()).event(
        "Job",
        "x",
        "2026-11-24T11:29:30Z",
        "SuccessfulCreate",
        "Created pod: x-2",
    );
    overcome.report().assert_silent("quota-exceeded");
    let complete = World::new().condition("Complete", "CompletionsReached", "");
    refused(complete).report().assert_silent("quota-exceeded");
}
