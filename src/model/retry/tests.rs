//! Tests of when the next attempt comes, and when none does.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{delay, end_of_free};
use crate::facts::PodFacts;
use crate::model::NextRetry;
use crate::model::world::{self, Report, World, at, running};

const RUNNING: &str = "2026-11-24T11:00:05Z";

fn terminating() -> Value {
    let mut patch = running();
    patch["metadata"] =
        json!({"deletionTimestamp": "2026-11-24T12:30:00Z", "deletionGracePeriodSeconds": 1800});
    patch
}

fn failed_at(time: &str) -> Value {
    world::failed_at(time, 1, "Error")
}

/// A failed pod of this index, with this many counted and this many ignored failures before it.
fn failed_index(index: &str, counted: &str, ignored: &str) -> Value {
    let mut patch = failed_at("2026-11-24T11:59:50Z");
    patch["metadata"] = json!({"annotations": {
        "batch.kubernetes.io/job-completion-index": index,
        "batch.kubernetes.io/job-index-failure-count": counted,
        "batch.kubernetes.io/job-index-ignored-failure-count": ignored,
    }});
    patch
}

fn running_index(index: &str) -> Value {
    let mut patch = running();
    patch["metadata"] = json!({"annotations": {"batch.kubernetes.io/job-completion-index": index}});
    patch
}

fn per_index(completions: i32, parallelism: i32, limit: i32) -> World {
    World::indexed(completions)
        .with("/spec/parallelism", parallelism.into())
        .with("/spec/backoffLimitPerIndex", limit.into())
}

fn next(world: &World) -> Option<NextRetry> {
    world.report().timing.next_retry.clone()
}

fn first_pod(report: &Report) -> &PodFacts {
    let pods = report.snapshot.pods.as_ref().unwrap();
    &pods.own[report.attempts[0].pod]
}

/// Makes the policy ignore exit code 1.
fn ignoring(world: World) -> World {
    let rule = json!({"action": "Ignore", "onExitCodes": {"operator": "In", "values": [1]}});
    world.with("/spec/podFailurePolicy", json!({"rules": [rule]}))
}

#[test]
fn a_failure_that_is_ignored_is_followed_by_an_attempt() {
    let world = ignoring(World::new()).pod("x-1", &failed_at("2026-11-24T11:59:55Z"));
    let report = world.report();
    assert_eq!(report.state(), "Retrying");
    assert!(
        report.message().starts_with("\"main\" exited 1; next retry"),
        "{}",
        report.message()
    );
    let mut by_condition = failed_at("2026-11-24T11:59:55Z");
    by_condition["status"]["conditions"] = json!([{"type": "ConfigIssue", "status": "True"}]);
    let rule = json!({"action": "Ignore", "onPodConditions": [{"type": "ConfigIssue", "status": "True"}]});
    let world = World::new().with("/spec/podFailurePolicy", json!({"rules": [rule]}));
    world
        .pod("x-1", &by_condition)
        .report()
        .assert_finds("failures-ignored", &["1 failed pod"]);
}

#[test]
fn a_pod_that_has_to_end_first_is_waited_for() {
    let only_failed = || World::new().with("/spec/podReplacementPolicy", "Failed".into());
    let report = only_failed().pod("x-1", &terminating()).report();
    assert_eq!(
        (report.state(), report.message()),
        (
            "Pending",
            "waiting for 1 terminating pod to end (podReplacementPolicy: Failed)"
        )
    );
    let after_failure = only_failed()
        .with("/status/failed", 1.into())
        .pod("x-1", &failed_at("2026-11-24T11:59:55Z"))
        .pod("x-2", &terminating());
    let report = after_failure.report();
    assert_eq!(report.state(), "Retrying");
    assert!(
        report.message().contains("waiting for 1 terminating pod"),
        "{}",
        report.message()
    );
    report.assert_silent("next-retry");
    // Without this policy, the pod counts as failed from the request to stop, and a new pod follows.
    let report = World::new().pod("x-1", &terminating()).report();
    assert_eq!(report.state(), "Retrying");
    assert!(
        report.message().starts_with("a pod is terminating, which counts"),
        "{}",
        report.message()
    );
    assert_eq!(
        report.timing.next_retry.as_ref().unwrap().at,
        at("2026-11-24T12:00:10Z")
    );
}

