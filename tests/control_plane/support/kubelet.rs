//! The kubelet, played by the tests: the statuses that it would write, and its log endpoint, to which a real API server
//! forwards.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Api,
    shared::{Authority, Reply, Request, Server},
};

/// A node whose kubelet serves logs from memory.
pub(crate) struct Kubelet {
    /// The node's name.
    pub(crate) node: String,
    logs: Arc<Mutex<HashMap<String, String>>>,
    _server: Server,
}

impl Kubelet {
    /// Makes a node of that name.
    pub(crate) async fn start(api: &Api, node: &str) -> Self {
        let logs = Arc::new(Mutex::new(HashMap::new()));
        let authority = Authority::new();
        let config = authority.server(&authority.issue("127.0.0.1", 2000..2100), false);
        let shown = Arc::clone(&logs);
        let server = Server::new_tls(config, move |request| answer(request, &shown.lock().unwrap()));
        let port: u16 = server.url.rsplit_once(':').unwrap().1.parse().unwrap();
        api.create(
            "/api/v1/nodes",
            &json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": node}}),
        )
        .await;
        let status = json!({"status": {
            "addresses": [{"type": "InternalIP", "address": "127.0.0.1"}],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": port}},
            "conditions": [{"type": "Ready", "status": "True"}],
        }});
        api.patch(&format!("/api/v1/nodes/{node}/status"), &status).await;
        Self {
            node: node.to_owned(),
            logs,
            _server: server,
        }
    }

    /// What a container has written so far.
    pub(crate) fn write(&self, pod: &str, container: &str, text: &str) {
        let key = format!("{pod}/{container}");
        self.logs.lock().unwrap().insert(key, text.to_owned());
    }
}

/// `/containerLogs/NAMESPACE/POD/CONTAINER`
fn answer(request: &Request, logs: &HashMap<String, String>) -> Reply {
    let mut words = request.path.trim_start_matches("/containerLogs/").splitn(2, '/');
    let log = words.nth(1).and_then(|key| logs.get(key));
    let headers = vec![("Content-Type".into(), "text/plain".into())];
    let Some(log) = log else {
        return Reply::Whole(404, headers, b"no such container".to_vec());
    };
    let lines: Vec<&str> = log.lines().collect();
    let tail = request
        .parameter("tailLines")
        .map_or(lines.len(), |n| n.parse().unwrap());
    let body = lines[lines.len().saturating_sub(tail)..].join("\n") + "\n";
    Reply::Whole(200, headers, body.into_bytes())
}

/// Now, as the API writes times.
pub(crate) fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The status of a pod whose only container, `main`, runs.
pub(crate) fn running() -> Value {
    let main = container(&json!({"running": {"startedAt": now()}}), true);
    json!({"phase": "Running", "startTime": now(), "containerStatuses": [main],
        "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": now()}]})
}

/// The status of a pod whose only container, `main`, ended well.
pub(crate) fn succeeded() -> Value {
    ended("Succeeded", 0, "Completed", None)
}

/// The status of a pod whose only container, `main`, failed with this exit code and termination message.
pub(crate) fn failed(exit_code: i32, message: &str) -> Value {
    ended("Failed", exit_code, "Error", Some(message))
}

fn ended(phase: &str, exit_code: i32, reason: &str, message: Option<&str>) -> Value {
    let end = json!({"exitCode": exit_code, "reason": reason, "message": message,
        "startedAt": now(), "finishedAt": now()});
    json!({"phase": phase, "startTime": now(), "containerStatuses": [container(&json!({"terminated": end}), false)],
        "conditions": [{"type": "Ready", "status": "False", "reason": "PodCompleted", "lastTransitionTime": now()}]})
}

fn container(state: &Value, ready: bool) -> Value {
    json!({"name": "main", "image": "busybox:1.36", "imageID": "", "restartCount": 0, "ready": ready, "state": state})
}
