//! Tests of assertions: each passes where it must, and fails on the nearest other case. An unknown value
//! never passes.

use clap::Parser as _;
use serde_json::{Value as Json, json};

use super::*;
use crate::cli::LimitArgs;
use crate::model::world::World;
use crate::outcome::Outcome;

/// Limits as command-line arguments.
#[derive(clap::Parser)]
struct Words {
    #[command(flatten)]
    limits: LimitArgs,
}

/// The assertion with this name, and the exit code.
fn held(world: &World, words: &str, name: &str) -> (Assertion, u8) {
    let words = Words::parse_from(std::iter::once("assert").chain(words.split_whitespace()));
    let report = AssertionReport::derive(JobReport::derive(world.snapshot()), &words.limits.into());
    let code = Outcome::of_assertions(&report.assertions).code();
    assert_eq!(code == 0, report.passed(), "{:#?}", report.assertions);
    let found = report.assertions.iter().find(|assertion| assertion.name == name);
    let found = found.unwrap_or_else(|| panic!("no {name} in {:#?}", report.assertions));
    (found.clone(), code)
}

fn assert_holds(world: &World, words: &str, name: &str) {
    let (assertion, code) = held(world, words, name);
    assert_eq!(assertion.judgement, Judgement::Passed, "{assertion:#?}");
    assert_eq!(code, 0, "{assertion:#?}");
}

fn assert_broken(world: &World, words: &str, name: &str) -> Assertion {
    let (assertion, code) = held(world, words, name);
    assert_eq!(assertion.judgement, Judgement::Failed, "{assertion:#?}");
    assert_eq!(code, 1, "{assertion:#?}");
    assertion
}

fn assert_unknown(world: &World, words: &str, name: &str, code: u8, why: &str) {
    let (assertion, found) = held(world, words, name);
    let unknown = [Judgement::Unknown, Judgement::Unreadable];
    assert!(unknown.contains(&assertion.judgement), "{assertion:#?}");
    assert_eq!(found, code, "{assertion:#?}");
    assert!(assertion.actual.is_none(), "{assertion:#?}");
    assert!(
        assertion.remark.as_deref().unwrap().contains(why),
        "{assertion:#?}"
    );
}

fn word(word: &str) -> Value {
    Value::Word(word.to_owned())
}

fn count(count: u64) -> Value {
    Value::Count(count)
}

fn seconds(seconds: i64) -> Value {
    Value::Duration(SignedDuration::from_secs(seconds))
}

fn indexes(text: &str) -> Option<Value> {
    IndexSet::parse(text).map(Value::Indexes)
}

/// A Job whose pod succeeded 30 minutes after the start, 30 minutes ago.
fn complete() -> World {
    World::new()
        .with("/status/succeeded", 1.into())
        .with("/status/completionTime", "2026-11-24T11:30:00Z".into())
        .condition("Complete", "CompletionsReached", "m")
        .pod("x-1", &succeeded(0))
}

