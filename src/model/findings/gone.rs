//! Pods that the counters know and the API no longer has (k/k#74848, #78644).
//!
//! The controller deletes pods that are still active when the Job fails, a crash-looping one under `OnFailure`
//! included. Their names live on in the Job's events for about an hour.

use std::collections::BTreeSet;

use super::{Evidence, Finding, JobState, Severity, Subject, SubjectKind};
use crate::model::words;

/// Finished or deleted pods that are gone.
pub(in crate::model) struct Missing {
    /// How many at least.
    pub(in crate::model) count: u64,
    /// The names of those that events still tell of.
    pub(in crate::model) names: Vec<String>,
}

/// The pods that are gone; `None` where none is, or nobody can tell.
pub(in crate::model) fn missing_pods(evidence: &Evidence<'_>) -> Option<Missing> {
    let case = evidence.case;
    let seen = evidence.counts.pods?;
    let finished = u64::try_from(case.failed_count() + case.succeeded_count()).unwrap_or(0);
    // Terminating pods may already be counted as failed (podReplacementPolicy, KEP-3939).
    let seen_finished = seen.failed + seen.succeeded + seen.terminating;
    let known: BTreeSet<&str> = case.pods().iter().map(|pod| &*pod.name).collect();
    let created = case
        .job_events()
        .filter(|event| ["SuccessfulCreate", "SuccessfulDelete"].contains(&event.reason.as_str()));
    let names: BTreeSet<&str> = created
        .filter_map(|event| event.message.split_once(" pod: ").map(|(_, name)| name.trim()))
        .filter(|name| !name.is_empty() && !known.contains(name))
        .collect();
    let count = finished.saturating_sub(seen_finished).max(names.len() as u64);
    (count > 0).then(|| Missing {
        count,
        names: names.into_iter().map(str::to_owned).collect(),
    })
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
    let is_on_failure = evidence.case.restart_policy() == Some("OnFailure");
    let hint = match (failed, is_on_failure) {
        (true, true) => Some(
            "with restartPolicy: OnFailure the pod is deleted at the back-off limit, log and all; with \
             restartPolicy: Never every failed pod stays to be read",
        ),
        (true, false) => {
            Some("pods still active when a Job fails are deleted: read logs while it runs, or collect them")
        }
        (false, _) => None,
    };
    Finding {
        rule: "pods-gone",
        severity: if failed { Severity::Warning } else { Severity::Info },
        subject: Subject::many(SubjectKind::Pod, names.first().unwrap_or(&""), missing.count),
        message: format!("{pods} of this Job {verb} gone{which}"),
        hint: hint.map(str::to_owned),
    }
}
