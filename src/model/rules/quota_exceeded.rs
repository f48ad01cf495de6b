//! A quota forbids pods.

use super::{Evidence, Explanation, Find, Obstacle, Rule, Topic, refusal};

pub(super) static RULE: Rule = Rule {
    name: "quota-exceeded",
    topic: Topic::NotCreated,
    summary: "A ResourceQuota of the namespace forbids the pods.",
    cause: "The namespace has used up what the quota allows. The Job controller tries again forever, and the Job counts no \
            failure.",
    advice: "Raise the quota, delete pods that are not needed, wait until other pods end, or lower the requests of the pods.",
    sources: &[
        "https://kubernetes.io/docs/concepts/policy/resource-quotas/",
        "https://github.com/kubernetes/kubernetes/issues/93783",
    ],
    find: Find::Obstacle(tell),
};

fn tell(evidence: &Evidence<'_>, obstacle: &Obstacle) -> Option<Explanation> {
    let (_, refusal) = obstacle
        .words()
        .filter(|_| obstacle.is_refusal())?
        .split_once("exceeded quota")?;
    let no_pod = refusal::no_pod(evidence);
    // `: team, requested: pods=1, used: pods=3, limited: pods=3` (`checkRequest` in the quota controller).
    let mut parts = refusal.trim_start_matches(": ").split(", ");
    let quota = parts.next().filter(|name| !name.is_empty());
    let mut part = |name: &str| parts.next()?.strip_prefix(name)?.strip_prefix(": ");
    let (requested, used, limited) = (part("requested"), part("used"), part("limited"));
    let name = quota.map_or_else(String::new, |name| format!(" \"{name}\""));
    let clause = format!("{no_pod}: quota{name} is exhausted");
    let gist = match (requested, used, limited) {
        (Some(requested), Some(used), Some(limited)) => {
            format!("{clause}: {}", amounts(requested, used, limited))
        }
        _ => clause.clone(),
    };
    let premise = refusal::premise(evidence);
    Some(
        Explanation::new(clause)
            .gist(Some(gist))
            .hint(format!(
                "raise ResourceQuota{name}, or delete pods that are not needed{premise}"
            ))
            .and_some("quota", quota)
            .and_some("requested", requested)
            .and_some("used", used)
            .and_some("limited", limited),
    )
}

/// `pods=3 of 3 used, 1 more needed`.
fn amounts(requested: &str, used: &str, limited: &str) -> String {
    let of = |amounts: &str, resource: &str| {
        let mut pairs = amounts.split(',').filter_map(|pair| pair.split_once('='));
        let amount = pairs.find(|(name, _)| *name == resource);
        amount.map_or_else(|| "?".to_owned(), |(_, amount)| amount.to_owned())
    };
    let requested = requested.split(',').filter_map(|pair| pair.split_once('='));
    let amounts = requested.map(|(resource, more)| {
        let (used, limited) = (of(used, resource), of(limited, resource));
        format!("{resource}={used} of {limited} used, {more} more needed")
    });
    amounts.collect::<Vec<_>>().join("; ")
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
        refused(2).assert_finds("quota-exceeded", &["1 more pod cannot be created"]);
        refused(2).assert_fact("quota-exceeded", "reason", "FailedCreate");
        refused(1).assert_silent("quota-exceeded");
    }

    #[test]
    fn the_quota_and_its_amounts_are_told() {
        let words = "Error creating: pods \"x-1\" is forbidden: exceeded quota: team, requested: limits.memory=2Gi,pods=1, \
                     used: limits.memory=7Gi,pods=3, limited: limits.memory=8Gi,pods=3";
        let report = World::new().refused(words).report();
        assert_eq!(
            report.message(),
            "no pod can be created: quota \"team\" is exhausted: limits.memory=7Gi of 8Gi used, 2Gi more needed; pods=3 of 3 \
             used, 1 more needed"
        );
        report.assert_finds("quota-exceeded", &[words, "raise ResourceQuota \"team\""]);
        report.assert_fact("quota-exceeded", "quota", "team");
        report.assert_fact("quota-exceeded", "limited", "limits.memory=8Gi,pods=3");
    }
}
