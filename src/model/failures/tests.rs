//! Tests of how containers fail.

use serde_json::json;

use crate::model::Severity;
use crate::model::world::{World, failed};

#[test]
fn past_failures_of_a_success_are_no_errors() {
    let report = World::new()
        .pod("x-1", &failed(7, "Error"))
        .with("/status/failed", 1.into())
        .with("/status/succeeded", 1.into())
        .condition("Complete", "CompletionsReached", "")
        .report();
    assert_eq!(report.state(), "Complete");
    assert_eq!(report.found("container-failed").severity, Severity::Warning);
    assert!(
        report.message().contains("after 1 failed attempt"),
        "{}",
        report.message()
    );
}

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
fn every_container_that_failed_by_itself_is_told_of() {
    let pod = |second: (i32, &str)| {
        let end = |code: i32, reason: &str, at: &str| json!({"terminated": {"exitCode": code, "reason": reason, "finishedAt": at}});
        let patch = json!({"spec": {"containers": [{"name": "main"}, {"name": "log"}]}, "status": {"phase": "Failed", "containerStatuses": [
            {"name": "log", "state": end(1, "Error", "2026-11-24T11:10:00Z")},
            {"name": "main", "state": end(second.0, second.1, "2026-11-24T11:20:00Z")}]}});
        World::new()
            .pod("x-1", &patch)
            .failed_for("BackoffLimitExceeded")
            .with("/status/failed", 1.into())
            .report()
    };
    let report = pod((137, "OOMKilled"));
    report.assert_finds("oom-killed", &["\"main\""]);
    report.assert_finds("container-failed", &["\"log\" exited 1"]);
    assert!(
        report
            .message()
            .starts_with("1 attempt failed; \"main\" was killed for memory"),
        "{}",
        report.message()
    );
    assert_eq!(report.attempts[0].reason.as_deref(), Some("OOMKilled"));
    let earliest = pod((2, "Error"));
    assert!(
        earliest
            .message()
            .starts_with("1 attempt failed; \"log\" exited 1"),
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
    let findings = report.findings();
    let of = |code: &str| {
        let mut texts = findings
            .iter()
            .map(|finding| format!("{} {:?}", finding.message, finding.hint));
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
    assert!(
        of("1").contains("cyjob logs x -n zoo --pod x-1 -c main"),
        "{}",
        of("1")
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
    assert!(report.rules().is_empty(), "{:?}", report.rules());
}

#[test]
fn the_cause_names_the_index_that_failed() {
    let pod = |index: u32| {
        let mut patch = failed(5, "Error");
        patch["metadata"] =
            json!({"annotations": {"batch.kubernetes.io/job-completion-index": index.to_string()}});
        patch
    };
    let world = || World::indexed(4).failed_for("BackoffLimitExceeded");
    let one = world().pod("x-2-a", &pod(2)).with("/status/failed", 1.into());
    assert_eq!(one.report().message(), "1 pod failed; index 2: \"main\" exited 5");
    one.report().assert_fact("container-failed", "indexes", "2");
    let two = one.pod("x-0-a", &pod(0)).with("/status/failed", 2.into());
    assert_eq!(
        two.report().message(),
        "2 pods failed; indexes 0,2: \"main\" exited 5 both times"
    );
    let per_index = two.with("/spec/backoffLimitPerIndex", 1.into()).report();
    assert!(
        !per_index.message().contains("indexes 0,2"),
        "{}",
        per_index.message()
    );
}

#[test]
fn what_never_began_in_a_pod_that_was_deleted_failed_nothing() {
    let patch = |started: serde_json::Value| {
        json!({"metadata": {"deletionTimestamp": "2026-11-24T11:30:30Z", "deletionGracePeriodSeconds": 30},
            "status": {"phase": "Failed", "containerStatuses": [{"name": "main", "state": {"terminated":
                {"exitCode": 137, "reason": "ContainerStatusUnknown", "startedAt": started}}}]}})
    };
    let report = |started| World::new().pod("x-1", &patch(started)).report();
    report(serde_json::Value::Null).assert_silent("container-lost");
    report(json!("2026-11-24T11:00:03Z")).assert_finds("container-lost", &["ended unseen"]);
}
