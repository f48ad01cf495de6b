//! Small worlds of one Job for tests, built from what matters for a rule. An in-memory API serves the
//! objects, so they are decoded and gathered like those of a cluster.

use std::ops::Deref;

use jiff::Timestamp;
use kube::Client;
use serde_json::{Value, json};

use super::{Fact, Finding, JobReport, JobSummary};
use crate::client;
use crate::facts::{JobRef, JobSnapshot};
use crate::job_details::{Options, Scope, job_details, list_jobs, resolve, surroundings};

/// The time that counts as now.
const NOW: &str = "2026-11-24T12:00:00Z";

/// A Job and its objects as of 2026-11-24T12:00:00Z. The Job started an hour before.
pub(super) struct World {
    job: Value,
    others: Vec<Value>,
    /// Pod, container and text of each log.
    logs: Vec<(String, String, String)>,
    knows_pods: bool,
}

/// The report on a world.
pub(super) struct Report(JobReport);

impl World {
    /// A Job with one completion, `backoffLimit` 6 and `restartPolicy: Never`, without pods.
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
        }
    }

    /// The same Job with `restartPolicy: OnFailure`.
    pub(super) fn on_failure() -> Self {
        Self::new().with("/spec/template/spec/restartPolicy", "OnFailure".into())
    }

    /// An Indexed Job with this many completions.
    pub(super) fn indexed(completions: i32) -> Self {
        Self::new()
            .with("/spec/completionMode", "Indexed".into())
            .with("/spec/completions", completions.into())
    }

    /// Leaves out the list of pods, as a list of several kinds does if no pod is left. The pods are then
    /// unknown.
    pub(super) fn of_unknown_pods(mut self) -> Self {
        self.knows_pods = false;
        self
    }

    /// Sets a field of the Job, by JSON pointer. Missing parent fields are created.
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

    /// Adds a condition with status True, since 11:30.
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

    /// Adds a condition Failed with this reason.
    pub(super) fn failed_for(self, reason: &str) -> Self {
        self.condition("Failed", reason, "m")
    }

    /// Adds a pod of the Job; `patch` is merged into it.
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

    /// Adds a pod whose container "main" exited with this code and reason.
    pub(super) fn failed_pod(self, name: &str, code: i32, reason: &str) -> Self {
        self.pod(name, &failed(code, reason))
    }

    /// Adds a pod that waits with this reason.
    pub(super) fn waiting_pod(self, name: &str, reason: &str, message: &str) -> Self {
        let state = json!({"waiting": {"reason": reason, "message": message}});
        self.pod(
            name,
            &json!({"status": {"phase": "Pending", "containerStatuses": [{"name": "main", "state": state}]}}),
        )
    }

    /// Adds a pod that the scheduler finds no node for, with this reason and message.
    pub(super) fn unscheduled_pod(self, name: &str, reason: &str, message: &str) -> Self {
        let condition = json!({"type": "PodScheduled", "status": "False", "reason": reason, "message": message,
            "lastTransitionTime": "2026-11-24T11:00:03Z"});
        let status = json!({"phase": "Pending", "conditions": [condition]});
        self.pod(name, &json!({"spec": {"nodeName": null}, "status": status}))
    }

    /// Adds an event of the Job or of a pod, at this time.
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

    /// Adds an event about a part of the object, such as `spec.containers{main}`.
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

    /// Adds an event that the creation of a pod was refused at 11:59, with this message.
    pub(super) fn refused(self, message: &str) -> Self {
        self.event("Job", "x", "2026-11-24T11:59:00Z", "FailedCreate", message)
    }

    /// Adds an event that the Job controller created this pod at 11:00:01.
    pub(super) fn created(self, pod: &str) -> Self {
        let message = format!("Created pod: {pod}");
        self.event("Job", "x", "2026-11-24T11:00:01Z", "SuccessfulCreate", &message)
    }

    /// Adds the log of a container: one line, or nothing.
    pub(super) fn log(mut self, pod: &str, container: &str, line: &str) -> Self {
        let end = if line.is_empty() { "" } else { "\n" };
        let log = (pod.to_owned(), container.to_owned(), format!("{line}{end}"));
        self.logs.push(log);
        self
    }

    /// What `describe` gathers of the world.
    pub(super) fn snapshot(&self) -> JobSnapshot {
        let options = Options {
            as_of: at(NOW),
            historic: true,
            log_lines: 10,
        };
        self.ask(async |client| {
            let name = [JobRef::Job("x".to_owned())];
            let mut found = resolve(&client, "zoo", &name).await;
            job_details(&client, found.remove(0).job.unwrap(), &options).await
        })
    }

    /// The Job's row in a list of all Jobs.
    pub(super) fn row(&self) -> JobSummary {
        self.ask(async |client| {
            let scope = Scope {
                namespace: Some("zoo"),
                labels: None,
                fields: None,
            };
            let mut jobs = list_jobs(&client, &scope).await.unwrap().jobs;
            let surroundings = surroundings(&client, Some("zoo"), &jobs, None).await;
            JobSummary::derive(&surroundings.snapshot(jobs.remove(0), at(NOW), false))
        })
    }

    /// Asks an API that serves this world and nothing else.
    fn ask<T>(&self, question: impl AsyncFnOnce(Client) -> T) -> T {
        let mut items: Vec<Value> = std::iter::once(&self.job).chain(&self.others).cloned().collect();
        // Without these empty lists, the API would not know kinds of which the world has no object.
        let pods = self.knows_pods.then_some("PodList");
        for kind in pods.into_iter().chain(["EventList"]) {
            items.push(json!({"kind": kind, "apiVersion": "v1", "items": []}));
        }
        let list = json!({"kind": "List", "apiVersion": "v1", "items": items});
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let connection = client::in_memory(list, &self.logs, at(NOW));
            question(connection.client).await
        })
    }

    /// The report on the world.
    pub(super) fn report(&self) -> Report {
        Report::of(self.snapshot())
    }
}

