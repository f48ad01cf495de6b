//! Pods have been deleted, and their logs with them.

use super::{
    Evidence, Facts, Find, Finding, JobState, Rule, Severity, Subject, SubjectKind, Topic, failure::AUDIT,
};
use crate::model::missing::MissingPods;
use crate::model::{blockage, case::Case, deleted, words};

pub(super) static RULE: Rule = Rule {
    name: "pods-gone",
    topic: Topic::NotEnded,
    summary: "Pods of the Job were deleted, and their logs with them.",
    cause: "When a Job fails, the Job controller deletes the pods that are still active: under restartPolicy: OnFailure the one \
            that crashed, at the deadline those that ran. A person, a node drain or the pod garbage collector can delete pods, \
            too.",
    advice: "Save the logs while the Job runs: cyjob wait NAME --logs=all --save FOLDER. With restartPolicy: Never, every \
             failed pod stays.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy",
        "https://github.com/kubernetes/kubernetes/issues/74848",
    ],
    find: Find::Job(find),
};

/// The maximum number of pods that the finding names.
const NAMES: usize = 5;

pub(in crate::model) fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let missing = evidence.missing_pods()?;
    let failed = matches!(evidence.state, JobState::Failed | JobState::Failing);
    let first = missing.names.first().map_or("", String::as_str);
    Some(Finding {
        rule: &RULE,
        severity: if failed { Severity::Warning } else { Severity::Info },
        subject: Subject::many(SubjectKind::Pod, first, missing.count),
        message: sentence(evidence, &missing),
        hint: hint(evidence, &missing).filter(|_| failed),
        facts: Facts::default().and("pods", missing.count).and(
            "names",
            missing.names.iter().take(NAMES).cloned().collect::<Vec<_>>(),
        ),
    })
}

fn sentence(evidence: &Evidence<'_>, missing: &MissingPods) -> String {
    let pods = words::counted(missing.count, "pod");
    let have = if missing.count == 1 { "has" } else { "have" };
    let which = match &evidence.case.snapshot.events {
        _ if !missing.names.is_empty() => format!(": {}", some_of(&missing.names, NAMES, missing.count)),
        Ok(_) => "; no event names them any more".to_owned(),
        Err(unknown) => format!(
            "; the events, which may name them, cannot be read: {}",
            unknown.why
        ),
    };
    format!("{pods} of this Job {have} been deleted{which}")
}

/// What to do if the Job failed.
fn hint(evidence: &Evidence<'_>, missing: &MissingPods) -> Option<String> {
    let counted_as_failure = |name: &String| deleted::counted_as_failure(evidence.case, name);
    match evidence.case.restarts_on_failure() {
        true if !has_last_words(evidence) => Some(
            "use restartPolicy: Never to keep failed pods and their logs: under OnFailure, Kubernetes deletes the pod at \
             backoffLimit"
                .to_owned(),
        ),
        false if missing.names.iter().any(counted_as_failure) => Some(AUDIT.to_owned()),
        false if !has_last_words(evidence) => {
            let job = evidence.case.job();
            let names = [&*job.name, &*job.namespace];
            let (name, namespace) = (names.into_iter().all(words::is_dns_name)).then_some((&job.name, &job.namespace))?;
            Some(format!(
                "save the logs of the next run: cyjob wait {name} -n {namespace} --logs=all --save logs"
            ))
        }
        true | false => None,
    }
}

/// Whether the report has a log that was read from a pod before the pod was gone.
fn has_last_words(evidence: &Evidence<'_>) -> bool {
    let mut logs = evidence.case.snapshot.logs.iter().flatten();
    logs.any(|log| log.pod_is_gone)
}

/// What the verdict says if no pod is left.
pub(in crate::model) fn nothing_left(evidence: &Evidence<'_>) -> Option<String> {
    if !evidence.attempts.is_empty() {
        return None;
    }
    let missing = evidence.missing_pods()?;
    let names: Vec<&str> = missing.names.iter().map(String::as_str).collect();
    if let Some(container) = kept_failing(evidence.case, &names) {
        return Some(match names.as_slice() {
            [name] => format!("\"{container}\" kept failing in its pod {name}, which has been deleted"),
            names => format!(
                "\"{container}\" kept failing in its pods, which have been deleted ({})",
                words::some_of(names, 3)
            ),
        });
    }
    let was_deleted = |name: &str| deleted::counted_as_failure(evidence.case, name);
    Some(match (missing.count, names.as_slice()) {
        (1, [name]) if was_deleted(name) => {
            let by = deleted::by(evidence.case, name).map_or_else(String::new, |by| format!(" {by}"));
            format!("its pod {name} was deleted while it ran{by}")
        }
        (count, _) => are_gone(count, &missing.names),
    })
}

fn are_gone(count: u64, names: &[String]) -> String {
    match (count, names) {
        (1, [name]) => format!("its pod {name} has been deleted"),
        (_, []) => "its pods have been deleted".to_owned(),
        (count, names) => format!("its pods have been deleted ({})", some_of(names, 3, count)),
    }
}

/// The first few of `count` names. Not every pod has a known name.
fn some_of(names: &[String], limit: usize, count: u64) -> String {
    let first = &names[..names.len().min(limit)];
    match count.saturating_sub(first.len() as u64) {
        0 => first.join(", "),
        more => format!("{} and {} more", first.join(", "), words::grouped(more)),
    }
}

/// The end of a cause that was seen in pods that are all gone: says that they have been deleted. Otherwise
/// empty.
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

/// The container that the kubelet last delayed restarting in one of these pods, which are gone. Under
/// `OnFailure`, the controller deletes the pods at `backoffLimit`, and only that event says what failed.
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
        report.assert_fact("pods-gone", "pods", 1_u64);
        report.assert_fact("pods-gone", "names", vec!["x-abcde".to_owned()]);
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
        assert_eq!(
            report.message(),
            "1 attempt failed; its pod x-1 was deleted while it ran"
        );
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
            assert_eq!(report.message(), "1 attempt failed; its pod x-1 has been deleted");
            report.assert_finds("pods-gone", &["save the logs of the next run"]);
        }
    }
}
