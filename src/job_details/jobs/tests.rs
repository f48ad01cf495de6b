//! Lists of Jobs: the same facts as of a Job that is read by itself, in both encodings.

use std::sync::Arc;

use k8s_openapi::api::batch::v1::JobSpec;
use prost::Message as _;
use serde_json::{Value, json};

use super::*;
use crate::job_details::ResolveError;
use crate::job_details::fake::{Answer, Api, is_recorded, recorded_job, recording, recording_names};

fn decode(job: &Value) -> wire::Job {
    serde_json::from_value(job.clone()).unwrap()
}

fn recorded_jobs() -> Vec<String> {
    let names = recording_names();
    let jobs: Vec<String> = names
        .into_iter()
        .filter(|name| is_recorded(&format!("{name}/job.json")))
        .collect();
    assert!(jobs.len() > 20, "{jobs:?}");
    jobs
}

/// What a list keeps of a spec.
fn kept(spec: &JobSpec) -> impl PartialEq + std::fmt::Debug {
    let pod = spec.template.spec.as_ref().unwrap();
    let containers = pod.containers.iter();
    let images: Vec<_> = containers.map(|c| (c.name.clone(), c.image.clone())).collect();
    let numbers = (
        spec.parallelism,
        spec.completions,
        spec.active_deadline_seconds,
        spec.backoff_limit,
        spec.backoff_limit_per_index,
        spec.max_failed_indexes,
    );
    let words = (
        spec.completion_mode.clone(),
        spec.suspend,
        spec.manual_selector,
        spec.pod_replacement_policy.clone(),
        spec.managed_by.clone(),
        pod.restart_policy.clone(),
    );
    (numbers, words, images)
}

#[test]
fn a_job_of_a_list_has_the_facts_of_the_whole_one_in_both_encodings() {
    for name in recorded_jobs() {
        let whole = recorded_job(&name);
        let json = decode(&recording(&format!("{name}/job.json")));
        let protobuf = wire::Job::decode(json.encode_to_vec().as_slice()).unwrap();
        for job in [json, protobuf] {
            let job = job.facts(&mut Specs::default());
            assert_eq!(kept(&job.spec), kept(&whole.spec), "{name}");
            assert_eq!(job.queue(), whole.queue(), "{name}");
            let slim = JobFacts {
                labels: whole.labels.clone(),
                annotations: whole.annotations.clone(),
                spec: Arc::clone(&whole.spec),
                ..job
            };
            assert_eq!(slim, whole, "{name}");
        }
    }
}

#[test]
fn zeros_that_protobuf_writes_are_as_good_as_none() {
    let status =
        json!({"status": {"active": 0, "succeeded": 0, "failed": 0, "completedIndexes": "", "ready": 0}});
    let status = decode(&status).facts(&mut Specs::default()).status;
    assert_eq!(
        (status.active, status.succeeded, status.failed),
        (None, None, None)
    );
    assert_eq!((status.completed_indexes, status.ready), (None, Some(0)));
}

#[test]
fn runs_that_differ_in_what_no_list_tells_share_one_spec() {
    let run = |environment: &str, image: &str| {
        decode(
            &json!({"spec": {"completions": 1, "selector": {"matchLabels": {"uid": environment}}, "template": {"spec": {
            "containers": [{"name": "main", "image": image, "env": [{"name": "A", "value": environment}]}]}}}}),
        )
    };
    let mut specs = Specs::default();
    let [first, second, third] =
        [run("a", "x:1"), run("b", "x:1"), run("a", "x:2")].map(|job| job.facts(&mut specs).spec);
    assert!(Arc::ptr_eq(&first, &second));
    assert!(!Arc::ptr_eq(&first, &third));
}

#[tokio::test]
async fn a_job_that_cannot_be_read_hides_no_other_and_tells_why() {
    let broken = json!({"metadata": {"name": "broken", "namespace": "zoo"}, "spec": "none"});
    let api = Api::new(move |path| {
        if path.contains("/jobs/broken") {
            Answer::json(&broken)
        } else {
            let good = recording("fail-exit/job.json");
            Answer::list("JobList", &[broken.clone(), good])
        }
    });
    let scope = Scope {
        namespace: Some("zoo"),
        labels: Some("app in (a,b)"),
        fields: Some("metadata.name!=x"),
    };
    let listed = list_jobs(&api.client(), &scope).await.unwrap();
    assert_eq!(listed.jobs.len(), 1);
    assert_eq!(listed.jobs[0].name, "fail-exit");
    let [broken] = listed.unreadable.as_slice() else {
        panic!("{:?}", listed.unreadable)
    };
    assert_eq!(broken.name, JobRef::Job("broken".to_owned()));
    assert!(matches!(broken.job, Err(ResolveError::Request(_))));
    assert_eq!(
        api.asked()[0],
        "/apis/batch/v1/namespaces/zoo/jobs?labelSelector=app in (a,b)&fieldSelector=metadata.name!=x&limit=500"
    );
}

#[tokio::test]
async fn all_namespaces_are_one_list() {
    let api = Api::new(|_| Answer::list("JobList", &[]));
    let listed = list_jobs(&api.client(), &Scope::default()).await.unwrap();
    assert!(listed.jobs.is_empty() && listed.unreadable.is_empty());
    assert_eq!(api.asked(), ["/apis/batch/v1/jobs?limit=500"]);
}