impl Deref for Report {
    type Target = JobReport;

    fn deref(&self) -> &JobReport {
        &self.0
    }
}

impl Report {
    pub(super) fn of(snapshot: JobSnapshot) -> Self {
        Self(JobReport::derive(snapshot))
    }

    pub(super) fn state(&self) -> &'static str {
        self.verdict.state.as_str()
    }

    pub(super) fn reason(&self) -> Option<&str> {
        self.verdict.reason.as_deref()
    }

    pub(super) fn message(&self) -> &str {
        &self.verdict.message
    }

    /// The rules that made findings.
    pub(super) fn rules(&self) -> Vec<&'static str> {
        self.findings().iter().map(|finding| finding.rule.name).collect()
    }

    /// The first finding of this rule.
    pub(super) fn finding(&self, rule: &str) -> Option<&Finding> {
        self.findings().iter().find(|finding| finding.rule.name == rule)
    }

    /// The first finding of this rule, which must exist.
    pub(super) fn found(&self, rule: &str) -> &Finding {
        self.finding(rule)
            .unwrap_or_else(|| panic!("no {rule} in {:#?}", self.findings()))
    }

    /// Asserts that the rule made a finding with these words in its message or hint.
    pub(super) fn assert_finds(&self, rule: &str, words: &[&str]) {
        let finding = self.found(rule);
        let hint = finding.hint.as_deref().unwrap_or_default();
        let text = format!("{} {hint}", finding.message);
        for word in words {
            assert!(text.contains(word), "{word:?} is not in {text}");
        }
    }

    /// Asserts that the rule made a finding with this value.
    pub(super) fn assert_fact(&self, rule: &str, name: &str, value: impl Into<Fact>) {
        let facts = &self.found(rule).facts;
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{name}");
        let mut named = facts.iter().filter(|(other, _)| *other == name);
        let known = named.next().map(|(_, fact)| fact);
        assert_eq!(known, Some(&value.into()), "{name} in {facts:?}");
        assert_eq!(named.next(), None, "{name} twice in {facts:?}");
    }

    /// Asserts that the rule made no finding.
    pub(super) fn assert_silent(&self, rule: &str) {
        assert!(self.finding(rule).is_none(), "{rule} in {:#?}", self.findings());
    }
}

