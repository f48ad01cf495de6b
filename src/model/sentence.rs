//! The verdict's sentence, which the reader sees first, with the evidence.

use jiff::Timestamp;

use super::obstacles::{self, Obstacle};
use super::rules::{
    self, backoff_limit_exceeded, crash_loop, deadline_exceeded, deletion_pending, failed_indexes,
    failures_ignored, pod_failure_policy, pods_gone, suspended,
};
use super::words::{self, indexes, retries};
use super::{AttemptOutcome, JobState, Verdict, case::Case, evidence::Evidence};
use super::{cause, counters, demand, disruptions, missing, overstay, restarts, unstarted};
use crate::facts::{ContainerFacts, PodFacts};

/// The verdict on the Job.
pub(super) fn verdict(evidence: &Evidence<'_>) -> Verdict {
    let is_blocked = evidence.state == JobState::Blocked;
    let obstacles = is_blocked.then(|| obstacles::standing(evidence));
    let obstacle = obstacles.and_then(|obstacles| obstacles.into_iter().next());
    Verdict {
        state: evidence.state,
        reason: reason(evidence, obstacle.as_ref()),
        message: sentence(evidence, obstacle.as_ref()),
        since: since(evidence, obstacle.as_ref()),
        terminal: evidence.case.is_terminal(),
    }
}

fn reason(evidence: &Evidence<'_>, obstacle: Option<&Obstacle>) -> Option<String> {
    let case = evidence.case;
    match evidence.state {
        JobState::Failed | JobState::Failing => case.failure()?.reason.clone(),
        JobState::Complete | JobState::Completing => case.success()?.reason.clone(),
        JobState::Blocked => Some(obstacle?.blockage.reason.clone()),
        JobState::Suspended => case.condition("Suspended")?.reason.clone(),
        JobState::Retrying => case
            .pods()
            .iter()
            .find_map(|pod| restarts::crash_loop(case, pod))
            .map(|container| restarts::word(container).to_owned()),
        JobState::Pending | JobState::Running | JobState::Deleting | JobState::External => None,
    }
}

fn since(evidence: &Evidence<'_>, obstacle: Option<&Obstacle>) -> Option<Timestamp> {
    let case = evidence.case;
    let status = &case.job().status;
    match evidence.state {
        JobState::Failed | JobState::Complete => evidence.timing.ended,
        JobState::Failing => case.failure()?.since,
        JobState::Completing => case.success()?.since,
        JobState::Blocked => obstacle?.blockage.since,
        JobState::Suspended => suspended_since(evidence),
        JobState::Retrying => {
            let failures = case.pods().iter().filter_map(|pod| last_failure(case, pod));
            failures.max()
        }
        JobState::Running => status.start_time,
        JobState::Pending => status.start_time.or(case.job().created),
        JobState::Deleting => case.job().deletion_timestamp,
        JobState::External => case.job().created,
    }
}

/// When the Job was suspended. A Job that was resumed before and has no new condition yet was suspended at an
/// unknown time.
fn suspended_since(evidence: &Evidence<'_>) -> Option<Timestamp> {
    let status = &evidence.case.job().status;
    let conditions = &status.conditions;
    match conditions.iter().find(|condition| condition.kind == "Suspended") {
        Some(condition) => condition.since.filter(|_| condition.is_true()),
        None => evidence
            .case
            .job()
            .created
            .filter(|_| status.start_time.is_none()),
    }
}

/// When the crash-looping container last ended, else when the container to blame ended, possibly an earlier
/// instance, else when the failed pod finished.
fn last_failure(case: Case<'_>, pod: &PodFacts) -> Option<Timestamp> {
    let looping = restarts::crash_loop(case, pod).and_then(ContainerFacts::latest_termination);
    let culprit = || pod.culprit().or_else(|| pod.restarted_culprit());
    let end = looping.or_else(|| culprit().map(|(_, end)| end));
    let ended = end.and_then(|end| end.finished.get());
    ended.or_else(|| pod.finished().filter(|_| &*pod.phase == "Failed"))
}

