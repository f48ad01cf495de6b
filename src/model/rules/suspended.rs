//! The Job is suspended.

use super::{Evidence, Find, Finding, JobState, Rule, Severity, Topic};

pub(super) static RULE: Rule = Rule {
    name: "suspended",
    topic: Topic::Held,
    summary: "The Job is suspended: no pod is created until it is resumed.",
    cause: "spec.suspend is true. A person sets it, or a queue such as Kueue until it admits the Job.",
    advice: "Set spec.suspend to false. A Job of a queue is resumed by the queue: look at its Workload and at the ClusterQueue.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#suspending-a-job",
        "https://kueue.sigs.k8s.io/docs/concepts/workload/",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    if evidence.state != JobState::Suspended {
        return None;
    }
    let hint = match evidence.case.job().queue {
        Some(_) => "Kueue resumes it when the queue admits it, if it was not suspended by hand",
        None => "resume it by setting spec.suspend to false",
    };
    Some(Finding {
        rule: &RULE,
        severity: Severity::Info,
        subject: evidence.about_job(),
        message: sentence(evidence),
        hint: Some(hint.to_owned()),
    })
}

/// Who holds the Job, as far as it is known.
pub(in crate::model) fn sentence(evidence: &Evidence<'_>) -> String {
    let Some(queue) = &evidence.case.job().queue else {
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
