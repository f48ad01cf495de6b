//! Surroundings of many Jobs: the states need few requests, and unknown parts stay unknown.

use std::sync::Arc;

use serde_json::Value;

use super::*;
use crate::job_details::fake::{Answer, Api, recorded_job, recording};

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

fn items(name: &str) -> Vec<Value> {
    recording(name)["items"].as_array().unwrap().clone()
}

/// An API server with the pods and events of these recordings.
fn api(names: &'static [&str]) -> Api {
    Api::new(move |path| {
        let all = |file: &str| -> Vec<Value> {
            names
                .iter()
                .flat_map(|name| items(&format!("{name}/{file}")))
                .collect()
        };
        if path.contains("/pods?") {
            Answer::list("PodList", &all("pods.json"))
        } else {
            Answer::list("EventList", &all("events.json"))
        }
    })
}

async fn read(api: &Api, names: &[&str]) -> (Surroundings, Vec<JobFacts>) {
    let jobs: Vec<JobFacts> = names.iter().map(|name| recorded_job(name)).collect();
    (surroundings(&api.client(), Some("zoo"), &jobs, None).await, jobs)
}

#[tokio::test]
async fn where_no_job_is_under_way_nothing_is_asked() {
    let api = api(&[]);
    let (read, jobs) = read(&api, &["fail-exit", "ok-single", "suspended"]).await;
    assert!(api.asked().is_empty(), "{:?}", api.asked());
    for job in jobs {
        let snapshot = read.snapshot(job, now(), false);
        let pods = snapshot.pods.unwrap();
        assert!(pods.own.is_empty() && snapshot.depth == Depth::List);
    }
}

#[tokio::test]
async fn pods_that_are_as_before_take_no_memory_again() {
    let api = api(&["running-indexed"]);
    let (first, jobs) = read(&api, &["running-indexed"]).await;
    let second = surroundings(&api.client(), Some("zoo"), &jobs, Some(&first)).await;
    let pods_of = |read: &Surroundings| read.pods_of(&jobs[0]).unwrap();
    let (first, second) = (pods_of(&first), pods_of(&second));
    assert!(!first.is_empty() && first == second);
    for pod in first.iter() {
        assert!(Arc::ptr_eq(first.equal(pod).unwrap(), second.equal(pod).unwrap()));
    }
}

#[tokio::test]
async fn one_list_of_pods_serves_all_jobs_and_each_gets_its_own() {
    let names = ["running-indexed", "running-sidecar", "fail-exit"];
    let api = api(&["running-indexed", "running-sidecar", "fail-exit"]);
    let (read, jobs) = read(&api, &names).await;
    let asked = api.asked();
    let pods: Vec<_> = asked.iter().filter(|path| path.contains("/pods?")).collect();
    assert_eq!(
        pods,
        [
            "/api/v1/namespaces/zoo/pods?fieldSelector=status.phase!=Succeeded,status.phase!=Failed\
         &labelSelector=job-name in (running-indexed,running-sidecar)&limit=500"
        ]
    );
    let [indexed, sidecar, failed] = jobs.try_into().unwrap();
    let of = |job: JobFacts| read.snapshot(job, now(), false).pods.unwrap().own;
    let uid = indexed.uid.clone();
    let own = of(indexed);
    assert!(!own.is_empty());
    assert!(own.iter().all(|pod| pod.controller_uid.as_deref() == Some(&uid)));
    assert!(
        own.iter().all(|pod| !pod.is_finished()),
        "the server may have sent more"
    );
    assert_eq!(of(sidecar).len(), 1);
    assert!(of(failed).is_empty());
}

