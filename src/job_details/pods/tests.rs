//! Pods of every recording and malformed pods, in both encodings.

use std::sync::Arc;

use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelectorRequirement;
use serde_json::{Value, json};

use super::*;
use crate::facts::{
    ApiTime, ContainerFacts, ContainerKind, ContainerState, PodList, PodTimes, Text, UnknownReason,
};
use crate::job_details::fake::{
    Answer, Api, is_recorded, recorded_bytes, recorded_job, recording, recording_names,
};

mod odd;

/// Lists that were recorded in both encodings, without their file extensions.
fn recorded_in_both() -> Vec<String> {
    let names = recording_names().into_iter().map(|name| format!("{name}/pods"));
    let mut both: Vec<_> = names.filter(|name| is_recorded(&format!("{name}.pb"))).collect();
    both.push("http/pods-page1".to_owned());
    both
}

fn with_selector(selector: Option<LabelSelector>) -> JobFacts {
    let mut job = recorded_job("fail-exit");
    Arc::make_mut(job.manifest.as_mut().unwrap()).spec.selector = selector;
    job
}

fn manual(selector: Option<LabelSelector>) -> JobFacts {
    let mut job = with_selector(selector);
    Arc::make_mut(&mut job.spec).manual_selector = Some(true);
    job
}

fn pod(name: &str, controller: &str) -> Value {
    json!({"metadata": {"name": name, "uid": format!("uid-{name}"),
        "ownerReferences": [{"uid": "someone"}, {"uid": controller, "controller": true}]}})
}

fn facts(pod: Value) -> PodFacts {
    serde_json::from_value::<wire::Pod>(pod)
        .unwrap()
        .facts(&mut Interner::default())
}

async fn listed(job: &JobFacts, answer: fn() -> Answer) -> Known<Pods> {
    pods_of(&Api::new(move |_| answer()).client(), job).await
}

/// All pods of a page, whatever their controller.
async fn all_pods(answer: impl Fn() -> Answer + Send + Sync + 'static) -> Vec<PodFacts> {
    let mut job = recorded_job("fail-indexed");
    job.uid.clear();
    let api = Api::new(move |path| {
        if path.contains("continue") {
            Answer::list("PodList", &[])
        } else {
            answer()
        }
    });
    pods_of(&api.client(), &job)
        .await
        .unwrap()
        .own
        .iter()
        .cloned()
        .collect()
}

#[tokio::test]
async fn both_encodings_give_equal_facts() {
    let names = recorded_in_both();
    assert!(names.len() >= 3, "{names:?}");
    for name in names {
        let (json, protobuf) = (format!("{name}.json"), format!("{name}.pb"));
        let from_json = all_pods(move || Answer::json(&recording(&json))).await;
        let from_protobuf = all_pods(move || Answer::protobuf(recorded_bytes(&protobuf))).await;
        assert!(
            !from_json.is_empty() && !from_json[0].containers.is_empty(),
            "{name}"
        );
        assert_eq!(from_json, from_protobuf, "{name}");
    }
}

#[tokio::test]
async fn keeps_what_a_recorded_pod_says() {
    let job = recorded_job("fail-oom");
    let pods = listed(&job, || Answer::json(&recording("fail-oom/pods.json")))
        .await
        .unwrap();
    assert_eq!(pods.own.len(), 2);
    let pod = &pods.own[0];
    assert_eq!((&*pod.phase, pod.node.as_deref()), ("Failed", Some("node1")));
    assert_eq!(pod.controller_uid.as_deref(), Some(job.uid.as_str()));
    assert!(pod.finalizers().is_empty() && pod.conditions().is_empty());
    let container = &pod.containers[0];
    assert_eq!((&*container.name, container.kind), ("main", ContainerKind::Main));
    assert_eq!(container.memory_limit.as_deref(), Some("16Mi"));
    let end = container.termination().unwrap();
    assert_eq!((end.exit_code, end.reason.as_deref()), (137, Some("OOMKilled")));
    assert!(end.started.get().unwrap() <= end.finished.get().unwrap());
}

