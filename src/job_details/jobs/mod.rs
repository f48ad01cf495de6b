//! Reads Jobs: lists of any length, each Job reduced to its facts as soon as it is decoded.

mod facts;
mod read;
mod wire;

pub(super) use self::facts::Specs;
pub(super) use self::read::{UnreadableJob, by_name, read, read_whole};
pub(super) use self::wire::ObjectMeta;

use futures_util::future::join_all;
use kube::Client;

use super::encodings::ACCEPT;
use super::list::{Collect, Item, List, Listed};
use super::path::batch;
use super::resolve::Resolved;
use crate::client::RequestError;
use crate::facts::{Inconsistency, JobFacts, JobRef};

/// Which Jobs to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'a> {
    /// The namespace; `None` for all namespaces.
    pub namespace: Option<&'a str>,
    /// A label selector.
    pub labels: Option<&'a str>,
    /// A field selector.
    pub fields: Option<&'a str>,
}

impl Scope<'_> {
    pub(super) fn list(&self) -> List {
        let selectors = [("labelSelector", self.labels), ("fieldSelector", self.fields)];
        let query: Vec<(&str, &str)> = selectors
            .into_iter()
            .filter_map(|(key, selector)| Some((key, selector?)))
            .collect();
        List {
            what: "jobs",
            path: batch(self.namespace, "jobs", &query),
            accept: ACCEPT,
        }
    }
}

/// A list of Jobs.
#[derive(Debug, Default)]
pub struct JobsListed {
    /// The Jobs, sorted by namespace and name, without manifests.
    pub jobs: Vec<JobFacts>,
    /// Jobs that are unreadable, each with the reason.
    pub unreadable: Vec<Resolved>,
    /// Why the list is not one consistent state of the cluster; `None` if it is.
    pub inconsistent: Option<Inconsistency>,
}

/// Lists Jobs.
///
/// # Errors
///
/// If the list cannot be read; no part of it is returned then. An unreadable Job does not hide the other
/// Jobs.
pub async fn list_jobs(client: &Client, scope: &Scope<'_>) -> Result<JobsListed, RequestError> {
    let listed = read_list(client, &scope.list(), read).await?;
    let mut jobs = listed.collected.jobs;
    let mut unreadable = Vec::new();
    for (job, asked) in ask_each(client, listed.collected.unreadable).await {
        match asked {
            Ok(job) => jobs.push(job),
            Err(error) => unreadable.push(Resolved {
                name: JobRef::Job(job.name),
                job: Err(error.into()),
            }),
        }
    }
    jobs.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
    Ok(JobsListed {
        jobs,
        unreadable,
        inconsistent: listed.inconsistent,
    })
}

/// Reads each Job of a list with `read`, which is [`read()`] or [`read_whole`].
pub(super) async fn read_list(
    client: &Client,
    list: &List,
    read: read::Read,
) -> Result<Listed<JobCollector>, RequestError> {
    let begin = || JobCollector {
        read,
        specs: Specs::default(),
        jobs: Vec::new(),
        unreadable: Vec::new(),
    };
    list.read(client, begin).await
}

/// Reads each Job by its name. The answer for a single Job says what is wrong with that Job, and for a file
/// also where.
pub(super) async fn ask_each(
    client: &Client,
    unreadable: Vec<JobFacts>,
) -> Vec<(JobFacts, Result<JobFacts, RequestError>)> {
    let asked = unreadable.into_iter().map(async |job| {
        let asked = by_name(client, &job.namespace, &job.name).await;
        (job, asked)
    });
    join_all(asked).await
}

/// Collects Jobs, page by page.
pub(super) struct JobCollector {
    read: read::Read,
    specs: Specs,
    pub(super) jobs: Vec<JobFacts>,
    /// The metadata of the unreadable Jobs.
    pub(super) unreadable: Vec<JobFacts>,
}

impl Collect for JobCollector {
    fn add(&mut self, item: Item) -> Result<(), String> {
        match (self.read)(item, &mut self.specs)? {
            Ok(job) => self.jobs.push(job),
            Err(unreadable) => self.unreadable.push(*unreadable.job),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
