//! A namespace of a test's own, in which it makes Jobs and plays the kubelet.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{Api, Cyjob, Plane};

/// How long the controllers may take for what they do at once; the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(45);
/// How often to look.
const PACE: Duration = Duration::from_millis(100);

/// A namespace.
pub(crate) struct Namespace {
    /// Its API server.
    pub(crate) api: Api,
    /// Which API server that is: `main`, `bare` or `fragile`.
    pub(crate) server: &'static str,
    /// Its name.
    pub(crate) name: String,
    /// The administrator's kubeconfig.
    pub(crate) kubeconfig: PathBuf,
}

impl Namespace {
    /// A namespace with the controllers at work.
    pub(crate) async fn new(name: &str) -> Self {
        let namespace = Self::on("main", name).await;
        // Without its service account no pod can be made, and a test would see that refusal.
        let account = namespace.path("serviceaccounts/default");
        let start = Instant::now();
        while namespace.ask(&account).await.is_none() {
            assert!(start.elapsed() < PATIENCE, "no service account comes");
            tokio::time::sleep(PACE).await;
        }
        namespace
    }

    /// A namespace of that API server: in `bare` and `fragile` nothing happens by itself.
    pub(crate) async fn on(server: &'static str, name: &str) -> Self {
        let kubeconfig = Plane::given().kubeconfig(server);
        let api = Api::of(&kubeconfig).await;
        // A control plane that stays may have seen this test before.
        let name = format!("{name}-{}", std::process::id());
        let object = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}});
        api.create("/api/v1/namespaces", &object).await;
        Self {
            api,
            server,
            name,
            kubeconfig,
        }
    }

    /// The path of something in the namespace, of the core API.
    pub(crate) fn path(&self, what: &str) -> String {
        format!("/api/v1/namespaces/{}/{what}", self.name)
    }

    /// The same of the `batch` API.
    pub(crate) fn batch(&self, what: &str) -> String {
        format!("/apis/batch/v1/namespaces/{}/{what}", self.name)
    }

    /// What is at that path, if anything is.
    pub(crate) async fn ask(&self, path: &str) -> Option<Value> {
        let answer = self.api.ask(http::Method::GET, path, "application/json", None);
        answer.await.ok()
    }

    /// Creates a Job whose pods have one container, `main`; `spec` is laid over the simplest one.
    pub(crate) async fn create_job(&self, name: &str, spec: Value) -> Value {
        let object = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": job_spec(spec)});
        self.api.create(&self.batch("jobs"), &object).await
    }

    /// The Job's pods, oldest first.
    pub(crate) async fn pods(&self, job: &str) -> Vec<Value> {
        let list = self.path(&format!("pods?labelSelector=batch.kubernetes.io/job-name={job}"));
        let mut pods = self.api.get(&list).await["items"].as_array().unwrap().clone();
        pods.sort_by_key(|pod| (pod["metadata"]["creationTimestamp"].to_string(), name_of(pod)));
        pods
    }

    /// Waits until the Job has so many pods, ended ones included, and returns their names, oldest first.
    pub(crate) async fn pods_when(&self, job: &str, count: usize) -> Vec<String> {
        let start = Instant::now();
        loop {
            let pods = self.pods(job).await;
            if pods.len() >= count {
                return pods.iter().map(name_of).collect();
            }
            assert!(
                start.elapsed() < PATIENCE,
                "{job} has {} pods, not {count}",
                pods.len()
            );
            tokio::time::sleep(PACE).await;
        }
    }

    /// Waits for a pod beside those that are known.
    pub(crate) async fn next_pod(&self, job: &str, known: &[&str]) -> String {
        let names = self.pods_when(job, known.len() + 1).await;
        names
            .into_iter()
            .find(|name| !known.contains(&name.as_str()))
            .unwrap()
    }

    /// Waits for the pod of a completion index that has not ended, and returns its name.
    pub(crate) async fn pod_of_index(&self, job: &str, index: u32) -> String {
        let start = Instant::now();
        loop {
            let pods = self.pods(job).await;
            let found = pods.iter().find(|pod| {
                let annotations = &pod["metadata"]["annotations"];
                annotations["batch.kubernetes.io/job-completion-index"] == index.to_string().as_str()
                    && !matches!(pod["status"]["phase"].as_str(), Some("Succeeded" | "Failed"))
            });
            if let Some(pod) = found {
                return name_of(pod);
            }
            assert!(start.elapsed() < PATIENCE, "{job} has no pod of index {index}");
            tokio::time::sleep(PACE).await;
        }
    }

    /// Writes a pod's status, as its kubelet would.
    pub(crate) async fn report(&self, pod: &str, status: Value) {
        let path = self.path(&format!("pods/{pod}/status"));
        self.api.patch(&path, &json!({"status": status})).await;
    }

    /// `cyjob` as the namespace's administrator.
    pub(crate) fn cyjob(&self, words: &str) -> Cyjob {
        Cyjob::new(words)
            .env("KUBECONFIG", &self.kubeconfig)
            .arg("-n")
            .arg(&self.name)
    }

    /// The report on a Job.
    pub(crate) fn describe(&self, job: &str) -> Value {
        let output = self.cyjob("describe -o json").arg(job).run();
        assert_eq!(output.code, 0, "{}", output.stderr);
        output.json()
    }

    /// Describes a Job until the report is as expected, which the controllers may take a moment for. A live view then tells
    /// the same.
    pub(crate) async fn describe_until(&self, job: &str, expected: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let report = self.describe(job);
            if expected(&report) {
                self.assert_live_tells_the_same(job).await;
                return report;
            }
            assert!(start.elapsed() < PATIENCE, "still not as expected: {report:#}");
            tokio::time::sleep(PACE).await;
        }
    }

    /// Asserts that a live view tells what a report tells, as soon as the controllers leave the Job alone for a moment.
    async fn assert_live_tells_the_same(&self, job: &str) {
        let start = Instant::now();
        loop {
            let before = without_times(self.describe(job));
            let mut run = self.cyjob("describe --watch -o json").arg(job).start();
            run.until_printed("\n");
            let printed = run.printed();
            let first = serde_json::from_str(printed.lines().next().unwrap()).unwrap();
            let live = without_times(first);
            let after = without_times(self.describe(job));
            if live == before || live == after {
                return;
            }
            assert!(
                start.elapsed() < PATIENCE || before != after,
                "a live view tells\n{live:#}\nand a report\n{after:#}"
            );
            tokio::time::sleep(PACE).await;
        }
    }

    /// Waits until nothing is at that path any more.
    pub(crate) async fn until_gone(&self, path: &str) {
        let start = Instant::now();
        while self.ask(path).await.is_some() {
            assert!(start.elapsed() < PATIENCE, "{path} is still there");
            tokio::time::sleep(PACE).await;
        }
    }

    /// Waits until an admission policy or a quota, which the API server takes a moment to notice, refuses pods.
    pub(crate) async fn refuses_pods(&self) {
        let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "probe"},
            "spec": {"containers": [{"name": "main", "image": "busybox:1.36"}]}});
        let path = self.path("pods?dryRun=All");
        let start = Instant::now();
        while self
            .api
            .ask(http::Method::POST, &path, "application/json", Some(&pod))
            .await
            .is_ok()
        {
            assert!(start.elapsed() < PATIENCE, "the policy does not work");
            tokio::time::sleep(PACE).await;
        }
    }

    /// Describes a Job until it is in that state, and asserts nothing else of it.
    pub(crate) async fn until(&self, job: &str, state: &str) -> Value {
        self.describe_until(job, |report| report["verdict"]["state"] == state)
            .await
    }
}

