//! More indexes failed than `maxFailedIndexes` allows.

use super::{Evidence, Find, Finding, Rule, Severity, Topic, indexes};

pub(super) static RULE: Rule = Rule {
    name: "max-failed-indexes-exceeded",
    topic: Topic::JobFailed,
    summary: "The Job failed because more indexes failed than maxFailedIndexes allows.",
    cause: "Once the limit is exceeded, the Job controller stops the pods of the other indexes.",
    advice: "Read the logs of the failed indexes: cyjob logs NAME --index 3,7.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#backoff-limit-per-index",
        "https://kep.k8s.io/3850",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    evidence.failed_for("MaxFailedIndexesExceeded")?;
    let limit = evidence.case.job().spec.max_failed_indexes;
    let than_limit = limit.map_or_else(String::new, |limit| format!(" (maxFailedIndexes {limit})"));
    Some(Finding {
        rule: &RULE,
        severity: Severity::Error,
        subject: indexes::subject(evidence),
        message: format!("{}, more than allowed{than_limit}", indexes::failed(evidence)),
        hint: None,
        facts: indexes::facts(evidence).and_some("maxFailedIndexes", limit),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn the_limit_is_told_if_it_decided() {
        let failed_for = |reason: &str| {
            World::indexed(10)
                .with("/spec/maxFailedIndexes", 2.into())
                .with("/status/failedIndexes", "1,4-6".into())
                .failed_for(reason)
                .report()
        };
        failed_for("MaxFailedIndexesExceeded")
            .assert_finds("max-failed-indexes-exceeded", &["1,4-6", "maxFailedIndexes 2"]);
        let exceeded = failed_for("MaxFailedIndexesExceeded");
        exceeded.assert_fact("max-failed-indexes-exceeded", "maxFailedIndexes", 2);
        exceeded.assert_fact("max-failed-indexes-exceeded", "indexes", "1,4-6");
        failed_for("FailedIndexes").assert_silent("max-failed-indexes-exceeded");
    }
}
