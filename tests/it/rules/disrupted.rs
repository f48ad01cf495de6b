//! Pods that are ended from outside.

use serde_json::{Value, json};

use super::world::{World, failed};

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

/// A pod that its node failed, with the kubelet's reason and message.
fn failed_by_node(reason: &str, message: &str) -> Value {
    json!({"status": {"phase": "Failed", "reason": reason, "message": message}})
}

fn disrupted(code: i32, reason: &str) -> Value {
    let mut patch = failed(code, "Error");
    patch["status"]["conditions"] = json!([{"type": "DisruptionTarget", "status": "True", "reason": reason, "lastTransitionTime": "2026-11-24T11:09:30Z"}]);
    patch
}

#[test]
fn a_pod_that_its_node_rejects_says_why() {
    for reason in [
        "OutOfcpu",
        "NodeAffinity",
        "UnexpectedAdmissionError",
        "OutOfexample.com/gpu",
    ] {
        let report = World::new()
            .pod("x-1", &failed_by_node(reason, "Pod was rejected: no room"))
            .event("Pod", "x-1", "2026-11-24T11:01:00Z", reason, "no room")
            .condition("Failed", "BackoffLimitExceeded", "m")
            .with("/status/failed", 1.into())
            .report();
        report.assert_finds("pod-rejected", &[reason, "x-1", "Pod was rejected: no room"]);
        report.assert_silent("warning-event");
        let words =
            format!("1 attempt; the pod was rejected by its node ({reason}): Pod was rejected: no room");
        assert_eq!(report.message(), words);
    }
    World::new()
        .failed_pod("x-1", 1, "Error")
        .report()
        .assert_silent("pod-rejected");
}

#[test]
fn what_ended_a_pod_is_told_before_what_its_containers_did_then() {
    let ended = |reason: &str| {
        let mut patch = failed_by_node(reason, "words of the node");
        patch["status"]["containerStatuses"] = failed(137, "Error")["status"]["containerStatuses"].clone();
        World::new()
            .pod("x-1", &patch)
            .condition("Failed", "BackoffLimitExceeded", "m")
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
fn the_nodes_own_word_says_more_than_the_condition() {
    let mut patch = disrupted(137, "TerminationByKubelet");
    patch["status"]["reason"] = "Terminated".into();
    let report = World::new().pod("x-1", &patch).report();
    report.assert_finds("node-shutdown", &["shutdown of its node"]);
    report.assert_silent("evicted");
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
fn a_failure_policy_is_proposed_where_it_may_be_had() {
    let hint = |world: World| world.report().finding("preempted").unwrap().get("hint").cloned();
    let world = || World::new().pod("x-1", &disrupted(137, "PreemptionByScheduler"));
    assert!(hint(world()).is_some());
    let on_failure = world().with("/spec/template/spec/restartPolicy", "OnFailure".into());
    assert_eq!(hint(on_failure), None, "a policy needs restartPolicy: Never");
    let without_condition = World::new().pod("x-1", &failed_by_node("Preempting", "m"));
    assert_eq!(hint(without_condition), None, "no condition to match");
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

#[test]
fn a_rejected_pod_never_ran_whatever_the_kubelet_makes_up_for_it() {
    let report = |start: Value| {
        let mut patch = failed_by_node("OutOfcpu", "Pod was rejected: no room");
        let end = json!({"exitCode": 137, "reason": "ContainerStatusUnknown", "startedAt": start});
        patch["status"]["containerStatuses"] = json!([{"name": "main", "state": {"terminated": end}}]);
        World::new().pod("x-1", &patch).report()
    };
    let never = report(Value::Null);
    never.assert_finds("pod-rejected", &["OutOfcpu"]);
    never.assert_silent("container-lost");
    let ran = report(json!("2026-11-24T11:00:03Z"));
    ran.assert_finds("disrupted", &["OutOfcpu"]);
    ran.assert_finds("container-lost", &["main"]);
    let mut alone = failed(137, "ContainerStatusUnknown");
    alone["status"]["containerStatuses"][0]["state"]["terminated"]["startedAt"] = Value::Null;
    let alone = World::new().pod("x-1", &alone).report();
    alone.assert_finds("container-lost", &["main"]);
}

#[test]
fn a_pod_on_a_lost_node_is_neither_running_nor_about_to() {
    let report = |phase: &str, reason: &str| {
        let patch = json!({"status": {"phase": phase, "reason": reason,
            "containerStatuses": [{"name": "main", "ready": true, "state": {"running": {"startedAt": "2026-11-24T11:00:03Z"}}}]}});
        World::new().with("/status/active", 1.into()).pod("x-1", &patch)
    };
    let lost = "the pod was lost with its node (NodeLost)";
    assert_eq!(report("Unknown", "NodeLost").report().message(), lost);
    let running = report("Running", "NodeLost");
    assert_eq!(running.report().message(), format!("0/1 completions; {lost}"));
    let well = report("Running", "").report();
    assert_eq!(well.message(), "0/1 completions, 1 pod running");
    let beside = running
        .pod("x-2", &json!({"status": {"phase": "Pending"}}))
        .report();
    assert!(!beside.message().contains(lost), "{}", beside.message());
}

#[test]
fn what_failed_before_the_pod_was_deleted_tells_more_than_what_fails_after() {
    let end = |code: i32, at: &str| json!({"terminated": {"exitCode": code, "reason": "Error", "startedAt": "2026-11-24T11:10:00Z", "finishedAt": at}});
    let world = |last: Value| {
        let main = json!({"name": "main", "restartCount": 1, "state": end(143, "2026-11-24T11:30:05Z"), "lastState": last});
        let deletion = json!({"deletionTimestamp": "2026-11-24T11:30:30Z", "deletionGracePeriodSeconds": 30});
        World::new()
            .with("/spec/template/spec/restartPolicy", json!("OnFailure"))
            .condition(
                "Failed",
                "BackoffLimitExceeded",
                "Job has reached the specified backoff limit",
            )
            .pod(
                "x-1",
                &json!({"metadata": deletion, "status": {"phase": "Failed", "containerStatuses": [main]}}),
            )
            .report()
    };
    let restarted = world(end(3, "2026-11-24T11:20:00Z"));
    restarted.assert_finds("container-failed", &["exited 3 in pod x-1"]);
    assert!(restarted.finding("asked-to-stop").is_none());
    let first = world(json!({}));
    first.assert_finds("asked-to-stop", &["exited 143 (SIGTERM)"]);
    assert!(first.finding("container-failed").is_none());
}
