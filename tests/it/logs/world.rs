//! A Job, its pods and what they wrote.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::support::{Cluster, Cyjob, objects};

/// When the first pod was started; no clock of a test matters for what is shown.
pub(super) const START: &str = "2025-11-23T18:00:00Z";

/// So many milliseconds after [`START`].
pub(super) fn at(milliseconds: i64) -> Timestamp {
    let start: Timestamp = START.parse().unwrap();
    Timestamp::from_millisecond(start.as_millisecond() + milliseconds).unwrap()
}

/// So many seconds after [`START`], as the API writes times.
fn second(seconds: i64) -> String {
    at(seconds * 1000).to_string()
}

/// Makes Job `x` with these pods, Complete.
pub(super) fn complete(pods: impl IntoIterator<Item = Value>) -> Cluster {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::complete(objects::job("x")));
    put_pods(&cluster, pods);
    cluster
}

/// Makes or changes pods.
pub(super) fn put_pods(cluster: &Cluster, pods: impl IntoIterator<Item = Value>) {
    pods.into_iter().for_each(|pod| {
        cluster.put("pods", pod);
    });
}

/// A pod of Job `x` that was started so many seconds after [`START`], with these containers' statuses.
pub(super) fn pod(name: &str, seconds: i64, containers: &[Value]) -> Value {
    pod_of("x", name, seconds, containers)
}

/// The same of that Job.
pub(super) fn pod_of(job: &str, name: &str, seconds: i64, containers: &[Value]) -> Value {
    let codes = containers
        .iter()
        .map(|status| status["state"]["terminated"]["exitCode"].as_i64());
    let phase = match codes.sum::<Option<i64>>() {
        None => "Running",
        Some(0) => "Succeeded",
        Some(_) => "Failed",
    };
    let specs: Vec<Value> = containers
        .iter()
        .map(|status| json!({"name": status["name"], "image": "app:1"}))
        .collect();
    json!({"kind": "Pod", "apiVersion": "v1",
        "metadata": {"name": name, "namespace": "zoo", "uid": format!("uid-{name}"),
            "labels": {"of": job, "job-name": job}, "creationTimestamp": second(seconds),
            "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "name": job, "uid": format!("uid-{job}"),
                "controller": true}]},
        "spec": {"nodeName": "n1", "containers": specs},
        "status": {"phase": phase, "startTime": second(seconds), "containerStatuses": containers}})
}

/// The status of a container that runs since so many seconds after [`START`].
pub(super) fn running(name: &str, seconds: i64) -> Value {
    json!({"name": name, "image": "app:1", "restartCount": 0, "ready": true,
        "state": {"running": {"startedAt": second(seconds)}}})
}

/// The status of a container that was started then and has exited with this code.
pub(super) fn exited(name: &str, seconds: i64, code: i32) -> Value {
    let reason = if code == 0 { "Completed" } else { "Error" };
    json!({"name": name, "image": "app:1", "restartCount": 0, "state": {"terminated": {"exitCode": code, "reason": reason,
        "startedAt": second(seconds), "finishedAt": second(seconds + 1)}}})
}

/// The same after it had failed so often.
pub(super) fn again(mut status: Value, times: u32) -> Value {
    status["restartCount"] = times.into();
    status["lastState"] = json!({"terminated": {"exitCode": 1, "reason": "Error", "containerID": "containerd://before",
        "startedAt": START, "finishedAt": START}});
    status
}

/// Runs `logs x` with these words, to its end, which is a good one with nothing to say, and returns what it wrote.
pub(super) fn shown(cluster: &Cluster, words: &str) -> String {
    let output = logs(cluster, words).run();
    assert_eq!(
        (output.code, output.stderr.as_str()),
        (0, ""),
        "{words}: {output:?}"
    );
    output.stdout
}

/// `logs x` with these words. It takes no time that matters; one that hangs is over after this.
pub(super) fn logs(cluster: &Cluster, words: &str) -> Cyjob {
    cluster.cyjob("logs x --timeout 20s").words(words)
}