#[test]
fn a_pod_without_ends_of_containers_ended_when_it_was_no_longer_ready() {
    let evicted = json!({"status": {"phase": "Failed", "reason": "Evicted", "conditions": [
        {"type": "Ready", "status": "False", "lastTransitionTime": "2026-11-24T11:59:55Z"}]}});
    let world = World::new().with("/status/failed", 1.into()).pod("x-1", &evicted);
    assert_eq!(next(&world).unwrap().at, at("2026-11-24T12:00:05Z"));
    assert_eq!(
        first_pod(&world.report()).finished(),
        Some(at("2026-11-24T11:59:55Z"))
    );
    let init = json!({"spec": {"initContainers": [{"name": "fetch"}]}, "status": {"phase": "Failed",
        "containerStatuses": [{"name": "main", "state": {"waiting": {"reason": "PodInitializing"}}}],
        "initContainerStatuses": [{"name": "fetch", "state": {"terminated": {"exitCode": 5, "finishedAt": "2026-11-24T11:30:00Z"}}}],
        "conditions": [{"type": "Ready", "status": "False", "lastTransitionTime": "2026-11-24T11:00:02Z"}]}});
    let report = World::new().pod("x-1", &init).report();
    assert_eq!(
        first_pod(&report).finished(),
        Some(at("2026-11-24T11:30:00Z")),
        "it was never ready"
    );
}

#[test]
fn a_refused_pod_and_an_exhausted_limit_promise_no_attempt() {
    let failed = |limit: i32| {
        World::new()
            .with("/spec/backoffLimit", limit.into())
            .with("/status/failed", 1.into())
            .pod("x-1", &failed_at("2026-11-24T11:59:55Z"))
    };
    assert_ne!(next(&failed(1)), None);
    let spent = failed(0).report();
    spent.assert_silent("next-retry");
    assert!(!spent.message().contains("0 more"), "{}", spent.message());
    let refused = failed(1).event(
        "Job",
        "x",
        "2026-11-24T11:59:58Z",
        "FailedCreate",
        "exceeded quota",
    );
    assert_eq!(refused.report().state(), "Blocked");
    assert_eq!(next(&refused), None);
}

#[test]
fn a_retry_lasts_since_the_end_of_what_is_tried_again() {
    let end = |code: i32, time: &str| json!({"exitCode": code, "reason": "Error", "finishedAt": time});
    let crashed = "2026-11-24T11:59:00Z";
    let looping = json!({"status": {"phase": "Running",
        "containerStatuses": [{"name": "main", "restartCount": 1, "state": {"running": {"startedAt": RUNNING}},
            "lastState": {"terminated": end(1, "2026-11-24T11:00:04Z")}}],
        "initContainerStatuses": [{"name": "side", "restartCount": 2, "state": {"waiting": {"reason": "CrashLoopBackOff"}},
            "lastState": {"terminated": end(1, crashed)}}]},
        "spec": {"initContainers": [{"name": "side", "image": "app:1", "restartPolicy": "Always"}]}});
    let mut waiting = looping.clone();
    waiting["status"]["phase"] = "Pending".into();
    let report = World::on_failure().pod("x-1", &waiting).report();
    assert_eq!(report.state(), "Retrying");
    assert_eq!(report.verdict.since, Some(at(crashed)));
}

#[test]
fn a_success_that_is_not_counted_yet_is_one() {
    let ended = json!({"status": {"phase": "Succeeded", "containerStatuses": [{"name": "main", "state": {"terminated": {"exitCode": 0}}}]}});
    let report = World::new().pod("x-1", &ended).report();
    assert_eq!(report.state(), "Running");
    report.assert_silent("next-retry");
    let after_failure = |completions: i32| {
        World::new()
            .with("/spec/completions", completions.into())
            .with("/status/failed", 1.into())
            .pod("x-1", &failed_at("2026-11-24T11:30:00Z"))
            .pod("x-2", &ended)
            .report()
    };
    assert_eq!(after_failure(1).state(), "Running", "nothing is left to try");
    assert_eq!(after_failure(2).state(), "Retrying");
}