#[tokio::test]
async fn indexes_and_earlier_failures_come_from_the_annotations() {
    let pods = all_pods(|| Answer::json(&recording("fail-indexed/pods.json"))).await;
    let of_index_3: Vec<_> = pods.iter().filter(|pod| pod.index == Some(3)).collect();
    let failures: Vec<_> = of_index_3.iter().map(|pod| pod.index_failures).collect();
    assert_eq!(failures, [Some(0), Some(1)]);
}

#[test]
fn the_index_may_come_from_the_label_and_may_be_nonsense() {
    let key = "batch.kubernetes.io/job-completion-index";
    let labelled = |index: &str| facts(json!({"metadata": {"labels": {key: index}}})).index;
    assert_eq!(labelled("7"), Some(7));
    for nonsense in ["-1", "99999999999999999999", "x", ""] {
        assert_eq!(labelled(nonsense), None, "{nonsense}");
    }
    let both = json!({"metadata": {"labels": {key: "7"}, "annotations": {key: "8"}}});
    assert_eq!(facts(both).index, Some(8));
}

#[test]
fn containers_stand_in_the_order_of_the_spec_each_with_its_status() {
    let pod = facts(json!({
        "spec": {
            "initContainers": [{"name": "proxy", "restartPolicy": "Always", "image": "p:1"}, {"name": "prepare"}],
            "containers": [{"name": "b", "resources": {"limits": {"memory": 1024, "cpu": null}}}, {"name": "a"}],
            "ephemeralContainers": [{"name": "debug", "image": "d:1", "targetContainerName": "a"}],
        },
        "status": {
            "initContainerStatuses": [{"name": "prepare", "state": {"terminated": {"exitCode": 5}}}],
            "containerStatuses": [
                {"name": "a", "restartCount": 2, "ready": true, "lastState": {"terminated": {"exitCode": 1, "signal": 0}},
                    "state": {"waiting": {"reason": "CrashLoopBackOff", "message": ""}}},
                {"name": "stranger", "image": "s:1", "state": {"running": {"startedAt": null}}},
                {"name": "b", "state": {}, "restartCount": -3},
            ],
            "ephemeralContainerStatuses": null,
        },
    }));
    let names: Vec<_> = pod.containers.iter().map(|c| (&*c.name, c.kind)).collect();
    let expected = [
        ("proxy", ContainerKind::Sidecar),
        ("prepare", ContainerKind::Init),
        ("b", ContainerKind::Main),
        ("a", ContainerKind::Main),
        ("stranger", ContainerKind::Main),
        ("debug", ContainerKind::Ephemeral),
    ];
    assert_eq!(names, expected);
    let [proxy, prepare, b, a, stranger, debug] = &pod.containers[..] else {
        panic!("six containers")
    };
    assert_eq!((&*proxy.image, &proxy.state), ("p:1", &ContainerState::Unknown));
    assert_eq!(prepare.termination().unwrap().exit_code, 5);
    assert_eq!(
        (b.memory_limit.as_deref(), b.restarts, &b.state),
        (Some("1024"), 0, &ContainerState::Unknown)
    );
    assert_eq!((a.restarts, a.ready), (2, true));
    let waiting = ContainerState::Waiting {
        reason: Some("CrashLoopBackOff".into()),
        message: None,
    };
    assert_eq!(a.state, waiting);
    let last = a.last.as_deref().unwrap();
    assert_eq!((last.exit_code, last.signal), (1, None));
    assert_eq!(
        (&*stranger.image, &stranger.state),
        (
            "s:1",
            &ContainerState::Running {
                started: ApiTime::default()
            }
        )
    );
    assert_eq!(&*debug.image, "d:1");
}

