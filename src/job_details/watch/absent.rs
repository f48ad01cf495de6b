//! Asks for Jobs that a list lacks. A list may be empty or short by mistake: only an answer about the Job
//! itself proves that the Job is gone.

use kube::Client;

use super::jobs::JobScope;
use super::pace::Pace;
use super::watcher::{Change, ChangeSink, WatchTarget as _};
use crate::client::{RequestError, RequestErrorKind};
use crate::facts::JobFacts;
use crate::job_details::jobs::{by_name, read_list, read_whole};

/// Asks for each Job, one after another, and reports whether the Job exists or is gone. `seen` converts a Job
/// to the object type of the list.
pub(super) async fn ask_for<T>(
    client: Client,
    jobs: Vec<JobFacts>,
    tell: impl ChangeSink<T>,
    seen: impl Fn(JobFacts) -> T,
) {
    for job in jobs {
        let Some(now) = ask(&client, &job, &tell).await else {
            return;
        };
        let is_gone = now.as_ref().is_none_or(|now| now.uid != job.uid);
        let found = now.map(|now| Change::Applied(seen(now)));
        let gone = is_gone.then(|| Change::Deleted(seen(job)));
        for change in found.into_iter().chain(gone) {
            if !tell.tell(change).await {
                return;
            }
        }
    }
}

/// The Job that has the name now, with retries until the server answers; `None` if nobody listens any more.
async fn ask<T>(client: &Client, job: &JobFacts, tell: &impl ChangeSink<T>) -> Option<Option<JobFacts>> {
    let mut pace = Pace::default();
    loop {
        match now(client, job).await {
            Ok(now) => return Some(now),
            Err(error) => {
                if !tell.tell(Change::Trouble(error.clone())).await {
                    return None;
                }
                pace.after(error.retry_after).await;
            }
        }
    }
}

/// The Job that has the name now. A user without the right to get the Job may have the right to list it.
async fn now(client: &Client, job: &JobFacts) -> Result<Option<JobFacts>, RequestError> {
    match by_name(client, &job.namespace, &job.name).await {
        Ok(now) => Ok(Some(now)),
        Err(error) if error.kind == RequestErrorKind::NotFound => Ok(None),
        Err(error) if error.kind == RequestErrorKind::Forbidden => {
            let scope = JobScope::Name {
                namespace: job.namespace.clone(),
                name: job.name.clone(),
            };
            let listed = read_list(client, &scope.list(), read_whole).await?;
            Ok(listed.collected.jobs.into_iter().next())
        }
        Err(error) => Err(error),
    }
}