#[test]
fn a_terminating_pod_is_not_restarted() {
    let patch = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "restartCount": 3,
        "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 40s restarting failed container=main"}},
        "lastState": {"terminated": {"exitCode": 1, "finishedAt": "2026-11-24T11:59:50Z"}}}]}});
    let world = |patch: &Value| {
        World::on_failure()
            .with("/spec/podReplacementPolicy", "Failed".into())
            .pod("x-1", patch)
            .report()
    };
    world(&patch).assert_finds("crash-loop", &[]);
    let mut stopping = patch.clone();
    stopping["metadata"] = terminating()["metadata"].clone();
    world(&stopping).assert_silent("crash-loop");
    world(&stopping).assert_silent("next-retry");
}

#[test]
fn a_work_queue_gets_no_new_pods_after_a_success() {
    let queue = |succeeded: i32| {
        World::new()
            .with("/spec/completions", Value::Null)
            .with("/spec/parallelism", 3.into())
            .with("/status/succeeded", succeeded.into())
            .with("/status/failed", 1.into())
            .pod("x-1", &running())
            .pod("x-2", &failed_at("2026-11-24T11:59:55Z"))
    };
    assert_eq!(next(&queue(1)), None);
    assert_eq!(next(&queue(0)).unwrap().at, at("2026-11-24T12:00:05Z"));
}

#[test]
fn an_index_waits_until_there_is_room_for_its_pod() {
    let world = |parallelism: i32| {
        per_index(4, parallelism, 5)
            .pod("x-0", &running_index("0"))
            .pod("x-3", &failed_index("3", "0", "0"))
    };
    assert_eq!(next(&world(1)), None, "parallelism is used up");
    assert_eq!(next(&world(2)), None, "indexes 1 and 2 come first");
    assert_eq!(next(&world(4)).unwrap().index, Some(3));
}

#[test]
fn an_index_whose_policy_fails_it_is_not_tried_again() {
    let rule = json!({"action": "FailIndex", "onExitCodes": {"operator": "In", "values": [1]}});
    let world = per_index(1, 1, 5).with("/spec/podFailurePolicy", json!({"rules": [rule]}));
    assert_eq!(next(&world.pod("x-0", &failed_index("0", "0", "0"))), None);
}

#[test]
fn ignored_failures_of_an_index_prolong_its_delay_only() {
    let world = per_index(1, 1, 1).pod("x-0", &failed_index("0", "0", "3"));
    assert_eq!(next(&world).unwrap().at, at("2026-11-24T12:01:10Z"), "80 s");
    let at_limit = |world: World| world.pod("x-0", &failed_index("0", "1", "0"));
    assert_eq!(next(&at_limit(per_index(1, 1, 1))), None);
    assert_ne!(next(&at_limit(ignoring(per_index(1, 1, 1)))), None);
}

#[test]
fn indexes_beyond_completions_are_no_more() {
    let world = |completions: i32| per_index(completions, 6, 5).pod("x-5", &failed_index("5", "0", "0"));
    assert_eq!(next(&world(6)).unwrap().index, Some(5));
    assert_eq!(next(&world(2)), None);
    let indexes = |completions: i32| {
        World::new()
            .with("/spec/completionMode", "Indexed".into())
            .with("/spec/completions", completions.into())
            .pod("x-5", &failed_index("5", "0", "0"))
            .pod("x-4", &running_index("4"))
            .report()
            .indexes
            .clone()
            .map(|indexes| (indexes.failed.to_string(), indexes.active.to_string()))
            .unwrap()
    };
    assert_eq!(indexes(6), ("5".to_owned(), "4".to_owned()));
    assert_eq!(indexes(2), (String::new(), String::new()));
}

#[test]
fn restart_rules_do_not_restart_every_end() {
    let patch = json!({"spec": {"containers": [{"name": "main"}, {"name": "other"}]}, "status": {"phase": "Running", "containerStatuses": [
        {"name": "main", "restartCount": 1, "state": {"terminated": {"exitCode": 1, "finishedAt": "2026-11-24T11:59:50Z"}}},
        {"name": "other", "state": {"running": {}}}]}});
    let report = World::new().pod("x-1", &patch).report();
    report.assert_silent("crash-loop");
    report.assert_silent("next-retry");
}

