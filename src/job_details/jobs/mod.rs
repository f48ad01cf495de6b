//! Lists of Jobs of any length, each reduced to what a list tells of it as soon as it is decoded.

mod facts;
mod wire;

use futures_util::future::join_all;
use kube::Client;

pub(super) use self::facts::Specs;
use super::encodings::{ACCEPT, string};
use super::list::{Collect, Item, List};
use super::path::batch;
use super::{Resolved, resolve};
use crate::client::RequestError;
use crate::facts::{JobFacts, JobRef};

/// Which Jobs are to be listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'a> {
    /// The namespace; `None` is all of them.
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

/// Jobs that were listed.
#[derive(Debug, Default)]
pub struct JobsListed {
    /// The Jobs, by namespace and name. Of `spec`, `labels` and `annotations` they have only what states and rows of a
    /// list are made of; to say all of one, read it by itself, see [`resolve()`](super::resolve()).
    pub jobs: Vec<JobFacts>,
    /// Jobs that cannot be read, each with the reason.
    pub unreadable: Vec<Resolved>,
    /// Set where the pages are not of one moment, or not all of them could be had; says so in a sentence.
    pub inconsistent: Option<String>,
}

/// Lists Jobs.
///
/// # Errors
///
/// When the list cannot be read; none of it is returned then. A Job of it that cannot be read hides no other.
pub async fn list_jobs(client: &Client, scope: &Scope<'_>) -> Result<JobsListed, RequestError> {
    let listed = scope.list().read(client, Collected::default).await?;
    let Collected {
        mut jobs, unreadable, ..
    } = listed.collected;
    // Asked for by itself, a Job tells what is wrong with it, and a file where it is.
    let asked = join_all(unreadable.into_iter().map(async |(namespace, name)| {
        let job = resolve::by_name(client, &namespace, &name).await;
        (JobRef::Job(name), job)
    }));
    let mut unreadable = Vec::new();
    for (name, job) in asked.await {
        match job {
            Ok(job) => jobs.push(job),
            Err(error) => unreadable.push(Resolved {
                name,
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

/// Takes Jobs in, page by page.
#[derive(Default)]
struct Collected {
    specs: Specs,
    jobs: Vec<JobFacts>,
    /// Namespace and name of what cannot be read.
    unreadable: Vec<(String, String)>,
}

impl Collect for Collected {
    fn add(&mut self, item: Item) -> Result<(), String> {
        match read(item, &mut self.specs)? {
            Ok(job) => self.jobs.push(job),
            Err(Unread { namespace, name, .. }) => self.unreadable.push((namespace, name)),
        }
        Ok(())
    }
}

/// A Job that cannot be read: what it is called, and why not.
pub(super) struct Unread {
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) why: String,
}

/// Reads a Job of a list; the error is about one of which not even the name is known.
pub(super) fn read(item: Item, specs: &mut Specs) -> Result<Result<JobFacts, Unread>, String> {
    let why = match item.clone().decode::<wire::Job>() {
        Ok(job) => return Ok(Ok(job.facts(specs))),
        Err(why) => why,
    };
    match item.decode::<wire::OnlyMetadata>() {
        Ok(job) => {
            let metadata = job.metadata.unwrap_or_default();
            let (namespace, name) = (string(&metadata.namespace), string(&metadata.name));
            Ok(Err(Unread { namespace, name, why }))
        }
        Err(_) => Err(why),
    }
}

#[cfg(test)]
mod tests;
