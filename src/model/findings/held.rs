//! Jobs that somebody else than the Job controller holds: suspension, queues, other controllers.

use super::{Evidence, Finding, JobState, Rule, Severity};

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    suspended(evidence).into_iter().chain(managed(evidence)).collect()
}

/// `spec.suspend`, and who is known to set it.
fn suspended(evidence: &Evidence<'_>) -> Option<Finding> {
    if evidence.state != JobState::Suspended {
        return None;
    }
    let hint = match evidence.case.job().queue() {
        Some(_) => "Kueue resumes it when the queue admits it, if it was not suspended by hand",
        None => "resume it by setting spec.suspend to false",
    };
    Some(Finding {
        rule: Rule::Suspended,
        severity: Severity::Info,
        subject: evidence.about_job(),
        message: suspension(evidence),
        hint: Some(hint.to_owned()),
    })
}

/// Who holds the Job, as far as it is known.
pub(in crate::model) fn suspension(evidence: &Evidence<'_>) -> String {
    let Some(queue) = evidence.case.job().queue() else {
        return "spec.suspend is true: no pod is created until it is resumed".to_owned();
    };
    // Whether the queue or a person holds it cannot be told from the Job alone: spec.suspend is the same switch.
    let said = match &evidence.case.snapshot.workload {
        Some(Ok(workload)) => workload.message.clone(),
        Some(Err(unknown)) => Some(format!("what Kueue says is unknown: {}", unknown.message)),
        None => None,
    };
    let said = said.map_or_else(String::new, |said| format!(": {said}"));
    format!("it is suspended in queue {queue}{said}")
}

/// `spec.managedBy`: the built-in controller leaves the Job alone, so no pods may be normal (KEP-4368).
fn managed(evidence: &Evidence<'_>) -> Option<Finding> {
    let manager = evidence.case.managed_by()?;
    Some(Finding {
        rule: Rule::ManagedBy,
        severity: Severity::Info,
        subject: evidence.about_job(),
        message: format!(
            "the Job is managed by {manager} (spec.managedBy), so its pods may live elsewhere and its status is that \
             controller's word"
        ),
        hint: None,
    })
}