#[test]
fn restarts_count_as_tries_whatever_pods_are_gone() {
    let loop_ = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "restartCount": 3,
        "state": {"waiting": {"reason": "CrashLoopBackOff"}},
        "lastState": {"terminated": {"exitCode": 1, "reason": "Error", "finishedAt": "2026-11-24T11:59:00Z"}}}]}});
    let world = || World::on_failure().pod("x-2", &loop_);
    let tries = "4 tries failed so far; ";
    let report = world().report();
    assert!(report.message().starts_with(tries), "{}", report.message());
    let gone = world().event(
        "Job",
        "x",
        "2026-11-24T11:50:00Z",
        "SuccessfulDelete",
        "Deleted pod: x-1",
    );
    let report = gone.report();
    report.assert_finds("pods-gone", &["x-1"]);
    assert!(report.message().starts_with(tries), "{}", report.message());
}

#[test]
fn the_restart_that_is_to_come_counts_already() {
    let down = |limit: i32| {
        let patch = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "restartCount": 1,
            "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 10s restarting failed container=main"}},
            "lastState": {"terminated": {"exitCode": 1, "finishedAt": "2026-11-24T11:59:55Z"}}}]}});
        World::on_failure()
            .with("/spec/backoffLimit", limit.into())
            .pod("x-1", &patch)
            .report()
    };
    down(2).assert_finds("crash-loop", &["the next restart ends the Job (backoffLimit 2)"]);
    down(3).assert_finds("crash-loop", &["1 more failure would end the Job"]);
    let mut up = running();
    up["status"]["containerStatuses"][0]["restartCount"] = 1.into();
    let report = World::on_failure()
        .with("/spec/backoffLimit", 2.into())
        .pod("x-1", &up)
        .report();
    assert_eq!(report.timing.attempts_left, Some(1));
}

#[test]
fn tries_are_numbered_where_one_pod_comes_after_the_other() {
    let report = |completions: Value, parallelism: i32| {
        let world = World::new()
            .with("/spec/completions", completions)
            .with("/spec/parallelism", parallelism.into())
            .with("/spec/backoffLimit", 1.into())
            .with("/status/failed", 2.into())
            .failed_pod("x-1", 1, "Error")
            .failed_pod("x-2", 1, "Error");
        world.failed_for("BackoffLimitExceeded").report()
    };
    for (completions, parallelism, words, number) in [
        (json!(1), 1, "2 attempts failed; ", Some(1)),
        (json!(1), 3, "2 attempts failed; ", Some(1)),
        (Value::Null, 1, "2 attempts failed; ", Some(1)),
        (Value::Null, 3, "2 pods failed; ", None),
        (json!(3), 3, "2 pods failed; ", None),
    ] {
        let report = report(completions, parallelism);
        assert!(report.message().starts_with(words), "{}", report.message());
        assert_eq!(report.attempts[0].number, number);
    }
}

#[test]
fn work_began_before_the_last_restart_and_not_before_the_pod() {
    let began = |restarts: i32, started: &str| {
        let mut patch = running();
        patch["status"]["containerStatuses"][0]["restartCount"] = restarts.into();
        patch["status"]["containerStatuses"][0]["state"]["running"]["startedAt"] = started.into();
        first_pod(&World::new().pod("x-1", &patch).report()).work_started()
    };
    assert_eq!(began(0, "2026-11-24T11:40:00Z"), Some(at("2026-11-24T11:40:00Z")));
    assert_eq!(began(1, "2026-11-24T11:40:00Z"), Some(at("2026-11-24T11:00:02Z")));
    assert_eq!(began(0, "1970-01-01T00:00:00Z"), Some(at("2026-11-24T11:00:02Z")));
    assert_eq!(began(0, "2020-01-01T00:00:00Z"), Some(at("2026-11-24T11:00:02Z")));
}

#[test]
fn the_delay_doubles_up_to_ten_minutes() {
    let delays = [
        (0, 10),
        (1, 10),
        (2, 20),
        (3, 40),
        (6, 320),
        (7, 600),
        (60, 600),
        (u64::MAX, 600),
    ];
    for (failures, seconds) in delays {
        assert_eq!(delay(failures).as_secs(), seconds, "after {failures} failures");
    }
}

proptest! {
    #[test]
    fn as_many_indexes_are_free_as_are_counted(taken in prop::collection::btree_set(0_u32..30, 0..20), count in 0_u64..20) {
        let set = taken.iter().copied().collect();
        let end = end_of_free(&set, count);
        let free = (0..end).filter(|index| !u32::try_from(*index).is_ok_and(|index| set.contains(index)));
        prop_assert_eq!(free.count() as u64, count);
    }
}
