//! `logs -f` of many running pods, each of which writes a line a second and changes a second.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};
use jiff::Timestamp;
use kube::Client;
use serde_json::json;

use super::{A_SECOND, Live, PATIENCE, SECONDS, change, cpu, memory, running};
use crate::bench::{
    logs::{self, kubelet},
    subjects::SERVER,
    world::{all, job, make_pod, send},
};
use crate::control_plane::Plane;

const NAME: &str = "chatty";
const NODE: &str = "node-of-chatty";
/// How many pods run, and so how many lines come a second.
const PODS: usize = 100;

pub(super) async fn measure(client: &Client, plane: &Plane, binary: &Path) -> Result<Live> {
    eprintln!("logs -f of {PODS} running pods");
    make(client, plane).await?;
    let mut follower = Command::new(binary)
        .args(["logs", NAME, "-f", "--tail", "0", "--kubeconfig"])
        .arg(plane.kubeconfig(SERVER))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let output = BufReader::new(follower.stdout.take().context("no output")?);
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            let delay = delay(&line, Timestamp::now());
            if sender.send(delay).is_err() {
                break;
            }
        }
    });
    let used = follow(client, follower.id(), &lines).await;
    // A program that has ended cannot be ended.
    let _ = follower.kill();
    let _ = follower.wait();
    let (cores, memory, delays) = used?;
    Ok(Live {
        name: "logs -f --tail 0 (100 pods)",
        cores,
        memory,
        missing: (PODS * SECONDS as usize).saturating_sub(delays.len()),
        delays,
    })
}

/// Changes the pods while their logs are followed: processor time for each second, memory, and the delay of each line.
async fn follow(
    client: &Client,
    process: u32,
    lines: &mpsc::Receiver<Option<Duration>>,
) -> Result<(f64, u64, Vec<Duration>)> {
    for _ in 0..PODS {
        ensure!(lines.recv_timeout(PATIENCE)?.is_some(), "a line has no time");
    }
    lines.try_iter().for_each(drop);
    let before = cpu(process)?;
    let start = std::time::Instant::now();
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / A_SECOND);
    for number in 0..SECONDS * A_SECOND {
        ticks.tick().await;
        change(client, NAME, number % A_SECOND, number / A_SECOND).await?;
    }
    let used = cpu(process)?.saturating_sub(before);
    let cores = used.as_secs_f64() / start.elapsed().as_secs_f64();
    Ok((cores, memory(process)?, lines.try_iter().flatten().collect()))
}

/// `[chatty-000001/main] 1767225600123456`: since then, in microseconds since 1970.
fn delay(line: &str, now: Timestamp) -> Option<Duration> {
    let (_, written) = line.rsplit_once(' ')?;
    let written = Timestamp::from_microsecond(written.parse().ok()?).ok()?;
    now.duration_since(written).try_into().ok()
}

/// Makes the Job, its running pods, and the node that has their logs.
async fn make(client: &Client, plane: &Plane) -> Result<()> {
    let port = kubelet::start(plane, None)?;
    logs::make_node(client, NODE, port).await?;
    let mut job = job(NAME, PODS);
    let pod = &mut job["spec"]["template"]["spec"];
    pod["nodeName"] = NODE.into();
    // A second container would measure nothing new.
    pod["containers"] = json!([pod["containers"][0]]);
    let job = send(client, "POST", "/apis/batch/v1/namespaces/default/jobs", job).await?;
    all(PODS, |number| {
        make_pod(client.clone(), job.clone(), number, running(&["main"]))
    })
    .await
}
