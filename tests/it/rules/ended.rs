//! Why a Job ended, or is about to.

use serde_json::json;

use super::world::{World, failed};

#[test]
fn the_reason_of_the_condition_decides() {
    let failed_for = |reason: &str, message: &str| {
        let report = World::new()
            .condition("Failed", reason, message)
            .with("/status/failed", 7.into())
            .report();
        assert_eq!(
            (report.state(), report.0["verdict"]["reason"].as_str()),
            ("Failed", Some(reason))
        );
        assert_eq!(report.0["verdict"]["terminal"], true);
        report
    };
    failed_for("BackoffLimitExceeded", "m")
        .assert_finds("backoff-limit-exceeded", &["limit of 6", "7 failed pods"]);
    failed_for("DeadlineExceeded", "m").assert_finds(
        "deadline-exceeded",
        &["past its deadline", "activeDeadlineSeconds"],
    );
    failed_for("PodFailurePolicy", "Container main failed")
        .assert_finds("pod-failure-policy", &["Container main failed"]);
    failed_for("SomethingNew", "words").assert_finds("job-failed", &["SomethingNew: words"]);
}

#[test]
fn an_interim_condition_is_not_the_end() {
    let failing = World::new()
        .condition("FailureTarget", "BackoffLimitExceeded", "m")
        .with("/status/terminating", 2.into())
        .report();
    assert_eq!(
        (failing.state(), &failing.0["verdict"]["terminal"]),
        ("Failing", &json!(false))
    );
    assert!(
        failing.message().contains("2 pods are still terminating"),
        "{}",
        failing.message()
    );
    let completing = World::new()
        .condition("SuccessCriteriaMet", "SuccessPolicy", "m")
        .report();
    assert_eq!(
        (completing.state(), &completing.0["verdict"]["terminal"]),
        ("Completing", &json!(false))
    );
}

#[test]
fn the_rule_of_a_failure_policy_is_spelled_out() {
    let policy = json!({"rules": [{"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget"}]},
        {"action": "FailJob", "onExitCodes": {"containerName": "main", "operator": "In", "values": [42, 43]}}]});
    let message = "Container main for pod zoo/x-1 failed with exit code 42 matching FailJob rule at index 1";
    let report = World::new()
        .with("/spec/podFailurePolicy", policy)
        .failed_pod("x-1", 42, "Error")
        .condition("Failed", "PodFailurePolicy", message)
        .report();
    report.assert_finds(
        "pod-failure-policy",
        &["rules[1]", "FailJob", "\"main\" In 42, 43"],
    );
    assert!(report.message().contains("exited 42"), "{}", report.message());
}

#[test]
fn failures_that_a_policy_ignores_are_counted_apart() {
    let policy = |action: &str| json!({"rules": [{"action": action, "onExitCodes": {"operator": "In", "values": [9]}}]});
    let world = |action: &str| {
        World::new()
            .with("/spec/podFailurePolicy", policy(action))
            .failed_pod("x-1", 9, "Error")
            .report()
    };
    world("Ignore").assert_finds("failures-ignored", &["does not count toward the back-off limit"]);
    world("Count").assert_silent("failures-ignored");
}

#[test]
fn indexes_fail_each_by_itself() {
    let indexed = || {
        World::new()
            .with("/spec/completionMode", "Indexed".into())
            .with("/spec/completions", 10.into())
            .with("/spec/backoffLimitPerIndex", 1.into())
            .with("/spec/maxFailedIndexes", 2.into())
            .with("/status/failedIndexes", "1,4-6".into())
            .with("/status/completedIndexes", "0,2,3,7-9".into())
            .with("/status/succeeded", 6.into())
    };
    let report = indexed().condition("Failed", "FailedIndexes", "m").report();
    report.assert_finds("failed-indexes", &["indexes 1,4-6 failed (4 of 10)"]);
    assert!(
        report.message().contains("6/10 completed"),
        "{}",
        report.message()
    );
    let report = indexed()
        .condition("Failed", "MaxFailedIndexesExceeded", "m")
        .report();
    report.assert_finds("max-failed-indexes-exceeded", &["1,4-6", "maxFailedIndexes 2"]);
    let compared = "indexes 1,4-6 failed (4 of 10), more than maxFailedIndexes 2, 6/10 completed; ";
    assert!(report.message().starts_with(compared), "{}", report.message());
}

#[test]
fn a_success_policy_makes_less_a_success() {
    let indexed = World::new()
        .with("/spec/completionMode", "Indexed".into())
        .with("/spec/completions", 4.into())
        .with("/status/succeeded", 1.into());
    let report = indexed
        .condition("SuccessCriteriaMet", "SuccessPolicy", "Matched rules at index 0")
        .condition("Complete", "SuccessPolicy", "m")
        .report();
    assert_eq!(report.state(), "Complete");
    report.assert_finds("success-policy", &["1 of 4", "Matched rules at index 0"]);
    let ended = json!({"status": {"phase": "Succeeded", "containerStatuses": [{"name": "main", "state": {"terminated": {"exitCode": 0}}}]}});
    let plain = World::new()
        .pod("x-1", &ended)
        .with("/status/succeeded", 1.into());
    let plain = plain.condition("Complete", "CompletionsReached", "m").report();
    assert_eq!(plain.0["findings"], json!([]));
}

