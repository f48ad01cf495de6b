//! The project's chores, as `cargo xtask …`: a real Kubernetes control plane for the tests, and the benchmark on it.
//!
//! Nothing here is part of the product, and the product depends on nothing here.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a chore talks to the person at the terminal and reads the environment where it needs it"
)]

mod bench;
mod control_plane;

use std::process::ExitCode;

use clap::Parser;

/// The project's chores
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Chore {
    /// A real Kubernetes control plane on loopback: etcd, API servers, controllers
    #[command(subcommand)]
    ControlPlane(control_plane::Command),
    /// Measure cyjob beside kubectl and curl, and write the page of benchmarks
    Bench(bench::Bench),
    /// Run one command and print what it used: what the benchmark starts for each measurement
    #[command(hide = true)]
    Measure {
        /// The command and its arguments
        #[arg(required = true, last = true)]
        command: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = match Chore::parse() {
        Chore::ControlPlane(command) => command.run(),
        Chore::Bench(bench) => bench.run().map(|()| ExitCode::SUCCESS),
        Chore::Measure { command } => bench::measure(&command).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
