//! Which Jobs are meant: by name, as the newest run of a `CronJob`, by label. One that is missing does not hide the others.

use futures_util::future::join_all;
use jiff::Timestamp;
use kube::Client;
use serde::Deserialize;

use super::job::{ApiJob, Metadata, Unreadable, read};
use super::list::{Collect, Item, List};
use super::near;
use super::path::{batch, path};
use super::tolerant::{or_default, time};
use crate::client::{self, RequestError, RequestErrorKind};
use crate::facts::{JobFacts, JobRef, Owner};

/// What became of one name.
#[derive(Debug)]
pub struct Resolved {
    /// What was asked for.
    pub name: JobRef,
    /// The Job, or why there is none.
    pub job: Result<JobFacts, ResolveError>,
}

/// Why a name leads to no Job.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ResolveError {
    /// There is no such Job or `CronJob` in the namespace.
    #[error("{name} not found in namespace \"{namespace}\"")]
    NotFound {
        /// What was asked for.
        name: JobRef,
        /// Where it was looked for.
        namespace: String,
        /// What exists there and has a name that is near, nearest first; each can be given as it is.
        similar: Vec<JobRef>,
        /// Other namespaces that have an object of this kind and name.
        elsewhere: Vec<String>,
    },
    /// No namespace has it.
    #[error("{0} not found in any namespace")]
    Nowhere(JobRef),
    /// Several namespaces have it, and nothing says which is meant.
    #[error("{name} is in {} namespaces", .namespaces.len())]
    Ambiguous {
        /// What was asked for.
        name: JobRef,
        /// Those that have it, by name.
        namespaces: Vec<String>,
    },
    /// The `CronJob` exists and has no Job: none was started yet, or all were deleted.
    #[error("cronjob/{} in namespace \"{}\" has no Job", .0.name, .0.namespace)]
    NoRuns(CronJobFacts),
    /// It could not be asked.
    #[error(transparent)]
    Request(#[from] RequestError),
}

/// What a `CronJob` says of its runs to come and of its last one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CronJobFacts {
    /// `metadata.name`.
    pub name: String,
    /// `metadata.namespace`.
    pub namespace: String,
    /// `metadata.uid`.
    pub uid: String,
    /// `spec.schedule`.
    pub schedule: String,
    /// `spec.timeZone`; `None` is the controller's own.
    pub time_zone: Option<String>,
    /// `spec.suspend`.
    pub suspend: bool,
    /// `status.lastScheduleTime`: `None` where no run was ever due.
    pub last_schedule: Option<Timestamp>,
}

/// Finds the Job of each name in a namespace, all at once, in the order of the names.
pub async fn resolve(client: &Client, namespace: &str, names: &[JobRef]) -> Vec<Resolved> {
    join_all(names.iter().map(async |name| Resolved {
        name: name.clone(),
        job: one(client, namespace, name).await,
    }))
    .await
}

/// Finds the Job of each name in whichever namespace has it, all at once, in the order of the names.
pub async fn resolve_anywhere(client: &Client, names: &[JobRef]) -> Vec<Resolved> {
    join_all(names.iter().map(async |name| Resolved {
        name: name.clone(),
        job: anywhere(client, name).await,
    }))
    .await
}

async fn anywhere(client: &Client, name: &JobRef) -> Result<JobFacts, ResolveError> {
    let namespaces: Vec<String> = near::namespaces(client, name).await?.into_iter().collect();
    match namespaces.as_slice() {
        [] => Err(ResolveError::Nowhere(name.clone())),
        [namespace] => one(client, namespace, name).await,
        _ => Err(ResolveError::Ambiguous {
            name: name.clone(),
            namespaces,
        }),
    }
}

/// Lists the Jobs that a label selector matches, sorted by namespace and name; `namespace` `None` is all of them.
///
/// # Errors
///
/// When the list cannot be read; none of it is returned then. A Job of it that cannot be read hides no other.
pub async fn select(
    client: &Client,
    namespace: Option<&str>,
    selector: &str,
) -> Result<Vec<Resolved>, RequestError> {
    let path = batch(namespace, "jobs", &[("labelSelector", selector)]);
    let listed = jobs(client, path, Keep::All).await?;
    let found = listed
        .jobs
        .into_iter()
        .map(|job| (job.namespace.clone(), job.name.clone(), Ok(job)));
    // Asked for by itself, a Job tells what is wrong with it, and a file where it is.
    let unreadable = join_all(listed.unreadable.into_iter().map(async |metadata| {
        let Metadata { namespace, name, .. } = metadata;
        let job = by_name(client, &namespace, &name)
            .await
            .map_err(ResolveError::from);
        (namespace, name, job)
    }));
    let mut all: Vec<_> = found.chain(unreadable.await).collect();
    all.sort_by(|(a_space, a_name, _), (b_space, b_name, _)| (a_space, a_name).cmp(&(b_space, b_name)));
    let resolved = all.into_iter().map(|(_, name, job)| Resolved {
        name: JobRef::Job(name),
        job,
    });
    Ok(resolved.collect())
}

async fn one(client: &Client, namespace: &str, name: &JobRef) -> Result<JobFacts, ResolveError> {
    let found = match name {
        JobRef::Job(job) => by_name(client, namespace, job).await.map_err(ResolveError::from),
        JobRef::CronJob(cron_job) => newest_run(client, namespace, cron_job).await,
    };
    match found {
        Err(ResolveError::Request(error)) if error.kind == RequestErrorKind::NotFound => {
            let near = near::look(client, namespace, name).await;
            Err(ResolveError::NotFound {
                name: name.clone(),
                namespace: namespace.to_owned(),
                similar: near.similar,
                elsewhere: near.elsewhere,
            })
        }
        found => found,
    }
}

