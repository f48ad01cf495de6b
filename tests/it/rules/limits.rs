//! Limits on failures, and what counts toward them.

use serde_json::{Value, json};

use super::world::{Report, World, failed};

fn crash_loop(restarts: i32) -> Value {
    json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "restartCount": restarts,
        "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 40s restarting failed container=main pod=x-1"}},
        "lastState": {"terminated": {"exitCode": 1, "reason": "Error", "finishedAt": "2026-11-24T11:59:50Z"}}}]}})
}

fn on_failure() -> World {
    World::new().with("/spec/template/spec/restartPolicy", "OnFailure".into())
}

fn exceeded(report: &Report) -> &str {
    let finding = report.finding("backoff-limit-exceeded").unwrap();
    finding["message"].as_str().unwrap()
}

#[test]
fn restarts_that_reach_the_limit_are_no_failed_pods() {
    let ended = |world: World| {
        let counted = world.with("/status/failed", 1.into());
        counted.condition("Failed", "BackoffLimitExceeded", "m")
    };
    let of_gone_pod = || {
        let time = "2026-11-24T11:00:01Z";
        ended(on_failure()).event("Job", "x", time, "SuccessfulCreate", "Created pod: x-1")
    };
    let gone = of_gone_pod().report();
    assert_eq!(
        exceeded(&gone),
        "container restarts reached the back-off limit of 6"
    );
    let words = "container restarts reached the back-off limit of 6; its pod x-1 is gone";
    assert_eq!(gone.message(), words);
    assert_eq!(gone.0["counts"].get("restarts"), None, "nobody saw them");
    for (message, cause) in [
        (
            "Back-off restarting failed container main in pod x-1_zoo(u)",
            "\"main\" kept failing in its pod x-1, which is gone",
        ),
        ("Back-off pulling image \"app:1\"", "its pod x-1 is gone"),
    ] {
        let (path, time) = ("spec.containers{main}", "2026-11-24T11:20:00Z");
        let told = of_gone_pod()
            .event_at(path, "Pod", "x-1", time, "BackOff", message)
            .report();
        let words = format!("container restarts reached the back-off limit of 6; {cause}");
        assert_eq!(told.message(), words);
    }
    let mut terminating = crash_loop(6);
    terminating["metadata"] =
        json!({"deletionTimestamp": "2026-11-24T12:00:10Z", "deletionGracePeriodSeconds": 30});
    let seen = on_failure()
        .pod("x-1", &terminating)
        .condition("FailureTarget", "BackoffLimitExceeded", "m")
        .report();
    let words = "container restarts reached the back-off limit of 6: 6 container restarts";
    assert_eq!(exceeded(&seen), words);
    assert_eq!(seen.0["counts"]["restarts"], 6);
    let by_pods = ended(on_failure().with("/spec/backoffLimit", 0.into()))
        .pod("x-1", &failed(1, "Error"))
        .report();
    assert_eq!(
        exceeded(&by_pods),
        "the back-off limit of 0 is exceeded: 1 failed pod"
    );
}

#[test]
fn a_number_that_exceeds_nothing_is_not_told() {
    let failing = World::new()
        .condition("FailureTarget", "BackoffLimitExceeded", "m")
        .report();
    assert_eq!(exceeded(&failing), "the back-off limit of 6 is exceeded");
    assert!(
        failing
            .message()
            .starts_with("the back-off limit of 6 is exceeded; "),
        "{}",
        failing.message()
    );
}

#[test]
fn each_restart_is_a_try() {
    let looping = on_failure().with("/status/active", 1.into());
    let report = looping.pod("x-1", &crash_loop(3)).report();
    let head = "4 tries failed so far; \"main\" exited 1; next retry in about 30s";
    assert!(report.message().starts_with(head), "{}", report.message());
    report.assert_finds("crash-loop", &["2 more failures would end the Job"]);
    let once = World::new()
        .failed_pod("x-1", 1, "Error")
        .with("/status/failed", 1.into())
        .report();
    assert!(
        once.message().starts_with("1 attempt failed so far;"),
        "{}",
        once.message()
    );
    let parallel = World::new()
        .with("/spec/completions", 4.into())
        .failed_pod("x-1", 1, "Error")
        .with("/status/failed", 1.into())
        .report();
    assert!(
        parallel.message().starts_with("1 pod failed so far;"),
        "{}",
        parallel.message()
    );
}

