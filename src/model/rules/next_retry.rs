//! When the next attempt is expected, and how many failures are left.

use super::{Evidence, Find, Finding, Rule, Severity, Subject, SubjectKind, Topic, retries};

pub(super) static RULE: Rule = Rule {
    name: "next-retry",
    topic: Topic::Next,
    summary: "When the next attempt is expected.",
    cause: "The Job controller waits 10 s × 2^(failures − 1) after a failure, at most 10 minutes; the kubelet waits at most 5 \
            minutes before it restarts a container.",
    advice: "Nothing to do. The time is an estimate; the controller may be later.",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy"],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let next = evidence.timing.next_retry.as_ref()?;
    let index = next
        .index
        .map_or_else(String::new, |index| format!(" of index {index}"));
    Some(Finding {
        rule: &RULE,
        severity: Severity::Info,
        subject: match next.index {
            Some(index) => Subject::one(SubjectKind::Index, &index.to_string()),
            None => evidence.about_job(),
        },
        message: format!(
            "the next attempt{index} is expected {}{}",
            retries::when(evidence, next.at),
            retries::failures_left(evidence)
        ),
        hint: None,
    })
}
