//! Indexes failed for good.

use super::{Evidence, Find, Finding, Rule, Severity, Topic, indexes};

pub(super) static RULE: Rule = Rule {
    name: "failed-indexes",
    topic: Topic::JobFailed,
    summary: "Indexes of the Job failed for good, so the Job fails once the other indexes end.",
    cause: "Each index has attempts of its own (backoffLimitPerIndex), or a rule of the podFailurePolicy says FailIndex. The \
            other indexes continue; a Job with a failed index ends Failed.",
    advice: "Read the logs of the failed indexes: cyjob logs NAME --index 3,7.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#backoff-limit-per-index",
        "https://kep.k8s.io/3850",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let (severity, message) = match evidence.failed_for("FailedIndexes") {
        Some(_) => (Severity::Error, indexes::failed(evidence)),
        None => (Severity::Warning, outlook(evidence)?),
    };
    Some(Finding {
        rule: &RULE,
        severity,
        subject: indexes::subject(evidence),
        message,
        hint: None,
        facts: indexes::facts(evidence),
    })
}

/// What indexes that failed for good mean for an unfinished Job: the Job fails once the other indexes have
/// ended (KEP-3850), unless its success policy is met first (KEP-3998).
pub(in crate::model) fn outlook(evidence: &Evidence<'_>) -> Option<String> {
    let indexes = evidence.indexes?;
    if evidence.case.is_decided() || indexes.failed_is_derived || indexes.failed.is_empty() {
        return None;
    }
    let noun = if indexes.failed.len() == 1 {
        "index"
    } else {
        "indexes"
    };
    let unless = if evidence.case.job().spec.has_success_policy {
        ", unless its success policy is met first"
    } else {
        ""
    };
    Some(format!(
        "{noun} {} failed for good: the Job fails once the other indexes end{unless}",
        indexes::some_of(&indexes.failed)
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::Severity;
    use crate::model::world::World;

    fn per_index() -> World {
        World::indexed(40_000).with("/spec/backoffLimitPerIndex", 1.into())
    }

    #[test]
    fn indexes_fail_each_by_itself() {
        let indexed = || {
            World::new()
                .with("/spec/completionMode", "Indexed".into())
                .with("/spec/completions", 10.into())
                .with("/spec/backoffLimitPerIndex", 1.into())
                .with("/spec/maxFailedIndexes", 2.into())
                .with("/status/failedIndexes", "1,4-6".into())
                .with("/status/completedIndexes", "0,2,3,7-9".into())
                .with("/status/succeeded", 6.into())
        };
        let report = indexed().failed_for("FailedIndexes").report();
        report.assert_finds("failed-indexes", &["indexes 1,4-6 failed (4 of 10)"]);
        report.assert_fact("failed-indexes", "indexes", "1,4-6");
        report.assert_fact("failed-indexes", "failedCount", 4_u64);
        report.assert_fact("failed-indexes", "completions", 10);
        assert!(
            report.message().contains("6/10 completed"),
            "{}",
            report.message()
        );
        let report = indexed().failed_for("MaxFailedIndexesExceeded").report();
        report.assert_finds("max-failed-indexes-exceeded", &["1,4-6", "maxFailedIndexes 2"]);
        let compared = "indexes 1,4-6 failed (4 of 10), more than maxFailedIndexes 2, 6/10 completed; ";
        assert!(report.message().starts_with(compared), "{}", report.message());
    }

    #[test]
    fn of_many_indexes_the_first_are_told() {
        let odd: Vec<String> = (0..20_000).map(|index| (2 * index + 1).to_string()).collect();
        let report = per_index()
            .with("/status/failedIndexes", odd.join(",").into())
            .failed_for("FailedIndexes")
            .report();
        let words = "indexes 1,3,5,7,9,11,13,15,17,19 and 19,990 more failed (20,000 of 40,000)";
        report.assert_finds("failed-indexes", &[words]);
        assert!(report.message().starts_with(words), "{}", report.message());
        let subject = &report.found("failed-indexes").subject;
        assert_eq!(subject.name, "1,3,5,7,9,11,13,15,17,19 and 19,990 more");
        assert_eq!(subject.count, 20_000);
    }

    #[test]
    fn an_index_that_failed_for_good_fails_the_job_in_the_end() {
        let running = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
        let with = |failed: &str| {
            let world = per_index().pod("x-1", &running).with("/status/active", 1.into());
            world.with("/status/failedIndexes", failed.into())
        };
        let report = with("2").report();
        assert_eq!(report.state(), "Running");
        let words = "index 2 failed for good: the Job fails once the other indexes end";
        report.assert_finds("failed-indexes", &[words]);
        assert_eq!(report.found("failed-indexes").severity, Severity::Warning);
        assert!(report.message().ends_with(words), "{}", report.message());
        let policy = json!({"rules": [{"succeededIndexes": "0"}]});
        let with_policy = with("2").with("/spec/successPolicy", policy);
        let unless = "unless its success policy is met first";
        with_policy.report().assert_finds("failed-indexes", &[unless]);
        let row = with_policy.row().verdict.message;
        assert!(row.contains(unless), "{row}");
        with("").report().assert_silent("failed-indexes");
        let retried = World::new()
            .with("/spec/completionMode", "Indexed".into())
            .with("/spec/completions", 4.into())
            .failed_pod("x-1", 1, "Error");
        retried.report().assert_silent("failed-indexes");
    }
}
