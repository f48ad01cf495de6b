//! One file a command: gather, derive, render, outcome. No rule of Kubernetes lives here.

mod assert;
mod completions;
mod describe;
mod jobs;
mod list;
mod logs;
mod pacing;
mod signals;
mod wait;
mod watchdog;

use crate::{
    outcome::{Failure, Outcome},
    settings::{Settings, Task},
    streams,
};

/// Runs a command.
///
/// # Errors
///
/// What ended the run, with the outcome that it means.
pub async fn run(settings: Settings) -> Result<Outcome, Failure> {
    let session = &settings.session;
    for warning in &session.warnings {
        streams::tell(&format!("warning: {warning}"));
    }
    match settings.task {
        Task::Describe(settings) => describe::run(session, &settings).await,
        Task::Wait(settings) => Box::pin(wait::run(session, &settings)).await,
        Task::Assert(settings) => assert::run(session, &settings).await,
        Task::Logs(settings) => logs::run(session, &settings).await,
        Task::List(settings) => list::run(session, &settings).await,
        Task::Completions(shell) => completions::run(shell),
    }
}