#[test]
fn pods_that_are_gone_are_named_from_events() {
    let failed = || {
        World::new()
            .with("/status/failed", 1.into())
            .condition("Failed", "BackoffLimitExceeded", "m")
    };
    let report = failed()
        .event(
            "Job",
            "x",
            "2026-11-24T11:00:01Z",
            "SuccessfulCreate",
            "Created pod: x-abcde",
        )
        .report();
    report.assert_finds("pods-gone", &["x-abcde"]);
    failed()
        .failed_pod("x-1", 1, "Error")
        .report()
        .assert_silent("pods-gone");
}

#[test]
fn a_pod_whose_deletion_failed_the_job_was_deleted() {
    let created = ("2026-11-24T11:00:01Z", "SuccessfulCreate", "Created pod: x-1");
    let removed = ("2026-11-24T11:20:00Z", "SuccessfulDelete", "Deleted pod: x-1");
    let of_job = |world: World, (time, reason, message)| world.event("Job", "x", time, reason, message);
    let killing =
        |world: World, time: &str| world.event("Pod", "x-1", time, "Killing", "Stopping container main");
    let failed = || {
        let world =
            World::new()
                .with("/status/failed", 1.into())
                .condition("Failed", "BackoffLimitExceeded", "m");
        of_job(world, created)
    };
    let (before, after) = ("2026-11-24T11:20:00Z", "2026-11-24T11:30:01Z");
    let report = killing(failed(), before).report();
    assert_eq!(
        report.message(),
        "1 attempt; its pod x-1 was deleted while it worked"
    );
    report.assert_finds("pods-gone", &["audit log"]);
    let tainted = killing(failed(), before).event("Pod", "x-1", before, "TaintManagerEviction", "m");
    assert!(
        tainted
            .report()
            .message()
            .ends_with("because its node was tainted")
    );
    for other in [
        failed(),
        killing(failed(), after),
        of_job(killing(failed(), before), removed),
    ] {
        let report = other.report();
        assert_eq!(report.message(), "1 attempt; its pod x-1 is gone");
        report.assert_finds("pods-gone", &["pods still active when a Job fails are deleted"]);
    }
}

#[test]
fn both_ends_at_once_are_a_failure() {
    let report = World::new()
        .condition("Complete", "CompletionsReached", "")
        .condition("Failed", "BackoffLimitExceeded", "")
        .report();
    assert_eq!(report.state(), "Failed");
    report.assert_finds("conflicting-conditions", &["both Complete and Failed"]);
}

#[test]
fn a_failure_ends_where_it_was_decided() {
    let world = World::new()
        .condition("FailureTarget", "DeadlineExceeded", "m")
        .with(
            "/status/conditions/0/lastTransitionTime",
            "2026-11-24T11:20:00Z".into(),
        );
    let report = world.condition("Failed", "DeadlineExceeded", "m").report();
    assert_eq!(report.0["timing"]["durationSeconds"], 1200);
    assert_eq!(report.0["verdict"]["since"], "2026-11-24T11:20:00Z");
}

#[test]
fn past_failures_of_a_success_are_no_errors() {
    let report = World::new()
        .pod("x-1", &failed(7, "Error"))
        .with("/status/failed", 1.into())
        .with("/status/succeeded", 1.into())
        .condition("Complete", "CompletionsReached", "")
        .report();
    assert_eq!(report.state(), "Complete");
    assert_eq!(report.finding("container-failed").unwrap()["severity"], "warning");
    assert!(
        report.message().contains("after 1 failed attempt"),
        "{}",
        report.message()
    );
}

#[test]
fn what_is_about_to_complete_is_not_told_as_done() {
    let world = || {
        World::new()
            .with("/spec/completionMode", "Indexed".into())
            .with("/spec/completions", 3.into())
            .with("/status/succeeded", 1.into())
            .with("/status/completedIndexes", "0".into())
            .condition("SuccessCriteriaMet", "SuccessPolicy", "m")
    };
    let completing = world().with("/status/terminating", 2.into()).report();
    completing.assert_finds("success-policy", &["the other pods are being stopped"]);
    assert_eq!(
        completing.message(),
        "the success policy was met with 1/3 indexes done; 2 pods are still terminating"
    );
    let complete = world().condition("Complete", "SuccessPolicy", "m").report();
    complete.assert_finds("success-policy", &["the other pods were stopped"]);
    assert!(
        complete.message().ends_with("indexes done in 30m"),
        "{}",
        complete.message()
    );
}
