//! Writes the results as a page.

use std::{fmt::Write as _, fs, path::Path, process::Command, time::Duration};

use anyhow::{Context as _, Result};

use super::{
    Results, World,
    latency::{Round, Series},
    live::Live,
    logs::{self, Logs},
    measure::Usage,
    subjects::{OF_JOBS, OF_PODS, Subject},
};
use crate::control_plane::Plane;

/// The places of the subjects that the others are compared with.
const FLOOR: usize = 0;
const KUBECTL: usize = 1;

pub(super) fn write(
    plane: &Plane,
    binary: &Path,
    worlds: &[World],
    results: &Results,
    waits: &[Series],
) -> Result<String> {
    let mut page = String::from(
        "# Benchmarks\n\n\
         `cargo xtask bench` writes this page; anyone can repeat it. It measures `cyjob describe` on a Job with finished pods, one in a hundred of\n\
         them failed, `cyjob list` on many Jobs, and `cyjob logs`, next to kubectl and curl, against a real API server on loopback. Each\n\
         measurement is a whole process with its output discarded; the subjects take turns. Cells show minimum, **median** and maximum. Ratios compare\n\
         medians: to curl, which transports without decoding (the floor), and to kubectl commands that print less (`describe job` and `get pods`; `get jobs`) or the same (`logs`).\n\n",
    );
    writeln!(page, "{}\n", surroundings(plane, binary)?)?;
    page.push_str(&tables(worlds, results)?);
    page.push_str(&latency(waits)?);
    page.push_str("\n## The commands\n\n");
    let of_logs = [Logs::Large, Logs::Small].map(Logs::subjects);
    for Subject { name, commands, .. } in OF_PODS.iter().chain(OF_JOBS).chain(of_logs.into_iter().flatten()) {
        writeln!(page, "{name}:\n\n    {}\n", commands.join("\n    "))?;
    }
    Ok(page.trim_end().to_owned() + "\n")
}

/// The results as one table per world.
pub(super) fn tables(worlds: &[World], results: &Results) -> Result<String> {
    let mut page = String::new();
    for world in worlds {
        table(&mut page, *world, results)?;
    }
    Ok(page)
}

fn table(page: &mut String, world: World, results: &Results) -> Result<()> {
    writeln!(page, "## {world}\n")?;
    let logs = match world {
        World::Logs(logs) => Some(logs),
        World::Pods(_) | World::Jobs(_) => None,
    };
    page.push_str(logs.map_or("", logs::before));
    let (rate, line) = logs.map_or(("", ""), |_| (" MB/s |", "-|"));
    writeln!(
        page,
        "| what |{rate} wall, ms | CPU, ms | peak, MiB | to the floor | to kubectl |\n|-|{line}-|-|-|-|-|"
    )?;
    let median = |number| {
        results
            .get(&(world, number))
            .map(|usages| middle(usages, |usage| usage.wall).as_secs_f64())
    };
    for (number, subject) in world.subjects().iter().enumerate() {
        let (Some(usages), Some(wall)) = (results.get(&(world, number)), median(number)) else {
            continue;
        };
        let to = |other: usize| {
            let other = median(other).filter(|_| subject.asks());
            other.map_or_else(String::new, |other| format!("{:.2} ×", wall / other))
        };
        let rate = logs.map_or_else(String::new, |logs| format!(" {:.1} |", logs.megabytes() / wall));
        writeln!(
            page,
            "| {} |{rate} {} | {} | {} | {} | {} |",
            subject.name,
            spread(usages, |usage| usage.wall.as_secs_f64() * 1e3),
            spread(usages, |usage| usage.cpu.as_secs_f64() * 1e3),
            spread(usages, |usage| mebibytes(usage.memory)),
            to(FLOOR),
            to(KUBECTL),
        )?;
    }
    page.push('\n');
    let ratio = |number| Some(median(number)? / median(FLOOR)?);
    page.push_str(&logs.and_then(|logs| logs::after(logs, ratio)).unwrap_or_default());
    Ok(())
}

/// How soon a wait ends after its Job.
pub(super) fn latency(waits: &[Series]) -> Result<String> {
    let mut part = String::from(
        "## From the end of a Job to the end of a wait\n\n\
         `cyjob wait -l …` waits for this many Jobs, one of them unfinished. The time runs from sending its Complete condition to the API server until\n\
         cyjob exits. The server answers the write at about the time at which it notifies watchers.\n\n\
         | Jobs | rounds | to the answer to the write, ms | to the exit, ms | requests per wait |\n|-|-|-|-|-|\n",
    );
    for series in waits {
        let milliseconds =
            |of: fn(&Round) -> Duration| spread(&series.rounds, |round| of(round).as_secs_f64() * 1e3);
        writeln!(
            part,
            "| {} | {} | {} | {} | {:.1} |",
            grouped(series.jobs),
            series.rounds.len(),
            milliseconds(|round| round.write),
            milliseconds(|round| round.end),
            series.requests,
        )?;
    }
    Ok(part)
}

