//! From a selection to Jobs, their reports, and words for those that are missing: values only. Nothing is printed here, and
//! no flag is known, so that a server can answer with the same words.

use std::collections::HashSet;

use anyhow::anyhow;
use futures_util::{StreamExt as _, stream};
use jiff::Timestamp;
use kube::Client;

use crate::facts::{JobFacts, JobRef, JobSnapshot};
use crate::{
    client::{Connection, RequestError, RequestErrorKind},
    job_details::{self, Options, ResolveError, Resolved},
    model::{JobReport, some_of},
    outcome::{Failure, Outcome},
    render::MissingJob,
};

/// Jobs whose world is read at the same time. Each asks for several things at once.
pub(super) const PARALLEL_JOBS: usize = 8;

/// Where Jobs were looked for, with a blank before it; nothing where that is everywhere.
pub(super) fn place(namespace: Option<&str>) -> String {
    namespace.map_or_else(String::new, |namespace| format!(" in namespace \"{namespace}\""))
}

/// Which Jobs are meant.
pub(super) struct Sought {
    /// The namespace to look in; `None` is all of them.
    pub(super) within: Option<String>,
    pub(super) by: By,
}

/// How Jobs are meant.
pub(super) enum By {
    Names(Vec<JobRef>),
    /// A label selector; empty for all Jobs.
    Labels(String),
}

/// The Jobs that are meant, and those that are missing.
#[derive(Default)]
pub(super) struct Found {
    pub(super) jobs: Vec<JobFacts>,
    pub(super) missing: Vec<Missing>,
}

impl Sought {
    /// Finds the Jobs.
    ///
    /// # Errors
    ///
    /// Jobs cannot be listed, or no Job has the labels.
    pub(super) async fn find(&self, client: &Client) -> Result<Found, Failure> {
        let found = self.resolve(client).await?;
        match &self.by {
            By::Labels(labels) if found.is_empty() => Err(self.nothing(labels)),
            By::Labels(_) | By::Names(_) => Ok(Found::of(found)),
        }
    }

    /// What is meant, each found or not.
    ///
    /// # Errors
    ///
    /// Jobs cannot be listed.
    pub(super) async fn resolve(&self, client: &Client) -> Result<Vec<Resolved>, Failure> {
        let within = self.within.as_deref();
        match (&self.by, within) {
            (By::Labels(labels), _) => job_details::select(client, within, labels)
                .await
                .map_err(|error| cannot_list(&called(labels), error)),
            (By::Names(names), None) => Ok(job_details::resolve_anywhere(client, names).await),
            (By::Names(names), Some(namespace)) => Ok(job_details::resolve(client, namespace, names).await),
        }
    }

    /// No Job has the labels.
    pub(super) fn nothing(&self, labels: &str) -> Failure {
        let place = place(self.within.as_deref());
        let error = if labels.is_empty() {
            anyhow!("there is no Job{place}")
        } else {
            anyhow!("no Job has labels {labels}{place}")
        };
        Failure {
            outcome: Outcome::NotFound,
            error,
        }
    }
}

fn called(labels: &str) -> String {
    if labels.is_empty() {
        "the Jobs".to_owned()
    } else {
        format!("Jobs with labels {labels}")
    }
}

impl Found {
    /// Sorts out what was found. A Job that is meant twice, by name and as the newest run for example, counts once.
    pub(super) fn of(found: Vec<Resolved>) -> Self {
        let (mut all, mut seen) = (Self::default(), HashSet::new());
        for resolved in found {
            match resolved.job {
                Ok(job) => all.jobs.extend(seen.insert(identity(&job)).then_some(job)),
                Err(error) => all.missing.push(Missing::of(resolved.name, &error)),
            }
        }
        all
    }

    /// The worst of what happened to the Jobs that are missing.
    pub(super) fn worst(&self) -> Outcome {
        let outcomes = self.missing.iter().map(|missing| missing.outcome);
        outcomes.fold(Outcome::Done, Outcome::or_worse)
    }

    /// The missing Jobs, as an answer has them.
    pub(super) fn missing_in_answer(&self) -> Vec<MissingJob> {
        self.missing.iter().map(Missing::in_answer).collect()
    }
}

/// A Job that was named and is missing.
pub(super) struct Missing {
    name: JobRef,
    /// Why, with what to do.
    pub(super) error: anyhow::Error,
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
    fn in_answer(&self) -> MissingJob {
        MissingJob {
            name: self.name.to_string(),
            message: format!("{:#}", self.error),
        }
    }
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
        error: anyhow::Error::new(error).context(format!("cannot list {what}")),
    }
}

/// What to tell of a name that led to no Job, with what to do.
fn explain(name: &JobRef, error: &ResolveError) -> anyhow::Error {
    match error {
        ResolveError::NotFound {
            namespace,
            similar,
            elsewhere,
            ..
        } => {
            let mut lines = vec![format!("{name} not found in namespace \"{namespace}\"")];
            if !similar.is_empty() {
                let names: Vec<String> = similar.iter().map(ToString::to_string).collect();
                lines.push(format!("did you mean {}?", names.join(" or ")));
            }
            if let [first, ..] = elsewhere.as_slice() {
                lines.push(format!(
                    "there is one in {}: add -n {first}",
                    elsewhere.join(", ")
                ));
            }
            anyhow!(lines.join("\n  "))
        }
        ResolveError::Nowhere(_) => anyhow!("{name} not found in any namespace"),
        ResolveError::Ambiguous { namespaces, .. } => {
            let names: Vec<&str> = namespaces.iter().map(String::as_str).collect();
            let (all, first) = (some_of(&names, 10), names.first().unwrap_or(&""));
            anyhow!(
                "{name} is in {} namespaces: {all}\n  choose one: -n {first} instead of -A",
                names.len()
            )
        }
        ResolveError::NoRuns(cron_job) => {
            let suspended = if cron_job.suspend { " and is suspended" } else { "" };
            let last = match cron_job.last_schedule {
                Some(at) => format!("; its last run, due {at}, was deleted (history limits)"),
                None if cron_job.suspend => "; it has never run".to_owned(),
                None => "; no run was due yet".to_owned(),
            };
            anyhow!(
                "cronjob/{} in namespace \"{}\" has no Job: its schedule is \"{}\"{suspended}{last}",
                cron_job.name,
                cron_job.namespace,
                cron_job.schedule
            )
        }
        ResolveError::Request(error) => {
            anyhow::Error::new(error.clone()).context(format!("cannot read {name}"))
        }
    }
}

/// The reports of Jobs, in their order, each with so many last lines of the logs of what failed.
pub(super) async fn reports(
    connection: &Connection,
    as_of: Timestamp,
    jobs: Vec<JobFacts>,
    log_lines: u32,
) -> Vec<JobReport> {
    let reports = jobs
        .into_iter()
        .map(|job| report(connection, as_of, job, log_lines));
    stream::iter(reports).buffered(PARALLEL_JOBS).collect().await
}

/// The report of one Job.
pub(super) async fn report(
    connection: &Connection,
    as_of: Timestamp,
    job: JobFacts,
    log_lines: u32,
) -> JobReport {
    JobReport::derive(snapshot(connection, as_of, job, log_lines).await)
}

/// What there is to know of one Job now.
pub(super) async fn snapshot(
    connection: &Connection,
    as_of: Timestamp,
    job: JobFacts,
    log_lines: u32,
) -> JobSnapshot {
    let options = Options {
        as_of,
        historic: connection.provenance.is_historic(),
        log_lines,
    };
    job_details::job_details(&connection.client, job, &options).await
}
