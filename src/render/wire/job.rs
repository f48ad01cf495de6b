//! The Job itself.

use std::{borrow::Cow, collections::BTreeMap};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::schema::Time;
use crate::facts::{JobFacts, Owner};
use crate::render::mask;

/// The Job.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Job<'a> {
    /// The name of the Job.
    name: &'a str,
    /// The namespace of the Job.
    namespace: &'a str,
    /// The UID of the Job.
    #[serde(skip_serializing_if = "str::is_empty")]
    uid: &'a str,
    /// When the Job was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    creation_timestamp: Option<Timestamp>,
    /// When the deletion of the Job was requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    deletion_timestamp: Option<Timestamp>,
    /// The finalizers, which delay the deletion of the Job.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    finalizers: &'a [String],
    /// The labels of the Job.
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<&'a BTreeMap<String, String>>,
    /// The annotations of the Job, credentials masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    annotations: Option<BTreeMap<&'a str, Cow<'a, str>>>,
    /// The controller of the Job.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<WireOwner<'a>>,
    /// `spec` as the API has it, credentials masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    spec: Option<Value>,
}

/// The controller of a Job, such as a CronJob.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireOwner<'a> {
    /// The API version of the owner.
    api_version: &'a str,
    /// The kind of the owner.
    kind: &'a str,
    /// The name of the owner.
    name: &'a str,
    /// The UID of the owner.
    uid: &'a str,
}

impl<'a> Job<'a> {
    pub(super) fn of(job: &'a JobFacts, show_env: bool) -> Self {
        let manifest = job.manifest.as_deref();
        Self {
            name: &job.name,
            namespace: &job.namespace,
            uid: &job.uid,
            creation_timestamp: job.created,
            deletion_timestamp: job.deletion_timestamp,
            finalizers: &job.finalizers,
            labels: manifest.map(|manifest| &manifest.labels),
            annotations: manifest
                .map(|manifest| mask::annotations(&manifest.annotations, show_env).collect()),
            owner: job.owner.as_ref().map(WireOwner::of),
            spec: manifest.map(|manifest| mask::spec(&manifest.spec, show_env)),
        }
    }
}

impl<'a> WireOwner<'a> {
    pub(super) fn of(owner: &'a Owner) -> Self {
        Self {
            api_version: &owner.api_version,
            kind: &owner.kind,
            name: &owner.name,
            uid: &owner.uid,
        }
    }
}
