//! Jobs as they should not be: fields missing, numbers and times absurd. Nothing panics, and nothing that has not ended is called so.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Cyjob, Recorded};

fn describe(objects: &[Value]) -> crate::support::Output {
    let list = json!({"kind": "List", "apiVersion": "v1", "items": objects});
    Cyjob::new("describe x -n zoo --from - -ojson --now 2026-11-24T00:00:00Z")
        .stdin(list.to_string())
        .run()
}

fn job(spec: &Value, status: &Value) -> Value {
    json!({"kind": "Job", "apiVersion": "batch/v1", "metadata": {"name": "x", "namespace": "zoo", "uid": "u"}, "spec": spec, "status": status})
}

#[test]
fn a_job_without_anything_is_pending_and_its_pods_unknown() {
    for object in [
        job(&json!({}), &json!({})),
        json!({"kind": "Job", "apiVersion": "batch/v1", "metadata": {"name": "x", "namespace": "zoo"}}),
        job(&json!({"selector": {}}), &json!({})),
        job(
            &json!({"selector": {"matchLabels": {}}}),
            &json!({"conditions": []}),
        ),
    ] {
        let output = describe(&[object]);
        assert_eq!(output.code, 0, "{}", output.stderr);
        let report = output.json();
        assert_eq!(report["verdict"]["state"], "Pending");
        assert_eq!(report["verdict"]["terminal"], false);
        assert_eq!(
            report["unknown"][0]["reason"], "NoSelector",
            "an empty selector matches every pod"
        );
    }
}

#[test]
fn only_a_condition_with_status_true_ends_a_job() {
    for (kind, status) in [
        ("Complete", "False"),
        ("Failed", "Unknown"),
        ("Failed", "true"),
        ("Failed", ""),
        ("Completed", "True"),
        ("FailureTarget", "True"),
        ("SuccessCriteriaMet", "True"),
    ] {
        let conditions =
            json!({"conditions": [{"type": kind, "status": status}], "succeeded": 1, "failed": 99});
        let report = describe(&[job(&json!({"completions": 1, "backoffLimit": 0}), &conditions)]).json();
        assert_eq!(report["verdict"]["terminal"], false, "{kind}={status}");
        assert!(
            !matches!(
                report["verdict"]["state"].as_str().unwrap(),
                "Complete" | "Failed"
            ),
            "{kind}={status}"
        );
    }
}

#[test]
fn absurd_numbers_and_times_are_survived() {
    let selector = json!({"matchLabels": {"job-name": "x"}});
    let spec = json!({"completions": 2_000_000_000, "parallelism": 2_000_000_000, "completionMode": "Indexed", "backoffLimit": i32::MAX,
        "backoffLimitPerIndex": i32::MAX, "maxFailedIndexes": i32::MAX, "activeDeadlineSeconds": i64::MAX, "ttlSecondsAfterFinished": i32::MAX, "selector": selector});
    for time in [
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "2026-11-25T00:00:00Z",
        "1969-12-31T23:59:59Z",
    ] {
        for condition in ["Failed", "Complete", "Suspended", "Whatever"] {
            let status = json!({"startTime": time, "completionTime": time, "succeeded": i32::MAX, "failed": i32::MIN, "active": -5, "ready": -1,
                "terminating": i32::MAX, "completedIndexes": "0-1999999999", "failedIndexes": "0-4294967295",
                "uncountedTerminatedPods": {"succeeded": ["a"], "failed": ["b"]},
                "conditions": [{"type": condition, "status": "True", "reason": "X", "lastTransitionTime": time}]});
            let list = json!({"kind": "List", "apiVersion": "v1", "items": [job(&spec, &status)]});
            for format in ["json", "wide"] {
                let output = Cyjob::new("describe x -n zoo --from - --now 2026-11-24T00:00:00Z --utc -o")
                    .arg(format)
                    .stdin(list.to_string())
                    .run();
                assert_eq!(output.code, 0, "{time} {condition}: {}", output.stderr);
                assert!(
                    !output.stdout.contains("-1s") && !output.stdout.contains("\"durationSeconds\": -"),
                    "{}",
                    output.stdout
                );
            }
        }
    }
}

#[test]
fn words_that_this_version_does_not_know_pass_through() {
    let spec = json!({"completionMode": "Quantum", "podReplacementPolicy": "Sometimes", "selector": {"matchLabels": {"a": "b"}}});
    let status = json!({"conditions": [{"type": "Entangled", "status": "Perhaps", "reason": "New", "message": "later"}]});
    let pod = json!({"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "p", "namespace": "zoo", "labels": {"a": "b"},
        "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "name": "x", "uid": "u", "controller": true}]},
        "spec": {"containers": [{"name": "main"}]}, "status": {"phase": "Dreaming", "containerStatuses": [{"name": "main", "state": {}}]}});
    let report = describe(&[job(&spec, &status), pod]).json();
    assert_eq!(report["conditions"][0]["type"], "Entangled");
    assert_eq!(report["pods"][0]["phase"], "Dreaming");
    assert!(
        report["pods"][0]["containers"][0].get("state").is_none(),
        "absent is unknown"
    );
}

/// Removes what the seeds point at, wherever it stands.
fn prune(value: &mut Value, seeds: &mut impl Iterator<Item = bool>) {
    match value {
        Value::Object(fields) => {
            fields.retain(|key, _| {
                matches!(
                    key.as_str(),
                    "kind" | "apiVersion" | "metadata" | "items" | "name" | "namespace"
                ) || !seeds.next().unwrap_or(false)
            });
            for field in fields.values_mut() {
                prune(field, seeds);
            }
        }
        Value::Array(items) => {
            for item in items {
                prune(item, seeds);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is missing, nothing panics, and a Job that had not ended has not ended.
    #[test]
    fn missing_fields_never_end_a_job(
        name in prop::sample::select(vec!["running-sidecar", "retrying-backoff", "stuck-image", "failing-grace", "running-indexed", "suspended", "fail-oom"]),
        seeds in prop::collection::vec(prop::bool::weighted(0.15), 3000),
    ) {
        let folder = crate::support::recording(name);
        let mut objects = vec![Recorded::new(name).job()];
        for file in ["pods.json", "events.json"] {
            objects.push(serde_json::from_slice(&std::fs::read(folder.join(file)).unwrap()).unwrap());
        }
        let mut seeds = seeds.into_iter().cycle();
        for object in &mut objects {
            prune(object, &mut seeds);
        }
        let list = json!({"kind": "List", "apiVersion": "v1", "items": objects});
        for format in ["json", "wide"] {
            let output = Cyjob::new("describe -n zoo --from - --now 2026-11-24T00:00:00Z -o").arg(format).arg(name).stdin(list.to_string()).run();
            prop_assert_eq!(output.code, 0, "{}", output.stderr);
            if format == "json" && name != "fail-oom" {
                prop_assert_eq!(&output.json()["verdict"]["terminal"], false);
            }
        }
    }
}
