//! A pod made room for another.

use super::{Disruption, Evidence, Find, Rule, Told, Topic};

pub(super) static RULE: Rule = Rule {
    name: "preempted",
    topic: Topic::EndedFromOutside,
    summary: "A pod was removed to make room for another of higher priority.",
    cause: "The scheduler, or the kubelet for a critical pod, preempts pods of lower priority when a node \
            is full.",
    advice: "Give the Job a PriorityClass, or let a podFailurePolicy ignore DisruptionTarget, so that \
             preemption uses up no attempts.",
    sources: &[
        "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/",
        "https://kep.k8s.io/3329",
    ],
    find: Find::Disruption(tell),
};

fn tell(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> Option<Told> {
    let what = match disruption.reason {
        "PreemptionByScheduler" => "preempted by a pod of higher priority",
        "Preempting" => "preempted by a critical pod",
        _ => return None,
    };
    Some(Told {
        clause: what.to_owned(),
        hint: disruption.policy_hint(evidence),
    })
}
