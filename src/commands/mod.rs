//! One file a command: gather, derive, render, outcome. No rule of Kubernetes lives here.

mod completions;
mod describe;

use crate::{
    outcome::{Failure, Outcome},
    settings::Settings,
};

/// Runs a command.
///
/// # Errors
///
/// What ended the run, with the outcome that it means.
pub async fn run(settings: Settings) -> Result<Outcome, Failure> {
    match settings {
        Settings::Describe(settings) => describe::run(&settings).await,
        Settings::Completions(shell) => completions::run(shell),
    }
}
