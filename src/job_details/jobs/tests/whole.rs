//! Jobs that are read whole.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::facts::{IndexSet, JobFacts};
use crate::job_details::fake::{job as facts, recording};
use crate::job_details::jobs::{Specs, UnreadableJob, read_whole};
use crate::job_details::list::Item;

fn read(job: &Value) -> Result<Result<JobFacts, UnreadableJob>, String> {
    read_whole(Item::Json(job.to_string().into()), &mut Specs::default())
}

#[test]
fn keeps_what_a_recorded_job_says() {
    let job = facts(&recording("fail-indexed/job.json"));
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
    let job = facts(&recording("nightly/nightly-29924309/job.json"));
    let owner = job.owner.unwrap();
    assert_eq!((owner.kind.as_str(), owner.name.as_str()), ("CronJob", "nightly"));
    let other = json!({"metadata": {"ownerReferences": [{"kind": "CronJob", "name": "x", "uid": "u"}]}});
    assert_eq!(facts(&other).owner, None);
}

#[test]
fn a_job_may_lack_anything() {
    for job in [
        json!({}),
        json!({"metadata": null, "spec": null, "status": null}),
        json!({"metadata": {}, "spec": {"selector": null, "template": null}, "status": {"conditions": null}}),
    ] {
        let empty = JobFacts {
            manifest: Some(Arc::default()),
            ..JobFacts::default()
        };
        assert_eq!(facts(&job), empty);
    }
}

#[test]
fn absurd_times_pass_and_absurd_lists_are_unknown() {
    let job = facts(&json!({
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
        assert!(matches!(read(&job), Ok(Err(_)) | Err(_)), "{job}");
    }
}
