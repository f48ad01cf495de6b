//! The benchmark: `cyjob` next to kubectl and curl, on Jobs of several sizes and on many Jobs, against a real API server on loopback.
//!
//! All subjects take turns in one run, so that a change in the machine's speed affects all of them. The operating system accounts
//! for whole processes.

mod copies;
mod jobs;
mod latency;
mod live;
mod logs;
mod measure;
mod page;
mod subjects;
mod world;

pub(crate) use measure::print as measure;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};

use self::{logs::Logs, measure::Usage};
use crate::control_plane;
use subjects::{OF_JOBS, OF_PODS, Subject, Values};

/// How many pods the Jobs have.
const SIZES: [usize; 3] = [1, 500, 5_000];
/// The large Job; its API server takes 16 GiB.
const LARGE: usize = 100_000;
/// How many Jobs are listed.
const JOBS: usize = 10_000;

/// The objects that commands are measured on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum World {
    /// A Job with this many pods.
    Pods(usize),
    /// This many Jobs.
    Jobs(usize),
    /// A Job whose pods left logs.
    Logs(Logs),
}

impl World {
    fn subjects(self) -> &'static [Subject] {
        match self {
            Self::Pods(_) => OF_PODS,
            Self::Jobs(_) => OF_JOBS,
            Self::Logs(logs) => logs.subjects(),
        }
    }

    fn make(self, plane: &control_plane::Plane) -> Result<()> {
        match self {
            Self::Pods(size) => world::make(plane, size),
            Self::Jobs(number) => jobs::make(plane, number),
            Self::Logs(logs) => logs::make(plane, logs),
        }
    }
}

impl std::fmt::Display for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Pods(1) => write!(f, "1 pod"),
            Self::Pods(size) => write!(f, "{} pods", page::grouped(*size)),
            Self::Jobs(number) => write!(f, "{} Jobs", page::grouped(*number)),
            Self::Logs(logs) => logs.fmt(f),
        }
    }
}

#[derive(clap::Args)]
pub(crate) struct Bench {
    /// Also measure a Job of 100,000 pods; the API server then takes 16 GiB
    #[arg(long)]
    large: bool,
    /// Only measure how soon a wait ends after its Job; print the result
    #[arg(long)]
    only_latency: bool,
    /// Only measure logs; print the result
    #[arg(long, conflicts_with_all = ["large", "only_latency"])]
    only_logs: bool,
    /// Only measure live views of a large Job whose pods change; print the result. The API server takes 16 GiB
    #[arg(long, conflicts_with_all = ["large", "only_latency", "only_logs"])]
    only_live: bool,
    /// How many pods the Job of the live views has
    #[arg(long, default_value_t = LARGE, value_name = "PODS")]
    live_pods: usize,
    /// Program to measure [default: a dist build of this tree]
    #[arg(long)]
    binary: Option<PathBuf>,
    /// How often each command runs
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// File to write
    #[arg(long, default_value = "docs/benchmarks.md")]
    output: PathBuf,
}

/// Usages by world and subject.
type Results = BTreeMap<(World, usize), Vec<Usage>>;

impl Bench {
    pub(crate) fn run(&self) -> Result<()> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("no workspace")?;
        let binary = match &self.binary {
            Some(binary) => binary.clone(),
            None => build(root)?,
        };
        if self.only_latency {
            let all = control_plane::with(|plane| latency::measure(plane, &binary))?;
            println!("{}", page::latency(&all)?);
            return Ok(());
        }
        if self.only_live {
            let all = control_plane::with(|plane| live::measure(plane, &binary, self.live_pods))?;
            println!("{}", page::live(&all, self.live_pods)?);
            return Ok(());
        }
        let of_logs = [Logs::Large, Logs::Small].map(World::Logs);
        if self.only_logs {
            let results = control_plane::with(|plane| self.measure_in_all(&of_logs, plane, &binary))?;
            println!("{}", page::tables(&of_logs, &results)?);
            return Ok(());
        }
        let mut worlds = SIZES.map(World::Pods).to_vec();
        worlds.push(World::Jobs(JOBS));
        worlds.extend(of_logs);
        if self.large {
            worlds.push(World::Pods(LARGE));
        }
        let page = control_plane::with(|plane| {
            let latency = latency::measure(plane, &binary)?;
            let results = self.measure_in_all(&worlds, plane, &binary)?;
            let mut page = page::write(plane, &binary, &worlds, &results, &latency)?;
            if self.large {
                let live = live::measure(plane, &binary, self.live_pods)?;
                page = page::with_live(&page, &page::live(&live, self.live_pods)?);
            }
            Ok(page)
        })?;
        let output = root.join(&self.output);
        fs::create_dir_all(output.parent().context("no folder")?)?;
        fs::write(&output, &page).with_context(|| format!("cannot write {}", output.display()))?;
        println!("{page}");
        Ok(())
    }

    fn measure_in_all(
        &self,
        worlds: &[World],
        plane: &control_plane::Plane,
        binary: &Path,
    ) -> Result<Results> {
        let values = Values::new(plane, binary)?;
        let mut results = Results::new();
        for world in worlds {
            // Larger Jobs come later, because a list by label reads past the pods of all other Jobs.
            eprintln!("making {world}");
            world.make(plane)?;
            self.measure_in(*world, &values, &mut results)?;
        }
        Ok(results)
    }

    fn measure_in(&self, world: World, values: &Values, results: &mut Results) -> Result<()> {
        let rounds = if matches!(world, World::Pods(LARGE) | World::Logs(Logs::Large)) {
            self.rounds.min(3)
        } else {
            self.rounds
        };
        // One more round than counted: the first round runs with cold caches.
        for round in 0..=rounds {
            let subjects = world.subjects().iter().enumerate();
            for (number, subject) in subjects.filter(|(_, subject)| subject.is_for(world, round)) {
                eprintln!("{world}, round {round} of {rounds}: {}", subject.name);
                let usage = run(subject, values, world)?;
                if round > 0 {
                    results.entry((world, number)).or_default().push(usage);
                }
            }
        }
        Ok(())
    }
}

/// Runs the commands of a subject one after another. Times add up; memory is that of the largest process.
fn run(subject: &Subject, values: &Values, world: World) -> Result<Usage> {
    let mut whole = Usage::default();
    for command in subject.commands {
        let words = values.fill(command, world);
        whole = whole.and(measure::measure(&words).with_context(|| words.join(" "))?);
    }
    Ok(whole)
}

fn build(root: &Path) -> Result<PathBuf> {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--profile", "dist", "--locked", "--package", "cyjob"])
        .current_dir(root)
        .status()?;
    ensure!(status.success(), "cargo build: {status}");
    Ok(root.join("target/dist/cyjob"))
}
