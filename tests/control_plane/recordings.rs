//! Each recording, written into a real API server object by object, gives the same verdict and findings as from its files.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::support::{Cyjob, Kubelet, Namespace, fixtures};

/// Labels that tie pods to a Job; the API server makes its own.
const CONTROLLER_UID: [&str; 2] = ["batch.kubernetes.io/controller-uid", "controller-uid"];

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_real_server_and_the_files_say_the_same() {
    let mut kubelet = None;
    let mut wrong = Vec::new();
    for folder in recordings() {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let space = Namespace::on("bare", &format!("r-{name}")).await;
        if kubelet.is_none() {
            kubelet = Some(Kubelet::start(&space.api, "node1").await);
        }
        let recording = Recording::read(&folder);
        recording.load(&space, kubelet.as_ref().unwrap()).await;
        let from_files = Cyjob::new("describe -o json -n")
            .arg(recording.job["metadata"]["namespace"].as_str().unwrap())
            .arg(&name)
            .from(&folder)
            .run()
            .json();
        let (served, recorded) = (telling(&space.describe(&name)), telling(&from_files));
        if served != recorded {
            wrong.push(format!("{name}\nserved: {served:#}\nrecorded: {recorded:#}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What must not depend on where the objects come from.
fn telling(report: &Value) -> Value {
    let findings = report["findings"].as_array().unwrap().iter();
    let findings: Vec<Value> = findings
        .map(|finding| {
            json!([
                finding["rule"],
                finding["severity"],
                finding["subject"]["kind"],
                finding["subject"]["count"]
            ])
        })
        .collect();
    let verdict = &report["verdict"];
    json!({"state": verdict["state"], "reason": verdict["reason"], "terminal": verdict["terminal"],
        "findings": findings, "counts": report["counts"], "logs": report["logs"], "unknown": report["unknown"]})
}

/// All folders that hold one Job.
fn recordings() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    let mut open = vec![fixtures().join("recordings")];
    while let Some(folder) = open.pop() {
        if folder.join("job.json").is_file() {
            folders.push(folder.clone());
        }
        let inner = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        open.extend(inner.filter(|path| path.is_dir()));
    }
    folders.sort();
    assert!(folders.len() > 20, "{folders:?}");
    folders
}

/// A recorded Job and its world, moved in time so that its newest time stamp is now.
struct Recording {
    job: Value,
    pods: Vec<Value>,
    events: Vec<Value>,
    logs: Vec<(String, String, String)>,
}

impl Recording {
    fn read(folder: &Path) -> Self {
        let file = |name: &str| -> Value {
            fs::read(folder.join(name)).map_or(Value::Null, |text| serde_json::from_slice(&text).unwrap())
        };
        let mut all = json!([file("job.json"), file("pods.json"), file("events.json")]);
        let mut newest = Timestamp::MIN;
        each_time(&mut all, &mut |time| newest = newest.max(*time));
        let shift = Timestamp::now().duration_since(newest);
        each_time(&mut all, &mut |time| {
            *time += SignedDuration::from_secs(shift.as_secs());
        });
        let items = |list: &Value| list["items"].as_array().cloned().unwrap_or_default();
        Self {
            job: all[0].clone(),
            pods: items(&all[1]),
            events: items(&all[2]),
            logs: logs(folder),
        }
    }

    async fn load(&self, space: &Namespace, kubelet: &Kubelet) {
        let job = self.load_job(space).await;
        let mut uids = HashMap::new();
        uids.insert(uid(&self.job), uid(&job));
        for pod in &self.pods {
            let served = load_pod(space, pod, &job).await;
            uids.insert(uid(pod), uid(&served));
        }
        for event in &self.events {
            let mut event = cleaned(event, space);
            let involved = &mut event["involvedObject"];
            involved["namespace"] = json!(space.name);
            if let Some(new) = involved["uid"].as_str().and_then(|old| uids.get(old)) {
                involved["uid"] = json!(new);
            }
            space.api.create(&space.path("events"), &event).await;
        }
        for (pod, container, text) in &self.logs {
            kubelet.write(pod, container, text);
        }
    }

    async fn load_job(&self, space: &Namespace) -> Value {
        let mut job = cleaned(&self.job, space);
        job["spec"].as_object_mut().unwrap().remove("selector");
        for labels in ["/metadata/labels", "/spec/template/metadata/labels"] {
            if let Some(labels) = job.pointer_mut(labels).and_then(Value::as_object_mut) {
                labels.retain(|key, _| !CONTROLLER_UID.contains(&key.as_str()) && !key.ends_with("job-name"));
            }
        }
        let name = job["metadata"]["name"].as_str().unwrap().to_owned();
        let served = space.api.create(&space.batch("jobs"), &job).await;
        let status = json!({"status": self.job["status"]});
        space
            .api
            .patch(&space.batch(&format!("jobs/{name}/status")), &status)
            .await;
        served
    }
}

/// Creates a pod of `job`, writes its status, and asks for its deletion if that was asked for.
async fn load_pod(space: &Namespace, pod: &Value, job: &Value) -> Value {
    let mut object = cleaned(pod, space);
    let metadata = &mut object["metadata"];
    for owner in metadata["ownerReferences"].as_array_mut().into_iter().flatten() {
        owner["uid"] = job["metadata"]["uid"].clone();
    }
    for key in CONTROLLER_UID {
        if metadata["labels"].get(key).is_some() {
            metadata["labels"][key] = job["metadata"]["uid"].clone();
        }
    }
    let name = metadata["name"].as_str().unwrap().to_owned();
    let served = space.api.create(&space.path("pods"), &object).await;
    space.report(&name, pod["status"].clone()).await;
    if pod["metadata"].get("deletionTimestamp").is_some() {
        let grace = json!({"gracePeriodSeconds": pod["metadata"]["deletionGracePeriodSeconds"]});
        space
            .api
            .delete(&space.path(&format!("pods/{name}")), &grace)
            .await;
    }
    served
}

/// An object without what the API server fills in.
fn cleaned(object: &Value, space: &Namespace) -> Value {
    let mut object = object.clone();
    let metadata = object["metadata"].as_object_mut().unwrap();
    metadata.retain(|key, _| {
        matches!(
            key.as_str(),
            "name" | "labels" | "annotations" | "finalizers" | "ownerReferences"
        )
    });
    metadata.insert("namespace".to_owned(), json!(space.name));
    object.as_object_mut().unwrap().remove("status");
    object
}

fn uid(object: &Value) -> String {
    object["metadata"]["uid"].as_str().unwrap().to_owned()
}

/// Pod, container and text of each recorded log, whose lines begin with time stamps.
fn logs(folder: &Path) -> Vec<(String, String, String)> {
    let Ok(files) = fs::read_dir(folder.join("logs")) else {
        return Vec::new();
    };
    let log = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let (pod, container) = name.rsplit_once('.').unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let lines = text
            .lines()
            .map(|line| line.split_once(' ').map_or("", |(_, line)| line));
        let text: Vec<&str> = lines.collect();
        (pod.to_owned(), container.to_owned(), text.join("\n") + "\n")
    };
    files.map(|file| log(file.unwrap().path())).collect()
}

/// Calls `visit` with each time in `value`, and writes back what it makes of it.
fn each_time(value: &mut Value, visit: &mut impl FnMut(&mut Timestamp)) {
    match value {
        Value::String(text) => {
            if let Ok(mut time) = text.parse::<Timestamp>() {
                visit(&mut time);
                let fraction = if text.contains('.') { "%.6f" } else { "" };
                *text = time
                    .strftime(&format!("%Y-%m-%dT%H:%M:%S{fraction}Z"))
                    .to_string();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_time(item, visit)),
        Value::Object(fields) => fields.values_mut().for_each(|field| each_time(field, visit)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
