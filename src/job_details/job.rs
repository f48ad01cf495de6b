//! From a `batch/v1` Job, as the API types have it, to its facts.

use jiff::Timestamp;
use k8s_openapi::api::batch::v1::{Job, JobCondition, JobStatus as ApiStatus};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{OwnerReference, Time};

use super::{Condition, IndexSet, JobFacts, JobStatus, Owner};

impl From<Job> for JobFacts {
    /// Keeps what is known; whatever part of the Job is missing stays empty.
    fn from(job: Job) -> Self {
        let metadata = job.metadata;
        Self {
            name: metadata.name.unwrap_or_default(),
            namespace: metadata.namespace.unwrap_or_default(),
            uid: metadata.uid.unwrap_or_default(),
            created: metadata.creation_timestamp.as_ref().and_then(timestamp),
            deletion_timestamp: metadata.deletion_timestamp.as_ref().and_then(timestamp),
            finalizers: metadata.finalizers.unwrap_or_default(),
            labels: metadata.labels.unwrap_or_default(),
            annotations: metadata.annotations.unwrap_or_default(),
            owner: metadata
                .owner_references
                .unwrap_or_default()
                .into_iter()
                .find_map(controller),
            spec: job.spec.unwrap_or_default(),
            status: job.status.map(status).unwrap_or_default(),
        }
    }
}

/// The API types hold jiff 0.2's time, everything else jiff 1's; both span the same years.
pub(super) fn timestamp(time: &Time) -> Option<Timestamp> {
    Timestamp::new(time.0.as_second(), time.0.subsec_nanosecond()).ok()
}

fn controller(owner: OwnerReference) -> Option<Owner> {
    (owner.controller == Some(true)).then_some(Owner {
        api_version: owner.api_version,
        kind: owner.kind,
        name: owner.name,
        uid: owner.uid,
    })
}

fn status(status: ApiStatus) -> JobStatus {
    let uncounted = status.uncounted_terminated_pods.unwrap_or_default();
    let indexes = |text: Option<String>| IndexSet::parse(&text?);
    JobStatus {
        active: status.active,
        ready: status.ready,
        succeeded: status.succeeded,
        failed: status.failed,
        terminating: status.terminating,
        start_time: status.start_time.as_ref().and_then(timestamp),
        completion_time: status.completion_time.as_ref().and_then(timestamp),
        completed_indexes: indexes(status.completed_indexes),
        failed_indexes: indexes(status.failed_indexes),
        uncounted_succeeded: length(uncounted.succeeded.as_deref()),
        uncounted_failed: length(uncounted.failed.as_deref()),
        conditions: status
            .conditions
            .unwrap_or_default()
            .into_iter()
            .map(condition)
            .collect(),
    }
}

fn condition(condition: JobCondition) -> Condition {
    Condition {
        kind: condition.type_,
        status: condition.status,
        reason: condition.reason.filter(|text| !text.is_empty()),
        message: condition.message.filter(|text| !text.is_empty()),
        since: condition.last_transition_time.as_ref().and_then(timestamp),
    }
}

fn length(uids: Option<&[String]>) -> u32 {
    u32::try_from(uids.map_or(0, <[String]>::len)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::batch::v1::Job;
    use serde_json::{Value, json};

    use super::*;
    use crate::job_details::fake::recording;

    fn facts(job: Value) -> JobFacts {
        serde_json::from_value::<Job>(job).unwrap().into()
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
            "status": {"startTime": "9999-01-01T00:00:00Z", "completedIndexes": "9-3", "failedIndexes": "",
                "uncountedTerminatedPods": {"succeeded": ["a", "b"], "failed": null}},
        }));
        assert_eq!(job.created.unwrap().to_string(), "0000-01-01T00:00:00Z");
        assert!(job.status.start_time.is_some());
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
            json!({"status": {"conditions": [null]}}),
            json!({"metadata": {"creationTimestamp": "yesterday"}}),
        ] {
            assert!(serde_json::from_value::<Job>(job.clone()).is_err(), "{job}");
        }
    }
}
