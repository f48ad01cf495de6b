//! Jobs whose ended pods have logs, on a node whose kubelet is played here.

pub(super) mod kubelet;
mod notes;
mod subjects;
mod text;

pub(super) use notes::{after, before};

use anyhow::Result;
use kube::Client;
use serde_json::{Value, json};

use super::world::{all, job, make_pod, send, with_client};
use crate::control_plane::Plane;

/// The logs to measure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Logs {
    /// One pod has written 1 GB.
    Large,
    /// Each of many pods has written a few lines.
    Small,
}

impl Logs {
    /// The name of the Job.
    pub(super) fn job(self) -> &'static str {
        match self {
            Self::Large => "large-log",
            Self::Small => "small-logs",
        }
    }

    fn pods(self) -> usize {
        match self {
            Self::Large => 1,
            Self::Small => 300,
        }
    }

    /// How many lines each pod has written.
    fn lines(self) -> usize {
        match self {
            Self::Large => 1_000_000_000 / text::LINE,
            Self::Small => 200,
        }
    }

    /// What all containers wrote, without the timestamps that the kubelet adds.
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    pub(super) fn megabytes(self) -> f64 {
        (self.pods() * self.lines() * text::LINE) as f64 / 1e6
    }
}

/// Creates the Job, its pods, and the node that has their logs.
pub(super) fn make(plane: &Plane, logs: Logs) -> Result<()> {
    let port = kubelet::start(plane, Some(logs.lines()))?;
    with_client(plane, async |client| {
        let node = format!("node-of-{}", logs.job());
        make_node(&client, &node, port).await?;
        let mut job = job(logs.job(), logs.pods());
        let pod = &mut job["spec"]["template"]["spec"];
        pod["nodeName"] = node.into();
        // A second container would measure nothing new.
        pod["containers"] = json!([pod["containers"][0]]);
        let job = send(&client, "POST", "/apis/batch/v1/namespaces/default/jobs", job).await?;
        let status = json!({"status": {"succeeded": logs.pods(), "startTime": START, "completionTime": END,
            "ready": 0, "terminating": 0, "conditions": conditions()}});
        let path = format!("/apis/batch/v1/namespaces/default/jobs/{}/status", logs.job());
        send(&client, "PATCH", &path, status).await?;
        all(logs.pods(), |number| {
            make_pod(client.clone(), job.clone(), number, pod_status())
        })
        .await
    })
}

/// When all pods started and ended.
const START: &str = "2026-01-01T00:00:00Z";
const END: &str = "2026-01-01T06:00:00Z";

fn conditions() -> Value {
    ["SuccessCriteriaMet", "Complete"]
        .map(|kind| json!({"type": kind, "status": "True", "reason": "CompletionsReached", "lastTransitionTime": END}))
        .into_iter()
        .collect()
}

fn pod_status() -> Value {
    json!({"phase": "Succeeded", "startTime": START, "containerStatuses": [
        {"name": "main", "image": "x", "imageID": "", "ready": false, "restartCount": 0,
            "state": {"terminated": {"exitCode": 0, "reason": "Completed", "startedAt": START, "finishedAt": END}}}]})
}

pub(super) async fn make_node(client: &Client, name: &str, port: u16) -> Result<()> {
    let node = json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}});
    send(client, "POST", "/api/v1/nodes", node).await?;
    let status = json!({"status": {"addresses": [{"type": "InternalIP", "address": "127.0.0.1"}],
        "daemonEndpoints": {"kubeletEndpoint": {"Port": port}}, "conditions": [{"type": "Ready", "status": "True"}]}});
    send(client, "PATCH", &format!("/api/v1/nodes/{name}/status"), status).await?;
    Ok(())
}

impl std::fmt::Display for Logs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Large => f.write_str("A log of 1 GB"),
            Self::Small => write!(f, "{} logs of {} lines", self.pods(), self.lines()),
        }
    }
}
