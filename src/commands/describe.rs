//! `cyjob describe`: what became of Jobs, why, and what to do.

use anyhow::anyhow;
use futures_util::{StreamExt as _, stream};

use crate::{
    client::{self, Connection, RequestError, RequestErrorKind, Source},
    job_details::{self, JobFacts, JobRef, Options, ResolveError},
    model::JobReport,
    outcome::{Failure, Outcome},
    render,
    settings::DescribeSettings,
    streams,
};

/// Jobs whose world is read at the same time. Each asks for several things at once.
const PARALLEL_JOBS: usize = 8;

pub(super) async fn run(settings: &DescribeSettings) -> Result<Outcome, Failure> {
    let arguments = &settings.arguments;
    if let Source::Demo { .. } = settings.source
        && arguments.names.is_empty()
        && arguments.selector.is_none()
    {
        let (program, style) = (settings.program, &settings.style);
        streams::answer(|out| render::demo_list(client::demo_names(), program, style, out))?;
        return Ok(Outcome::Done);
    }
    let connection = client::connect(&settings.source, settings.now)
        .await
        .map_err(Failure::could_not_ask)?;
    tell_notes(&connection, settings.verbose);
    let (jobs, missing) = find(&connection, settings).await?;
    let reports = gather(&connection, jobs, settings).await;
    let is_list = arguments.names.len() != 1;
    if !reports.is_empty() {
        let write = |out: &mut dyn std::io::Write| {
            render::write(&reports, settings.format, is_list, &settings.style, out)
        };
        streams::answer(write)?;
    }
    let verdicts = reports
        .iter()
        .filter(|_| arguments.exit_status)
        .map(|report| Outcome::of_verdict(report.verdict.state));
    Ok(verdicts.fold(missing, Outcome::or_worse))
}

fn tell_notes(connection: &Connection, verbose: bool) {
    for note in &connection.notes {
        streams::tell(&format!("note: {note}"));
    }
    for skipped in connection.skipped.iter().filter(|_| verbose) {
        streams::tell(&format!("skipped {skipped}"));
    }
}

/// The Jobs that are meant, and the worst of what happened to the others, which is told.
async fn find(
    connection: &Connection,
    settings: &DescribeSettings,
) -> Result<(Vec<JobFacts>, Outcome), Failure> {
    let arguments = &settings.arguments;
    let namespace = settings
        .namespace
        .as_deref()
        .filter(|name| !name.is_empty())
        .unwrap_or(&connection.namespace);
    let found = if let Some(selector) = &arguments.selector {
        let within = (!arguments.all_namespaces).then_some(namespace);
        let jobs = job_details::select(&connection.client, within, selector)
            .await
            .map_err(|error| cannot_list(selector, error))?;
        if jobs.is_empty() {
            let place = within.map_or_else(String::new, |namespace| format!(" in namespace \"{namespace}\""));
            let error = anyhow!("no Job has labels {selector}{place}");
            return Err(Failure {
                outcome: Outcome::NotFound,
                error,
            });
        }
        jobs
    } else {
        job_details::resolve(&connection.client, namespace, &arguments.names).await
    };
    let mut jobs = Vec::new();
    let mut outcome = Outcome::Done;
    for resolved in found {
        match resolved.job {
            Ok(job) => jobs.push(job),
            Err(error) => {
                streams::tell_error(&explain(&resolved.name, &error));
                outcome = outcome.or_worse(match error {
                    ResolveError::NotFound { .. } | ResolveError::NoRuns(_) => Outcome::NotFound,
                    ResolveError::Request(_) => Outcome::CouldNotAsk,
                });
            }
        }
    }
    if let Source::Demo { .. } = settings.source
        && outcome == Outcome::NotFound
    {
        streams::tell(&render::demo_names(client::demo_names(), &settings.style));
    }
    Ok((jobs, outcome))
}

/// What it means that Jobs cannot be listed by their labels. A server that rejects the request as it is rejects the
/// selector: nothing else in it comes from the person.
fn cannot_list(selector: &str, error: RequestError) -> Failure {
    let outcome = match error.kind {
        RequestErrorKind::Rejected => Outcome::Usage,
        RequestErrorKind::Unauthorized
        | RequestErrorKind::Forbidden
        | RequestErrorKind::NotFound
        | RequestErrorKind::ApiMissing
        | RequestErrorKind::Gone
        | RequestErrorKind::ServerError
        | RequestErrorKind::Timeout
        | RequestErrorKind::Unreachable
        | RequestErrorKind::Tls
        | RequestErrorKind::Login
        | RequestErrorKind::Cut
        | RequestErrorKind::BadAnswer => Outcome::CouldNotAsk,
    };
    Failure {
        outcome,
        error: anyhow::Error::new(error).context(format!("Jobs with labels {selector} cannot be listed")),
    }
}

/// What to tell of a name that led to no Job, with what to do.
fn explain(name: &JobRef, error: &ResolveError) -> anyhow::Error {
    match error {
        ResolveError::NotFound {
            similar, elsewhere, ..
        } => {
            let mut hints = Vec::new();
            if !similar.is_empty() {
                let names: Vec<String> = similar.iter().map(ToString::to_string).collect();
                hints.push(format!("did you mean {}?", names.join(" or ")));
            }
            if let [first, ..] = elsewhere.as_slice() {
                hints.push(format!(
                    "there is one in {}: add -n {first}",
                    elsewhere.join(", ")
                ));
            }
            let lines: Vec<String> = std::iter::once(error.to_string()).chain(hints).collect();
            anyhow!(lines.join("\n  "))
        }
        ResolveError::NoRuns(cron_job) => {
            let suspended = if cron_job.suspend { " and is suspended" } else { "" };
            let last = match cron_job.last_schedule {
                Some(at) => format!("; its last run was due {at} and is gone (see its history limits)"),
                None if cron_job.suspend => "; it has started none".to_owned(),
                None => "; no run has been due yet".to_owned(),
            };
            anyhow!(
                "{error}: its schedule is \"{}\"{suspended}{last}",
                cron_job.schedule
            )
        }
        ResolveError::Request(error) => {
            anyhow::Error::new(error.clone()).context(format!("{name} cannot be read"))
        }
    }
}

async fn gather(connection: &Connection, jobs: Vec<JobFacts>, settings: &DescribeSettings) -> Vec<JobReport> {
    let options = Options {
        as_of: connection.moment.unwrap_or(settings.now),
        historic: matches!(settings.source, Source::Files { .. }),
        log_lines: u32::from(settings.arguments.log_lines),
    };
    let snapshots = stream::iter(jobs)
        .map(|job| job_details::job_details(&connection.client, job, &options))
        .buffered(PARALLEL_JOBS);
    snapshots.map(JobReport::derive).collect().await
}