/// A report in which what passes with time is left out.
fn without_times(report: Value) -> Value {
    match report {
        Value::String(text) => {
            let is_digit = |character: char| character.is_ascii_digit();
            let words = text.split(is_digit).filter(|word| !word.is_empty());
            words.collect::<Vec<_>>().join("#").into()
        }
        Value::Array(items) => items.into_iter().map(without_times).collect(),
        Value::Object(fields) => {
            let lasting = fields.into_iter().filter(|(key, _)| !key.ends_with("Seconds"));
            lasting.map(|(key, value)| (key, without_times(value))).collect()
        }
        other @ (Value::Null | Value::Bool(_) | Value::Number(_)) => other,
    }
}

/// A Job's spec with one container `main`, under `over`.
fn job_spec(over: Value) -> Value {
    let mut spec = json!({"template": {"spec": {
        "restartPolicy": "Never", "containers": [{"name": "main", "image": "busybox:1.36"}]}}});
    lay_over(&mut spec, over);
    spec
}

/// A merge patch (RFC 7396).
fn lay_over(target: &mut Value, patch: Value) {
    match (target, patch) {
        (Value::Object(target), Value::Object(patch)) => {
            for (key, value) in patch {
                lay_over(target.entry(key).or_insert(Value::Null), value);
            }
        }
        (target, patch) => *target = patch,
    }
}

fn name_of(object: &Value) -> String {
    object["metadata"]["name"].as_str().unwrap().to_owned()
}
