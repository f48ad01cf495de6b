//! Deletion that was asked for and does not come to its end.

use jiff::SignedDuration;

use super::{Evidence, Finding, JobState, Rule, Severity, Subject, SubjectKind};
use crate::model::words;

/// How long after its grace period a pod may take to vanish.
const PATIENCE: SignedDuration = SignedDuration::from_secs(30);

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    job(evidence).into_iter().chain(pods(evidence)).collect()
}

/// The Job's own deletion, and what holds it.
fn job(evidence: &Evidence<'_>) -> Option<Finding> {
    let asked = evidence.case.job().deletion_timestamp?;
    let ago = words::age(evidence.case.now(), asked);
    Some(Finding {
        rule: Rule::DeletionPending,
        severity: Severity::Warning,
        subject: evidence.about_job(),
        message: format!("deletion was asked for {ago} ago and waits for {}", holders(evidence)),
        hint: evidence.case.job().finalizers.iter().any(|name| !is_propagation(name)).then(|| {
            "whoever set the finalizer has to remove it; do so by hand only if that controller is gone for good".to_owned()
        }),
    })
}

/// Finalizers of the API server's own, for the order of deletion.
fn is_propagation(finalizer: &str) -> bool {
    matches!(finalizer, "foregroundDeletion" | "orphan")
}

/// What the Job's deletion waits for.
pub(in crate::model) fn holders(evidence: &Evidence<'_>) -> String {
    match evidence.case.job().finalizers.as_slice() {
        [] => "the API server".to_owned(),
        [one] if one == "foregroundDeletion" => "its pods to be gone first (foregroundDeletion)".to_owned(),
        [one] => format!("finalizer {one}"),
        several => format!("finalizers {}", words::listed(several)),
    }
}

/// Pods long past their grace period: a finalizer, the Job controller's own included (k/k#127917), or a node that does not
/// answer. A pod that has ended waits for its node no more.
fn pods(evidence: &Evidence<'_>) -> Option<Finding> {
    let now = evidence.case.now();
    let overdue = || {
        evidence.case.pods().iter().filter(|pod| {
            pod.times
                .deletion
                .get()
                .is_some_and(|deletion| now.duration_since(deletion) > PATIENCE)
        })
    };
    let pod = overdue().next()?;
    let count = overdue().count() as u64;
    let since = pod
        .times
        .deletion
        .get()
        .map_or_else(String::new, |deletion| words::age(now, deletion));
    let cause = match pod.finalizers().first() {
        Some(finalizer) => format!("finalizer {finalizer} holds it"),
        None if !pod.is_finished() => "its node does not confirm the end".to_owned(),
        None if pod.is_tracked => {
            "the Job controller has not counted it yet (finalizer batch.kubernetes.io/job-tracking)"
                .to_owned()
        }
        None => "it has ended, and the API server has yet to remove it".to_owned(),
    };
    let others = if count > 1 {
        format!(" ({} in all)", words::counted(count, "pod"))
    } else {
        String::new()
    };
    let ended = matches!(evidence.state, JobState::Complete | JobState::Failed);
    Some(Finding {
        rule: Rule::PodStuckTerminating,
        severity: if ended { Severity::Info } else { Severity::Warning },
        subject: Subject::many(SubjectKind::Pod, &pod.name, count),
        message: format!(
            "pod {} should have been gone {since} ago; {cause}{others}",
            pod.name
        ),
        hint: None,
    })
}
