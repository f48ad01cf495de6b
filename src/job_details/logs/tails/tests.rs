//! Which log is read, and of which instance.

use serde_json::json;

use super::*;
use crate::facts::{ApiTime, UnknownReason};
use crate::job_details::fake::{Answer, Api, recorded_job};

fn ended(exit_code: i32, reason: &str, second: i64) -> Termination {
    Termination {
        exit_code,
        reason: Some(reason.into()),
        finished: ApiTime::from_second(second),
        ..Termination::default()
    }
}

fn terminated(exit_code: i32, reason: &str, second: i64) -> ContainerState {
    ContainerState::Terminated(ended(exit_code, reason, second))
}

fn container(
    name: &str,
    kind: ContainerKind,
    state: ContainerState,
    last: Option<Termination>,
) -> ContainerFacts {
    ContainerFacts {
        name: name.into(),
        kind,
        state,
        last: last.map(Box::new),
        ..ContainerFacts::default()
    }
}

fn main(state: ContainerState, last: Option<Termination>) -> ContainerFacts {
    container("main", ContainerKind::Main, state, last)
}

fn failed(exit_code: i32, second: i64) -> ContainerFacts {
    main(terminated(exit_code, "Error", second), None)
}

fn waiting() -> ContainerState {
    ContainerState::Waiting {
        reason: Some("CrashLoopBackOff".into()),
        message: None,
    }
}

fn running() -> ContainerState {
    ContainerState::Running {
        started: ApiTime::default(),
    }
}

fn pod(name: &str, phase: &str, containers: Vec<ContainerFacts>) -> PodFacts {
    PodFacts {
        name: name.into(),
        phase: phase.into(),
        containers: containers.into(),
        ..PodFacts::default()
    }
}

/// The chosen logs, as `pod/container` with `!` for the previous instance.
fn chosen(pods: &[PodFacts]) -> Vec<String> {
    let name = |choice: &Choice<'_>| {
        let mark = if choice.previous { "!" } else { "" };
        format!("{}/{}{mark}", choice.pod.name, choice.container.name)
    };
    choose(&pods.to_vec().into()).iter().map(name).collect()
}

#[test]
fn one_of_each_kind_of_failure_comes_first_and_the_newest() {
    let pods = [
        pod("a", "Failed", vec![failed(1, 10)]),
        pod("b", "Failed", vec![failed(1, 20)]),
        pod("c", "Failed", vec![failed(2, 5)]),
        pod("d", "Failed", vec![failed(1, 30)]),
        pod("e", "Succeeded", vec![main(terminated(0, "Completed", 40), None)]),
    ];
    assert_eq!(chosen(&pods), ["d/main", "c/main", "b/main"]);
}

#[test]
fn the_previous_instance_speaks_where_it_is_what_failed() {
    let failing = Some(ended(1, "Error", 10));
    assert_eq!(
        chosen(&[pod("a", "Running", vec![main(waiting(), failing.clone())])]),
        ["a/main!"]
    );
    assert_eq!(
        chosen(&[pod("a", "Running", vec![main(running(), failing.clone())])]),
        ["a/main!"]
    );
    let again = main(terminated(1, "Error", 20), failing.clone());
    assert_eq!(chosen(&[pod("a", "Running", vec![again])]), ["a/main"]);
    let recovered = main(terminated(0, "Completed", 20), failing);
    assert!(chosen(&[pod("a", "Succeeded", vec![recovered])]).is_empty());
}

#[test]
fn containers_that_never_ran_or_were_removed_have_no_log() {
    for reason in [
        "StartError",
        "ContainerCannotRun",
        "ContainerStatusUnknown",
        "RestartingAllContainers",
    ] {
        let state = terminated(128, reason, 0);
        assert!(
            chosen(&[pod("a", "Failed", vec![main(state, None)])]).is_empty(),
            "{reason}"
        );
        assert!(
            chosen(&[pod(
                "a",
                "Running",
                vec![main(waiting(), Some(ended(128, reason, 0)))]
            )])
            .is_empty()
        );
    }
    for state in [waiting(), running(), ContainerState::Unknown] {
        assert!(chosen(&[pod("a", "Pending", vec![main(state, None)])]).is_empty());
    }
}

#[test]
fn out_of_memory_is_a_failure_whatever_the_exit_code() {
    let state = terminated(0, "OOMKilled", 1);
    assert_eq!(chosen(&[pod("a", "Failed", vec![main(state, None)])]), ["a/main"]);
}

#[test]
fn a_sidecar_speaks_only_where_nothing_else_failed() {
    let sidecar = || {
        let state = terminated(143, "Error", 50);
        container("proxy", ContainerKind::Sidecar, state, None)
    };
    let init = container("fetch", ContainerKind::Init, terminated(5, "Error", 1), None);
    assert_eq!(
        chosen(&[pod("a", "Failed", vec![sidecar(), failed(1, 1)])]),
        ["a/main"]
    );
    assert_eq!(chosen(&[pod("a", "Failed", vec![sidecar(), init])]), ["a/fetch"]);
    let fine = main(terminated(0, "Completed", 1), None);
    assert!(chosen(&[pod("a", "Succeeded", vec![sidecar(), fine])]).is_empty());
    let stuck = main(waiting(), None);
    assert_eq!(
        chosen(&[pod("a", "Pending", vec![sidecar(), stuck])]),
        ["a/proxy"]
    );
}

