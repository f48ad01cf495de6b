//! Failed pods that a pod failure policy does not count (KEP-3329). They still raise the back-off delay
//! (k/k#130881).

use super::{Evidence, Finding, Rule, Severity, Subject, SubjectKind};
use crate::facts::PodFacts;
use crate::model::{policy, words};

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let case = evidence.case;
    let failed = || case.pods().iter().filter(|pod| &*pod.phase == "Failed");
    let is_ignored = |pod: &&PodFacts| policy::action(case, pod) == Some("Ignore");
    let Some(example) = failed().find(is_ignored) else {
        return Vec::new();
    };
    let count = failed().filter(is_ignored).count() as u64;
    vec![Finding {
        rule: Rule::FailuresIgnored,
        severity: Severity::Info,
        subject: Subject::many(SubjectKind::Pod, &example.name, count),
        message: format!(
            "{} not count toward the back-off limit: the podFailurePolicy ignores their kind of failure",
            if count == 1 {
                "1 failed pod does".to_owned()
            } else {
                format!("{} do", words::counted(count, "failed pod"))
            }
        ),
        hint: None,
    }]
}
