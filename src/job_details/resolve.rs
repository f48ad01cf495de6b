//! Finds the Jobs that the user named: by name, as the newest run of a `CronJob`, or by label. A missing Job
//! must not hide the others.

use futures_util::future::join_all;
use jiff::Timestamp;
use kube::Client;
use serde::Deserialize;

use super::encodings::string;
use super::jobs::{self, ObjectMeta, Specs, UnreadableJob, by_name, read, read_whole};
use super::list::{Collect, Item, List, Listed};
use super::near;
use super::path::{batch, path};
use super::tolerant::{or_default, time};
use crate::client::{self, RequestError, RequestErrorKind, Unusable};
use crate::facts::{Inconsistency, JobFacts, JobRef, Owner};

/// The result for one name.
#[derive(Debug)]
pub struct Resolved {
    /// The name that the user gave.
    pub name: JobRef,
    /// The Job, or why no Job was found.
    pub job: Result<JobFacts, ResolveError>,
}

/// Why a name leads to no Job.
#[derive(Clone, Debug)]
pub enum ResolveError {
    /// There is no such Job or `CronJob` in the namespace.
    NotFound {
        /// The name that the user gave.
        name: JobRef,
        /// The namespace that was searched.
        namespace: String,
        /// Objects in the namespace with a similar name, nearest first. The user can give each of them as it
        /// is.
        similar: Vec<JobRef>,
        /// Other namespaces that have an object of this kind and name.
        elsewhere: Vec<String>,
    },
    /// No namespace has it.
    Nowhere(JobRef),
    /// Several namespaces have it, and nothing says which is meant.
    Ambiguous {
        /// The name that the user gave.
        name: JobRef,
        /// The namespaces that have the object, in alphabetical order.
        namespaces: Vec<String>,
    },
    /// The `CronJob` exists and has no Job: none was started yet, or all were deleted.
    NoRuns(CronJobFacts),
    /// A request failed.
    Request(RequestError),
}

impl From<RequestError> for ResolveError {
    fn from(error: RequestError) -> Self {
        Self::Request(error)
    }
}

/// The schedule and the last run of a `CronJob`.
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
    /// `spec.timeZone`; `None` for the time zone of the controller.
    pub time_zone: Option<String>,
    /// `spec.suspend`.
    pub suspend: bool,
    /// `status.lastScheduleTime`: `None` if no run was ever due.
    pub last_schedule: Option<Timestamp>,
}

/// Finds the Job of each name in one namespace, in parallel. The results have the order of the names.
pub async fn resolve(client: &Client, namespace: &str, names: &[JobRef]) -> Vec<Resolved> {
    join_all(names.iter().map(async |name| Resolved {
        name: name.clone(),
        job: one(client, namespace, name).await,
    }))
    .await
}

/// Finds the Job of each name in whichever namespace has it, in parallel. The results have the order of the
/// names.
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

/// Lists the Jobs that a label selector matches, sorted by namespace and name. A `namespace` of `None` means
/// all namespaces.
///
/// # Errors
///
/// If the list cannot be read; no part of it is returned then. An unreadable Job does not hide the other
/// Jobs.
pub async fn select(
    client: &Client,
    namespace: Option<&str>,
    selector: &str,
) -> Result<Vec<Resolved>, RequestError> {
    let list = list(namespace, &[("labelSelector", selector)]);
    let listed = of_one_moment(jobs::read_list(client, &list, read_whole).await?)?;
    let read = listed.jobs.into_iter();
    let read = read.map(|job| (job.namespace.clone(), job.name.clone(), Ok(job)));
    let asked = jobs::ask_each(client, listed.unreadable).await.into_iter();
    let asked = asked.map(|(job, asked)| (job.namespace, job.name, asked.map_err(ResolveError::Request)));
    let mut all: Vec<_> = read.chain(asked).collect();
    all.sort_by(|(a_space, a_name, _), (b_space, b_name, _)| (a_space, a_name).cmp(&(b_space, b_name)));
    let resolved = all.into_iter().map(|(_, name, job)| Resolved {
        name: JobRef::Job(name),
        job,
    });
    Ok(resolved.collect())
}

