//! From a selection to Jobs and their reports: what all commands that take Jobs by name begin with.

use std::collections::HashSet;

use anyhow::anyhow;
use futures_util::{StreamExt as _, stream};
use jiff::Timestamp;

use crate::facts::{JobFacts, JobRef, JobSnapshot};
use crate::{
    cli::SelectionArgs,
    client::{self, Connection, RequestError, RequestErrorKind, Source},
    job_details::{self, Options, ResolveError, Resolved},
    model::{JobReport, some_of},
    outcome::{Failure, Outcome},
    render::{self, Language, MissingJob, Style},
    settings::Session,
    streams,
};

/// Jobs whose world is read at the same time. Each asks for several things at once.
pub(super) const PARALLEL_JOBS: usize = 8;

/// Connects to where the objects come from, and tells what the person should know about it.
pub(super) async fn connect(session: &Session) -> Result<Connection, Failure> {
    let connection = client::connect(&session.source, session.clock.start())
        .await
        .map_err(Failure::could_not_ask)?;
    tell_notes(&connection, session.verbose > 0);
    Ok(connection)
}

/// Says which examples there are, where the examples are asked and no Job is named; whether that was the case.
pub(super) fn show_examples(
    session: &Session,
    selection: &SelectionArgs,
    style: &Style,
) -> Result<bool, Failure> {
    let is_asked = matches!(session.source, Source::Demo { .. }) && selection.is_empty();
    if is_asked {
        streams::answer(Language::Text, |out| {
            render::demo_list(client::demo_names(), session.program, style, out)
        })?;
    }
    Ok(is_asked)
}

fn tell_notes(connection: &Connection, verbose: bool) {
    for note in &connection.provenance.notes {
        streams::tell(&format!("note: {note}"));
    }
    for skipped in connection.provenance.skipped.iter().filter(|_| verbose) {
        streams::tell(&format!("skipped {skipped}"));
    }
}

/// The namespace to look in: the one that was named, else the connection's own.
pub(super) fn namespace<'a>(connection: &'a Connection, session: &'a Session) -> &'a str {
    let named = session.namespace.as_deref().filter(|name| !name.is_empty());
    named.unwrap_or(&connection.namespace)
}

/// Where Jobs were looked for, with a blank before it; nothing where that is everywhere.
pub(super) fn place(namespace: Option<&str>) -> String {
    namespace.map_or_else(String::new, |namespace| format!(" in namespace \"{namespace}\""))
}

/// The labels by which Jobs are meant, and the namespace to look in; `None` is all.
pub(super) struct Labels {
    pub(super) within: Option<String>,
    /// Empty for all Jobs.
    pub(super) selector: String,
}

impl Labels {
    pub(super) fn of(connection: &Connection, session: &Session, selection: &SelectionArgs) -> Option<Self> {
        let namespace = namespace(connection, session);
        let everything = selection.all.then_some("");
        let selector = selection.selector.as_deref().or(everything)?;
        Some(Self {
            within: (!selection.all_namespaces).then(|| namespace.to_owned()),
            selector: selector.to_owned(),
        })
    }

    /// No Job has them.
    pub(super) fn nothing(&self) -> Failure {
        let place = place(self.within.as_deref());
        let error = if self.selector.is_empty() {
            anyhow!("there is no Job{place}")
        } else {
            anyhow!("no Job has labels {}{place}", self.selector)
        };
        Failure {
            outcome: Outcome::NotFound,
            error,
        }
    }
}

/// A Job that was named and could not be had.
pub(super) struct Missing {
    name: JobRef,
    error: anyhow::Error,
    /// What that means for the run.
    pub(super) outcome: Outcome,
}

impl Missing {
    fn of(name: JobRef, error: &ResolveError) -> Self {
        Self {
            outcome: match error {
                ResolveError::NotFound { .. } | ResolveError::Nowhere(_) | ResolveError::NoRuns(_) => {
                    Outcome::NotFound
                }
                // Nothing is missing: the command line does not say which is meant.
                ResolveError::Ambiguous { .. } => Outcome::Usage,
                ResolveError::Request(_) => Outcome::CouldNotAsk,
            },
            error: explain(&name, error),
            name,
        }
    }

    /// What to say of it in an answer.
    pub(super) fn in_answer(&self) -> MissingJob {
        MissingJob {
            name: self.name.to_string(),
            message: format!("{:#}", self.error),
        }
    }
}

/// The Jobs that are meant, and the worst of what happened to the others, of which the person is told.
pub(super) async fn find(
    connection: &Connection,
    session: &Session,
    selection: &SelectionArgs,
) -> Result<(Vec<JobFacts>, Outcome), Failure> {
    let (jobs, missing) = look_up(connection, session, selection).await?;
    Ok((jobs, worst(&missing)))
}

