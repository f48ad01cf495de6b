//! The Job succeeded by its success policy. It makes fewer successes than `completions` a success, not a shortfall (KEP-3998).

use super::{Evidence, Find, Finding, Rule, Severity, Topic};
use crate::model::words;

pub(super) static RULE: Rule = Rule {
    name: "success-policy",
    topic: Topic::JobEnded,
    summary: "The Job succeeded by its successPolicy, though not every index did.",
    cause: "The indexes that the policy names, or as many as it asks for, succeeded. The Job controller stops the other pods.",
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
    let words = condition
        .message
        .as_deref()
        .map_or_else(String::new, |words| format!(" ({words})"));
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
    })
}
