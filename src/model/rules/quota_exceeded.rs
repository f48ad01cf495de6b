//! A quota forbids pods.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic, refusal};

pub(super) static RULE: Rule = Rule {
    name: "quota-exceeded",
    topic: Topic::NotCreated,
    summary: "A ResourceQuota of the namespace forbids the pods.",
    cause: "The namespace has used up what the quota allows. The Job controller retries forever, and the Job counts \
            no failure.",
    advice: "Delete what is not needed, wait until other pods end, lower the requests of the pods, or raise the quota.",
    sources: &[
        "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
        "https://github.com/kubernetes/kubernetes/issues/93783",
    ],
    find: Find::Obstacle(tell),
};

fn tell(evidence: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    (obstacle.is_refusal() && obstacle.says("exceeded quota")).then(|| Explanation {
        clause: format!("{}: a ResourceQuota is exhausted", refusal::no_pod(evidence)),
        hint: Some("delete pods that are not needed, or raise the ResourceQuota".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::{World, pod_with, runs};

    #[test]
    fn a_refusal_matters_while_pods_are_missing() {
        let refused = |parallelism: i32| {
            World::new()
                .with("/spec/completions", 3.into())
                .with("/spec/parallelism", parallelism.into())
                .with("/status/active", 1.into())
                .pod("x-1", &pod_with("Running", &[runs("main")], &[]))
                .event(
                    "Job",
                    "x",
                    "2026-11-24T11:30:00Z",
                    "FailedCreate",
                    "exceeded quota",
                )
                .report()
        };
        assert_eq!(refused(2).state(), "Running");
        refused(2).assert_finds("quota-exceeded", &["no further pod can be created"]);
        refused(1).assert_silent("quota-exceeded");
    }
}
