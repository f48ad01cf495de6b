//! A pod was removed to make room for another pod.

use super::{Disruption, Evidence, Explanation, Find, Rule, Topic};

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

fn tell(evidence: &Evidence<'_>, disruption: &Disruption<'_>) -> Option<Explanation> {
    let what = match disruption.reason {
        "PreemptionByScheduler" => "preempted by a pod of higher priority",
        "Preempting" => "preempted by a critical pod",
        _ => return None,
    };
    Some(Explanation::new(what).hint_if_any(disruption.policy_hint(evidence)))
}

#[cfg(test)]
mod tests {
    use crate::model::world::{World, disrupted, failed_by_node};

    #[test]
    fn a_failure_policy_is_proposed_where_it_may_be_had() {
        let hint = |world: World| world.report().found("preempted").hint.clone();
        let world = || World::new().pod("x-1", &disrupted(137, "PreemptionByScheduler"));
        assert!(hint(world()).is_some());
        let preempted = world().report();
        preempted.assert_fact("preempted", "reason", "PreemptionByScheduler");
        preempted.assert_fact("preempted", "pod", "x-1");
        let on_failure = world().with("/spec/template/spec/restartPolicy", "OnFailure".into());
        assert_eq!(hint(on_failure), None, "a policy needs restartPolicy: Never");
        let without_condition = World::new().pod("x-1", &failed_by_node("Preempting", "m"));
        assert_eq!(hint(without_condition), None, "no condition to match");
    }
}