fn sentence(evidence: &Evidence<'_>, obstacle: Option<&Obstacle>) -> String {
    match evidence.state {
        JobState::Failed => failed(evidence),
        JobState::Failing => format!("{}{}", failed(evidence), terminating(evidence, "Failed")),
        JobState::Complete => complete(evidence),
        JobState::Completing => format!("{}{}", complete(evidence), terminating(evidence, "Complete")),
        JobState::Blocked => obstacle.map_or_else(String::new, |obstacle| held_up(evidence, obstacle)),
        JobState::Suspended => suspended::sentence(evidence),
        JobState::Retrying => retrying(evidence),
        JobState::Running => running(evidence),
        JobState::Pending => pending(evidence),
        JobState::Deleting => format!(
            "deletion waits for {}{}",
            deletion_pending::holders(evidence),
            still_there(evidence)
        ),
        JobState::External => {
            let manager = evidence.case.managed_by().unwrap_or("another controller");
            format!("the Job is managed by {manager} (spec.managedBy), which has reported nothing")
        }
    }
}

fn held_up(evidence: &Evidence<'_>, obstacle: &Obstacle) -> String {
    let explained = rules::of_obstacle(evidence, obstacle);
    explained.map_or_else(String::new, |(_, explanation)| obstacle.gist(explanation))
}

fn failed(evidence: &Evidence<'_>) -> String {
    let condition = evidence.case.failure();
    let spec = &evidence.case.job().spec;
    let head = match condition.and_then(|condition| condition.reason.as_deref()) {
        Some("BackoffLimitExceeded") if by_attempts(evidence) => attempts(evidence),
        Some("BackoffLimitExceeded") => backoff_limit_exceeded::sentence(evidence),
        Some("DeadlineExceeded") => deadline_exceeded::sentence(evidence),
        Some("PodFailurePolicy") => pod_failure_policy::sentence(evidence),
        Some("FailedIndexes") => indexes(evidence, ""),
        Some("MaxFailedIndexesExceeded") => {
            let limit = spec
                .max_failed_indexes
                .map_or_else(String::new, |limit| format!(" {limit}"));
            indexes(evidence, &format!(", more than maxFailedIndexes{limit}"))
        }
        Some(_) | None => condition
            .and_then(|condition| condition.message.clone())
            .unwrap_or_else(|| "the Job failed".to_owned()),
    };
    let obstacle = unstarted::at_deadline(evidence);
    let obstacle = obstacle.map(|obstacle| held_up(evidence, &obstacle));
    let obstacle =
        obstacle.map(|words| format!("until then it was blocked: {}", words.trim_end_matches('.')));
    let cause = obstacle.or_else(|| cause::of(evidence));
    let seen = cause.map(|cause| format!("{cause}{}", pods_gone::seen_before(evidence)));
    match seen.or_else(|| pods_gone::nothing_left(evidence)) {
        Some(cause) => format!("{head}; {cause}"),
        None => head,
    }
}

/// `3 attempts failed`, with the number of container restarts if there are any.
fn attempts(evidence: &Evidence<'_>) -> String {
    let noun = if evidence.case.works_in_turn() {
        "attempt"
    } else {
        "pod"
    };
    let tries = words::counted(counters::failed(evidence.case), noun);
    match counters::restarts(evidence.case) {
        0 => format!("{tries} failed"),
        restarts => format!(
            "{tries} failed after {}",
            words::counted(restarts, "container restart")
        ),
    }
}

/// Whether the number of attempts explains how `backoffLimit` was exceeded.
fn by_attempts(evidence: &Evidence<'_>) -> bool {
    counters::failed(evidence.case) > 0 && !backoff_limit_exceeded::is_by_restarts(evidence)
}

/// What failed so far: `3 attempts`, or if containers were restarted, every try of a container.
fn tries(evidence: &Evidence<'_>) -> String {
    let case = evidence.case;
    let restarts = counters::restarts(case);
    let looping = case
        .pods()
        .iter()
        .filter(|pod| restarts::crash_loop(case, pod).is_some())
        .count();
    if restarts == 0 && looping == 0 {
        let noun = if case.works_in_turn() { "attempt" } else { "pod" };
        return words::counted(counters::failed(case), noun);
    }
    let failed = i128::from(counters::failed(case)) + i128::from(restarts) + looping as i128;
    words::counted(failed, "try|tries")
}

