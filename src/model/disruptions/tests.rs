//! Tests of pods that are ended from outside.

use serde_json::json;

use crate::model::world::{World, disrupted, failed, failed_by_node};

#[test]
fn pods_that_were_ended_from_outside_say_by_what() {
    let disrupted = |reason: &str| {
        let mut patch = failed(137, "Error");
        patch["status"]["conditions"] = json!([{"type": "DisruptionTarget", "status": "True", "reason": reason, "message": "words of the cluster"}]);
        World::new().pod("x-1", &patch).report()
    };
    for (reason, rule) in [
        ("PreemptionByScheduler", "preempted"),
        ("EvictionByEvictionAPI", "evicted"),
        ("DeletionByTaintManager", "evicted"),
        ("TerminationByKubelet", "evicted"),
        ("DeletionByPodGC", "node-lost"),
        ("SomethingNew", "disrupted"),
    ] {
        disrupted(reason).assert_finds(
            rule,
            &[reason, "x-1", "n1", "words of the cluster", "podFailurePolicy"],
        );
    }
    for (reason, rule) in [
        ("Evicted", "evicted"),
        ("NodeLost", "node-lost"),
        ("NodeShutdown", "node-shutdown"),
        ("Preempting", "preempted"),
    ] {
        let patch = json!({"status": {"phase": "Failed", "reason": reason, "message": "The node was low on resource: memory."}});
        World::new()
            .pod("x-1", &patch)
            .report()
            .assert_finds(rule, &[reason, "low on resource"]);
    }
    let mut spared = failed(1, "Error");
    spared["status"]["conditions"] =
        json!([{"type": "DisruptionTarget", "status": "False", "reason": "EvictionByEvictionAPI"}]);
    World::new().pod("x-1", &spared).report().assert_silent("evicted");
}

#[test]
fn what_ended_a_pod_is_told_before_what_its_containers_did_then() {
    let ended = |reason: &str| {
        let mut patch = failed_by_node(reason, "words of the node");
        patch["status"]["containerStatuses"] = failed(137, "Error")["status"]["containerStatuses"].clone();
        World::new()
            .pod("x-1", &patch)
            .failed_for("BackoffLimitExceeded")
            .with("/status/failed", 1.into())
            .report()
    };
    for (reason, rule) in [
        ("Evicted", "evicted"),
        ("Terminated", "node-shutdown"),
        ("DeadlineExceeded", "pod-deadline-exceeded"),
        ("Preempting", "preempted"),
    ] {
        let report = ended(reason);
        report.assert_finds(rule, &[reason, "words of the node"]);
        for consequence in ["killed", "killed-after-stop", "container-lost"] {
            report.assert_silent(consequence);
        }
        assert!(
            report
                .message()
                .contains(&format!("({reason}): words of the node")),
            "{}",
            report.message()
        );
    }
    ended("SomethingOfAProvider").assert_finds("killed", &["main"]);
}

#[test]
fn a_container_that_failed_before_its_pod_was_ended_is_to_blame() {
    let ended = |code: i32, reason: &str, at: &str| {
        let mut patch = disrupted(code, "EvictionByEvictionAPI");
        let end = &mut patch["status"]["containerStatuses"][0]["state"]["terminated"];
        end["finishedAt"] = at.into();
        end["reason"] = reason.into();
        World::new()
            .pod("x-1", &patch)
            .with("/status/failed", 1.into())
            .report()
    };
    let before = ended(3, "Error", "2026-11-24T11:05:00Z");
    before.assert_finds("container-failed", &["exited 3"]);
    let head = "1 attempt failed so far; \"main\" exited 3; the pod was evicted";
    assert!(before.message().starts_with(head), "{}", before.message());
    let after = ended(3, "Error", "2026-11-24T11:10:00Z");
    after.assert_finds("container-failed", &["exited 3"]);
    assert!(
        !after.message().contains("exited 3"),
        "it was asked to stop: {}",
        after.message()
    );
    ended(137, "OOMKilled", "2026-11-24T11:10:00Z").assert_finds("oom-killed", &["main"]);
}

#[test]
fn failures_that_count_are_told_of_in_the_end() {
    let complete = |failed: i32| {
        World::new()
            .with("/status/failed", failed.into())
            .with("/status/succeeded", 1.into())
            .condition("Complete", "CompletionsReached", "")
    };
    let gone = complete(2).report();
    assert!(
        gone.message().ends_with("after 2 failed attempts"),
        "{}",
        gone.message()
    );
    let evicted = complete(2)
        .pod("x-1", &disrupted(143, "EvictionByEvictionAPI"))
        .pod("x-2", &disrupted(143, "EvictionByEvictionAPI"))
        .report();
    let words = "after 2 failed attempts (the pod was evicted through the API";
    assert!(evicted.message().contains(words), "{}", evicted.message());
    let ignored = complete(0)
        .pod("x-1", &disrupted(143, "EvictionByEvictionAPI"))
        .report();
    assert!(
        !ignored.message().contains("after"),
        "nothing counted: {}",
        ignored.message()
    );
}
