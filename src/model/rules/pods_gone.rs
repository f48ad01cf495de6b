//! Pods are gone, and with them what they could tell.

use super::{
    Evidence, Facts, Find, Finding, JobState, Rule, Severity, Subject, SubjectKind, Topic, failure::AUDIT,
};
use crate::model::missing::Missing;
use crate::model::{blockage, case::Case, deleted, words};

pub(super) static RULE: Rule = Rule {
    name: "pods-gone",
    topic: Topic::NotEnded,
    summary: "Pods of the Job were deleted, and their logs with them.",
    cause: "When a Job fails, the Job controller deletes the pods that are still active: under restartPolicy: OnFailure the one \
            that crashed, at the deadline those that ran. A person, a drain or the pod garbage collector may delete pods, too.",
    advice: "Collect logs while the Job runs: cyjob wait NAME --logs=all --save FOLDER. With restartPolicy: Never every failed \
             pod stays.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy",
        "https://github.com/kubernetes/kubernetes/issues/74848",
    ],
    find: Find::Job(find),
};

pub(in crate::model) fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let missing = evidence.missing_pods()?;
    let failed = matches!(evidence.state, JobState::Failed | JobState::Failing);
    let first = missing.names.first().map_or("", String::as_str);
    Some(Finding {
        rule: &RULE,
        facts: Facts::default()
            .and("pods", missing.count)
            .and("names", &*missing.names),
        severity: if failed { Severity::Warning } else { Severity::Info },
        subject: Subject::many(SubjectKind::Pod, first, missing.count),
        message: sentence(evidence, &missing),
        hint: hint(evidence, &missing).filter(|_| failed).map(str::to_owned),
    })
}

fn sentence(evidence: &Evidence<'_>, missing: &Missing) -> String {
    let pods = words::counted(missing.count, "pod");
    let verb = if missing.count == 1 { "is" } else { "are" };
    let which = match &evidence.case.snapshot.events {
        _ if !missing.names.is_empty() => format!(": {}", some_of(&missing.names, 5, missing.count)),
        Ok(_) => ", and no event names them".to_owned(),
        Err(unknown) => format!("; the events, which may name them, are unknown: {}", unknown.why),
    };
    format!("{pods} of this Job {verb} gone{which}")
}

/// What to do where the Job failed.
fn hint(evidence: &Evidence<'_>, missing: &Missing) -> Option<&'static str> {
    let counted_as_failure = |name: &String| deleted::counted_as_failure(evidence.case, name);
    match evidence.case.restarts_on_failure() {
        true if !has_last_words(evidence) => Some(
            "under restartPolicy: OnFailure Kubernetes deletes the pod at the back-off limit; use Never to keep failed \
             pods and their logs",
        ),
        false if missing.names.iter().any(counted_as_failure) => Some(AUDIT),
        false if !has_last_words(evidence) => Some(
            "Kubernetes deletes the pods that are active when a Job fails: save logs while the Job runs (cyjob wait --save)",
        ),
        true | false => None,
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
    let missing = evidence.missing_pods()?;
    let names: Vec<&str> = missing.names.iter().map(String::as_str).collect();
    if let Some(container) = kept_failing(evidence.case, &names) {
        return Some(match names.as_slice() {
            [name] => format!("\"{container}\" kept failing in pod {name}, which is gone"),
            names => format!(
                "\"{container}\" kept failing in pods that are gone ({})",
                words::some_of(names, 3)
            ),
        });
    }
    let was_deleted = |name: &str| deleted::counted_as_failure(evidence.case, name);
    Some(match (missing.count, names.as_slice()) {
        (1, [name]) if was_deleted(name) => {
            let by = deleted::by(evidence.case, name).map_or_else(String::new, |by| format!(" {by}"));
            format!("pod {name} was deleted while it ran{by}")
        }
        (count, _) => are_gone(count, &missing.names),
    })
}

fn are_gone(count: u64, names: &[String]) -> String {
    match (count, names) {
        (1, [name]) => format!("pod {name} is gone"),
        (_, []) => "the pods are gone".to_owned(),
        (count, names) => format!("the pods are gone ({})", some_of(names, 3, count)),
    }
}

/// The first few of so many, of which not all have names.
fn some_of(names: &[String], limit: usize, count: u64) -> String {
    let first = &names[..names.len().min(limit)];
    match count.saturating_sub(first.len() as u64) {
        0 => first.join(", "),
        more => format!("{} and {} more", first.join(", "), words::grouped(more)),
    }
}

/// That nothing is left of the pods that a cause was seen in, to be appended to it.
pub(in crate::model) fn seen_before(evidence: &Evidence<'_>) -> String {
    let names: Vec<String> = evidence
        .case
        .gone()
        .iter()
        .map(|pod| pod.name.to_string())
        .collect();
    if names.is_empty() || !evidence.attempts.is_empty() {
        return String::new();
    }
    let count = evidence.missing_pods().map_or(0, |missing| missing.count);
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

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn pods_that_are_gone_are_named_from_events() {
        let failed = || {
            World::new()
                .with("/status/failed", 1.into())
                .failed_for("BackoffLimitExceeded")
        };
        let report = failed().created("x-abcde").report();
        report.assert_finds("pods-gone", &["x-abcde"]);
        failed()
            .failed_pod("x-1", 1, "Error")
            .report()
            .assert_silent("pods-gone");
    }

    #[test]
    fn a_pod_whose_deletion_failed_the_job_was_deleted() {
        let created = ("2026-11-24T11:00:01Z", "SuccessfulCreate", "Created pod: x-1");
        let removed = ("2026-11-24T11:20:00Z", "SuccessfulDelete", "Deleted pod: x-1");
        let of_job = |world: World, (time, reason, message)| world.event("Job", "x", time, reason, message);
        let killing =
            |world: World, time: &str| world.event("Pod", "x-1", time, "Killing", "Stopping container main");
        let failed = || {
            let world = World::new()
                .with("/status/failed", 1.into())
                .failed_for("BackoffLimitExceeded");
            of_job(world, created)
        };
        let (before, after) = ("2026-11-24T11:20:00Z", "2026-11-24T11:30:01Z");
        let report = killing(failed(), before).report();
        assert_eq!(report.message(), "1 attempt; pod x-1 was deleted while it ran");
        report.assert_finds("pods-gone", &["audit log"]);
        let tainted = killing(failed(), before).event("Pod", "x-1", before, "TaintManagerEviction", "m");
        assert!(
            tainted
                .report()
                .message()
                .ends_with("because its node was tainted")
        );
        for other in [
            failed(),
            killing(failed(), after),
            of_job(killing(failed(), before), removed),
        ] {
            let report = other.report();
            assert_eq!(report.message(), "1 attempt; pod x-1 is gone");
            report.assert_finds(
                "pods-gone",
                &["Kubernetes deletes the pods that are active when a Job fails"],
            );
        }
    }
}
