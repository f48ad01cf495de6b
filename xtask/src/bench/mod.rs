//! The benchmark: `cyjob` beside kubectl and curl, on Jobs of several sizes and on many Jobs, against a real API server on loopback.
//!
//! All in one run and in turn, so that a machine whose speed drifts is unfair to nobody; whole processes, by the operating
//! system's own accounting.

mod copies;
mod jobs;
mod latency;
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
/// The one that takes an API server of 16 GiB.
const LARGE: usize = 100_000;
/// How many Jobs are listed.
const JOBS: usize = 10_000;

/// What commands are measured on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum World {
    /// A Job of so many pods.
    Pods(usize),
    /// So many Jobs.
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
            Self::Pods(size) => write!(f, "{} pods", page::grouped(*size)),
            Self::Jobs(number) => write!(f, "{} Jobs", page::grouped(*number)),
            Self::Logs(logs) => logs.fmt(f),
        }
    }
}

#[derive(clap::Args)]
pub(crate) struct Bench {
    /// Also a Job of 100,000 pods, for which the API server takes 16 GiB
    #[arg(long)]
    large: bool,
    /// Only how soon a wait ends after its Job, to standard output
    #[arg(long)]
    only_latency: bool,
    /// Only the logs, to standard output
    #[arg(long, conflicts_with_all = ["large", "only_latency"])]
    only_logs: bool,
    /// The program to measure [default: a release build of this tree]
    #[arg(long)]
    binary: Option<PathBuf>,
    /// How often each command runs
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// The file to write
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
            page::write(plane, &binary, &worlds, &results, &latency)
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
            // The larger Jobs come after: a list by label reads past the pods of all others.
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
        // One more than counted: the first finds everything cold.
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

/// The commands of a subject, one after another: times add up, memory is that of the largest.
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
        .args(["build", "--release", "--locked", "--package", "cyjob"])
        .current_dir(root)
        .status()?;
    ensure!(status.success(), "cargo build: {status}");
    Ok(root.join("target/release/cyjob"))
}
