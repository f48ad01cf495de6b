//! One file a command: gather, derive, render, outcome. No rule of Kubernetes lives here.

mod assert;
mod completions;
mod describe;
mod help;
mod jobs;
mod list;
mod live;
mod logs;
mod schema;
mod start;
mod version;
mod wait;

use tokio::runtime::Builder;

use crate::{
    outcome::{Failure, Outcome},
    render::{Detail, Document, Format, MissingJob, Reports},
    settings::{Session, Settings, Task},
    streams,
};

/// Runs a command.
///
/// # Errors
///
/// What ended the run, with the outcome that it means.
pub fn run(settings: &Settings) -> Result<Outcome, Failure> {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Failure::could_not_ask(anyhow::Error::new(error).context("cannot start")))?;
    // Polled here and not by the program: the compiler would put every async function into its crate once more.
    let ran = runtime.block_on(run_task(settings));
    // A blocked thread, of a file system that hangs for example, must not delay the exit.
    runtime.shutdown_background();
    ran
}

async fn run_task(settings: &Settings) -> Result<Outcome, Failure> {
    let session = &settings.session;
    streams::guard(session.workflow_guard.is_some(), session.is_in_workflow);
    streams::start_tracing(session.verbose);
    for warning in &session.warnings {
        streams::tell(&format!("warning: {warning}"));
    }
    let ran = match &settings.task {
        Task::Describe(settings) => describe::run(session, settings).await,
        Task::Wait(settings) => Box::pin(wait::run(session, settings)).await,
        Task::Assert(settings) => assert::run(session, settings).await,
        Task::Logs(settings) => logs::run(session, settings).await,
        Task::List(settings) => list::run(session, settings).await,
        Task::Help(topic) => help::run(session, topic.as_deref()),
        Task::Schema(kind) => schema::run(kind.as_deref()),
        Task::Version(settings) => version::run(session, settings).await,
        Task::Completions(shell) => completions::run(*shell),
    };
    if let (Err(failure), Some(format)) = (&ran, settings.task.format()) {
        let missing = MissingJob {
            name: "cyjob".to_owned(),
            message: format!("{:#}", failure.error),
        };
        tell_ci(session, format, vec![missing])?;
    }
    ran
}

/// Writes an answer that has only missing Jobs, for a format that a CI server shows.
fn tell_ci(session: &Session, format: &Format, missing: Vec<MissingJob>) -> Result<(), Failure> {
    if !format.is_for_ci() {
        return Ok(());
    }
    let document = Document::Reports(Reports {
        missing,
        ..Reports::of(&[], true, session.clock.start())
    });
    streams::answer(format.language(), |out| {
        format.write(&document, Detail::default(), &session.stdout.style, out)
    })
}
