//! The benchmark: `cyjob` beside kubectl and curl, on Jobs of several sizes, against a real API server on loopback.
//!
//! All in one run and in turn, so that a machine whose speed drifts is unfair to nobody; whole processes, by the operating
//! system's own accounting.

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

use self::measure::Usage;
use crate::control_plane;
use subjects::{SUBJECTS, Subject, Values};

/// How many pods the Jobs have.
const SIZES: [usize; 3] = [1, 500, 5_000];
/// The one that takes half an hour to make.
const LARGE: usize = 100_000;

#[derive(clap::Args)]
pub(crate) struct Bench {
    /// Also a Job of 100,000 pods, which takes long to make
    #[arg(long)]
    large: bool,
    /// How often each command runs
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// The file to write
    #[arg(long, default_value = "docs/benchmarks.md")]
    output: PathBuf,
}

/// Usages by size and subject.
type Results = BTreeMap<(usize, usize), Vec<Usage>>;

impl Bench {
    pub(crate) fn run(&self) -> Result<()> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .context("no workspace")?;
        build(root)?;
        let binary = root.join("target/release/cyjob");
        let mut sizes = SIZES.to_vec();
        if self.large {
            sizes.push(LARGE);
        }
        let page = control_plane::with(|plane| {
            let values = Values::new(plane, &binary)?;
            let mut results = Results::new();
            for size in &sizes {
                // The larger Jobs come after: a list by label reads past the pods of all others.
                eprintln!("making a Job of {size} pods");
                world::make(plane, *size)?;
                self.measure_size(&values, *size, &mut results)?;
            }
            page::write(plane, &binary, &sizes, &results)
        })?;
        let output = root.join(&self.output);
        fs::create_dir_all(output.parent().context("no folder")?)?;
        fs::write(&output, &page).with_context(|| format!("cannot write {}", output.display()))?;
        println!("{page}");
        Ok(())
    }

    fn measure_size(&self, values: &Values, size: usize, results: &mut Results) -> Result<()> {
        let subjects = || {
            SUBJECTS
                .iter()
                .enumerate()
                .filter(|(_, subject)| subject.is_for(size))
        };
        let rounds = if size == LARGE {
            self.rounds.min(3)
        } else {
            self.rounds
        };
        // One more than counted: the first finds everything cold.
        for round in 0..=rounds {
            for (number, subject) in subjects() {
                eprintln!("{size} pods, round {round} of {rounds}: {}", subject.name);
                let usage = run(subject, values, size)?;
                if round > 0 {
                    results.entry((size, number)).or_default().push(usage);
                }
            }
        }
        Ok(())
    }
}

/// The commands of a subject, one after another: times add up, memory is that of the largest.
fn run(subject: &Subject, values: &Values, size: usize) -> Result<Usage> {
    let mut whole = Usage::default();
    for command in subject.commands {
        let words = values.fill(command, size);
        whole = whole.and(measure::measure(&words).with_context(|| words.join(" "))?);
    }
    Ok(whole)
}

fn build(root: &Path) -> Result<()> {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "--locked", "--package", "cyjob"])
        .current_dir(root)
        .status()?;
    ensure!(status.success(), "cargo build: {status}");
    Ok(())
}
