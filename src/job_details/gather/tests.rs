//! Whole snapshots of recordings, and snapshots in which the server refuses some parts.

use super::*;
use crate::facts::UnknownReason;
use crate::job_details::fake::{Answer, Api, recorded_bytes, recorded_job, recording};

fn options() -> Options {
    Options {
        as_of: Timestamp::from_second(1_790_000_000).unwrap(),
        historic: true,
        log_lines: 10,
    }
}

/// The API of one recording. Where `refuses` has an answer, that answer is sent instead.
fn api(name: &'static str, refuses: fn(&str) -> Option<Answer>) -> Api {
    Api::new(move |path| {
        if let Some(refusal) = refuses(path) {
            return refusal;
        }
        match path {
            path if path.contains("/log?") => {
                let pod = path.split('/').nth(6).unwrap();
                let (_, rest) = path.split_once("container=").unwrap();
                let (container, _) = rest.split_once('&').unwrap();
                Answer::text(recorded_bytes(&format!("{name}/logs/{pod}.{container}.log")))
            }
            path if path.contains("/pods?") => Answer::json(&recording(&format!("{name}/pods.json"))),
            path if path.contains("/events?") => Answer::json(&recording(&format!("{name}/events.json"))),
            _ => Answer::api_missing(),
        }
    })
}

async fn snapshot(name: &'static str, refuses: fn(&str) -> Option<Answer>) -> JobSnapshot {
    job_details(&api(name, refuses).client(), recorded_job(name), &options()).await
}

#[tokio::test]
async fn a_recording_is_read_whole() {
    let snapshot = snapshot("fail-exit", |_| None).await;
    assert_eq!((snapshot.as_of, snapshot.historic), (options().as_of, true));
    assert_eq!(snapshot.job.name, "fail-exit");
    assert_eq!(snapshot.pods.unwrap().own.len(), 3);
    let events = snapshot.events.unwrap();
    assert_eq!(events.len(), 16);
    assert!(events.is_sorted_by_key(|event| event.last));
    assert_eq!(snapshot.logs.len(), 3);
    for tail in snapshot.logs {
        let tail = tail.unwrap();
        assert_eq!((&*tail.container, tail.previous), ("migrate", false));
        assert!(
            tail.lines.last().unwrap().contains("does not exist"),
            "{:?}",
            tail.lines
        );
    }
    assert_eq!(snapshot.workload, None);
}

#[tokio::test]
async fn pods_that_are_gone_still_have_their_events() {
    let snapshot = snapshot("fail-onfailure", |_| None).await;
    assert!(snapshot.pods.unwrap().own.is_empty());
    let events = snapshot.events.unwrap();
    assert_eq!(events.len(), 8);
    assert!(
        events
            .iter()
            .any(|event| event.object.kind == "Pod" && event.reason == "BackOff")
    );
}

#[tokio::test]
async fn each_part_may_be_refused_by_itself() {
    let no_pods = snapshot("fail-exit", |path| {
        path.contains("/pods?").then(Answer::forbidden)
    })
    .await;
    let unknown = no_pods.pods.unwrap_err();
    assert_eq!(
        (unknown.what.as_str(), unknown.reason()),
        ("pods", UnknownReason::Forbidden)
    );
    assert!(!no_pods.events.unwrap().is_empty());
    assert!(no_pods.logs.is_empty());

    let no_events = snapshot("fail-exit", |path| {
        path.contains("/events?").then(Answer::forbidden)
    })
    .await;
    let unknown = no_events.events.unwrap_err();
    assert_eq!(
        (unknown.what.as_str(), unknown.reason()),
        ("events", UnknownReason::Forbidden)
    );
    assert_eq!(no_events.pods.unwrap().own.len(), 3);
    assert_eq!(no_events.logs.len(), 3);

    let no_logs = snapshot("fail-exit", |path| path.contains("/log?").then(Answer::forbidden)).await;
    assert!(
        no_logs
            .logs
            .iter()
            .all(|tail| tail.as_ref().unwrap_err().reason() == UnknownReason::Forbidden)
    );
    assert_eq!(no_logs.logs.len(), 3);

    let failing = |_: &str| Some(Answer::failure(500, "InternalError", &serde_json::json!({})));
    let nothing = snapshot("suspended", failing).await;
    assert_eq!(nothing.pods.unwrap_err().reason(), UnknownReason::ServerError);
    assert_eq!(nothing.events.unwrap_err().reason(), UnknownReason::ServerError);
    assert_eq!(
        nothing.workload.unwrap().unwrap_err().reason(),
        UnknownReason::ServerError
    );
}

#[tokio::test]
async fn half_of_the_events_are_unknown_rather_than_all() {
    let only_of_pods = |path: &str| {
        let is_of_pod = path.contains("/events?") && !path.contains(&recorded_job("fail-exit").uid);
        is_of_pod.then(Answer::forbidden)
    };
    assert!(snapshot("fail-exit", only_of_pods).await.events.is_err());
}

#[tokio::test]
async fn a_job_without_anything_is_no_reason_to_ask_for_every_pod() {
    let api = Api::new(|_| Answer::list("EventList", &[]));
    let snapshot = job_details(&api.client(), JobFacts::default(), &options()).await;
    assert_eq!(snapshot.pods.unwrap_err().reason(), UnknownReason::NoSelector);
    assert!(snapshot.events.unwrap().is_empty());
    assert!(api.asked().iter().all(|path| path.contains("/events?")));
}
