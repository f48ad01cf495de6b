//! From a `batch/v1` Job as it came to its facts. The spec is the API types' own; metadata and status are read here, because the
//! API types refuse a whole Job for one odd time.

use std::collections::BTreeMap;

use jiff::Timestamp;
use k8s_openapi::api::batch::v1::JobSpec;
use serde::Deserialize;

use super::list::Item;
use super::tolerant::{list, or_default, time};
use crate::facts::{Condition, IndexSet, JobFacts, JobStatus, Owner};

/// A Job as it came.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ApiJob {
    #[serde(deserialize_with = "or_default")]
    metadata: Metadata,
    #[serde(deserialize_with = "or_default")]
    spec: JobSpec,
    #[serde(deserialize_with = "or_default")]
    status: Status,
}

impl ApiJob {
    /// A Job of which nothing but the metadata is known.
    pub(super) fn of(metadata: Metadata) -> Self {
        Self {
            metadata,
            ..Self::default()
        }
    }
}

/// A Job of which only the metadata could be read.
pub(super) struct Unreadable {
    pub(super) metadata: Metadata,
    /// What is wrong with the rest.
    pub(super) why: String,
}

/// Reads a Job of a list. One that cannot be read whole must not hide the others, so what it is called is told at least; the
/// error is about one of which not even that is known.
pub(super) fn read(item: Item) -> Result<Result<ApiJob, Unreadable>, String> {
    #[derive(Deserialize)]
    struct Named {
        metadata: Metadata,
    }
    let why = match item.clone().decode_json::<ApiJob>() {
        Ok(job) => return Ok(Ok(job)),
        Err(why) => why,
    };
    match item.decode_json::<Named>() {
        Ok(Named { metadata }) => Ok(Err(Unreadable { metadata, why })),
        Err(_) => Err(why),
    }
}

