//! Lists of Jobs have the same facts as single Jobs, in both encodings.

mod whole;

use std::sync::Arc;

use k8s_openapi::api::core::v1::Container;
use prost::Message as _;
use serde_json::{Value, json};

use super::*;
use crate::facts::{JobSpecFacts, TemplateContainer};
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

/// The expected facts of a spec, computed from the API type.
fn expected_spec(whole: &JobFacts) -> JobSpecFacts {
    let manifest = whole.manifest.clone().unwrap();
    let spec = manifest.spec.clone();
    let pod = manifest.pod().cloned().unwrap();
    let containers = |containers: Vec<Container>| {
        let facts = |container: Container| TemplateContainer {
            name: container.name,
            image: container.image,
        };
        containers.into_iter().map(facts).collect()
    };
    let policy = spec.pod_failure_policy.unwrap_or_default();
    JobSpecFacts {
        parallelism: spec.parallelism,
        completions: spec.completions,
        completion_mode: spec.completion_mode,
        backoff_limit: spec.backoff_limit,
        backoff_limit_per_index: spec.backoff_limit_per_index,
        max_failed_indexes: spec.max_failed_indexes,
        active_deadline_seconds: spec.active_deadline_seconds,
        ttl_seconds_after_finished: spec.ttl_seconds_after_finished,
        suspend: spec.suspend,
        managed_by: spec.managed_by,
        manual_selector: spec.manual_selector,
        pod_replacement_policy: spec.pod_replacement_policy,
        failure_actions: policy.rules.into_iter().map(|rule| rule.action).collect(),
        has_success_policy: spec.success_policy.is_some(),
        restart_policy: pod.restart_policy,
        pod_active_deadline_seconds: pod.active_deadline_seconds,
        init_containers: containers(pod.init_containers.unwrap_or_default()),
        containers: containers(pod.containers),
    }
}

#[test]
fn a_job_of_a_list_has_the_facts_of_the_whole_one_in_both_encodings_and_no_manifest() {
    for name in recorded_jobs() {
        let whole = recorded_job(&name);
        assert_eq!(*whole.spec, expected_spec(&whole), "{name}");
        let json = decode(&recording(&format!("{name}/job.json")));
        let protobuf = wire::Job::decode(json.encode_to_vec().as_slice()).unwrap();
        for job in [json, protobuf] {
            let job = job.facts(&mut Specs::default());
            let without_manifest = JobFacts {
                manifest: None,
                ..whole.clone()
            };
            assert_eq!(job, without_manifest, "{name}");
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