fn indexed() -> World {
    World::new()
        .with("/spec/completionMode", "Indexed".into())
        .with("/spec/completions", 40_000.into())
        .with("/spec/backoffLimitPerIndex", 1.into())
}

#[test]
fn of_many_indexes_the_first_are_told() {
    let odd: Vec<String> = (0..20_000).map(|index| (2 * index + 1).to_string()).collect();
    let report = indexed()
        .with("/status/failedIndexes", odd.join(",").into())
        .condition("Failed", "FailedIndexes", "m")
        .report();
    let words = "indexes 1,3,5,7,9,11,13,15,17,19 and 19,990 more failed (20,000 of 40,000)";
    report.assert_finds("failed-indexes", &[words]);
    assert!(report.message().starts_with(words), "{}", report.message());
    let subject = &report.finding("failed-indexes").unwrap()["subject"];
    assert_eq!(subject["name"], "1,3,5,7,9,11,13,15,17,19 and 19,990 more");
    assert_eq!(subject["count"], 20_000);
}

#[test]
fn an_index_that_failed_for_good_fails_the_job_in_the_end() {
    let running = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
    let with = |failed: &str| {
        let world = indexed().pod("x-1", &running).with("/status/active", 1.into());
        world.with("/status/failedIndexes", failed.into())
    };
    let report = with("2").report();
    assert_eq!(report.state(), "Running");
    let words = "index 2 failed for good: the Job will end Failed when the rest is done";
    report.assert_finds("failed-indexes", &[words]);
    assert_eq!(report.finding("failed-indexes").unwrap()["severity"], "warning");
    assert!(report.message().ends_with(words), "{}", report.message());
    let policy = json!({"rules": [{"succeededIndexes": "0"}]});
    let with_policy = with("2").with("/spec/successPolicy", policy);
    let unless = "unless its success policy is met first";
    with_policy.report().assert_finds("failed-indexes", &[unless]);
    let row = with_policy.row()["message"].to_string();
    assert!(row.contains(unless), "{row}");
    with("").report().assert_silent("failed-indexes");
    let retried = World::new()
        .with("/spec/completionMode", "Indexed".into())
        .with("/spec/completions", 4.into())
        .failed_pod("x-1", 1, "Error");
    retried.report().assert_silent("failed-indexes");
}

#[test]
fn a_list_of_indexes_that_cannot_be_read_is_unknown() {
    let with = |completed: &str, succeeded: i32| {
        let world = indexed().with("/status/completedIndexes", completed.into());
        world.with("/status/succeeded", succeeded.into()).report()
    };
    let broken = with("0-", 2);
    broken.assert_finds("unreadable-indexes", &["status.completedIndexes"]);
    assert_eq!(broken.0["indexes"].get("completed"), None);
    assert_eq!(broken.0["indexes"].get("completedCount"), None);
    let read = with("0,1", 2);
    read.assert_silent("unreadable-indexes");
    assert_eq!(read.0["indexes"]["completed"], "0,1");
    let none = indexed().report();
    none.assert_silent("unreadable-indexes");
    assert_eq!(none.0["indexes"]["completedCount"], 0, "nothing succeeded yet");
}

#[test]
fn failures_that_the_policy_ignores_end_no_job() {
    let failed_since = |code: i32| {
        let mut patch = failed(code, "Error");
        patch["status"]["containerStatuses"][0]["state"]["terminated"]["finishedAt"] =
            "2026-11-24T11:59:58Z".into();
        patch
    };
    let said = |action: &str| {
        let rule = json!({"action": action, "onExitCodes": {"operator": "In", "values": [42]}});
        let world = World::new().with("/spec/podFailurePolicy", json!({"rules": [rule]}));
        let report = world.pod("x-1", &failed_since(42)).report();
        report.finding("next-retry").unwrap()["message"].clone()
    };
    let ignored = said("Ignore");
    assert!(
        ignored
            .as_str()
            .unwrap()
            .contains("; 7 more failures that count would end the Job"),
        "{ignored}"
    );
    let counted = said("Count");
    assert!(
        counted
            .as_str()
            .unwrap()
            .contains("; 7 more failures would end the Job"),
        "{counted}"
    );
}