pub(super) async fn by_name(client: &Client, namespace: &str, name: &str) -> Result<JobFacts, RequestError> {
    let job: ApiJob = client::get_object(client, &object(namespace, "jobs", name), "Job").await?;
    let mut job = JobFacts::from(job);
    // An object that does not say what it is called is the one that was asked for.
    fill(&mut job.name, name);
    fill(&mut job.namespace, namespace);
    Ok(job)
}

async fn newest_run(client: &Client, namespace: &str, name: &str) -> Result<JobFacts, ResolveError> {
    let path = object(namespace, "cronjobs", name);
    let cron_job: ApiCronJob = client::get_object(client, &path, "CronJob").await?;
    let mut cron_job = CronJobFacts::from(cron_job);
    fill(&mut cron_job.name, name);
    fill(&mut cron_job.namespace, namespace);
    let keep = Keep::NewestOf(Box::new(cron_job.clone()));
    let newest = jobs(client, batch(Some(namespace), "jobs", &[]), keep)
        .await?
        .jobs
        .pop();
    newest.ok_or(ResolveError::NoRuns(cron_job))
}

fn object(namespace: &str, resource: &str, name: &str) -> String {
    path(
        &["apis", "batch", "v1", "namespaces", namespace, resource, name],
        &[],
    )
}

fn fill(field: &mut String, value: &str) {
    if field.is_empty() {
        value.clone_into(field);
    }
}

impl CronJobFacts {
    /// Whether an owner is this `CronJob`: by the UID, which an object from a file may lack.
    pub(super) fn is(&self, owner: &Owner) -> bool {
        if self.uid.is_empty() {
            return owner.kind == "CronJob" && owner.name == self.name;
        }
        owner.uid == self.uid
    }
}

/// A `CronJob` as it came.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ApiCronJob {
    #[serde(deserialize_with = "or_default")]
    metadata: Metadata,
    #[serde(deserialize_with = "or_default")]
    spec: CronJobSpec,
    #[serde(deserialize_with = "or_default")]
    status: CronJobStatus,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct CronJobSpec {
    #[serde(deserialize_with = "or_default")]
    schedule: String,
    time_zone: Option<String>,
    #[serde(deserialize_with = "or_default")]
    suspend: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct CronJobStatus {
    #[serde(deserialize_with = "time")]
    last_schedule_time: Option<Timestamp>,
}

impl From<ApiCronJob> for CronJobFacts {
    fn from(cron_job: ApiCronJob) -> Self {
        Self {
            name: cron_job.metadata.name,
            namespace: cron_job.metadata.namespace,
            uid: cron_job.metadata.uid,
            schedule: cron_job.spec.schedule,
            time_zone: cron_job.spec.time_zone,
            suspend: cron_job.spec.suspend,
            last_schedule: cron_job.status.last_schedule_time,
        }
    }
}

async fn jobs(client: &Client, path: String, keep: Keep) -> Result<Collected, RequestError> {
    let list = List {
        what: "jobs",
        path,
        accept: "application/json",
    };
    let begin = || Collected {
        keep: keep.clone(),
        jobs: Vec::new(),
        unreadable: Vec::new(),
    };
    let listed = list.read(client, begin).await?;
    // Which Jobs are meant must not depend on how far a list came.
    match listed.inconsistent {
        None => Ok(listed.collected),
        Some(why) => Err(RequestError::new(RequestErrorKind::Gone, why)),
    }
}

/// Which Jobs of a list are kept, so that a namespace of thousands need not be.
#[derive(Clone)]
enum Keep {
    All,
    /// The newest of those that this `CronJob` controls.
    NewestOf(Box<CronJobFacts>),
}

struct Collected {
    keep: Keep,
    jobs: Vec<JobFacts>,
    /// What else the list has, of which only the metadata could be read.
    unreadable: Vec<Metadata>,
}

impl Collect for Collected {
    fn add(&mut self, item: Item) -> Result<(), String> {
        let job = match read(item)? {
            Ok(job) => JobFacts::from(job),
            Err(unreadable) => return self.note_unreadable(unreadable),
        };
        match &self.keep {
            Keep::All => self.jobs.push(job),
            Keep::NewestOf(cron_job) => {
                let is_run = job.owner.as_ref().is_some_and(|owner| cron_job.is(owner));
                let age = |job: &JobFacts| (job.created, job.name.clone());
                if is_run && self.jobs.first().is_none_or(|newest| age(&job) > age(newest)) {
                    self.jobs = vec![job];
                }
            }
        }
        Ok(())
    }
}

impl Collected {
    /// Notes a Job that cannot be read. One that may be the newest run of a `CronJob` is an error; those of others are none.
    fn note_unreadable(&mut self, unreadable: Unreadable) -> Result<(), String> {
        let Unreadable { metadata, why } = unreadable;
        match &self.keep {
            Keep::All => self.unreadable.push(metadata),
            Keep::NewestOf(cron_job) => {
                let name = metadata.name.clone();
                let owner = JobFacts::from(ApiJob::of(metadata)).owner;
                if owner.is_some_and(|owner| cron_job.is(&owner)) {
                    return Err(format!("job {name:?}: {why}"));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
