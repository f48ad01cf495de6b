//! Indexes failed for good.

use super::{Evidence, Find, Finding, Rule, Severity, Topic, indexes};

pub(super) static RULE: Rule = Rule {
    name: "failed-indexes",
    topic: Topic::JobFailed,
    summary: "Indexes of the Job failed for good, so the Job fails once the others are done.",
    cause: "Each index has attempts of its own (backoffLimitPerIndex), or a rule of the podFailurePolicy says FailIndex. The \
            other indexes go on; a Job with a failed index ends Failed.",
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
    })
}

/// What indexes that failed for good mean for a Job that goes on: it continues with the others and then ends Failed (KEP-3850),
/// unless its success policy is met before (KEP-3998).
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
        "{noun} {} failed for good: the Job will end Failed when the rest is done{unless}",
        indexes::some_of(&indexes.failed)
    ))
}
