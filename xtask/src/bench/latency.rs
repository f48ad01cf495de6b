//! How soon after a Job's end a wait for it ends: from the moment that the condition is sent to the API server to the exit.

use std::{
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use kube::Client;
use serde_json::{Value, json};

use super::{
    subjects::SERVER,
    world::{self, send},
};
use crate::control_plane::Plane;

/// So many Jobs are waited for at once, all but one of which have ended.
const SIZES: [usize; 2] = [1, 500];
const ROUNDS: usize = 25;
/// By when a wait has certainly begun to watch.
const BEGUN: Duration = Duration::from_secs(1);
const JOBS: &str = "/apis/batch/v1/namespaces/latency/jobs";
const TIME: &str = "2026-11-24T00:00:00Z";

/// The rounds with so many Jobs.
pub(super) struct Series {
    pub(super) jobs: usize,
    pub(super) rounds: Vec<Round>,
    /// What one wait asked the API server, on average.
    pub(super) requests: f64,
}

/// One wait.
pub(super) struct Round {
    /// Until the API server had answered the write.
    pub(super) write: Duration,
    /// Until the program had ended.
    pub(super) end: Duration,
}

pub(super) fn measure(plane: &Plane, binary: &Path) -> Result<Vec<Series>> {
    world::with_client(plane, async |client| {
        let namespace = json!({"metadata": {"name": "latency"}});
        send(&client, "POST", "/api/v1/namespaces", namespace).await?;
        let mut all = Vec::new();
        for jobs in SIZES {
            eprintln!("waiting for Jobs to end, {jobs} at once");
            all.push(series(&client, plane, binary, jobs).await?);
        }
        Ok(all)
    })
}

async fn series(client: &Client, plane: &Plane, binary: &Path, jobs: usize) -> Result<Series> {
    for number in 1..jobs {
        make(client, jobs, &format!("ended-{number}")).await?;
        write(client, &format!("ended-{number}"), complete()).await?;
    }
    let before = reads(client).await?;
    let mut rounds = Vec::new();
    // One more than counted: the first finds everything cold.
    for number in 0..=ROUNDS {
        let name = format!("open-{number}");
        make(client, jobs, &name).await?;
        let round = round(client, plane, binary, jobs, &name).await?;
        let at_once = json!({"propagationPolicy": "Background"});
        send(client, "DELETE", &format!("{JOBS}/{name}"), at_once).await?;
        if number > 0 {
            rounds.push(round);
        }
    }
    // A watch is counted when it has ended.
    tokio::time::sleep(BEGUN).await;
    let asked = reads(client).await? - before;
    #[expect(clippy::cast_precision_loss, reason = "a few")]
    let requests = asked / (ROUNDS + 1) as f64;
    Ok(Series {
        jobs,
        rounds,
        requests,
    })
}

/// A wait for all Jobs of that many, which ends when `name` does.
async fn round(client: &Client, plane: &Plane, binary: &Path, jobs: usize, name: &str) -> Result<Round> {
    let mut child = Command::new(binary)
        .args(["wait", "-n", "latency", "-l", &format!("latency={jobs}")])
        .arg("--kubeconfig")
        .arg(plane.kubeconfig(SERVER))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    tokio::time::sleep(BEGUN).await;
    ensure!(child.try_wait()?.is_none(), "the wait ended before the Job");
    let waiter = thread::spawn(move || child.wait().map(|status| (status, Instant::now())));
    let start = Instant::now();
    write(client, name, complete()).await?;
    let write = start.elapsed();
    let (status, at) = waiter.join().ok().context("it cannot be waited for")??;
    ensure!(status.success(), "cyjob wait: {status}");
    Ok(Round {
        write,
        end: at - start,
    })
}

/// Makes a Job that runs.
async fn make(client: &Client, jobs: usize, name: &str) -> Result<()> {
    let mut job = world::job(name, 1);
    job["metadata"]["labels"] = json!({"latency": jobs.to_string()});
    send(client, "POST", JOBS, job).await?;
    write(client, name, json!({"startTime": TIME, "active": 1})).await
}

fn complete() -> Value {
    let condition = |kind: &str| json!({"type": kind, "status": "True", "reason": "CompletionsReached", "lastTransitionTime": TIME});
    json!({"active": 0, "succeeded": 1, "completionTime": TIME,
        "conditions": [condition("SuccessCriteriaMet"), condition("Complete")]})
}

async fn write(client: &Client, name: &str, status: Value) -> Result<()> {
    let path = format!("{JOBS}/{name}/status");
    send(client, "PATCH", &path, json!({"status": status})).await?;
    Ok(())
}

/// How often the API server was asked for Jobs and what belongs to them. The benchmark itself only writes these.
async fn reads(client: &Client) -> Result<f64> {
    let request = http::Request::get("/metrics").body(Vec::new())?;
    let metrics = client.request_text(request).await?;
    let counts = metrics.lines().filter_map(|line| {
        let (labels, count) = line.strip_prefix("apiserver_request_total{")?.split_once("} ")?;
        let has = |label: &str, values: &[&str]| {
            let mut values = values.iter();
            values.any(|value| labels.contains(&format!("{label}=\"{value}\"")))
        };
        let is_read = has("verb", &["GET", "LIST", "WATCH"])
            && has("resource", &["jobs", "pods", "events"])
            && has("scope", &["namespace", "resource"]);
        is_read.then(|| count.parse::<f64>().ok()).flatten()
    });
    Ok(counts.sum())
}
