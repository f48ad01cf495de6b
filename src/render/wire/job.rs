//! The Job itself.

use std::{borrow::Cow, collections::BTreeMap};

use jiff::Timestamp;
use k8s_openapi::api::batch::v1::JobSpec;
use serde::Serialize;

use crate::{
    job_details::{JobFacts, Owner},
    render::mask,
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Job<'a> {
    name: &'a str,
    namespace: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    uid: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    creation_timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion_timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    finalizers: &'a [String],
    labels: &'a BTreeMap<String, String>,
    annotations: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<WireOwner<'a>>,
    /// Kubernetes' own object, credentials masked.
    spec: Cow<'a, JobSpec>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireOwner<'a> {
    api_version: &'a str,
    kind: &'a str,
    name: &'a str,
    uid: &'a str,
}

impl<'a> Job<'a> {
    pub(super) fn of(job: &'a JobFacts, show_env: bool) -> Self {
        let annotations = job
            .annotations
            .iter()
            .filter(|(name, _)| !mask::is_copy_of_manifest(name));
        Self {
            name: &job.name,
            namespace: &job.namespace,
            uid: &job.uid,
            creation_timestamp: job.created,
            deletion_timestamp: job.deletion_timestamp,
            finalizers: &job.finalizers,
            labels: &job.labels,
            annotations: annotations
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect(),
            owner: job.owner.as_ref().map(WireOwner::of),
            spec: mask::spec(&job.spec, show_env),
        }
    }
}

impl<'a> WireOwner<'a> {
    fn of(owner: &'a Owner) -> Self {
        Self {
            api_version: &owner.api_version,
            kind: &owner.kind,
            name: &owner.name,
            uid: &owner.uid,
        }
    }
}