fn succeeded(restarts: i32) -> Json {
    json!({"status": {"phase": "Succeeded", "containerStatuses": [{"name": "main", "restartCount": restarts,
        "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}}]}})
}

fn job_failed(reason: &str) -> World {
    World::new()
        .with("/status/failed", 1.into())
        .condition("Failed", reason, "m")
        .failed_pod("x-1", 3, "Error")
}

#[test]
fn only_a_condition_with_status_true_is_an_end() {
    assert_holds(&complete(), "", "complete");
    let interim = World::new()
        .with("/status/succeeded", 1.into())
        .condition("SuccessCriteriaMet", "CompletionsReached", "m")
        .pod("x-1", &succeeded(0));
    assert_eq!(
        assert_broken(&interim, "", "complete").actual,
        Some(word("Completing"))
    );
    let doubted = complete().with("/status/conditions/0/status", "Unknown".into());
    assert_broken(&doubted, "", "complete");
    let both = complete().condition("Failed", "BackoffLimitExceeded", "m");
    assert_eq!(assert_broken(&both, "", "complete").actual, Some(word("Failed")));
    assert_broken(&job_failed("BackoffLimitExceeded"), "", "complete");
}

#[test]
fn a_failure_can_be_expected_with_its_reason() {
    let job = job_failed("PodFailurePolicy");
    assert_holds(&job, "--expect failed", "failed");
    assert_holds(&job, "--expect failed --reason PodFailurePolicy", "reason");
    for other in ["podfailurepolicy", "PodFailure", "BackoffLimitExceeded"] {
        let words = format!("--expect failed --reason {other}");
        let reason = assert_broken(&job, &words, "reason");
        assert_eq!(reason.actual, Some(word("PodFailurePolicy")));
    }
    assert_eq!(
        assert_broken(&complete(), "--expect failed", "failed").actual,
        Some(word("Complete"))
    );
    let interim = World::new().condition("FailureTarget", "PodFailurePolicy", "m");
    let words = "--expect failed --reason PodFailurePolicy";
    assert_eq!(
        assert_broken(&interim, words, "failed").actual,
        Some(word("Failing"))
    );
    let nameless = job_failed("");
    assert_eq!(assert_broken(&nameless, words, "reason").actual, Some(word("")));
}

#[test]
fn failed_pods_count_that_the_status_has_yet_to_count() {
    let job = complete().with("/status/failed", 2.into());
    assert_holds(&job, "--max-failed 2", "max-failed");
    assert_eq!(
        assert_broken(&job, "--max-failed 1", "max-failed").actual,
        Some(count(2))
    );
    let uncounted = job.with("/status/uncountedTerminatedPods", json!({"failed": ["a", "b"]}));
    assert_holds(&uncounted, "--max-failed 4", "max-failed");
    assert_eq!(
        assert_broken(&uncounted, "--max-failed 3", "max-failed").actual,
        Some(count(4))
    );
}

#[test]
fn succeeded_pods_count_that_the_status_has_yet_to_count() {
    assert_holds(&complete(), "--min-succeeded 1", "min-succeeded");
    let two = "--min-succeeded 2";
    assert_eq!(
        assert_broken(&complete(), two, "min-succeeded").actual,
        Some(count(1))
    );
    let uncounted = complete().with("/status/uncountedTerminatedPods", json!({"succeeded": ["a"]}));
    assert_holds(&uncounted, two, "min-succeeded");
}

#[test]
fn restarts_are_known_only_of_pods_that_can_be_seen() {
    let job = |restarts| {
        complete()
            .with("/status/succeeded", 2.into())
            .pod("x-2", &succeeded(restarts))
    };
    assert_holds(&job(2), "--max-restarts 2", "max-restarts");
    assert_eq!(
        assert_broken(&job(3), "--max-restarts 2", "max-restarts").actual,
        Some(count(3))
    );
    let one_is_gone = |restarts| job(restarts).with("/status/succeeded", 3.into());
    let name = "max-restarts";
    assert_unknown(
        &one_is_gone(0),
        "--max-restarts 0",
        name,
        1,
        "some of its pods are gone",
    );
    // The restarts of the remaining pods already exceed the limit.
    let enough = assert_broken(&one_is_gone(1), "--max-restarts 0", name);
    assert_eq!(enough.actual, Some(count(1)));
    assert!(
        enough.remark.as_deref().unwrap().contains("or more"),
        "{enough:#?}"
    );
}

#[test]
fn it_takes_from_start_to_end_and_until_now_while_it_runs() {
    assert_holds(&complete(), "--max-duration 30m", "max-duration");
    let short = "--max-duration 29m59s";
    assert_eq!(
        assert_broken(&complete(), short, "max-duration").actual,
        Some(seconds(1800))
    );
    let running = World::new().with("/status/active", 1.into());
    assert_eq!(
        assert_broken(&running, "--max-duration 59m", "max-duration").actual,
        Some(seconds(3600))
    );
    let (so_far, code) = held(&running, "--max-duration 1h", "max-duration");
    assert_eq!(
        (so_far.judgement.passed(), code),
        (true, 1),
        "it may still succeed in time"
    );
    assert_eq!(so_far.remark.as_deref(), Some("so far"));
    let suspended = World::new().with("/spec/suspend", true.into());
    assert_unknown(&suspended, "--max-duration 1h", "max-duration", 1, "not running");
    let timeless = World::new()
        .with("/status", json!({}))
        .condition("Complete", "CompletionsReached", "m")
        .with("/status/conditions/0/lastTransitionTime", Json::Null);
    assert_unknown(&timeless, "--max-duration 1h", "max-duration", 1, "times");
    assert_unknown(&timeless, "--finished-within 1h", "finished-within", 1, "times");
}

#[test]
fn an_old_end_is_not_a_new_one() {
    assert_holds(&complete(), "--finished-within 30m", "finished-within");
    let words = "--finished-within 29m";
    assert_eq!(
        assert_broken(&complete(), words, "finished-within").actual,
        Some(seconds(1800))
    );
    let running = World::new().with("/status/active", 1.into());
    let assertion = assert_broken(&running, words, "finished-within");
    assert_eq!(assertion.remark.as_deref(), Some("it has not ended"));
    // A slow clock sees the completion time in the future.
    let ahead = complete().with("/status/completionTime", "2026-11-24T12:00:30Z".into());
    assert_holds(&ahead, "--finished-within 0s", "finished-within");
}

#[test]
fn indexes_are_those_that_the_status_lists() {
    let indexed = |completed: &str| {
        complete()
            .with("/spec/completionMode", "Indexed".into())
            .with("/spec/completions", 10.into())
            .with("/status/succeeded", 8.into())
            .with("/status/completedIndexes", completed.into())
    };
    let name = "indexes";
    assert_holds(&indexed("0-9"), "--indexes 0-9", name);
    assert_holds(&indexed("0-9"), "--indexes 3,7-8", name);
    let broken = assert_broken(&indexed("0-2,4-6,8,9"), "--indexes 0-7", name);
    assert_eq!(
        (Some(broken.expected), broken.actual),
        (indexes("0-7"), indexes("0-2,4-6"))
    );
    assert_eq!(broken.remark.as_deref(), Some("3,7 have not succeeded"));
    assert_broken(&indexed("0-9"), "--indexes 10", name);
    assert_unknown(&indexed("0-x"), "--indexes 0", name, 1, "completedIndexes");
    let none = assert_broken(&complete(), "--indexes 0", name);
    assert_eq!(none.remark.as_deref(), Some("the Job is not Indexed"));
    assert!(none.actual.is_none(), "{none:#?}");
}

#[test]
fn warnings_and_errors_are_findings_that_count() {
    let name = "no-warnings";
    assert_holds(&complete(), "--no-warnings", name);
    let warned = complete().event("Pod", "x-1", "2026-11-24T11:20:00Z", "Unhealthy", "probe failed");
    let broken = assert_broken(&warned, "--no-warnings", name);
    assert_eq!(
        (broken.actual, broken.remark.as_deref()),
        (Some(count(1)), Some("warning-event"))
    );
    let failed = assert_broken(&job_failed("BackoffLimitExceeded"), "--no-warnings", name);
    assert!(
        failed.remark.as_deref().unwrap().contains("container-failed"),
        "{failed:#?}"
    );
    // A finding of severity info is not a warning.
    let ttl = complete().with("/spec/ttlSecondsAfterFinished", 86_400.into());
    assert!(ttl.report().finding("ttl").is_some());
    assert_holds(&ttl, "--no-warnings", name);
    let unread = World::new()
        .of_unknown_pods()
        .with("/status/succeeded", 1.into())
        .condition("Complete", "CompletionsReached", "m");
    assert_unknown(&unread, "--no-warnings", name, 5, "pods could not be read");
    assert_unknown(
        &unread,
        "--max-restarts 0",
        "max-restarts",
        5,
        "pods could not be read",
    );
    assert_holds(&unread, "--max-failed 0", "max-failed");
    // What happened in a pod that is gone is unknown.
    let gone = World::new()
        .with("/status/succeeded", 1.into())
        .with("/status/failed", 1.into())
        .condition("Complete", "CompletionsReached", "m");
    let (assertion, code) = held(&gone, "--no-warnings", name);
    assert_eq!((assertion.judgement.passed(), code), (false, 1), "{assertion:#?}");
}