async fn one(client: &Client, namespace: &str, name: &JobRef) -> Result<JobFacts, ResolveError> {
    let found = match name {
        JobRef::Job(job) => by_name(client, namespace, job)
            .await
            .map_err(ResolveError::Request),
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

async fn newest_run(client: &Client, namespace: &str, name: &str) -> Result<JobFacts, ResolveError> {
    let path = path(
        &["apis", "batch", "v1", "namespaces", namespace, "cronjobs", name],
        &[],
    );
    let object = client::get_object(client, &path, "CronJob").await?;
    let mut cron_job = CronJobFacts::from(object.decode::<ApiCronJob>()?);
    fill(&mut cron_job.name, name);
    fill(&mut cron_job.namespace, namespace);
    let begin = || NewestRun {
        cron_job: cron_job.clone(),
        newest: None,
    };
    let listed = list(Some(namespace), &[]).read(client, begin).await?;
    let run = of_one_moment(listed)?;
    let newest = run.newest.ok_or(ResolveError::NoRuns(cron_job))?;
    tracing::info!(target: "decision", "cronjob/{name}: the newest run is job/{}", newest.name);
    Ok(newest)
}

fn fill(field: &mut String, value: &str) {
    if field.is_empty() {
        value.clone_into(field);
    }
}

impl CronJobFacts {
    /// Whether `owner` is this `CronJob`: by UID, or by kind and name if the `CronJob` comes from a file
    /// without a UID.
    pub(super) fn is(&self, owner: &Owner) -> bool {
        if self.uid.is_empty() {
            return owner.kind == "CronJob" && owner.name == self.name;
        }
        owner.uid == self.uid
    }
}

/// A `CronJob` as the API sends it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ApiCronJob {
    #[serde(deserialize_with = "or_default")]
    metadata: ObjectMeta,
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
            name: string(&cron_job.metadata.name),
            namespace: string(&cron_job.metadata.namespace),
            uid: string(&cron_job.metadata.uid),
            schedule: cron_job.spec.schedule,
            time_zone: cron_job.spec.time_zone,
            suspend: cron_job.spec.suspend,
            last_schedule: cron_job.status.last_schedule_time,
        }
    }
}

/// A list of Jobs in JSON, which is needed to read Jobs whole.
fn list(namespace: Option<&str>, query: &[(&str, &str)]) -> List {
    List {
        what: "jobs",
        path: batch(namespace, "jobs", query),
        accept: "application/json",
    }
}

/// The list, if it is complete and of one moment. Which Jobs the user named must not depend on how much of a
/// list was read.
fn of_one_moment<C>(listed: Listed<C>) -> Result<C, RequestError> {
    match listed.inconsistent {
        None => Ok(listed.collected),
        Some(Inconsistency::SeveralMoments | Inconsistency::Incomplete) => {
            Err(Unusable::ExpiredList("jobs").into())
        }
    }
}

/// Keeps only the newest Job of a `CronJob`, because its namespace may have thousands of Jobs.
struct NewestRun {
    cron_job: CronJobFacts,
    newest: Option<JobFacts>,
}

impl Collect for NewestRun {
    fn add(&mut self, item: Item) -> Result<(), String> {
        let is_run = |job: &JobFacts| job.owner.as_ref().is_some_and(|owner| self.cron_job.is(owner));
        let age = |job: &JobFacts| (job.created, job.name.clone());
        let read = match read(item.clone(), &mut Specs::default())? {
            Ok(job)
                if !is_run(&job)
                    || self
                        .newest
                        .as_ref()
                        .is_some_and(|newest| age(newest) >= age(&job)) =>
            {
                return Ok(());
            }
            Ok(_) => read_whole(item, &mut Specs::default())?,
            Err(unreadable) => Err(unreadable),
        };
        match read {
            Ok(job) => self.newest = Some(job),
            // The unreadable Job may be the newest run.
            Err(UnreadableJob { job, why }) if is_run(&job) => {
                return Err(format!("job {:?}: {why}", job.name));
            }
            Err(_) => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
