//! Small worlds of one Job, built from what matters for a rule.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Cyjob, Output};

/// A Job and what belongs to it, as of 2026-11-24T12:00:00Z. It began an hour before.
pub(super) struct World {
    job: Value,
    others: Vec<Value>,
    /// File names and lines.
    logs: Vec<(String, String)>,
    knows_pods: bool,
    folder: TempDir,
}

/// What the report says.
pub(super) struct Report(pub(super) Value);

impl World {
    /// A Job of one completion with `backoffLimit` 6 and `restartPolicy: Never`, without pods.
    pub(super) fn new() -> Self {
        let job = json!({
            "kind": "Job", "apiVersion": "batch/v1",
            "metadata": {"name": "x", "namespace": "zoo", "uid": "job-uid", "creationTimestamp": "2026-11-24T11:00:00Z"},
            "spec": {"completions": 1, "parallelism": 1, "backoffLimit": 6, "selector": {"matchLabels": {"of": "x"}},
                "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "main", "image": "app:1", "command": ["run"]}]}}},
            "status": {"startTime": "2026-11-24T11:00:00Z"},
        });
        Self {
            job,
            others: Vec::new(),
            logs: Vec::new(),
            knows_pods: true,
            folder: TempDir::new().unwrap(),
        }
    }

    /// Without any word on pods, as a list of several kinds is where no pod is left: they are then unknown.
    pub(super) fn of_unknown_pods(mut self) -> Self {
        self.knows_pods = false;
        self
    }

    /// Sets a field of the Job, by JSON pointer; what is on the way is made.
    pub(super) fn with(mut self, path: &str, value: Value) -> Self {
        let mut place = &mut self.job;
        for key in path.split('/').filter(|key| !key.is_empty()) {
            place = match key.parse::<usize>() {
                Ok(position) => &mut place[position],
                Err(_) => &mut place[key],
            };
        }
        *place = value;
        self
    }

    /// A condition with status True, since 11:30.
    pub(super) fn condition(self, kind: &str, reason: &str, message: &str) -> Self {
        let mut conditions = self.job["status"]["conditions"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        conditions.push(
            json!({"type": kind, "status": "True", "reason": reason, "message": message,
            "lastTransitionTime": "2026-11-24T11:30:00Z"}),
        );
        self.with("/status/conditions", conditions.into())
    }

    /// A pod of the Job; `patch` is laid over it.
    pub(super) fn pod(mut self, name: &str, patch: &Value) -> Self {
        let mut pod = json!({
            "kind": "Pod", "apiVersion": "v1",
            "metadata": {"name": name, "namespace": "zoo", "uid": format!("uid-{name}"), "labels": {"of": "x"}, "creationTimestamp": "2026-11-24T11:00:01Z",
                "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "name": "x", "uid": "job-uid", "controller": true}]},
            "spec": {"nodeName": "n1", "containers": [{"name": "main", "image": "app:1"}]},
            "status": {"startTime": "2026-11-24T11:00:02Z"},
        });
        merge(&mut pod, patch);
        self.others.push(pod);
        self
    }

    /// A pod whose container "main" ended with this code and reason.
    pub(super) fn failed_pod(self, name: &str, code: i32, reason: &str) -> Self {
        self.pod(name, &failed(code, reason))
    }

    /// A pod that waits with this reason.
    pub(super) fn waiting_pod(self, name: &str, reason: &str, message: &str) -> Self {
        let state = json!({"waiting": {"reason": reason, "message": message}});
        self.pod(
            name,
            &json!({"status": {"phase": "Pending", "containerStatuses": [{"name": "main", "state": state}]}}),
        )
    }

    /// An event of the Job or of a pod, at that time.
    pub(super) fn event(mut self, kind: &str, name: &str, time: &str, reason: &str, message: &str) -> Self {
        let uid = if kind == "Job" {
            "job-uid".to_owned()
        } else {
            format!("uid-{name}")
        };
        let number = self.others.len();
        self.others.push(json!({
            "kind": "Event", "apiVersion": "v1", "metadata": {"name": format!("e{number}"), "namespace": "zoo", "uid": format!("e{number}")},
            "type": if reason.starts_with("Successful") { "Normal" } else { "Warning" },
            "reason": reason, "message": message, "count": 1, "firstTimestamp": time, "lastTimestamp": time,
            "involvedObject": {"kind": kind, "name": name, "uid": uid, "namespace": "zoo"},
        }));
        self
    }

    /// The same about a part of the object, as `spec.containers{main}`.
    pub(super) fn event_at(
        self,
        field_path: &str,
        kind: &str,
        name: &str,
        time: &str,
        reason: &str,
        message: &str,
    ) -> Self {
        let mut world = self.event(kind, name, time, reason, message);
        if let Some(event) = world.others.last_mut() {
            event["involvedObject"]["fieldPath"] = field_path.into();
        }
        world
    }

    /// The log of a container: one line, or nothing.
    pub(super) fn log(mut self, pod: &str, container: &str, line: &str) -> Self {
        let end = if line.is_empty() { "" } else { "\n" };
        self.logs
            .push((format!("{pod}.{container}.log"), format!("{line}{end}")));
        self
    }

    /// The report on it.
    pub(super) fn report(&self) -> Report {
        Report(self.cyjob("describe x").run().json())
    }

    /// What a list of all Jobs says of it.
    pub(super) fn row(&self) -> Value {
        self.cyjob("list").run().json()["items"][0].take()
    }

    /// What holds of what is demanded of it.
    pub(super) fn assertions(&self, words: &str) -> Output {
        self.cyjob("assert x").words(words).run()
    }

    /// A run on it.
    fn cyjob(&self, words: &str) -> Cyjob {
        let items: Vec<&Value> = std::iter::once(&self.job).chain(&self.others).collect();
        let list = json!({"kind": "List", "apiVersion": "v1", "items": items});
        let folder = self.folder.path();
        fs::write(folder.join("list.json"), list.to_string()).unwrap();
        // Without these, a world that has none of them would not know it.
        let pods = self.knows_pods.then_some("PodList");
        for kind in pods.into_iter().chain(["EventList"]) {
            let empty = json!({"kind": kind, "apiVersion": "v1", "items": []});
            fs::write(folder.join(format!("{kind}.json")), empty.to_string()).unwrap();
        }
        let logs = folder.join("logs");
        fs::create_dir_all(&logs).unwrap();
        for (name, line) in &self.logs {
            fs::write(logs.join(name), line).unwrap();
        }
        Cyjob::new(words)
            .words("-n zoo -o json --now 2026-11-24T12:00:00Z")
            .from(folder)
    }
}

impl Report {
    pub(super) fn state(&self) -> &str {
        self.0["verdict"]["state"].as_str().unwrap()
    }

    pub(super) fn message(&self) -> &str {
        self.0["verdict"]["message"].as_str().unwrap()
    }

    /// The finding of that rule.
    pub(super) fn finding(&self, rule: &str) -> Option<&Value> {
        self.0["findings"]
            .as_array()
            .unwrap()
            .iter()
            .find(|finding| finding["rule"] == rule)
    }

    /// Asserts that the rule fired, with these words in message or hint.
    pub(super) fn assert_finds(&self, rule: &str, words: &[&str]) {
        let finding = self
            .finding(rule)
            .unwrap_or_else(|| panic!("no {rule} in {:#}", self.0["findings"]));
        let text = format!("{} {}", finding["message"], finding["hint"]).replace("\\\"", "\"");
        for word in words {
            assert!(text.contains(word), "{word:?} is not in {text}");
        }
    }

    /// Asserts that the rule did not fire.
    pub(super) fn assert_silent(&self, rule: &str) {
        assert!(self.finding(rule).is_none(), "{rule} in {:#}", self.0["findings"]);
    }
}

/// The patch that makes a pod a failed one.
pub(super) fn failed(code: i32, reason: &str) -> Value {
    let end = json!({"exitCode": code, "reason": reason, "startedAt": "2026-11-24T11:00:03Z", "finishedAt": "2026-11-24T11:10:00Z"});
    json!({"status": {"phase": "Failed", "containerStatuses": [{"name": "main", "state": {"terminated": end}}]}})
}

/// Lays `patch` over `value`: objects field by field, anything else as a whole.
fn merge(value: &mut Value, patch: &Value) {
    match (value, patch) {
        (Value::Object(fields), Value::Object(patch)) => {
            for (key, patch) in patch {
                merge(fields.entry(key.clone()).or_insert(Value::Null), patch);
            }
        }
        (value, patch) => *value = patch.clone(),
    }
}
