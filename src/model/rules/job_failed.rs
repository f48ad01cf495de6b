//! The Job failed for a reason that no other rule knows.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};

pub(super) static RULE: Rule = Rule {
    name: "job-failed",
    topic: Topic::JobFailed,
    summary: "The Job failed for a reason that no other rule knows.",
    cause: "The Failed condition has a reason that this version does not know: one of a newer Kubernetes, or of another \
            controller (spec.managedBy).",
    advice: "Read the reason and its message.",
    sources: &[
        "https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/api/batch/v1/types.go",
    ],
    find: Find::Job(find),
};

/// The reasons that other rules cover (types.go, `JobReason…`).
const KNOWN: [&str; 5] = [
    "BackoffLimitExceeded",
    "DeadlineExceeded",
    "FailedIndexes",
    "MaxFailedIndexesExceeded",
    "PodFailurePolicy",
];

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let condition = evidence.case.failure()?;
    let words = condition.message.as_deref().unwrap_or_default();
    let reason = condition.reason.as_deref();
    let message = match reason {
        Some(reason) if KNOWN.contains(&reason) => return None,
        Some(reason) => format!("{reason}: {words}"),
        None => words.to_owned(),
    };
    Some(Finding {
        rule: &RULE,
        severity: Severity::Error,
        subject: evidence.about_job(),
        message,
        hint: None,
        facts: Facts::default()
            .and_some("reason", reason)
            .and_some("words", condition.message.as_deref()),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn a_reason_that_no_rule_knows_is_told() {
        let world = World::new().with("/status/failed", 7.into());
        let report = world.condition("Failed", "SomethingNew", "words").report();
        assert_eq!(
            (report.state(), report.reason()),
            ("Failed", Some("SomethingNew"))
        );
        assert!(report.verdict.terminal);
        report.assert_finds("job-failed", &["SomethingNew: words"]);
        report.assert_fact("job-failed", "reason", "SomethingNew");
        report.assert_fact("job-failed", "words", "words");
        for known in super::KNOWN {
            World::new()
                .failed_for(known)
                .report()
                .assert_silent("job-failed");
        }
    }
}