/// The worst of what happened to Jobs that could not be had.
pub(super) fn worst(missing: &[Missing]) -> Outcome {
    let outcomes = missing.iter().map(|missing| missing.outcome);
    outcomes.fold(Outcome::Done, Outcome::or_worse)
}

/// The Jobs that are meant, and the others, of which the person is told.
pub(super) async fn look_up(
    connection: &Connection,
    session: &Session,
    selection: &SelectionArgs,
) -> Result<(Vec<JobFacts>, Vec<Missing>), Failure> {
    let found = resolve(connection, session, selection).await?;
    let labels = Labels::of(connection, session, selection);
    if let Some(labels) = labels.filter(|_| found.is_empty()) {
        return Err(labels.nothing());
    }
    Ok(sort_out(session, found))
}

/// What is meant, each found or not.
pub(super) async fn resolve(
    connection: &Connection,
    session: &Session,
    selection: &SelectionArgs,
) -> Result<Vec<Resolved>, Failure> {
    let client = &connection.client;
    match Labels::of(connection, session, selection) {
        Some(Labels { within, selector }) => job_details::select(client, within.as_deref(), &selector)
            .await
            .map_err(|error| {
                let what = if selector.is_empty() {
                    String::from("the Jobs")
                } else {
                    format!("Jobs with labels {selector}")
                };
                cannot_list(&what, error)
            }),
        None if selection.all_namespaces => Ok(job_details::resolve_anywhere(client, &selection.names).await),
        None => Ok(job_details::resolve(client, namespace(connection, session), &selection.names).await),
    }
}

/// The Jobs that were found, and the others, of which the person is told.
pub(super) fn sort_out(session: &Session, found: Vec<Resolved>) -> (Vec<JobFacts>, Vec<Missing>) {
    let (mut jobs, mut missing, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for resolved in found {
        match resolved.job {
            // Named twice, by name and as the newest run for example.
            Ok(job) => jobs.extend(seen.insert(identity(&job)).then_some(job)),
            Err(error) => missing.push(Missing::of(resolved.name, &error)),
        }
    }
    for missing in &missing {
        streams::tell_error(&missing.error);
    }
    if let Source::Demo { .. } = session.source
        && missing.iter().any(|missing| missing.outcome == Outcome::NotFound)
    {
        streams::tell(&render::demo_names(client::demo_names(), &session.stderr.style));
    }
    (jobs, missing)
}

fn identity(job: &JobFacts) -> [String; 3] {
    [job.uid.clone(), job.namespace.clone(), job.name.clone()]
}

/// What it means that Jobs cannot be listed. A server that rejects the request as it is rejects the
/// selector: nothing else in it comes from the person.
pub(super) fn cannot_list(what: &str, error: RequestError) -> Failure {
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
        error: anyhow::Error::new(error).context(format!("{what} cannot be listed")),
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
        ResolveError::Nowhere(_) => anyhow!("{error}"),
        ResolveError::Ambiguous { namespaces, .. } => {
            let names: Vec<&str> = namespaces.iter().map(String::as_str).collect();
            let (all, first) = (some_of(&names, 10), names.first().unwrap_or(&""));
            anyhow!("{error}: {all}\n  say which is meant: -n {first} instead of -A")
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

/// The moment that "now" means.
pub(super) fn moment(connection: &Connection, session: &Session) -> Timestamp {
    connection.provenance.as_of(session.clock.now())
}

/// The reports of Jobs, in their order, each with so many last lines of the logs of what failed.
pub(super) async fn reports(
    connection: &Connection,
    session: &Session,
    jobs: Vec<JobFacts>,
    log_lines: u32,
) -> Vec<JobReport> {
    let reports = jobs
        .into_iter()
        .map(|job| report(connection, session, job, log_lines));
    stream::iter(reports).buffered(PARALLEL_JOBS).collect().await
}

/// The report of one Job.
pub(super) async fn report(
    connection: &Connection,
    session: &Session,
    job: JobFacts,
    log_lines: u32,
) -> JobReport {
    JobReport::derive(snapshot(connection, session, job, log_lines).await)
}

/// What there is to know of one Job now.
pub(super) async fn snapshot(
    connection: &Connection,
    session: &Session,
    job: JobFacts,
    log_lines: u32,
) -> JobSnapshot {
    let options = Options {
        as_of: moment(connection, session),
        historic: connection.provenance.is_historic(),
        log_lines,
    };
    job_details::job_details(&connection.client, job, &options).await
}