#[tokio::test]
async fn events_are_asked_for_only_where_they_may_tell() {
    let events = |api: &Api| -> Vec<String> {
        let asked = api.asked().into_iter();
        let lists = asked.filter_map(|path| Some(path.split_once("/events?fieldSelector=")?.1.to_owned()));
        lists.map(|rest| rest.replace("&limit=500", "")).collect()
    };
    // A running pod has started.
    let running = api(&["running-sidecar"]);
    read(&running, &["running-sidecar"]).await;
    assert!(events(&running).is_empty(), "{:?}", running.asked());
    // The Job has no pod at all.
    let refused = api(&["stuck-quota"]);
    let (found, jobs) = read(&refused, &["stuck-quota"]).await;
    assert_eq!(events(&refused), ["involvedObject.kind=Job,reason=FailedCreate"]);
    let snapshot = found.snapshot(jobs[0].clone(), now(), false);
    assert!(
        snapshot
            .events
            .unwrap()
            .iter()
            .any(|event| event.reason == "FailedCreate")
    );
    // A node has accepted the pod, and the pod does not start.
    let mount = api(&["stuck-mount"]);
    let (found, jobs) = read(&mount, &["stuck-mount"]).await;
    assert_eq!(events(&mount), ["involvedObject.kind=Pod,type!=Normal"]);
    let snapshot = found.snapshot(jobs[0].clone(), now(), false);
    assert!(
        snapshot
            .events
            .unwrap()
            .iter()
            .any(|event| event.reason == "FailedMount")
    );
    // Both at once.
    let both = api(&["stuck-quota", "stuck-mount"]);
    read(&both, &["stuck-quota", "stuck-mount"]).await;
    assert_eq!(events(&both), ["type!=Normal"]);
}

#[tokio::test]
async fn a_refusal_that_may_be_history_is_compared_with_what_was_created_since() {
    let api = api(&["stuck-quota"]);
    let mut job = recorded_job("stuck-quota");
    job.status.failed = Some(1);
    surroundings(&api.client(), None, &[job], None).await;
    let asked = api.asked();
    assert_eq!(asked.len(), 3, "{asked:?}");
    assert!(asked[1].contains("reason=FailedCreate"), "{asked:?}");
    assert!(asked[2].contains("reason=SuccessfulCreate"), "{asked:?}");
    assert!(asked.iter().all(|path| !path.contains("namespaces")), "{asked:?}");
}

#[tokio::test]
async fn what_is_refused_is_unknown_to_jobs_that_need_it_alone() {
    let api = Api::new(|_| Answer::forbidden());
    let (found, jobs) = read(&api, &["running-sidecar", "fail-exit"]).await;
    let whats: Vec<&str> = found.unknown().map(|unknown| &*unknown.what).collect();
    assert_eq!(
        whats,
        ["pods"],
        "with an active pod as its status says it lacks none"
    );
    let [running, failed] = jobs.try_into().unwrap();
    let unknown = found.snapshot(running, now(), false).pods.unwrap_err();
    assert_eq!(unknown.reason(), crate::facts::UnknownReason::Forbidden);
    assert!(found.snapshot(failed, now(), false).pods.is_ok());
}

#[test]
fn a_job_without_uid_has_unknown_pods_and_not_none() {
    let found = Surroundings::of(Ok(Vec::new()), Ok(Vec::new()));
    let unknown = found.snapshot(JobFacts::default(), now(), false);
    let unknown = unknown.pods.unwrap_err();
    assert!(unknown.why.to_string().contains("UID"), "{unknown:?}");
}

#[test]
fn pods_that_nobody_controls_or_that_have_ended_are_nobodys() {
    let pod = |controller: Option<&str>, phase: &str| PodFacts {
        controller_uid: controller.map(Into::into),
        phase: phase.into(),
        ..PodFacts::default()
    };
    let pods = vec![
        pod(None, "Running"),
        pod(Some("u"), "Failed"),
        pod(Some("u"), "Running"),
    ];
    let found = Surroundings::of(Ok(pods.into_iter().map(Arc::new).collect()), Ok(Vec::new()));
    let job = JobFacts {
        uid: "u".to_owned(),
        ..JobFacts::default()
    };
    assert_eq!(
        found.snapshot(job.clone(), now(), false).pods.unwrap().own.len(),
        1
    );
    let mut suspended = job;
    Arc::make_mut(&mut suspended.spec).suspend = Some(true);
    assert!(
        found
            .snapshot(suspended, now(), false)
            .pods
            .unwrap()
            .own
            .is_empty()
    );
}

#[test]
fn events_reach_the_job_and_its_pods() {
    let event = |uid: &str| {
        let mut event = EventFacts::default();
        event.object.uid = uid.into();
        event
    };
    let pod = PodFacts {
        uid: "p".into(),
        controller_uid: Some("u".into()),
        ..PodFacts::default()
    };
    let events = vec![event("u"), event("p"), event("other"), event("")];
    let found = Surroundings::of(Ok(vec![Arc::new(pod)]), Ok(events));
    let job = JobFacts {
        uid: "u".to_owned(),
        ..JobFacts::default()
    };
    assert_eq!(found.snapshot(job, now(), false).events.unwrap().len(), 2);
}
