//! How containers fail, and pods are ended from outside.

use serde_json::json;

use super::world::{World, failed};

#[test]
fn exit_codes_mean_what_shells_and_kernels_mean_by_them() {
    let cases = [
        (1, "Error", "container-failed", "exited 1"),
        (255, "Error", "container-failed", "exited 255"),
        (126, "Error", "command-not-run", "found but not executable"),
        (127, "Error", "command-not-run", "command not found"),
        (134, "Error", "crashed", "SIGABRT"),
        (139, "Error", "crashed", "SIGSEGV"),
        (137, "Error", "killed", "possibly out of memory"),
        (137, "OOMKilled", "oom-killed", "killed for memory"),
        (1, "OOMKilled", "oom-killed", "killed for memory"),
        (143, "Error", "asked-to-stop", "SIGTERM"),
        (128, "StartError", "start-error", "(run)"),
        (128, "ContainerCannotRun", "start-error", "could not be started"),
    ];
    for (code, reason, rule, word) in cases {
        let report = World::new()
            .failed_pod("x-1", code, reason)
            .with("/status/failed", 1.into())
            .report();
        report.assert_finds(rule, &[word, "x-1"]);
        assert_eq!(report.state(), "Retrying", "one failure of seven ends nothing");
        let failures = [
            "container-failed",
            "command-not-run",
            "crashed",
            "killed",
            "oom-killed",
            "asked-to-stop",
            "start-error",
        ];
        for other in failures.iter().filter(|other| **other != rule) {
            report.assert_silent(other);
        }
    }
}

#[test]
fn a_kill_after_a_deletion_is_a_consequence() {
    let mut patch = failed(137, "Error");
    patch["metadata"] =
        json!({"deletionTimestamp": "2026-11-24T11:09:59Z", "deletionGracePeriodSeconds": 30});
    let report = World::new().pod("x-1", &patch).report();
    report.assert_finds("killed-after-stop", &["terminationGracePeriodSeconds"]);
    report.assert_silent("killed");
}

#[test]
fn the_memory_limit_is_named_or_its_absence() {
    let limited =
        json!({"spec": {"containers": [{"name": "main", "resources": {"limits": {"memory": "64Mi"}}}]}});
    let mut patch = failed(137, "OOMKilled");
    patch["spec"] = limited["spec"].clone();
    World::new()
        .pod("x-1", &patch)
        .report()
        .assert_finds("oom-killed", &["limit 64Mi", "above 64Mi"]);
    World::new()
        .failed_pod("x-1", 137, "OOMKilled")
        .report()
        .assert_finds(
            "oom-killed",
            &["no limit of its own", "the node ran out of memory"],
        );
}

#[test]
fn equal_failures_are_one_finding_and_different_ones_several() {
    let world = World::new()
        .failed_pod("x-1", 3, "Error")
        .failed_pod("x-2", 3, "Error")
        .failed_pod("x-3", 4, "Error");
    let report = world.with("/status/failed", 3.into()).report();
    let findings: Vec<_> = report.0["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["rule"] == "container-failed")
        .collect();
    assert_eq!(findings.len(), 2);
    assert_eq!(findings[0]["subject"]["count"], 2, "the most frequent first");
    assert!(
        findings[0]["message"]
            .as_str()
            .unwrap()
            .contains("in 2 pods, e.g. x-")
    );
}

#[test]
fn an_init_container_is_to_blame_for_what_never_started() {
    let patch = json!({
        "spec": {"initContainers": [{"name": "fetch", "image": "i"}]},
        "status": {"phase": "Failed", "initContainerStatuses": [{"name": "fetch", "state": {"terminated": {"exitCode": 5, "reason": "Error", "finishedAt": "2026-11-24T11:10:00Z"}}}],
            "containerStatuses": [{"name": "main", "state": {"waiting": {"reason": "PodInitializing"}}}]},
    });
    let report = World::new().pod("x-1", &patch).report();
    report.assert_finds(
        "container-failed",
        &["init container \"fetch\" exited 5", "\"main\" never started"],
    );
}

#[test]
fn a_sidecar_that_is_stopped_with_its_pod_failed_nothing() {
    let patch = json!({
        "spec": {"initContainers": [{"name": "proxy", "image": "i", "restartPolicy": "Always"}]},
        "status": {"phase": "Succeeded", "initContainerStatuses": [{"name": "proxy", "state": {"terminated": {"exitCode": 143, "reason": "Error"}}}],
            "containerStatuses": [{"name": "main", "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}}]},
    });
    let report = World::new()
        .pod("x-1", &patch)
        .condition("Complete", "CompletionsReached", "")
        .with("/status/succeeded", 1.into())
        .report();
    assert_eq!(report.state(), "Complete");
    assert_eq!(report.0["findings"], json!([]));
}

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
