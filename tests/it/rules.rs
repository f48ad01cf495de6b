//! What the rules find reaches programs and exit codes. The rules themselves are tested beside them, in `src/model/rules`.

use serde_json::{Value, json};

use crate::support::Cyjob;

/// A run on a Job `x` of one completion, with this laid over its `spec` and `status`, and these pods.
fn cyjob(words: &str, spec: &Value, status: &Value, pods: &[Value]) -> Cyjob {
    let mut job = json!({"kind": "Job", "apiVersion": "batch/v1",
        "metadata": {"name": "x", "namespace": "zoo", "uid": "job-uid", "creationTimestamp": "2026-11-24T11:00:00Z"},
        "spec": {"completions": 1, "parallelism": 1, "selector": {"matchLabels": {"of": "x"}},
            "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "main"}]}}},
        "status": {"startTime": "2026-11-24T11:00:00Z"}});
    for (part, fields) in [("spec", spec), ("status", status)] {
        for (key, value) in fields.as_object().unwrap() {
            job[part][key] = value.clone();
        }
    }
    let empty = |kind: &str| json!({"kind": kind, "apiVersion": "v1", "items": []});
    let mut items = vec![job, empty("PodList"), empty("EventList")];
    items.extend_from_slice(pods);
    let list = json!({"kind": "List", "apiVersion": "v1", "items": items});
    let format = if words.contains("-o ") { "" } else { "-o json" };
    Cyjob::new(words)
        .words(format)
        .words("-n zoo --now 2026-11-24T12:00:00Z")
        .from("-")
        .stdin(list.to_string())
}

/// A pod under the Job's selector, controlled by the owner of that UID.
fn pod(name: &str, owner: &str, status: &Value) -> Value {
    json!({"kind": "Pod", "apiVersion": "v1",
        "metadata": {"name": name, "namespace": "zoo", "uid": name, "labels": {"of": "x"},
            "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "name": "x", "uid": owner, "controller": true}]},
        "spec": {"containers": [{"name": "main"}]}, "status": status})
}

#[test]
fn a_finding_is_data() {
    let end = json!({"exitCode": 3, "reason": "Error", "finishedAt": "2026-11-24T11:10:00Z"});
    let status =
        json!({"phase": "Failed", "containerStatuses": [{"name": "main", "state": {"terminated": end}}]});
    let pods = [pod("x-1", "job-uid", &status)];
    let report = cyjob("describe x", &json!({}), &json!({"failed": 1}), &pods)
        .run()
        .json();
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["rule"], &finding["severity"]),
        (&json!("container-failed"), &json!("error"))
    );
    let subject = json!({"kind": "Container", "name": "main", "count": 1});
    assert_eq!(finding["subject"], subject);
    for text in ["message", "hint"] {
        assert!(finding[text].as_str().unwrap().contains("x-1"), "{finding}");
    }
    let facts = json!({"container": "main", "containerKind": "main", "pod": "x-1", "pods": 1, "exitCode": 3});
    assert_eq!(finding["facts"], facts);
}

#[test]
fn a_findings_facts_are_values_not_words() {
    let spec = json!({"activeDeadlineSeconds": 7200});
    let facts = |words: &str| {
        let output = cyjob(words, &spec, &json!({}), &[]).run();
        let report: Value = serde_yaml::from_str(&output.stdout).unwrap();
        let mut findings = report["findings"].as_array().unwrap().iter();
        let deadline = findings.find(|finding| finding["rule"] == "deadline").unwrap();
        deadline["facts"].clone()
    };
    let expected =
        json!({"activeDeadlineSeconds": 7200, "deadlineTime": "2026-11-24T13:00:00Z", "leftSeconds": 3600});
    assert_eq!(facts("describe x"), expected);
    assert_eq!(facts("describe x -o yaml"), expected);
}

#[test]
fn pods_of_others_are_named_and_not_told_as_the_jobs() {
    let pods = [pod("y-1", "other", &json!({"phase": "Running"}))];
    let report = |spec| cyjob("describe x", &spec, &json!({}), &pods).run().json();
    let manual = report(json!({"manualSelector": true}));
    assert_eq!(manual["foreignPods"], json!(["y-1"]));
    assert_eq!(manual["pods"], json!([]));
    assert!(report(json!({})).get("foreignPods").is_none());
}

#[test]
fn a_list_of_indexes_that_cannot_be_read_is_absent() {
    let indexed = json!({"completionMode": "Indexed", "completions": 4});
    let read = |completed: &str| {
        let status = json!({"completedIndexes": completed, "succeeded": 2});
        let mut report = cyjob("describe x", &indexed, &status, &[]).run().json();
        report["indexes"].take()
    };
    let broken = read("0-");
    assert_eq!(
        (broken.get("completed"), broken.get("completedCount")),
        (None, None)
    );
    let good = read("0,1");
    assert_eq!(
        (&good["completed"], &good["completedCount"]),
        (&json!("0,1"), &json!(2))
    );
}

#[test]
fn what_an_assertion_rests_on_is_an_exit_code() {
    let condition =
        json!({"type": "Complete", "status": "True", "lastTransitionTime": "2026-11-24T11:30:00Z"});
    let status = json!({"conditions": [condition], "succeeded": 1, "failed": 1});
    for (words, code, unknown) in [
        ("--max-failed 1", 0, false),
        ("--max-failed 0", 1, false),
        ("--max-restarts 0", 1, true),
    ] {
        let words = format!("assert x {words}");
        let output = cyjob(&words, &json!({}), &status, &[]).run();
        assert_eq!(output.code, code, "{words}");
        let assertion = &output.json()["assertions"][1];
        assert_eq!(assertion["passed"], code == 0, "{assertion}");
        assert_eq!(assertion.get("unknown").is_some(), unknown, "{assertion}");
    }
}
