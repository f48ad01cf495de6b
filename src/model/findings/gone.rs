//! Pods that are gone.

use super::containers::AUDIT;
use super::{Evidence, Finding, JobState, Rule, Severity, Subject, SubjectKind};
use crate::model::missing::{self, Missing};
use crate::model::{blockage, case::Case, deleted, words};

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
    let which = match &evidence.case.snapshot.events {
        _ if !names.is_empty() => format!(": {}", some_of(&names, 5, missing.count)),
        Ok(_) => ", and no event names them any more".to_owned(),
        Err(unknown) => format!(
            ", and the events, which may name them, cannot be read: {}",
            unknown.message
        ),
    };
    let failed = matches!(evidence.state, JobState::Failed | JobState::Failing);
    let hint = match (failed, evidence.case.restarts_on_failure()) {
        (true, true) if !has_last_words(evidence) => Some(
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
        (true, false) if !has_last_words(evidence) => {
            Some("pods still active when a Job fails are deleted: read logs while it runs, or collect them")
        }
        (true | false, _) => None,
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

/// What there is to say where nothing is left to look at.
pub(in crate::model) fn nothing_left(evidence: &Evidence<'_>) -> Option<String> {
    if !evidence.attempts.is_empty() {
        return None;
    }
    let missing = missing_pods(evidence)?;
    let names: Vec<&str> = missing.names.iter().map(String::as_str).collect();
    if let Some(container) = kept_failing(evidence.case, &names) {
        return Some(match names.as_slice() {
            [name] => format!("\"{container}\" kept failing in its pod {name}, which is gone"),
            names => format!(
                "\"{container}\" kept failing in its pods, which are gone ({})",
                words::some_of(names, 3)
            ),
        });
    }
    let was_deleted = |name: &str| deleted::counted_as_failure(evidence.case, name);
    Some(match (missing.count, names.as_slice()) {
        (1, [name]) if was_deleted(name) => {
            let by = deleted::by(evidence.case, name).map_or_else(String::new, |by| format!(" {by}"));
            format!("its pod {name} was deleted while it worked{by}")
        }
        (count, names) => are_gone(count, names),
    })
}

fn are_gone(count: u64, names: &[&str]) -> String {
    match (count, names) {
        (1, [name]) => format!("its pod {name} is gone"),
        (_, []) => "its pods are gone".to_owned(),
        (count, names) => format!("its pods are gone ({})", some_of(names, 3, count)),
    }
}

/// The first few of so many, of which not all have names.
fn some_of(names: &[&str], limit: usize, count: u64) -> String {
    let first = &names[..names.len().min(limit)];
    match count.saturating_sub(first.len() as u64) {
        0 => first.join(", "),
        more => format!("{} and {} more", first.join(", "), words::grouped(more)),
    }
}

/// That nothing is left of the pods that a cause was seen in, to be appended to it.
pub(in crate::model) fn seen_before(evidence: &Evidence<'_>) -> String {
    let names: Vec<&str> = evidence.case.gone().iter().map(|pod| &*pod.name).collect();
    if names.is_empty() || !evidence.attempts.is_empty() {
        return String::new();
    }
    let count = missing_pods(evidence).map_or(0, |missing| missing.count);
    format!("; {}", are_gone(count.max(names.len() as u64), &names))
}

/// The container that the kubelet last put off restarting in one of these pods, which are gone: under `OnFailure` the
/// controller deletes them at the back-off limit, and nothing but that event tells what failed.
fn kept_failing<'a>(case: Case<'a>, names: &[&str]) -> Option<&'a str> {
    let events = names.iter().flat_map(|name| case.events_of_pod_named(name));
    let back_offs = events.filter(|event| {
        event.reason == "BackOff" && event.message.starts_with("Back-off restarting failed container")
    });
    blockage::container_of(back_offs.max_by_key(|event| event.last)?)
}