#[tokio::test]
async fn each_tail_is_one_request_and_may_be_refused_by_itself() {
    let api = Api::new(|path| {
        if path.contains("/pods/a/") {
            Answer::text(&b"one\r\ntwo \xff\nthree"[..])
        } else {
            Answer::forbidden()
        }
    });
    let pods = [
        pod("a", "Running", vec![main(waiting(), Some(ended(1, "Error", 9)))]),
        pod("b", "Failed", vec![failed(2, 1)]),
    ];
    let tails = tails(
        &api.client(),
        &recorded_job("fail-exit"),
        &pods.to_vec().into(),
        2,
    )
    .await;
    let expected = LogTail {
        pod: "a".to_owned(),
        container: "main".into(),
        previous: true,
        pod_is_gone: false,
        lines: vec!["two \u{fffd}".to_owned(), "three".to_owned()],
    };
    assert_eq!(tails[0], Ok(expected));
    let unknown = tails[1].as_ref().unwrap_err();
    assert_eq!(
        (unknown.what.as_str(), unknown.reason()),
        ("logs of b/main", UnknownReason::Forbidden)
    );
    let mut asked = api.asked();
    asked.sort();
    assert_eq!(
        asked,
        [
            "/api/v1/namespaces/zoo/pods/a/log?container=main&timestamps=true&previous=true&tailLines=2&limitBytes=32768",
            "/api/v1/namespaces/zoo/pods/b/log?container=main&timestamps=true&tailLines=2&limitBytes=32768",
        ]
    );
}

/// The kubelet starts its answer, with status 200, before it finds that the container is gone.
#[tokio::test]
async fn what_the_node_says_is_no_line_of_the_log() {
    let lost = "unable to retrieve container logs for containerd://0123";
    let unreadable = "failed to read log file \"/var/log/pods/0.log\": input/output error";
    for (answer, words, reason) in [
        (lost.to_owned(), lost, UnknownReason::NotFound),
        (
            format!("2026-11-24T12:00:00Z one\n{unreadable}"),
            unreadable,
            UnknownReason::ServerError,
        ),
    ] {
        let api = Api::new(move |_| Answer::text(answer.clone()));
        let pods = [pod("a", "Failed", vec![failed(1, 1)])];
        let tails = tails(
            &api.client(),
            &recorded_job("fail-exit"),
            &pods.to_vec().into(),
            10,
        )
        .await;
        let unknown = tails[0].as_ref().unwrap_err();
        assert_eq!(unknown.reason(), reason, "{unknown:?}");
        assert!(unknown.why.to_string().ends_with(words), "{unknown:?}");
    }
}

/// The container may have been restarted since its pod was read: if the times of the lines do not fit, the
/// pod decides.
#[tokio::test]
async fn lines_after_the_end_of_an_instance_are_not_its_last_words() {
    for (phase, line, restarts, is_own, requests) in [
        ("Running", "1970-01-01T00:00:09.9Z", 1, true, 1),
        ("Running", "1970-01-01T00:00:10Z", 1, false, 2),
        // The node's clock was changed.
        ("Running", "1970-01-01T00:00:10Z", 0, true, 2),
        // No container restarts in a pod that has ended.
        ("Failed", "1970-01-01T00:00:10Z", 1, true, 1),
    ] {
        let now = json!({"kind": "Pod", "metadata": {"name": "a"}, "status": {"phase": phase, "containerStatuses": [
            {"name": "main", "restartCount": restarts, "state": {"terminated": {"exitCode": 1}}}]}});
        let api = Api::new(move |path| {
            if path.ends_with("/pods/a") {
                Answer::json(&now)
            } else {
                Answer::text(format!("{line} one\n"))
            }
        });
        let pods = [pod("a", phase, vec![failed(1, 9)])];
        let tails = tails(
            &api.client(),
            &recorded_job("fail-exit"),
            &pods.to_vec().into(),
            10,
        )
        .await;
        assert_eq!(tails[0].is_ok(), is_own, "{phase} {line}: {tails:?}");
        assert_eq!(api.asked().len(), requests, "{phase} {line}");
    }
}

/// A body may start within a line. The rest of that line has no timestamp.
#[tokio::test]
async fn the_rest_of_a_line_is_a_line() {
    let api = Api::new(|_| Answer::text("rest\n2026-11-24T12:00:00Z one\n"));
    let pods = [pod("a", "Failed", vec![failed(1, 1)])];
    let tails = tails(
        &api.client(),
        &recorded_job("fail-exit"),
        &pods.to_vec().into(),
        10,
    )
    .await;
    assert_eq!(tails[0].as_ref().unwrap().lines, ["rest", "one"]);
}

#[tokio::test]
async fn a_tail_has_no_more_bytes_than_were_asked_for() {
    let api = Api::new(|_| Answer::text(vec![b'x'; 1 << 20]));
    let pods = [pod("a", "Failed", vec![failed(1, 1)])];
    let tails = tails(
        &api.client(),
        &recorded_job("fail-exit"),
        &pods.to_vec().into(),
        2,
    )
    .await;
    let lines = &tails[0].as_ref().unwrap().lines;
    assert_eq!(lines.iter().map(String::len).collect::<Vec<_>>(), [32 << 10]);
}

#[tokio::test]
async fn no_lines_are_no_request() {
    let api = Api::new(|_| Answer::json(&json!({})));
    let pods = [pod("a", "Failed", vec![failed(1, 1)])];
    assert!(
        tails(
            &api.client(),
            &recorded_job("fail-exit"),
            &pods.to_vec().into(),
            0
        )
        .await
        .is_empty()
    );
    assert!(api.asked().is_empty());
}
