//! What is remembered of pods that are gone.

use std::sync::Arc;

use jiff::Timestamp;

use super::*;
use crate::facts::{ContainerFacts, ContainerKind, ContainerState, Termination, Unknown, WhyUnknown};
use crate::job_details::fake::recorded_job;

fn pod(name: &str, kind: ContainerKind, exit_code: i32) -> PodFacts {
    let end = Termination {
        exit_code,
        ..Termination::default()
    };
    let container = ContainerFacts {
        name: "main".into(),
        kind,
        state: ContainerState::Terminated(end),
        ..ContainerFacts::default()
    };
    PodFacts {
        name: name.into(),
        uid: name.into(),
        containers: Box::new([container]),
        ..PodFacts::default()
    }
}

fn failed(name: &str) -> PodFacts {
    pod(name, ContainerKind::Main, 3)
}

fn pods(own: Vec<PodFacts>, gone: Vec<PodFacts>) -> Pods {
    Pods {
        own: own.into(),
        gone: GonePods {
            pods: gone,
            ..GonePods::default()
        },
        ..Pods::default()
    }
}

fn snapshot(pods: Known<Pods>, logs: Vec<Known<LogTail>>) -> JobSnapshot {
    JobSnapshot {
        as_of: Timestamp::UNIX_EPOCH,
        historic: false,
        job: recorded_job("fail-exit"),
        pods,
        depth: crate::facts::Depth::Report,
        events: Ok(Arc::default()),
        logs,
        workload: None,
    }
}

fn names<'a>(pods: impl IntoIterator<Item = &'a PodFacts>) -> Vec<&'a str> {
    pods.into_iter().map(|pod| &*pod.name).collect()
}

fn unknown(what: &str) -> Unknown {
    Unknown {
        what: what.to_owned(),
        why: WhyUnknown::NotYetRead,
    }
}

fn word(pod: &str) -> LastWord {
    let tail = LogTail {
        pod: pod.to_owned(),
        container: "main".into(),
        lines: vec!["boom".to_owned()],
        ..LogTail::default()
    };
    LastWord {
        pod: Arc::new(failed(pod)),
        tail,
    }
}

/// The pods whose logs are in the snapshot, with `!` if the pod is gone.
fn told(snapshot: &JobSnapshot) -> Vec<String> {
    let mark = |log: &LogTail| if log.pod_is_gone { "!" } else { "" };
    let logs = snapshot.logs.iter().flatten();
    logs.map(|log| format!("{}{}", log.pod, mark(log))).collect()
}

#[test]
fn pods_that_failed_and_are_not_there_any_more_are_gone() {
    let ok = pod("ok", ContainerKind::Main, 0);
    let proxy = pod("proxy", ContainerKind::Sidecar, 143);
    let before = Ok(pods(
        vec![failed("b"), failed("there"), ok, proxy],
        vec![failed("a")],
    ));
    let mut now = snapshot(
        Ok(pods(vec![failed("there"), failed("new")], Vec::new())),
        Vec::new(),
    );
    now.complete_with(&before, Vec::new());
    let known = now.pods.unwrap();
    assert_eq!(names(&known.gone.pods), ["a", "b"]);
    assert_eq!(
        names(known.own.iter()),
        ["new", "there"],
        "they are not among those that are there"
    );
}

#[test]
fn the_last_of_many_are_remembered() {
    let mut gone = GonePods::default();
    for number in 0..1000 {
        gone.remember(failed(&number.to_string()));
        gone.remember(failed(&number.to_string()));
    }
    assert_eq!(names(&gone.pods)[14..], ["998", "999"]);
    assert_eq!((gone.pods.len(), gone.forgotten), (16, 984));
}

#[test]
fn last_words_stand_for_what_cannot_be_read_any_more() {
    let there = || Ok(pods(vec![failed("there")], Vec::new()));
    let none = || Ok(Pods::default());
    let mut of_gone = snapshot(none(), Vec::new());
    of_gone.complete_with(&none(), vec![word("a")]);
    assert_eq!(told(&of_gone), ["a!"]);
    assert_eq!(
        names(&of_gone.pods.unwrap().gone.pods),
        ["a"],
        "what failed in it is known"
    );

    let mut refused = snapshot(there(), vec![Err(unknown("logs of there/main"))]);
    refused.complete_with(&none(), vec![word("there")]);
    assert_eq!(told(&refused), ["there"]);
    assert_eq!(refused.unknown().count(), 0);

    let mut read = snapshot(there(), vec![Ok(word("there").tail)]);
    read.complete_with(&none(), vec![word("there")]);
    assert_eq!(told(&read), ["there"], "it is not told twice");

    let mut full = snapshot(there(), Vec::new());
    full.complete_with(&none(), ["a", "b", "c", "d"].map(word).to_vec());
    assert_eq!(told(&full), ["a!", "b!", "c!"]);

    let mut blind = snapshot(Err(unknown("pods")), Vec::new());
    blind.complete_with(&none(), vec![word("a")]);
    assert!(told(&blind).is_empty(), "nobody knows whether it is gone");
}
