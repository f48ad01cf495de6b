//! What does not add up, and warnings that no other rule speaks of.

use serde_json::json;

use super::world::World;

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