/// `indexes 3,7 failed (2 of 10), 8/10 completed`, with `remark` after the failed indexes.
fn indexes(evidence: &Evidence<'_>, remark: &str) -> String {
    let failed = indexes::failed(evidence);
    let total = evidence
        .counts
        .completions
        .map_or_else(String::new, |total| format!("/{}", words::grouped(total)));
    format!(
        "{failed}{remark}, {}{total} completed",
        words::grouped(evidence.counts.succeeded)
    )
}

/// What a Job whose end is decided waits for.
fn terminating(evidence: &Evidence<'_>, condition: &str) -> String {
    match evidence.counts.terminating {
        Some(count) if count > 0 => {
            let verb = if count == 1 { "is" } else { "are" };
            format!("; {} {verb} still terminating", words::counted(count, "pod"))
        }
        Some(_) => format!("; waiting for the {condition} condition"),
        None => "; pods may still be terminating".to_owned(),
    }
}

/// The pods of a deleted Job that still run or are terminating.
fn still_there(evidence: &Evidence<'_>) -> String {
    let Some(pods) = evidence.counts.pods else {
        return String::new();
    };
    let clause = |count: u64, one: &str, many: &str| {
        let verb = if count == 1 { one } else { many };
        format!("; {} {verb}", words::counted(count, "pod"))
    };
    match (pods.running, pods.terminating) {
        (0, 0) => String::new(),
        (0, ending) => clause(ending, "is still terminating", "are still terminating"),
        (running, _) => clause(running, "still runs", "still run"),
    }
}

fn complete(evidence: &Evidence<'_>) -> String {
    let done = words::grouped(evidence.counts.succeeded);
    let is_policy = evidence
        .case
        .success()
        .and_then(|condition| condition.reason.as_deref())
        == Some("SuccessPolicy");
    let head = match evidence.counts.completions {
        Some(total) if is_policy => format!(
            "the success policy was met with {done}/{} indexes done",
            words::grouped(total)
        ),
        Some(total) => format!("{done}/{} completions", words::grouped(total)),
        None => format!("{} succeeded", words::counted(evidence.counts.succeeded, "pod")),
    };
    // How long the Job took is known only at its end.
    let took = evidence.timing.ended.and(evidence.timing.duration);
    let took = took.map_or_else(String::new, |took| format!(" in {}", words::duration(took)));
    format!("{head}{took}{}", past_failures(evidence, "after"))
}

/// ` after 2 failed attempts ("main" exited 7 both times)`.
fn past_failures(evidence: &Evidence<'_>, preposition: &str) -> String {
    // Restarts alone are worth mentioning only after a failure. Pods that the controller stopped did not
    // fail.
    let has_failures = evidence.failures.iter().any(|failure| !failure.stopped);
    let tries = match (counters::failed(evidence.case), counters::restarts(evidence.case)) {
        (0, restarts) if restarts > 0 && has_failures => words::counted(restarts, "container restart"),
        (0, _) => return String::new(),
        (failed, _) => words::counted(failed, "failed attempt"),
    };
    let cause = cause::of(evidence).map_or_else(String::new, |cause| format!(" ({cause})"));
    format!(" {preposition} {tries}{cause}")
}

fn retrying(evidence: &Evidence<'_>) -> String {
    // More failures than the limit allows end the Job as soon as the controller sees them.
    let is_spent = evidence.timing.attempts_left == Some(0) && !evidence.case.restarts_on_failure();
    let so_far = if is_spent { "" } else { " so far" };
    // No counter includes a failure that the policy ignores.
    let is_counted = counters::failed(evidence.case) > 0 || counters::restarts(evidence.case) > 0;
    let cause = cause::of(evidence).or_else(|| crash_loop::crashing_sidecar(evidence));
    let head = match (cause, is_counted) {
        (Some(cause), true) => format!("{} failed{so_far}; {cause}", tries(evidence)),
        (Some(cause), false) => cause,
        (None, true) => format!("{} failed{so_far}", tries(evidence)),
        (None, false) if evidence.counts.pods.is_some_and(|pods| pods.failed == 0) => {
            "a pod is terminating, which counts as a failure".to_owned()
        }
        (None, false) => "a pod failed".to_owned(),
    };
    let next = evidence.timing.next_retry.as_ref();
    let awaited = demand::awaited(evidence.case);
    let next = match next {
        Some(next) => format!("; next retry {}", retries::when(evidence, next.at)),
        None if is_spent => "; waiting for the Failed condition".to_owned(),
        None if awaited > 0 => format!(
            "; waiting for {} to end",
            words::counted(awaited, "terminating pod")
        ),
        None => String::new(),
    };
    // The findings say how many failures are left.
    let endless =
        failures_ignored::endless(evidence).map_or_else(String::new, |clause| format!("; {clause}"));
    format!("{head}{next}{endless}{}", outlook(evidence))
}

