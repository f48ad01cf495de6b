//! The Job itself.

use std::{borrow::Cow, collections::BTreeMap};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::schema::Time;
use crate::facts::{JobFacts, Owner};
use crate::render::mask;

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Job<'a> {
    name: &'a str,
    namespace: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    uid: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    creation_timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    deletion_timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    finalizers: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<&'a BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotations: Option<BTreeMap<&'a str, Cow<'a, str>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<WireOwner<'a>>,
    /// Kubernetes' own object, credentials masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    spec: Option<Value>,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireOwner<'a> {
    api_version: &'a str,
    kind: &'a str,
    name: &'a str,
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
