//! A good API server with one recorded Job: what a real one answers to what `cyjob` asks.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Reply, Request, recording};

/// A recording that is served. Each part can be refused by the closure of a test before it gets here.
#[derive(Clone)]
pub(crate) struct Recorded {
    folder: PathBuf,
    protobuf: bool,
}

impl Recorded {
    /// The recording of that name.
    pub(crate) fn new(name: &str) -> Self {
        Self {
            folder: recording(name),
            protobuf: true,
        }
    }

    /// The same without protobuf.
    pub(crate) fn only_json(self) -> Self {
        Self {
            protobuf: false,
            ..self
        }
    }

    /// The Job.
    pub(crate) fn job(&self) -> Value {
        self.json("job.json")
    }

    fn json(&self, file: &str) -> Value {
        serde_json::from_slice(&fs::read(self.folder.join(file)).unwrap()).unwrap()
    }

    /// Answers.
    pub(crate) fn answer(&self, request: &Request) -> Reply {
        let job = self.job();
        let (namespace, name) = (
            text(&job["metadata"]["namespace"]),
            text(&job["metadata"]["name"]),
        );
        let core = format!("/api/v1/namespaces/{namespace}");
        let path = request.path.as_str();
        if path == format!("/apis/batch/v1/namespaces/{namespace}/jobs/{name}") {
            return Reply::json(&job);
        }
        if path == format!("{core}/pods") {
            return self.pods(request);
        }
        if path == format!("{core}/events") {
            return Reply::json(&self.events(request));
        }
        if let Some(pod) = path
            .strip_prefix(&format!("{core}/pods/"))
            .and_then(|rest| rest.strip_suffix("/log"))
        {
            return self.log(pod, request);
        }
        Reply::status(
            404,
            "NotFound",
            "the server could not find the requested resource",
        )
    }

    fn pods(&self, request: &Request) -> Reply {
        assert!(
            request
                .parameter("labelSelector")
                .is_some_and(|selector| !selector.is_empty()),
            "{request:?}"
        );
        let accepts = request
            .header("accept")
            .is_some_and(|accept| accept.contains("protobuf"));
        let file = self.folder.join("pods.pb");
        if self.protobuf && accepts && file.exists() {
            let headers = vec![(
                "Content-Type".into(),
                "application/vnd.kubernetes.protobuf".into(),
            )];
            return Reply::Whole(200, headers, fs::read(file).unwrap());
        }
        Reply::json(&self.json("pods.json"))
    }

    fn events(&self, request: &Request) -> Value {
        let mut list = self.json("events.json");
        let selector = request.parameter("fieldSelector").unwrap_or_default().to_owned();
        let items = list["items"].as_array_mut().unwrap();
        items.retain(|event| {
            selector.split(',').filter(|term| !term.is_empty()).all(|term| {
                let (field, value) = term.split_once('=').unwrap();
                let pointer = format!("/{}", field.replace('.', "/"));
                event.pointer(&pointer).is_some_and(|have| text(have) == value)
            })
        });
        list
    }

    fn log(&self, pod: &str, request: &Request) -> Reply {
        let container = request.parameter("container").unwrap();
        match fs::read_to_string(self.folder.join(format!("logs/{pod}.{container}.log"))) {
            Ok(log) => {
                // Recorded with time stamps, which are sent only where they are asked for.
                let bare = log
                    .lines()
                    .map(|line| line.split_once(' ').map_or("", |(_, line)| line));
                let lines: Vec<&str> = bare.collect();
                let tail = request
                    .parameter("tailLines")
                    .map_or(lines.len(), |lines| lines.parse().unwrap());
                let body = lines[lines.len().saturating_sub(tail)..].join("\n") + "\n";
                Reply::Whole(
                    200,
                    vec![("Content-Type".into(), "text/plain".into())],
                    body.into_bytes(),
                )
            }
            Err(_) => Reply::status(400, "BadRequest", "container is not available"),
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A list of the core API's kind `kind`.
pub(crate) fn list(kind: &str, items: &[Value], next: &str) -> Value {
    json!({"kind": format!("{kind}List"), "apiVersion": "v1", "metadata": {"resourceVersion": "1", "continue": next}, "items": items})
}
