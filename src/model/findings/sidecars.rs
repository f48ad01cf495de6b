//! Old-style sidecars: ordinary containers that run on when the work is done, and keep the pod and so the Job
//! alive (istio#11045, k/k#73118).

use jiff::{SignedDuration, Timestamp};

use super::{Evidence, Finding, Severity, Subject, SubjectKind};
use crate::job_details::{ContainerKind, ContainerState, PodFacts};
use crate::model::words;

/// How long a container may outlive its sibling before that is worth a word.
const PATIENCE: SignedDuration = SignedDuration::from_secs(60);

/// Proxies and agents that are known never to end by themselves.
const NEVER_ENDING: [&str; 7] = [
    "istio-proxy",
    "linkerd-proxy",
    "envoy",
    "cloud-sql-proxy",
    "cloudsql-proxy",
    "vault-agent",
    "fluent-bit",
];

/// A pod whose work is done and which is kept alive.
pub(in crate::model) struct Overstay<'a> {
    pod: &'a PodFacts,
    done: &'a str,
    /// The containers that run on.
    pub(in crate::model) running: Vec<String>,
    ended: Option<Timestamp>,
}

/// Pods in which a container ended well and others run on for longer than is usual.
pub(in crate::model) fn overstaying<'a>(evidence: &Evidence<'a>) -> Vec<Overstay<'a>> {
    let pods = evidence
        .case
        .pods()
        .iter()
        .filter(|pod| &*pod.phase == "Running" && !pod.is_terminating());
    pods.filter_map(|pod| overstay(evidence, pod)).collect()
}

fn overstay<'a>(evidence: &Evidence<'a>, pod: &'a PodFacts) -> Option<Overstay<'a>> {
    let main = || {
        pod.containers
            .iter()
            .filter(|container| container.kind == ContainerKind::Main)
    };
    let done = main().filter_map(|container| Some((container, container.termination()?)));
    let (done, end) = done
        .filter(|(_, end)| end.exit_code == 0)
        .max_by_key(|(_, end)| end.finished)?;
    let running = main().filter(|container| matches!(container.state, ContainerState::Running { .. }));
    let running: Vec<String> = running
        .map(|container| format!("\"{}\"", container.name))
        .collect();
    let is_known = running
        .iter()
        .all(|name| NEVER_ENDING.contains(&name.trim_matches('"')));
    let is_long = end
        .finished
        .is_some_and(|finished| evidence.case.now().duration_since(finished) > PATIENCE);
    (!running.is_empty() && (is_known || is_long)).then_some(Overstay {
        pod,
        done: &done.name,
        running,
        ended: end.finished,
    })
}

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let pods = overstaying(evidence);
    let Some(first) = pods.first() else {
        return Vec::new();
    };
    vec![Finding {
        rule: "sidecar-keeps-pod-alive",
        severity: Severity::Warning,
        subject: Subject::many(SubjectKind::Pod, &first.pod.name, pods.len() as u64),
        message: first.sentence(evidence),
        hint: Some(
            "make it a native sidecar (an init container with restartPolicy: Always), or have it end with the work"
                .to_owned(),
        ),
    }]
}

impl Overstay<'_> {
    /// `"main" ended well 12m ago; pod x waits for "istio-proxy"`.
    pub(in crate::model) fn sentence(&self, evidence: &Evidence<'_>) -> String {
        let ago = self.ended.map_or_else(String::new, |ended| {
            format!(" {} ago", words::age(evidence.case.now(), ended))
        });
        format!(
            "\"{}\" ended well{ago}; pod {} waits for {}",
            self.done,
            self.pod.name,
            words::listed(&self.running)
        )
    }
}
