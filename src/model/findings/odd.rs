//! Where what was seen and what the status says do not agree, or could not be compared.

use super::{Evidence, Finding, Rule, Severity, Subject, SubjectKind};
use crate::model::words;

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    [
        uncounted(evidence),
        foreign(evidence),
        inconsistent(evidence),
        conflicting(evidence),
        unreadable(evidence),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Finished pods that the controller has yet to count (KEP-2307).
fn uncounted(evidence: &Evidence<'_>) -> Option<Finding> {
    let count = u64::from(evidence.counts.uncounted_failed) + u64::from(evidence.counts.uncounted_succeeded);
    (count > 0).then(|| Finding {
        rule: Rule::UncountedPods,
        severity: Severity::Info,
        subject: evidence.about_job(),
        message: format!(
            "{} not in the counters yet",
            if count == 1 {
                "1 finished pod is".to_owned()
            } else {
                format!("{} are", words::counted(count, "finished pod"))
            }
        ),
        hint: None,
    })
}

/// Pods of others under this Job's selector: only possible with `manualSelector`.
fn foreign(evidence: &Evidence<'_>) -> Option<Finding> {
    let foreign = &evidence.case.snapshot.pods.as_ref().ok()?.foreign;
    let example = foreign.first()?;
    Some(Finding {
        rule: Rule::ForeignPods,
        severity: Severity::Warning,
        subject: Subject::many(SubjectKind::Pod, &example.name, foreign.len() as u64),
        message: format!(
            "the manual selector matches {} that this Job does not own, e.g. {}",
            words::counted(foreign.len() as i128, "pod"),
            example.name
        ),
        hint: Some("let Kubernetes generate the selector, or make its labels unique to this Job".to_owned()),
    })
}

fn inconsistent(evidence: &Evidence<'_>) -> Option<Finding> {
    let message = evidence.case.snapshot.pods.as_ref().ok()?.inconsistent.clone()?;
    let subject = evidence.about_job();
    Some(Finding {
        rule: Rule::InconsistentList,
        severity: Severity::Warning,
        subject,
        message,
        hint: None,
    })
}

/// Both ends at once, which no controller of Kubernetes' writes.
fn conflicting(evidence: &Evidence<'_>) -> Option<Finding> {
    let case = evidence.case;
    (case.condition("Complete").is_some() && case.condition("Failed").is_some()).then(|| Finding {
        rule: Rule::ConflictingConditions,
        severity: Severity::Warning,
        subject: evidence.about_job(),
        message: "the Job claims to be both Complete and Failed; it is taken for failed".to_owned(),
        hint: None,
    })
}

/// Indexes that succeeded, and no list that says which: absent, or not of the form that the API writes.
fn unreadable(evidence: &Evidence<'_>) -> Option<Finding> {
    evidence.indexes?.completed.is_none().then(|| Finding {
        rule: Rule::UnreadableIndexes,
        severity: Severity::Warning,
        subject: evidence.about_job(),
        message: "which indexes completed is unknown: status.completedIndexes is missing or malformed"
            .to_owned(),
        hint: None,
    })
}
