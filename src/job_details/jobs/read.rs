//! Reads one Job: without its manifest from either encoding, or whole, which needs JSON.

use std::collections::BTreeMap;
use std::sync::Arc;

use k8s_openapi::api::batch::v1::JobSpec;
use kube::Client;
use serde::Deserialize;

use super::{facts::Specs, wire};
use crate::client::{self, RequestError};
use crate::facts::{JobFacts, JobManifest};
use crate::job_details::list::Item;
use crate::job_details::path::path;
use crate::job_details::tolerant::or_default;

/// A Job of which only the metadata is readable. It must not hide the other Jobs of its list.
#[derive(Debug)]
pub(in crate::job_details) struct UnreadableJob {
    /// The facts from the Job's metadata.
    pub(in crate::job_details) job: Box<JobFacts>,
    /// What is wrong with the rest of the Job.
    pub(in crate::job_details) why: String,
}

/// [`read()`] or [`read_whole`].
pub(super) type Read = fn(Item, &mut Specs) -> Listed;

/// A Job of a list. A Job without readable metadata is an error of the list.
type Listed = Result<Result<JobFacts, UnreadableJob>, String>;

/// Reads a Job of a list in either encoding, without its manifest.
pub(in crate::job_details) fn read(item: Item, specs: &mut Specs) -> Listed {
    let job = item.clone().decode::<wire::Job>();
    or_unreadable(item, job.map(|job| job.facts(specs)))
}

/// Reads a Job of a list in JSON, with its manifest.
pub(in crate::job_details) fn read_whole(item: Item, specs: &mut Specs) -> Listed {
    // The API types also check fields that the facts do not use, so their error comes first.
    let manifest = item.clone().decode_json::<Manifest>();
    let job = manifest.and_then(|manifest| Ok(manifest.of(item.clone().decode_json()?, specs)));
    or_unreadable(item, job)
}

fn or_unreadable(item: Item, job: Result<JobFacts, String>) -> Listed {
    let why = match job {
        Ok(job) => return Ok(Ok(job)),
        Err(why) => why,
    };
    match item.decode::<wire::OnlyMetadata>() {
        Ok(wire::OnlyMetadata {
            metadata: Some(metadata),
        }) => Ok(Err(UnreadableJob {
            job: Box::new(metadata.facts()),
            why,
        })),
        Ok(wire::OnlyMetadata { metadata: None }) | Err(_) => Err(why),
    }
}

/// Reads the Job named `name` whole.
pub(in crate::job_details) async fn by_name(
    client: &Client,
    namespace: &str,
    name: &str,
) -> Result<JobFacts, RequestError> {
    let path = path(
        &["apis", "batch", "v1", "namespaces", namespace, "jobs", name],
        &[],
    );
    let object = client::get_object(client, &path, "Job").await?;
    let manifest = object.decode::<Manifest>()?;
    let mut job = manifest.of(object.decode()?, &mut Specs::default());
    // An object without a name is the requested object.
    for (field, asked) in [(&mut job.name, name), (&mut job.namespace, namespace)] {
        if field.is_empty() {
            asked.clone_into(field);
        }
    }
    Ok(job)
}

/// The parts of a Job that the other facts do not hold.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Manifest {
    #[serde(deserialize_with = "or_default")]
    metadata: LabelsAndAnnotations,
    #[serde(deserialize_with = "or_default")]
    spec: JobSpec,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LabelsAndAnnotations {
    #[serde(deserialize_with = "or_default")]
    labels: BTreeMap<String, String>,
    #[serde(deserialize_with = "or_default")]
    annotations: BTreeMap<String, String>,
}

impl Manifest {
    fn of(self, job: wire::Job, specs: &mut Specs) -> JobFacts {
        JobFacts {
            manifest: Some(Arc::new(JobManifest {
                labels: self.metadata.labels,
                annotations: self.metadata.annotations,
                spec: self.spec,
            })),
            ..job.facts(specs)
        }
    }
}
