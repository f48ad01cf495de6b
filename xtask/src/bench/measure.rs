//! What one process uses.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};
use wait4::Wait4 as _;

/// What a process used.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub(super) struct Usage {
    /// From its start to its end.
    pub(super) wall: Duration,
    /// On all processors, in user and in system mode.
    pub(super) cpu: Duration,
    /// Its largest resident set, in bytes.
    pub(super) memory: u64,
}

impl Usage {
    /// This process and then another.
    pub(super) fn and(self, next: Self) -> Self {
        Self {
            wall: self.wall + next.wall,
            cpu: self.cpu + next.cpu,
            memory: self.memory.max(next.memory),
        }
    }
}

/// Runs a command from a small process of its own. A process inherits the largest resident set of the one that starts it
/// (Linux copies it at exec), and this one is not small.
pub(super) fn measure(command: &[String]) -> Result<Usage> {
    let output = Command::new(std::env::current_exe()?)
        .args(["measure", "--"])
        .args(command)
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "failed");
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Runs a command, throws its output away, and prints what it used.
pub(crate) fn print(command: &[String]) -> Result<()> {
    let (program, arguments) = command.split_first().context("no command")?;
    let start = Instant::now();
    let process = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot run {program}"))?;
    let done = process.wait4()?;
    let usage = Usage {
        wall: start.elapsed(),
        cpu: done.rusage.utime + done.rusage.stime,
        memory: done.rusage.maxrss,
    };
    ensure!(done.status.success(), "{}: {}", command.join(" "), done.status);
    println!("{}", serde_json::to_string(&usage)?);
    Ok(())
}