#[test]
fn only_telling_conditions_are_kept() {
    let kept = |phase: &str| -> Vec<String> {
        let condition = |kind: &str, status: &str| json!({"type": kind, "status": status, "reason": "R"});
        let pod = facts(json!({"status": {"phase": phase, "conditions": [
            condition("PodScheduled", "False"), condition("Initialized", "True"), condition("Ready", "False"),
            condition("ContainersReady", "Unknown"), condition("DisruptionTarget", "True"), condition("New", "False"),
        ]}}));
        pod.conditions()
            .iter()
            .map(|condition| condition.kind.clone())
            .collect()
    };
    assert_eq!(
        kept("Running"),
        [
            "PodScheduled",
            "Ready",
            "ContainersReady",
            "DisruptionTarget",
            "New"
        ]
    );
    assert_eq!(kept("Failed"), ["PodScheduled", "DisruptionTarget", "New"]);
    let spared = json!({"status": {"conditions": [{"type": "DisruptionTarget", "status": "False"}]}});
    assert!(facts(spared).conditions().is_empty());
}

#[test]
fn conditions_that_a_policy_may_name_and_that_prove_the_sandbox_are_kept() {
    let kept = |phase: &str, kind: &str| {
        let condition = json!({"type": kind, "status": "True"});
        let pod = facts(json!({"status": {"phase": phase, "conditions": [condition]}}));
        pod.condition(kind).is_some()
    };
    assert!(kept("Failed", "example.com/ConfigIssue"));
    assert!(kept("Pending", "PodReadyToStartContainers"));
    for routine in [
        "PodScheduled",
        "Initialized",
        "Ready",
        "PodReadyToStartContainers",
    ] {
        assert!(!kept("Running", routine), "{routine}");
    }
}

#[test]
fn a_pod_is_unready_since_its_condition_says_so() {
    let unready = |status: &str| {
        let ready = json!({"type": "Ready", "status": status, "lastTransitionTime": "2026-11-24T11:00:00Z"});
        facts(json!({"status": {"phase": "Failed", "conditions": [ready]}}))
            .times
            .unready
            .get()
    };
    assert_eq!(unready("False"), Some("2026-11-24T11:00:00Z".parse().unwrap()));
    assert_eq!(unready("True"), None);
}

#[test]
fn the_epoch_is_no_time() {
    let end =
        json!({"exitCode": 128, "startedAt": "1970-01-01T00:00:00Z", "finishedAt": "2026-11-24T11:00:00Z"});
    let pod =
        facts(json!({"status": {"containerStatuses": [{"name": "main", "state": {"terminated": end}}]}}));
    let end = pod.containers[0].termination().unwrap();
    assert_eq!(
        (end.started.get().is_some(), end.finished.get().is_some()),
        (false, true)
    );
}

#[test]
fn finalizers_other_than_the_controllers_own_are_kept() {
    let pod =
        facts(json!({"metadata": {"finalizers": ["batch.kubernetes.io/job-tracking", "example.com/hold"]}}));
    assert_eq!(pod.finalizers(), ["example.com/hold".into()]);
    assert!(pod.is_tracked, "the controller's own is known all the same");
    assert!(!facts(json!({"metadata": {"finalizers": ["example.com/hold"]}})).is_tracked);
}

#[tokio::test]
async fn match_expressions_are_asked_for_too() {
    let requirement = |key: &str, operator: &str, values: Option<Vec<&str>>| LabelSelectorRequirement {
        key: key.to_owned(),
        operator: operator.to_owned(),
        values: values.map(|values| values.into_iter().map(str::to_owned).collect()),
    };
    let job = manual(Some(LabelSelector {
        match_labels: Some([("app".to_owned(), "x".to_owned())].into()),
        match_expressions: Some(vec![
            requirement("tier", "In", Some(vec!["a", "b"])),
            requirement("old", "DoesNotExist", None),
        ]),
    }));
    let api = Api::new(|_| Answer::list("PodList", &[]));
    pods_of(&api.client(), &job).await.unwrap();
    assert_eq!(
        api.asked(),
        ["/api/v1/namespaces/zoo/pods?labelSelector=app=x,tier in (a,b),!old&limit=500"]
    );
}

