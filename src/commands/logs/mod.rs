//! `cyjob logs`: what a Job wrote, every attempt and every index of it, until it ends.
//!
//! Which logs are meant is for the model to say, how they are read for `job_details`, how they look for `render`. Here they are
//! put in order: [`shown`] one after another or by time, [`followed`] as they come until the Jobs have ended.

mod endings;
mod followed;
mod forwarder;
mod live_logs;
mod merged;
mod output;
mod readers;
mod saver;
mod shown;

use anyhow::anyhow;

use super::{
    live::{LAST_PATIENCE, Limit, Limits},
    start,
};
use crate::facts::JobFacts;
use crate::{
    client::Source,
    outcome::{Failure, Outcome},
    settings::{LogsSettings, Session},
    streams,
};

pub(super) use forwarder::Forwarder;
pub(super) use live_logs::LiveLogs;
pub(super) use output::Output;
pub(super) use saver::Saver;

pub(super) async fn run(session: &Session, settings: &LogsSettings) -> Result<Outcome, Failure> {
    let arguments = &settings.arguments;
    if start::show_examples(session, &arguments.selection, &session.stdout.style)? {
        return Ok(Outcome::Done);
    }
    let mut limits = Limits::start(arguments.timeout)?;
    let found = async {
        let connection = start::connect(session).await?;
        let found = start::find(&connection, session, &arguments.selection).await?;
        let missing = found.worst();
        Ok((connection, found.jobs, missing))
    };
    let (connection, jobs, missing) = tokio::select! {
        biased;
        limit = limits.reached() => return limit.fail("no answer about the Jobs yet"),
        found = found => found?,
    };
    if jobs.is_empty() {
        return Ok(missing);
    }
    let is_live = matches!(session.source, Source::Cluster(_));
    let outcome = if arguments.follow && is_live {
        followed::run(session, settings, &connection, jobs, &mut limits).await?
    } else {
        if arguments.follow {
            streams::tell("note: files do not change: the logs are printed without following");
        }
        shown::run(session, settings, &connection, jobs, &mut limits).await?
    };
    Ok(outcome.or_worse(missing))
}

/// Ends the output: in order, or if a limit was reached or is reached now, without waiting long for who reads it.
async fn close(
    output: Output,
    limit: Option<Limit>,
    limits: &mut Limits,
    undone: &str,
) -> Result<Outcome, Failure> {
    let patience = limit.is_some().then_some(LAST_PATIENCE);
    let mut closing = std::pin::pin!(output.close_within(patience));
    let limit = if let Some(limit) = limit {
        limit
    } else {
        tokio::select! {
            biased;
            closed = &mut closing => return closed,
            limit = limits.reached() => limit,
        }
    };
    let closed = tokio::time::timeout(LAST_PATIENCE, closing).await;
    let outcome = closed.unwrap_or(Ok(Outcome::Done))?;
    Ok(outcome.or_worse(limit.tell(undone)))
}

/// Who writes the logs into files, if that was asked for.
fn saver(settings: &LogsSettings) -> Result<Option<Saver>, Failure> {
    let folder = settings.arguments.save.as_deref();
    folder
        .map(|folder| Saver::new(folder, settings.look_of_files()))
        .transpose()
}

/// A command line that can never mean a log of this Job.
fn refused(why: String) -> Failure {
    Failure {
        outcome: Outcome::Usage,
        error: anyhow!(why),
    }
}

/// That a Job has no log that is meant.
fn without_logs(job: &JobFacts) -> String {
    format!("job/{} has no log that matches", job.name)
}
