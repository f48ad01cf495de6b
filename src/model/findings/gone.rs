//! Pods that are gone.

use super::containers::AUDIT;
use super::{Evidence, Finding, JobState, Rule, Severity, Subject, SubjectKind};
use crate::model::missing::{self, Missing};
use crate::model::{deleted, words};

/// The pods that are gone; `None` where none is, or nobody can tell.
pub(in crate::model) fn missing_pods(evidence: &Evidence<'_>) -> Option<Missing> {
    missing::of(evidence.case, evidence.counts.pods?)
}

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    missing_pods(evidence)
        .map(|missing| finding(evidence, &missing))
        .into_iter()
        .collect()
}

fn finding(evidence: &Evidence<'_>, missing: &Missing) -> Finding {
    let names: Vec<&str> = missing.names.iter().map(String::as_str).collect();
    let pods = words::counted(missing.count, "pod");
    let verb = if missing.count == 1 { "is" } else { "are" };
    let which = if names.is_empty() {
        ", and no event names them any more".to_owned()
    } else {
        format!(": {}", words::some_of(&names, 5))
    };
    let failed = matches!(evidence.state, JobState::Failed | JobState::Failing);
    let hint = match (failed, evidence.case.restarts_on_failure()) {
        // Nothing is missing.
        _ if has_last_words(evidence) => None,
        (true, true) => Some(
            "with restartPolicy: OnFailure the pod is deleted at the back-off limit, log and all; with \
             restartPolicy: Never every failed pod stays to be read",
        ),
        (true, false)
            if names
                .iter()
                .any(|name| deleted::counted_as_failure(evidence.case, name)) =>
        {
            Some(AUDIT)
        }
        (true, false) => {
            Some("pods still active when a Job fails are deleted: read logs while it runs, or collect them")
        }
        (false, _) => None,
    };
    Finding {
        rule: Rule::PodsGone,
        severity: if failed { Severity::Warning } else { Severity::Info },
        subject: Subject::many(SubjectKind::Pod, names.first().unwrap_or(&""), missing.count),
        message: format!("{pods} of this Job {verb} gone{which}"),
        hint: hint.map(str::to_owned),
    }
}

/// Whether the report has the log of a pod that is gone, read before.
fn has_last_words(evidence: &Evidence<'_>) -> bool {
    let mut logs = evidence.case.snapshot.logs.iter().flatten();
    logs.any(|log| log.pod_is_gone)
}