#[tokio::test]
async fn a_selector_that_is_missing_empty_or_broken_is_never_asked_with() {
    let expression = |key: &str, operator: &str, values: Option<Vec<String>>| LabelSelector {
        match_labels: None,
        match_expressions: Some(vec![LabelSelectorRequirement {
            key: key.to_owned(),
            operator: operator.to_owned(),
            values,
        }]),
    };
    let label = |key: &str, value: &str| LabelSelector {
        match_labels: Some([(key.to_owned(), value.to_owned())].into()),
        match_expressions: None,
    };
    let selectors = [
        None,
        Some(LabelSelector::default()),
        Some(LabelSelector {
            match_labels: Some([].into()),
            match_expressions: Some(vec![]),
        }),
        Some(expression("a", "Near", None)),
        Some(expression("a", "In", None)),
        Some(expression("a", "In", Some(vec![]))),
        Some(expression("", "Exists", None)),
        Some(label("", "")),
        Some(label("app", "x,y")),
        Some(label("app", "x\u{0}")),
    ];
    for selector in selectors {
        let job = with_selector(selector.clone());
        let api = Api::new(|_| Answer::json(&recording("fail-exit/pods.json")));
        let unknown = pods_of(&api.client(), &job).await.unwrap_err();
        assert_eq!(unknown.reason(), UnknownReason::NoSelector, "{selector:?}");
        assert!(api.asked().is_empty(), "{selector:?}");
    }
}

#[tokio::test]
async fn pods_of_a_job_that_was_not_read_whole_are_unknown_and_not_asked_for() {
    let job = JobFacts {
        manifest: None,
        ..recorded_job("fail-exit")
    };
    let api = Api::new(|_| Answer::json(&recording("fail-exit/pods.json")));
    let unknown = pods_of(&api.client(), &job).await.unwrap_err();
    assert_eq!(unknown.reason(), UnknownReason::NoSelector);
    assert!(unknown.why.to_string().contains("was not read"), "{unknown:?}");
    assert!(api.asked().is_empty());
}

#[tokio::test]
async fn pods_of_others_are_dropped_but_for_a_manual_selector() {
    let answer = || {
        let uid = recorded_job("fail-exit").uid;
        let orphan = json!({"metadata": {"name": "orphan"}});
        Answer::list(
            "PodList",
            &[pod("own", &uid), pod("other", "another-job"), orphan],
        )
    };
    let names = |pods: &PodList| pods.iter().map(|pod| pod.name.to_string()).collect::<Vec<_>>();
    let pods = listed(&recorded_job("fail-exit"), answer).await.unwrap();
    assert_eq!(
        (names(&pods.own), pods.foreign.len()),
        (vec!["own".to_owned()], 0)
    );
    let selector = recorded_job("fail-exit").manifest.unwrap().spec.selector.clone();
    let pods = listed(&manual(selector), answer).await.unwrap();
    assert_eq!(names(&pods.own), ["own"]);
    assert_eq!(names(&pods.foreign), ["orphan", "other"]);
    assert_eq!(pods.foreign[1].controller_uid.as_deref(), Some("another-job"));
}

#[tokio::test]
async fn pods_are_sorted_oldest_first_then_by_name() {
    let at = |name: &str, created: Value| json!({"metadata": {"name": name, "creationTimestamp": created}});
    let pods = all_pods(move || {
        let second = json!("2026-01-01T00:00:02Z");
        let pods = [
            at("c", second.clone()),
            at("b", second),
            at("d", json!("2026-01-01T00:00:01Z")),
        ];
        Answer::list("PodList", &pods)
    });
    let names: Vec<_> = pods.await.iter().map(|pod| pod.name.to_string()).collect();
    assert_eq!(names, ["d", "b", "c"]);
}

#[tokio::test]
async fn a_refusal_is_unknown_and_never_empty() {
    let unknown = listed(&recorded_job("fail-exit"), Answer::forbidden)
        .await
        .unwrap_err();
    assert_eq!(
        (unknown.what.as_str(), unknown.reason()),
        ("pods", UnknownReason::Forbidden)
    );
    let unknown = listed(&recorded_job("fail-exit"), || Answer::text("<html>"))
        .await
        .unwrap_err();
    assert_eq!(unknown.reason(), UnknownReason::BadAnswer);
}
