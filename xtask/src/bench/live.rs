//! Live views of a large Job while its pods change: what the process uses, and how soon a change is drawn.
//!
//! Each view runs on a terminal of its own, which `script` (util-linux) makes. Pods change by their labels, a hundred a second;
//! each second the Job's status counts one more pod as succeeded, and the new number has to appear on the terminal.

mod followed;

use std::{
    fs,
    io::Read as _,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use kube::Client;
use serde_json::{Value, json};

use super::{
    copies::{self, Copies},
    page::grouped,
    subjects::SERVER,
    world::{self, make_pod, send},
};
use crate::control_plane::Plane;

/// For how long pods change, and how many a second.
const SECONDS: u32 = 30;
const A_SECOND: u32 = 100;
/// How long a view may take to show its first picture.
const PATIENCE: Duration = Duration::from_mins(2);
/// So many pods are made by the API server, of which the others are copies.
const SEEDS: usize = 100;
/// When all pods started.
const START: &str = "2026-11-24T00:00:00Z";
const NAME: &str = "live";
const JOB: &str = "/apis/batch/v1/namespaces/default/jobs/live";

/// The views, with their words.
const VIEWS: [(&str, &[&str]); 3] = [
    ("describe -w", &["describe", NAME, "-w"]),
    ("wait", &["wait", NAME]),
    ("list -w", &["list", NAME, "-w"]),
];

/// What one view used.
pub(super) struct Live {
    pub(super) name: &'static str,
    /// Processor time for each second of change.
    pub(super) cores: f64,
    /// The largest resident set, in bytes.
    pub(super) memory: u64,
    /// From the answer to a write to the drawn number; a missing one was never drawn.
    pub(super) delays: Vec<Duration>,
    pub(super) missing: usize,
}

/// Makes the Job with so many running pods, and measures each view on it.
pub(super) fn measure(plane: &Plane, binary: &Path, pods: usize) -> Result<Vec<Live>> {
    world::with_client(plane, async |client| {
        make(&client, plane, pods).await?;
        let mut all = Vec::new();
        let mut done = 0;
        for (name, words) in VIEWS {
            eprintln!("{name} of {} changing pods", grouped(pods));
            all.push(view(&client, plane, binary, name, words, &mut done).await?);
        }
        all.push(followed::measure(&client, plane, binary).await?);
        Ok(all)
    })
}

async fn make(client: &Client, plane: &Plane, pods: usize) -> Result<()> {
    let jobs = "/apis/batch/v1/namespaces/default/jobs";
    let job = send(client, "POST", jobs, world::job(NAME, pods)).await?;
    count(client, 0).await?;
    let status = running(&["main", "uploader"]);
    world::all(pods.min(SEEDS), |number| {
        make_pod(client.clone(), job.clone(), number, status.clone())
    })
    .await?;
    let kin = Copies {
        prefix: format!("/{SERVER}/pods/default/"),
        name: &|number| format!("{NAME}-{number:06}"),
        made: SEEDS,
        wanted: pods,
    };
    copies::make(plane, &kin).await
}

/// The status of a pod whose containers run.
fn running(containers: &[&str]) -> Value {
    let running = |name: &&str| {
        json!({"name": name, "image": "app:1", "imageID": "", "ready": true, "restartCount": 0,
            "state": {"running": {"startedAt": START}}})
    };
    let containers: Vec<Value> = containers.iter().map(running).collect();
    json!({"phase": "Running", "startTime": START, "containerStatuses": containers})
}

/// Has the Job's status count so many pods as succeeded.
async fn count(client: &Client, succeeded: usize) -> Result<()> {
    let status =
        json!({"status": {"succeeded": succeeded, "failed": 0, "active": 1, "ready": 1, "startTime": START}});
    send(client, "PATCH", &format!("{JOB}/status"), status).await?;
    Ok(())
}

/// Changes a pod.
async fn change(client: &Client, job: &str, pod: u32, value: u32) -> Result<()> {
    let path = format!("/api/v1/namespaces/default/pods/{job}-{pod:06}");
    let label = json!({"metadata": {"labels": {"change": value.to_string()}}});
    send(client, "PATCH", &path, label).await?;
    Ok(())
}

async fn view(
    client: &Client,
    plane: &Plane,
    binary: &Path,
    name: &'static str,
    words: &[&str],
    done: &mut u32,
) -> Result<Live> {
    let mut terminal = Terminal::start(binary, plane, words)?;
    let first = grouped(*done as usize);
    let is_shown = terminal.until(&first, Instant::now() + PATIENCE).await;
    ensure!(is_shown.is_some(), "{name} shows nothing");
    let before = cpu(terminal.process)?;
    let (mut delays, mut missing) = (Vec::new(), 0);
    let start = Instant::now();
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / A_SECOND);
    for pod in 0..SECONDS * A_SECOND {
        ticks.tick().await;
        if pod % A_SECOND == A_SECOND / 2 {
            *done += 1;
            count(client, *done as usize).await?;
            terminal.expect(&grouped(*done as usize), Instant::now());
        }
        change(client, NAME, pod, *done).await?;
    }
    let used = cpu(terminal.process)?.saturating_sub(before);
    let cores = used.as_secs_f64() / start.elapsed().as_secs_f64();
    let memory = memory(terminal.process)?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    for delay in terminal.delays() {
        match delay {
            Some(delay) => delays.push(delay),
            None => missing += 1,
        }
    }
    Ok(Live {
        name,
        cores,
        memory,
        delays,
        missing,
    })
}

