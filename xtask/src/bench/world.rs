//! Jobs with many pods, as large and as detailed as real ones.

use anyhow::Result;
use kube::{
    Client, Config,
    config::{KubeConfigOptions, Kubeconfig},
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{
    copies::{self, Copies},
    subjects::{SERVER, job_name},
};
use crate::control_plane::Plane;

/// Requests under way at once.
const AT_ONCE: usize = 32;
/// So many pods are made by the API server, of which the others are copies: two of them have failed.
const SEEDS: usize = 2 * FAILED;
/// Of so many pods one has failed.
const FAILED: usize = 100;

/// Makes a Job with so many pods that have ended.
pub(super) fn make(plane: &Plane, pods: usize) -> Result<()> {
    with_client(plane, async |client| {
        let name = job_name(pods);
        let job = send(
            &client,
            "POST",
            "/apis/batch/v1/namespaces/default/jobs",
            job(&name, pods),
        )
        .await?;
        let status = json!({"status": {"succeeded": pods - pods.div_ceil(FAILED), "failed": pods.div_ceil(FAILED),
            "active": 0, "ready": 0, "terminating": 0, "startTime": "2026-11-24T00:00:00Z"}});
        let path = format!("/apis/batch/v1/namespaces/default/jobs/{name}/status");
        send(&client, "PATCH", &path, status).await?;
        all(pods.min(SEEDS), |number| {
            make_pod(client.clone(), job.clone(), number, pod_status(number))
        })
        .await?;
        let kin = Copies {
            prefix: format!("/{SERVER}/pods/default/"),
            name: &|number| format!("{name}-{number:06}"),
            made: SEEDS,
            wanted: pods,
        };
        copies::make(plane, &kin).await
    })
}

/// Runs `work` with a client of the server.
pub(super) fn with_client<T>(plane: &Plane, work: impl AsyncFnOnce(Client) -> Result<T>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let kubeconfig = Kubeconfig::read_from(plane.kubeconfig(SERVER))?;
        let config = Config::from_custom_kubeconfig(kubeconfig, &KubeConfigOptions::default()).await?;
        work(Client::try_from(config)?).await
    })
}

/// Does a piece of work for each number, many at once.
pub(super) async fn all<F>(count: usize, work: impl Fn(usize) -> F) -> Result<()>
where
    F: Future<Output = Result<()>> + Send + 'static,
{
    let mut under_way = JoinSet::new();
    for number in 0..count {
        if under_way.len() == AT_ONCE
            && let Some(done) = under_way.join_next().await
        {
            done??;
        }
        under_way.spawn(work(number));
    }
    while let Some(done) = under_way.join_next().await {
        done??;
    }
    Ok(())
}

/// Makes a pod of the Job with that status.
pub(super) async fn make_pod(client: Client, job: Value, number: usize, status: Value) -> Result<()> {
    let template = &job["spec"]["template"];
    let (name, uid) = (&job["metadata"]["name"], &job["metadata"]["uid"]);
    let namespace = job["metadata"]["namespace"].as_str().unwrap_or_default();
    let pods = format!("/api/v1/namespaces/{namespace}/pods");
    let pod_name = format!("{}-{number:06}", name.as_str().unwrap_or_default());
    let mut spec = template["spec"].clone();
    if spec["nodeName"].is_null() {
        spec["nodeName"] = format!("node-{}", number % 50).into();
    }
    let pod = json!({"apiVersion": "v1", "kind": "Pod", "spec": spec, "metadata": {
        "name": pod_name, "labels": template["metadata"]["labels"], "annotations": template["metadata"]["annotations"],
        "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "name": name, "uid": uid,
            "controller": true, "blockOwnerDeletion": true}]}});
    send(&client, "POST", &pods, pod).await?;
    let path = format!("{pods}/{pod_name}/status");
    send(&client, "PATCH", &path, json!({"status": status})).await?;
    Ok(())
}

pub(super) async fn send(client: &Client, method: &str, path: &str, body: Value) -> Result<Value> {
    let content_type = if method == "PATCH" {
        "application/merge-patch+json"
    } else {
        "application/json"
    };
    let request = http::Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", content_type);
    Ok(client
        .request(request.body(body.to_string().into_bytes())?)
        .await?)
}

pub(super) fn job(name: &str, pods: usize) -> Value {
    json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": {
        "parallelism": 50, "completions": pods, "backoffLimit": 1000, "template": template(24)}})
}

/// A template of two containers with so many variables each.
pub(super) fn template(variables: usize) -> Value {
    let env: Vec<Value> = (0..variables)
        .map(|n| json!({"name": format!("SETTING_{n}"), "value": format!("https://service-{n}.shop.svc.cluster.local:8443/v1")}))
        .collect();
    let container = |name: &str| {
        json!({"name": name, "image": "registry.example.com/shop/report-builder:2026.11.24-4f1c2d7", "env": env,
            "command": ["/usr/local/bin/report", "--shard", "$(JOB_COMPLETION_INDEX)", "--retries", "3"],
            "resources": {"requests": {"cpu": "250m", "memory": "256Mi"}, "limits": {"memory": "512Mi"}},
            "volumeMounts": [{"name": "scratch", "mountPath": "/scratch"}]})
    };
    json!({
        "metadata": {"labels": {"app": "report"}, "annotations": {
            "prometheus.io/scrape": "true", "checksum/config": "0".repeat(64)}},
        "spec": {"restartPolicy": "Never", "containers": [container("main"), container("uploader")],
            "volumes": [{"name": "scratch", "emptyDir": {}}]}})
}

fn pod_status(number: usize) -> Value {
    let failed = number.is_multiple_of(FAILED);
    let minute = number / 60 % 60;
    let time = |offset: usize| format!("2026-11-24T01:{minute:02}:{:02}Z", (number + offset) % 60);
    let ended = |name: &str, code: i32| {
        json!({"name": name, "image": "registry.example.com/shop/report-builder:2026.11.24-4f1c2d7",
            "imageID": format!("registry.example.com/shop/report-builder@sha256:{}", "a".repeat(64)),
            "containerID": format!("containerd://{number:064x}"), "ready": false, "started": false, "restartCount": 0,
            "state": {"terminated": {"exitCode": code, "reason": if code == 0 { "Completed" } else { "Error" },
                "startedAt": time(0), "finishedAt": time(0), "containerID": format!("containerd://{number:064x}")}}})
    };
    let condition = |kind: &str, status: &str, reason: Option<&str>| json!({"type": kind, "status": status, "reason": reason, "lastTransitionTime": time(0)});
    let done = Some("PodCompleted");
    json!({"phase": if failed { "Failed" } else { "Succeeded" }, "startTime": time(0), "hostIP": "10.0.0.1",
        "podIP": "10.88.0.7", "podIPs": [{"ip": "10.88.0.7"}], "hostIPs": [{"ip": "10.0.0.1"}],
        "containerStatuses": [ended("main", if failed { 3 } else { 0 }), ended("uploader", 0)],
        "conditions": [condition("PodReadyToStartContainers", "False", None), condition("Initialized", "True", done),
            condition("Ready", "False", done), condition("ContainersReady", "False", done),
            condition("PodScheduled", "True", None)]})
}
