//! Which events are requested and which are kept.

use serde_json::{Value, json};

use super::*;
use crate::job_details::fake::{Answer, Api, recorded_job, recording};

fn pods(number: usize) -> Vec<PodFacts> {
    let pod = |n: usize| PodFacts {
        name: format!("pod-{n}").into(),
        uid: Uid::from(&*format!("uid-{n}")),
        ..PodFacts::default()
    };
    (0..number).map(pod).collect()
}

fn event(uid: &str, object: &Value, reason: &str, message: &str) -> Value {
    json!({"metadata": {"uid": uid}, "involvedObject": object, "reason": reason, "message": message})
}

fn of_pod(n: usize, reason: &str) -> Value {
    let object = json!({"kind": "Pod", "name": format!("pod-{n}"), "uid": format!("uid-{n}")});
    event(&format!("{n}-{reason}"), &object, reason, "")
}

fn created(names: &[&str]) -> Events {
    let event = |name: &&str| EventFacts {
        reason: "SuccessfulCreate".to_owned(),
        message: format!("Created pod: {name}"),
        ..EventFacts::default()
    };
    Events(names.iter().map(|name| (String::new(), event(name))).collect())
}

async fn gathered(api: &Api, own: &[PodFacts], of_job: &Events) -> Vec<EventFacts> {
    let job = recorded_job("fail-exit");
    of_pods(&api.client(), &job, &own.to_vec().into(), of_job)
        .await
        .unwrap()
        .merged()
}

#[tokio::test]
async fn the_jobs_own_events_are_those_of_its_uid() {
    let job = recorded_job("fail-onfailure");
    let all = recording("fail-onfailure/events.json");
    let api = Api::new(move |_| Answer::json(&all));
    let events = of_job(&api.client(), &job).await.unwrap();
    assert_eq!(
        api.asked(),
        [format!(
            "/api/v1/namespaces/zoo/events?fieldSelector=involvedObject.uid={}&limit=500",
            job.uid
        )]
    );
    assert!(
        !events.0.is_empty()
            && events
                .0
                .iter()
                .all(|(_, event)| event.object.uid == Uid::from(&*job.uid))
    );
    assert_eq!(
        events.pods_beside(&[]),
        HashSet::from(["fail-onfailure-vw2fp".to_owned()])
    );
}

#[tokio::test]
async fn a_job_without_uid_has_the_events_of_its_name() {
    let mut job = recorded_job("fail-exit");
    job.uid.clear();
    let namesake_of_another_kind = json!({"kind": "CronJob", "name": "fail-exit", "uid": "c"});
    let own = json!({"kind": "Job", "name": "fail-exit", "uid": "u"});
    let events = [
        event("1", &namesake_of_another_kind, "X", ""),
        event("2", &own, "Y", ""),
    ];
    let api = Api::new(move |_| Answer::list("EventList", &events));
    let events = of_job(&api.client(), &job).await.unwrap().merged();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].reason, "Y");
}

#[tokio::test]
async fn few_pods_are_asked_for_one_by_one_the_gone_ones_by_name() {
    let gone = json!({"kind": "Pod", "name": "pod-gone", "uid": "whatever"});
    let api = Api::new(move |path| {
        if path.contains("involvedObject.name") {
            Answer::list("EventList", &[event("g", &gone, "Killing", "")])
        } else {
            Answer::list("EventList", &[of_pod(0, "Pulled"), of_pod(1, "BackOff")])
        }
    });
    let events = gathered(&api, &pods(2), &created(&["pod-0", "pod-1", "pod-gone"])).await;
    let reasons: Vec<_> = events.iter().map(|event| event.reason.as_str()).collect();
    assert_eq!(reasons, ["Pulled", "BackOff", "Killing"]);
    let mut asked = api.asked();
    asked.sort();
    let start = "/api/v1/namespaces/zoo/events?fieldSelector=";
    assert_eq!(
        asked,
        [
            format!("{start}involvedObject.kind=Pod,involvedObject.name=pod-gone&limit=500"),
            format!("{start}involvedObject.uid=uid-0&limit=500"),
            format!("{start}involvedObject.uid=uid-1&limit=500"),
        ]
    );
}