/// A view on a terminal of its own.
struct Terminal {
    script: Child,
    process: u32,
    screen: Arc<Mutex<Screen>>,
}

/// What was drawn, and what is waited for.
#[derive(Default)]
struct Screen {
    drawn: String,
    expected: Vec<(String, Instant, Option<Duration>)>,
}

impl Terminal {
    fn start(binary: &Path, plane: &Plane, words: &[&str]) -> Result<Self> {
        let kubeconfig = plane.kubeconfig(SERVER);
        let command = format!(
            "exec {} {} --kubeconfig {} --color never",
            binary.display(),
            words.join(" "),
            kubeconfig.display()
        );
        let mut script = Command::new("script")
            .args([
                "--quiet",
                "--flush",
                "--return",
                "--command",
                &command,
                "/dev/null",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot run script (util-linux), which makes the terminal")?;
        let mut output = script.stdout.take().context("no output")?;
        let screen = Arc::new(Mutex::new(Screen::default()));
        let drawn = Arc::clone(&screen);
        thread::spawn(move || {
            let mut piece = vec![0; 1 << 16];
            while let Ok(length @ 1..) = output.read(&mut piece) {
                let text = String::from_utf8_lossy(&piece[..length]).into_owned();
                drawn.lock().unwrap_or_else(PoisonError::into_inner).draw(&text);
            }
        });
        let process = child_of(script.id())?;
        Ok(Self {
            script,
            process,
            screen,
        })
    }

    fn screen(&self) -> std::sync::MutexGuard<'_, Screen> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn until(&mut self, words: &str, due: Instant) -> Option<()> {
        while Instant::now() < due {
            if self.screen().drawn.contains(&format!("{words}/")) {
                return Some(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        None
    }

    fn expect(&self, words: &str, since: Instant) {
        self.screen().expected.push((format!(" {words}/"), since, None));
    }

    fn delays(&self) -> Vec<Option<Duration>> {
        self.screen()
            .expected
            .iter()
            .map(|(_, _, delay)| *delay)
            .collect()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A program that has ended cannot be ended.
        let _ = self.script.kill();
        let _ = self.script.wait();
    }
}

impl Screen {
    /// Takes in what was drawn. A number may be cut in two.
    fn draw(&mut self, text: &str) {
        self.drawn.push_str(text);
        for (words, since, delay) in &mut self.expected {
            if delay.is_none() && self.drawn.contains(&**words) {
                *delay = Some(since.elapsed());
            }
        }
        let keep = self.drawn.len().saturating_sub(1 << 14);
        let keep = (keep..self.drawn.len()).find(|&place| self.drawn.is_char_boundary(place));
        self.drawn.drain(..keep.unwrap_or(0));
    }
}

/// The processor time that a process has used.
fn cpu(process: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, after) = stat.rsplit_once(") ").context("no stat")?;
    let ticks: u64 = after
        .split(' ')
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum();
    // USER_HZ is 100 on all architectures that matter.
    Ok(Duration::from_millis(ticks * 10))
}

/// The largest resident set of a process so far, in bytes.
fn memory(process: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    Ok(kibibytes.context("no VmHWM")? * 1024)
}

/// The program that `script` runs.
fn child_of(script: u32) -> Result<u32> {
    let due = Instant::now() + Duration::from_secs(5);
    while Instant::now() < due {
        let children =
            fs::read_to_string(format!("/proc/{script}/task/{script}/children")).unwrap_or_default();
        let child = children
            .split_whitespace()
            .next()
            .and_then(|child| child.parse().ok());
        if let Some(child) = child {
            return Ok(child);
        }
        thread::sleep(Duration::from_millis(20));
    }
    anyhow::bail!("script runs nothing")
}
