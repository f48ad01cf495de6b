//! A container outlives the work and keeps its pod alive.

use super::{Evidence, Find, Finding, Rule, Severity, Subject, SubjectKind, Topic};
use crate::model::{overstay, words};

pub(super) static RULE: Rule = Rule {
    name: "sidecar-keeps-pod-alive",
    topic: Topic::NotEnded,
    summary: "A sidecar runs on after the work has ended, and keeps the pod and the Job alive.",
    cause: "A proxy or agent that is an ordinary container never ends by itself, and a pod ends only when all of its ordinary \
            containers have.",
    advice: "Make it a native sidecar, an init container with restartPolicy: Always, or end it with the work.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/",
        "https://kep.k8s.io/753",
        "https://github.com/istio/istio/issues/11045",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let pods = overstay::overstaying(evidence);
    let first = pods.first()?;
    let native = "make it a native sidecar (an init container with restartPolicy: Always), or have it end with the work";
    let (severity, hint) = if first.is_certain {
        (Severity::Warning, native.to_owned())
    } else {
        let running = words::listed(&first.running);
        (
            Severity::Info,
            format!("if {running} only serves the others: {native}"),
        )
    };
    Some(Finding {
        rule: &RULE,
        severity,
        subject: Subject::many(SubjectKind::Pod, &first.pod.name, pods.len() as u64),
        message: first.sentence(evidence),
        hint: Some(hint),
    })
}