/// Parses a timestamp.
pub(super) fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

/// The patch for a failed pod.
pub(super) fn failed(code: i32, reason: &str) -> Value {
    failed_at("2026-11-24T11:10:00Z", code, reason)
}

/// The patch for a pod that failed at this time.
pub(super) fn failed_at(time: &str, code: i32, reason: &str) -> Value {
    let end =
        json!({"exitCode": code, "reason": reason, "startedAt": "2026-11-24T11:00:03Z", "finishedAt": time});
    json!({"status": {"phase": "Failed", "containerStatuses": [{"name": "main", "state": {"terminated": end}}]}})
}

/// The patch for a pod that runs.
pub(super) fn running() -> Value {
    let state = json!({"running": {"startedAt": "2026-11-24T11:00:05Z"}});
    json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": state}]}})
}

/// The status of a container that runs.
pub(super) fn runs(name: &str) -> Value {
    json!({"name": name, "state": {"running": {"startedAt": "2026-11-24T11:00:05Z"}}})
}

/// The status of a container that waits.
pub(super) fn waits(name: &str, reason: &str) -> Value {
    json!({"name": name, "state": {"waiting": {"reason": reason, "message": "the kubelet's words"}}})
}

/// The status of a container that ended.
pub(super) fn ended(name: &str, code: i32, finished: &str) -> Value {
    let end = json!({"exitCode": code, "startedAt": "2026-11-24T11:00:05Z", "finishedAt": finished});
    json!({"name": name, "state": {"terminated": end}})
}

/// The patch for a pod in this phase, with the statuses of its main containers and of its init containers,
/// and the restart policies of the latter.
pub(super) fn pod_with(phase: &str, main: &[Value], init: &[(Value, Option<&str>)]) -> Value {
    let named = |status: &Value, policy: Option<&str>| json!({"name": status["name"], "image": "app:1", "restartPolicy": policy});
    let init_statuses: Vec<_> = init.iter().map(|(status, _)| status).collect();
    json!({
        "spec": {"containers": main.iter().map(|status| named(status, None)).collect::<Vec<_>>(),
            "initContainers": init.iter().map(|(status, policy)| named(status, *policy)).collect::<Vec<_>>()},
        "status": {"phase": phase, "containerStatuses": main, "initContainerStatuses": init_statuses},
    })
}

/// The patch for a pod whose container "main" is in a crash loop, with a backoff delay of 40 s.
pub(super) fn crash_looping(restarts: i32) -> Value {
    json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "restartCount": restarts,
        "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 40s restarting failed container=main pod=x-1"}},
        "lastState": {"terminated": {"exitCode": 1, "reason": "Error", "finishedAt": "2026-11-24T11:59:50Z"}}}]}})
}

/// The patch for a pod that its node failed, with the kubelet's reason and message.
pub(super) fn failed_by_node(reason: &str, message: &str) -> Value {
    json!({"status": {"phase": "Failed", "reason": reason, "message": message}})
}

/// The patch for a pod that was ended from outside for this reason, 30 s before its container exited.
pub(super) fn disrupted(code: i32, reason: &str) -> Value {
    let mut patch = failed(code, "Error");
    patch["status"]["conditions"] = json!([{"type": "DisruptionTarget", "status": "True", "reason": reason,
        "lastTransitionTime": "2026-11-24T11:09:30Z"}]);
    patch
}

/// Merges `patch` into `value`: objects field by field, other values as a whole.
pub(super) fn merge(value: &mut Value, patch: &Value) {
    match (value, patch) {
        (Value::Object(fields), Value::Object(patch)) => {
            for (key, patch) in patch {
                merge(fields.entry(key.clone()).or_insert(Value::Null), patch);
            }
        }
        (value, patch) => *value = patch.clone(),
    }
}
