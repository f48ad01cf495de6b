//! The Job succeeded by its success policy. Fewer successes than `completions` are then no shortfall
//! (KEP-3998).

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};
use crate::model::words;

pub(super) static RULE: Rule = Rule {
    name: "success-policy",
    topic: Topic::JobEnded,
    summary: "The Job succeeded by its successPolicy, though not every index did.",
    cause: "The indexes that the policy names, or as many as the policy asks for, succeeded. The Job controller stops the other \
            pods.",
    advice: "Nothing to do.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy",
        "https://kep.k8s.io/3998",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let condition = evidence.case.success()?;
    if condition.reason.as_deref() != Some("SuccessPolicy") || evidence.case.failure().is_some() {
        return None;
    }
    let done = words::grouped(evidence.counts.succeeded);
    let total = evidence
        .counts
        .completions
        .map_or_else(String::new, |total| format!(" of {}", words::grouped(total)));
    let message = condition.message.as_deref();
    let words = message.map_or_else(String::new, |words| format!(" ({words})"));
    let stopped = if evidence.case.is_terminal() {
        "were stopped"
    } else {
        "are being stopped"
    };
    Some(Finding {
        rule: &RULE,
        severity: Severity::Info,
        subject: evidence.about_job(),
        message: format!(
            "the success policy was met with {done}{total} indexes done; the other pods {stopped}{words}"
        ),
        hint: None,
        facts: Facts::default()
            .and("succeeded", evidence.counts.succeeded)
            .and_some("completions", evidence.counts.completions)
            .and_some("words", message),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::World;

    #[test]
    fn a_success_policy_makes_less_a_success() {
        let indexed = World::new()
            .with("/spec/completionMode", "Indexed".into())
            .with("/spec/completions", 4.into())
            .with("/status/succeeded", 1.into());
        let report = indexed
            .condition("SuccessCriteriaMet", "SuccessPolicy", "Matched rules at index 0")
            .condition("Complete", "SuccessPolicy", "m")
            .report();
        assert_eq!(report.state(), "Complete");
        report.assert_finds("success-policy", &["1 of 4", "Matched rules at index 0"]);
        report.assert_fact("success-policy", "succeeded", 1);
        report.assert_fact("success-policy", "completions", 4);
        let ended = json!({"status": {"phase": "Succeeded", "containerStatuses": [{"name": "main", "state": {"terminated": {"exitCode": 0}}}]}});
        let plain = World::new()
            .pod("x-1", &ended)
            .with("/status/succeeded", 1.into());
        let plain = plain.condition("Complete", "CompletionsReached", "m").report();
        assert!(plain.rules().is_empty(), "{:?}", plain.rules());
    }

    #[test]
    fn what_is_about_to_complete_is_not_told_as_done() {
        let world = || {
            World::new()
                .with("/spec/completionMode", "Indexed".into())
                .with("/spec/completions", 3.into())
                .with("/status/succeeded", 1.into())
                .with("/status/completedIndexes", "0".into())
                .condition("SuccessCriteriaMet", "SuccessPolicy", "m")
        };
        let completing = world().with("/status/terminating", 2.into()).report();
        completing.assert_finds("success-policy", &["the other pods are being stopped"]);
        assert_eq!(
            completing.message(),
            "the success policy was met with 1/3 indexes done; 2 pods are still terminating"
        );
        let complete = world().condition("Complete", "SuccessPolicy", "m").report();
        complete.assert_finds("success-policy", &["the other pods were stopped"]);
        assert!(
            complete.message().ends_with("indexes done in 30m"),
            "{}",
            complete.message()
        );
    }
}