#[tokio::test]
async fn more_pods_are_one_list_from_which_those_of_others_are_left_out() {
    let gone = json!({"kind": "Pod", "name": "pod-gone", "uid": "g"});
    let neighbour = json!({"kind": "Pod", "name": "pod-1x", "uid": "n"});
    let items = [
        of_pod(3, "BackOff"),
        event("g", &gone, "Killing", ""),
        event("n", &neighbour, "BackOff", ""),
        of_pod(99, "BackOff"),
    ];
    let api = Api::new(move |_| Answer::list("EventList", &items));
    let events = gathered(&api, &pods(FEW + 1), &created(&["pod-gone"])).await;
    let names: Vec<_> = events.iter().map(|event| event.object.name.as_str()).collect();
    assert_eq!(names, ["pod-3", "pod-gone"]);
    assert_eq!(
        api.asked(),
        ["/api/v1/namespaces/zoo/events?fieldSelector=involvedObject.kind=Pod&limit=500"]
    );
    gathered(&api, &pods(PODS_WITH_ALL_EVENTS + 1), &created(&[])).await;
    assert!(api.asked()[1].contains("fieldSelector=involvedObject.kind=Pod,type!=Normal&"));
}

#[tokio::test]
async fn a_pod_without_uid_has_the_events_of_its_name() {
    let own_event = json!({"kind": "Pod", "name": "pod-0", "uid": ""});
    let stray = json!({"kind": "Pod", "name": "stray", "uid": ""});
    let items = [
        event("1", &own_event, "BackOff", ""),
        event("2", &stray, "BackOff", ""),
    ];
    let api = Api::new(move |_| Answer::list("EventList", &items));
    let mut own = pods(1);
    own[0].uid = "".into();
    let events = gathered(&api, &own, &created(&["pod-0"])).await;
    let names: Vec<_> = events.iter().map(|event| event.object.name.as_str()).collect();
    assert_eq!(names, ["pod-0"]);
    assert_eq!(api.asked().len(), 1);
    assert!(api.asked()[0].contains("involvedObject.name=pod-0"));
}

#[tokio::test]
async fn no_pods_are_no_request() {
    let api = Api::new(|_| Answer::forbidden());
    assert!(gathered(&api, &[], &created(&[])).await.is_empty());
    assert!(api.asked().is_empty());
}

#[test]
fn only_the_controllers_own_words_name_pods() {
    let named = |reason: &str, message: &str| {
        let event = EventFacts {
            reason: reason.to_owned(),
            message: message.to_owned(),
            ..EventFacts::default()
        };
        event.created_or_deleted_pod().map(str::to_owned)
    };
    assert_eq!(
        named("SuccessfulCreate", "Created pod: a-1"),
        Some("a-1".to_owned())
    );
    assert_eq!(
        named("SuccessfulDelete", "Deleted pod: a-2"),
        Some("a-2".to_owned())
    );
    for (reason, message) in [
        ("FailedCreate", "Created pod: a-1"),
        ("SuccessfulCreate", "Created pod: "),
        ("SuccessfulCreate", "Created pod: a,involvedObject.kind=Secret"),
        ("SuccessfulCreate", "a-1"),
    ] {
        assert_eq!(named(reason, message), None, "{reason}: {message}");
    }
}

#[test]
fn each_event_comes_once_and_the_oldest_first() {
    let event = |uid: &str, last: Option<&str>, reason: &str| {
        let facts = EventFacts {
            reason: reason.to_owned(),
            last: last.map(|last| last.parse().unwrap()),
            ..EventFacts::default()
        };
        (uid.to_owned(), facts)
    };
    let early = Some("2026-01-01T00:00:01Z");
    let late = Some("2026-01-01T00:00:02Z");
    let first = Events(vec![
        event("a", late, "A"),
        event("", early, "N"),
        event("b", early, "B"),
    ]);
    let second = Events(vec![
        event("a", late, "A"),
        event("", early, "N"),
        event("c", None, "C"),
    ]);
    let merged = first.and(second).merged();
    let reasons: Vec<_> = merged.iter().map(|event| event.reason.as_str()).collect();
    assert_eq!(reasons, ["C", "B", "N", "N", "A"]);
}
