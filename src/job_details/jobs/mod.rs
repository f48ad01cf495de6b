//! Lists of Jobs of any length, each reduced to what a list tells of it as soon as it is decoded.

mod facts;
mod wire;

use futures_util::future::join_all;
use kube::Client;

use self::facts::Specs;
use super::encodings::{ACCEPT, string};
use super::list::{Collect, Item, List};
use super::path::batch;
use super::{JobFacts, JobRef, Resolved, resolve};
use crate::client::RequestError;

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
    let selectors = [("labelSelector", scope.labels), ("fieldSelector", scope.fields)];
    let query: Vec<(&str, &str)> = selectors
        .into_iter()
        .filter_map(|(key, selector)| Some((key, selector?)))
        .collect();
    let list = List {
        what: "jobs",
        path: batch(scope.namespace, "jobs", &query),
        accept: ACCEPT,
    };
    let listed = list.read(client, Collected::default).await?;
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
        match item.clone().decode::<wire::Job>() {
            Ok(job) => self.jobs.push(job.facts(&mut self.specs)),
            Err(why) => {
                let job: wire::OnlyMetadata = item.decode().map_err(|_| why)?;
                let metadata = job.metadata.unwrap_or_default();
                self.unreadable
                    .push((string(&metadata.namespace), string(&metadata.name)));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