fn running(evidence: &Evidence<'_>) -> String {
    if let Some(sentence) = overstay::kept_alive(evidence) {
        return sentence;
    }
    let done = done(evidence);
    let active = match evidence.counts.pods {
        Some(pods) if pods.running > 0 => format!("{} running", words::counted(pods.running, "pod")),
        Some(pods) if pods.pending > 0 => format!("{} starting", words::counted(pods.pending, "pod")),
        Some(_) | None if evidence.counts.active > 0 => {
            format!("{} active", words::counted(evidence.counts.active, "pod"))
        }
        Some(_) | None => "no active pod at the moment".to_owned(),
    };
    if let Some(lost) = lost(evidence) {
        return format!("{done}; {lost}{}", outlook(evidence));
    }
    let failures = past_failures(evidence, "with");
    format!("{done}, {active}{failures}{}", outlook(evidence))
}

/// `4/20 completions`.
fn done(evidence: &Evidence<'_>) -> String {
    let succeeded = evidence.counts.succeeded;
    match evidence.counts.completions {
        Some(total) => format!(
            "{}/{} completions",
            words::grouped(succeeded),
            words::grouped(total)
        ),
        None => format!("{} succeeded", words::counted(succeeded, "pod")),
    }
}

/// What ended all unfinished pods from outside. The controller may still treat these pods as active.
fn lost(evidence: &Evidence<'_>) -> Option<String> {
    let unfinished = || evidence.case.pods().iter().filter(|pod| !pod.is_finished());
    if unfinished().any(|pod| pod.ended_by().is_none()) {
        return None;
    }
    let ways = disruptions::of(unfinished());
    let clauses: Vec<String> = ways.iter().map(|way| cause::clause(evidence, way)).collect();
    (!clauses.is_empty()).then(|| clauses.join("; "))
}

/// The outcome that is already decided.
fn outlook(evidence: &Evidence<'_>) -> String {
    failed_indexes::outlook(evidence).map_or_else(String::new, |outlook| format!("; {outlook}"))
}

/// What the Job waits for, after what is already done.
fn pending(evidence: &Evidence<'_>) -> String {
    let done = match evidence.counts.succeeded {
        0 => String::new(),
        _ => format!("{}; ", done(evidence)),
    };
    format!("{done}{}{}", awaited(evidence), outlook(evidence))
}

fn awaited(evidence: &Evidence<'_>) -> String {
    let waiting = evidence
        .attempts
        .iter()
        .filter(|attempt| attempt.outcome == AttemptOutcome::Pending);
    let words: Vec<&str> = waiting
        .clone()
        .filter_map(|attempt| attempt.reason.as_deref())
        .collect();
    let count = waiting.count() as u64;
    let awaited = demand::awaited(evidence.case);
    if let Some(lost) = lost(evidence).filter(|_| awaited == 0) {
        return lost;
    }
    match (count, words.first()) {
        (0, _) if evidence.counts.active > 0 => {
            format!(
                "{} active, none ready yet",
                words::counted(evidence.counts.active, "pod")
            )
        }
        (0, _) if awaited > 0 => format!(
            "waiting for {} to end (podReplacementPolicy: Failed)",
            words::counted(awaited, "terminating pod")
        ),
        (0, _) if !evidence.case.knows_pods() || missing::is_elsewhere(evidence.case) => {
            "no active pod in the Job's status".to_owned()
        }
        (0, _)
            if !evidence.case.knows_finished_pods()
                || !evidence.attempts.is_empty()
                || evidence.missing_pods().is_some() =>
        {
            "no active pod at the moment".to_owned()
        }
        (0, _) => "no pod has been created yet".to_owned(),
        (count, Some(word)) => format!("{} not running yet ({word})", words::counted(count, "pod")),
        (count, None) => format!("{} not running yet", words::counted(count, "pod")),
    }
}
