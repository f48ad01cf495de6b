//! Which indexes completed is unknown: the list is absent, or not of the form that the API writes.

use super::{Evidence, Find, Finding, Rule, Severity, Topic};

pub(super) static RULE: Rule = Rule {
    name: "unreadable-indexes",
    topic: Topic::Odd,
    summary: "The Job does not say which indexes completed.",
    cause: "Indexes succeeded, but status.completedIndexes is missing or malformed.",
    advice: "Find what wrote the status: metadata.managedFields names it.",
    sources: &[
        "https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/api/batch/v1/types.go",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    evidence.indexes?.completed.is_none().then(|| Finding {
        rule: &RULE,
        severity: Severity::Warning,
        subject: evidence.about_job(),
        message: "which indexes completed is unknown: status.completedIndexes is missing or malformed"
            .to_owned(),
        hint: None,
    })
}
