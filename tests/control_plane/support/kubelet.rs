//! The kubelet, played by the tests: the statuses that it would write, and its log endpoint, to which a real API server
//! forwards.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        mpsc::{self, Sender},
    },
};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Api,
    shared::{Authority, Piece, Reply, Request, Server},
};

/// A node whose kubelet serves logs from memory.
pub(crate) struct Kubelet {
    /// The node's name.
    pub(crate) node: String,
    logs: Logs,
    _server: Server,
}

/// Logs by `POD/CONTAINER`.
type Logs = Arc<Mutex<HashMap<String, Log>>>;

/// What a container has written so far, and who follows it.
#[derive(Default)]
struct Log {
    text: String,
    is_mute: bool,
    has_ended: bool,
    followers: Vec<Sender<Piece>>,
}

impl Kubelet {
    /// Makes a node of that name.
    pub(crate) async fn start(api: &Api, node: &str) -> Self {
        let logs = Logs::default();
        let authority = Authority::new();
        let config = authority.server(&authority.issue("127.0.0.1", 2000..2100), false);
        let shown = Arc::clone(&logs);
        let server = Server::new_tls(config, move |request| answer(request, &mut shown.lock().unwrap()));
        let port: u16 = server.url.rsplit_once(':').unwrap().1.parse().unwrap();
        let object = json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": node}});
        api.create("/api/v1/nodes", &object).await;
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

    /// A container writes more.
    pub(crate) fn write(&self, pod: &str, container: &str, text: &str) {
        self.change(pod, container, |log| {
            log.text += text;
            log.followers
                .retain(|follower| follower.send(Piece::Text(text.to_owned())).is_ok());
        });
    }

    /// A container has ended, and so do the streams of those who follow it.
    pub(crate) fn end(&self, pod: &str, container: &str) {
        self.change(pod, container, |log| {
            log.has_ended = true;
            log.followers.clear();
        });
    }

    /// The connections of those who follow a container break.
    pub(crate) fn cut(&self, pod: &str, container: &str) {
        self.change(pod, container, |log| {
            for follower in log.followers.drain(..) {
                let _ = follower.send(Piece::Break);
            }
        });
    }

    /// Who asks for the log of a container from now on gets no answer.
    pub(crate) fn mute(&self, pod: &str, container: &str) {
        self.change(pod, container, |log| log.is_mute = true);
    }

    fn change(&self, pod: &str, container: &str, change: impl FnOnce(&mut Log)) {
        let mut logs = self.logs.lock().unwrap();
        change(logs.entry(format!("{pod}/{container}")).or_default());
    }
}

/// `/containerLogs/NAMESPACE/POD/CONTAINER`
fn answer(request: &Request, logs: &mut HashMap<String, Log>) -> Reply {
    let mut words = request.path.trim_start_matches("/containerLogs/").splitn(2, '/');
    let headers = vec![("Content-Type".into(), "text/plain".into())];
    let Some(log) = words.nth(1).and_then(|key| logs.get_mut(key)) else {
        return Reply::Whole(404, headers, b"no such container".to_vec());
    };
    if log.is_mute {
        return Reply::Silence;
    }
    let lines: Vec<&str> = log.text.split_inclusive('\n').collect();
    let tail = request
        .parameter("tailLines")
        .map_or(lines.len(), |n| n.parse().unwrap());
    let text = lines[lines.len().saturating_sub(tail)..].concat();
    if request.parameter("follow") != Some("true") {
        return Reply::Whole(200, headers, text.into_bytes());
    }
    let (sender, receiver) = mpsc::channel();
    sender.send(Piece::Text(text)).unwrap();
    if !log.has_ended {
        log.followers.push(sender);
    }
    Reply::Stream("text/plain", receiver)
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