/// What is read of an object's `metadata`.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Metadata {
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) namespace: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) uid: String,
    #[serde(deserialize_with = "or_default")]
    resource_version: String,
    #[serde(deserialize_with = "time")]
    creation_timestamp: Option<Timestamp>,
    #[serde(deserialize_with = "time")]
    deletion_timestamp: Option<Timestamp>,
    #[serde(deserialize_with = "list")]
    finalizers: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    labels: BTreeMap<String, String>,
    #[serde(deserialize_with = "or_default")]
    annotations: BTreeMap<String, String>,
    #[serde(deserialize_with = "list")]
    owner_references: Vec<OwnerReference>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct OwnerReference {
    #[serde(deserialize_with = "or_default")]
    api_version: String,
    #[serde(deserialize_with = "or_default")]
    kind: String,
    #[serde(deserialize_with = "or_default")]
    name: String,
    #[serde(deserialize_with = "or_default")]
    uid: String,
    #[serde(deserialize_with = "or_default")]
    controller: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Status {
    active: Option<i32>,
    ready: Option<i32>,
    succeeded: Option<i32>,
    failed: Option<i32>,
    terminating: Option<i32>,
    #[serde(deserialize_with = "time")]
    start_time: Option<Timestamp>,
    #[serde(deserialize_with = "time")]
    completion_time: Option<Timestamp>,
    completed_indexes: Option<String>,
    failed_indexes: Option<String>,
    #[serde(deserialize_with = "or_default")]
    uncounted_terminated_pods: Uncounted,
    #[serde(deserialize_with = "list")]
    conditions: Vec<ApiCondition>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Uncounted {
    #[serde(deserialize_with = "list")]
    succeeded: Vec<String>,
    #[serde(deserialize_with = "list")]
    failed: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct ApiCondition {
    #[serde(deserialize_with = "or_default")]
    r#type: String,
    #[serde(deserialize_with = "or_default")]
    status: String,
    reason: Option<String>,
    message: Option<String>,
    #[serde(deserialize_with = "time")]
    last_transition_time: Option<Timestamp>,
}

impl From<ApiJob> for JobFacts {
    /// Keeps what is known; whatever part of the Job is missing stays empty.
    fn from(job: ApiJob) -> Self {
        let metadata = job.metadata;
        Self {
            name: metadata.name,
            namespace: metadata.namespace,
            uid: metadata.uid,
            resource_version: metadata.resource_version,
            created: metadata.creation_timestamp,
            deletion_timestamp: metadata.deletion_timestamp,
            finalizers: metadata.finalizers,
            labels: metadata.labels,
            annotations: metadata.annotations,
            owner: metadata.owner_references.into_iter().find_map(controller),
            spec: job.spec.into(),
            status: job.status.into(),
        }
    }
}

fn controller(owner: OwnerReference) -> Option<Owner> {
    owner.controller.then_some(Owner {
        api_version: owner.api_version,
        kind: owner.kind,
        name: owner.name,
        uid: owner.uid,
    })
}

impl From<Status> for JobStatus {
    fn from(status: Status) -> Self {
        let indexes = |text: Option<String>| IndexSet::parse(&text?);
        Self {
            active: status.active,
            ready: status.ready,
            succeeded: status.succeeded,
            failed: status.failed,
            terminating: status.terminating,
            start_time: status.start_time,
            completion_time: status.completion_time,
            completed_indexes: indexes(status.completed_indexes),
            failed_indexes: indexes(status.failed_indexes),
            uncounted_succeeded: length(&status.uncounted_terminated_pods.succeeded),
            uncounted_failed: length(&status.uncounted_terminated_pods.failed),
            conditions: status.conditions.into_iter().map(Condition::from).collect(),
        }
    }
}

impl From<ApiCondition> for Condition {
    fn from(condition: ApiCondition) -> Self {
        Self {
            kind: condition.r#type,
            status: condition.status,
            reason: condition.reason.filter(|text| !text.is_empty()),
            message: condition.message.filter(|text| !text.is_empty()),
            since: condition.last_transition_time,
        }
    }
}

fn length(uids: &[String]) -> u32 {
    u32::try_from(uids.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::job_details::fake::recording;

    fn facts(job: Value) -> JobFacts {
        serde_json::from_value::<ApiJob>(job).unwrap().into()
    }

    #[test]
    fn keeps_what_a_recorded_job_says() {
        let job = facts(recording("fail-indexed/job.json"));
        assert_eq!(
            (job.name.as_str(), job.namespace.as_str()),
            ("fail-indexed", "zoo")
        );
        assert_eq!(job.uid, "3b4463f4-8650-4b76-8908-7ce928b435c6");
        assert_eq!(job.spec.completions, Some(10));
        assert_eq!(job.status.failed_indexes.unwrap().to_string(), "3,7");
        assert_eq!(job.status.completed_indexes.unwrap().to_string(), "0-2,4-6,8,9");
        let failed = job.status.conditions.iter().find(|c| c.kind == "Failed").unwrap();
        assert!(failed.is_true());
        assert_eq!(failed.reason.as_deref(), Some("FailedIndexes"));
        assert!(failed.since.is_some());
        assert_eq!(job.created.unwrap().to_string(), "2026-11-23T18:02:51Z");
    }

    #[test]
    fn the_owner_is_the_one_that_controls() {
        let job = facts(recording("nightly/nightly-29924309/job.json"));
        let owner = job.owner.unwrap();
        assert_eq!((owner.kind.as_str(), owner.name.as_str()), ("CronJob", "nightly"));
        let other = json!({"metadata": {"ownerReferences": [{"kind": "CronJob", "name": "x", "uid": "u"}]}});
        assert_eq!(facts(other).owner, None);
    }

    #[test]
    fn a_job_may_lack_anything() {
        for job in [
            json!({}),
            json!({"metadata": null, "spec": null, "status": null}),
            json!({"metadata": {}, "spec": {"selector": null, "template": null}, "status": {"conditions": null}}),
        ] {
            assert_eq!(facts(job), JobFacts::default());
        }
    }

    #[test]
    fn absurd_times_pass_and_absurd_lists_are_unknown() {
        let job = facts(json!({
            "metadata": {"creationTimestamp": "0000-01-01T00:00:00Z"},
            "status": {"startTime": "9999-01-01T00:00:00Z", "completionTime": "9999-12-31T23:59:59Z", "completedIndexes": "9-3", "failedIndexes": "",
                "uncountedTerminatedPods": {"succeeded": ["a", "b"], "failed": null}},
        }));
        assert_eq!(job.created.unwrap().to_string(), "0000-01-01T00:00:00Z");
        assert!(job.status.start_time.is_some());
        assert_eq!(
            job.status.completion_time, None,
            "beyond what can be counted with"
        );
        assert_eq!(job.status.completed_indexes, None);
        assert_eq!(job.status.failed_indexes, Some(IndexSet::default()));
        assert_eq!(
            (job.status.uncounted_succeeded, job.status.uncounted_failed),
            (2, 0)
        );
    }

    #[test]
    fn a_value_of_the_wrong_type_is_an_error() {
        for job in [
            json!({"spec": {"completions": 99_999_999_999_i64}}),
            json!({"spec": "x"}),
            json!({"status": {"failed": "many"}}),
        ] {
            assert!(serde_json::from_value::<ApiJob>(job.clone()).is_err(), "{job}");
        }
    }
}