/// The page with the live views before the commands.
pub(super) fn with_live(page: &str, live: &str) -> String {
    page.replacen("\n## The commands\n", &format!("\n{live}\n## The commands\n"), 1)
}

/// What the live views of 100,000 pods used before they had one loop and shared the pods of their pictures.
const BEFORE: &str = "\n\
    The same on 25 November 2026, before the views had one loop and shared the pods of their pictures:\n\n\
    | view | of a core | peak, MiB | to the drawn change, ms | drawn |\n|-|-|-|-|-|\n\
    | cyjob describe -w | 0.74 | 103 | 121 **193** 672 | 30 of 30 |\n\
    | cyjob wait | 0.75 | 103 | 136 **269** 704 | 30 of 30 |\n\
    | cyjob list -w | 0.25 | 175 | 108 **233** 928 | 30 of 30 |\n\
    | cyjob logs -f --tail 0 (100 pods) | 0.02 | 19 | 0.1 **0.3** 9.2 | 2974 of 3000 |\n";

/// What live views use, and how soon they draw a change.
pub(super) fn live(views: &[Live], pods: usize) -> Result<String> {
    let mut part = format!(
        "## Live views of {} changing pods\n\n\
         The Job has {} running pods, of which 100 a second change for 30 s. Each view draws on a terminal. The time runs from the API server's\n\
         answer to a change of the Job's status until the new number is drawn. The pods of `logs -f` also write a line a second each, and the\n\
         time runs from writing a line until it is printed.\n\n\
         | view | of a core | peak, MiB | to the drawn change, ms | drawn |\n|-|-|-|-|-|\n",
        grouped(pods),
        grouped(pods),
    );
    for view in views {
        let all = view.delays.len() + view.missing;
        writeln!(
            part,
            "| cyjob {} | {:.2} | {:.0} | {} | {} of {all} |",
            view.name,
            view.cores,
            mebibytes(view.memory),
            spread(&view.delays, |delay| delay.as_secs_f64() * 1e3),
            view.delays.len(),
        )?;
    }
    part.push_str(BEFORE);
    Ok(part)
}

/// Machine and versions.
fn surroundings(plane: &Plane, binary: &Path) -> Result<String> {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let models = || {
        info.lines()
            .filter_map(|line| line.strip_prefix("model name")?.split_once(": "))
    };
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory: f64 = memory
        .split_whitespace()
        .nth(1)
        .and_then(|kibibytes| kibibytes.parse().ok())
        .unwrap_or(0.0);
    let size = fs::metadata(binary)?.len();
    Ok(format!(
        "| | |\n|-|-|\n| machine | {} × {}, {:.0} GiB, {} |\n| API server | {} |\n| cyjob | {}, {:.1} MiB |\n| kubectl | {} |\n| curl | {} |",
        models().count(),
        models().next().map_or("unknown", |(_, model)| model),
        memory / 1024.0 / 1024.0,
        std::env::consts::OS,
        plane.version()?,
        first_line(&binary.to_string_lossy(), &["--version"])?,
        mebibytes(size),
        first_line("kubectl", &["version", "--client"])?,
        first_line("curl", &["--version"])?,
    ))
}

fn first_line(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).output();
    let output =
        output.with_context(|| format!("cannot run {program}, which the benchmark compares with"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().next().unwrap_or_default();
    // Drops the list of libraries that curl is linked with.
    Ok(line.split(" (").next().unwrap_or_default().to_owned())
}

fn middle<T: Ord + Copy>(usages: &[Usage], of: impl Fn(&Usage) -> T) -> T {
    let mut values: Vec<T> = usages.iter().map(of).collect();
    values.sort_unstable();
    values[values.len() / 2]
}

/// `12 **15** 20`
fn spread<T>(all: &[T], of: impl Fn(&T) -> f64) -> String {
    let mut values: Vec<f64> = all.iter().map(of).collect();
    values.sort_unstable_by(f64::total_cmp);
    let digits = usize::from(values[0] < 20.0);
    let [least, middle, most] = [0, values.len() / 2, values.len() - 1].map(|place| values[place]);
    format!("{least:.digits$} **{middle:.digits$}** {most:.digits$}")
}

#[expect(clippy::cast_precision_loss, reason = "a size for people")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / 1024.0 / 1024.0
}

pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    groups.join(",")
}
