//! The project's chores, as `cargo xtask …`: a real Kubernetes control plane for the tests.
//!
//! Nothing here is part of the product, and the product depends on nothing here.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a chore talks to the person at the terminal and reads the environment where it needs it"
)]

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
}

fn main() -> ExitCode {
    let done = match Chore::parse() {
        Chore::ControlPlane(command) => command.run(),
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
