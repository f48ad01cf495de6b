//! Jobs and pods in the states that matter.

use serde_json::{Value, json};

/// Long ago: no clock of a test matters for what a wait decides.
const LONG_AGO: &str = "2025-11-23T18:00:00Z";

/// A Job of `zoo` that runs, with UID `uid-NAME` and label `app=report`.
pub(crate) fn job(name: &str) -> Value {
    let uid = format!("uid-{name}");
    json!({"kind": "Job", "apiVersion": "batch/v1",
        "metadata": {"name": name, "namespace": "zoo", "uid": uid, "creationTimestamp": LONG_AGO, "labels": {"app": "report"}},
        "spec": {"backoffLimit": 0, "completions": 1, "parallelism": 1, "selector": {"matchLabels": {"of": name}},
            "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "main", "image": "app:1"}]}}},
        "status": {"active": 1, "ready": 1, "startTime": LONG_AGO}})
}

/// The same with a condition that is True.
pub(crate) fn with_condition(mut job: Value, kind: &str, reason: &str, message: &str) -> Value {
    let mut conditions = job["status"]["conditions"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    conditions.push(
        json!({"type": kind, "status": "True", "reason": reason, "message": message, "lastTransitionTime": LONG_AGO}),
    );
    job["status"]["conditions"] = conditions.into();
    job
}

/// The same, Complete.
pub(crate) fn complete(mut job: Value) -> Value {
    job["status"] = json!({"succeeded": 1, "startTime": LONG_AGO, "completionTime": LONG_AGO});
    let job = with_condition(
        job,
        "SuccessCriteriaMet",
        "CompletionsReached",
        "Reached expected number of succeeded pods",
    );
    with_condition(
        job,
        "Complete",
        "CompletionsReached",
        "Reached expected number of succeeded pods",
    )
}

/// The same, Failed.
pub(crate) fn failed(mut job: Value) -> Value {
    job["status"] = json!({"failed": 1, "startTime": LONG_AGO});
    let job = with_condition(
        job,
        "FailureTarget",
        "BackoffLimitExceeded",
        "Job has reached the specified backoff limit",
    );
    with_condition(
        job,
        "Failed",
        "BackoffLimitExceeded",
        "Job has reached the specified backoff limit",
    )
}

/// The only pod of a Job, with this status.
pub(crate) fn pod(job: &str, status: &Value) -> Value {
    json!({"kind": "Pod", "apiVersion": "v1",
        "metadata": {"name": format!("{job}-abcde"), "namespace": "zoo", "uid": format!("pod-{job}"), "labels": {"of": job, "job-name": job}, "creationTimestamp": LONG_AGO,
            "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "name": job, "uid": format!("uid-{job}"), "controller": true}]},
        "spec": {"nodeName": "n1", "containers": [{"name": "main", "image": "app:1"}]},
        "status": status})
}

/// The status of a pod whose container ended with this exit code.
pub(crate) fn exited(code: i32) -> Value {
    json!({"phase": "Failed", "startTime": LONG_AGO, "containerStatuses": [{"name": "main", "image": "app:1", "restartCount": 0,
        "state": {"terminated": {"exitCode": code, "reason": "Error", "startedAt": LONG_AGO, "finishedAt": LONG_AGO}}}]})
}

/// The status of a pod whose container waits for this reason.
pub(crate) fn waiting(reason: &str) -> Value {
    json!({"phase": "Pending", "startTime": LONG_AGO, "containerStatuses": [{"name": "main", "image": "app:1", "restartCount": 0,
        "state": {"waiting": {"reason": reason, "message": "manifest unknown"}}}]})
}

/// The status of a pod that runs.
pub(crate) fn running() -> Value {
    json!({"phase": "Running", "startTime": LONG_AGO, "containerStatuses": [{"name": "main", "image": "app:1", "restartCount": 0, "ready": true,
        "state": {"running": {"startedAt": LONG_AGO}}}]})
}

/// An object at a version.
pub(crate) fn at_version(mut object: Value, version: u64) -> Value {
    object["metadata"]["resourceVersion"] = version.to_string().into();
    object
}
