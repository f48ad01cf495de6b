//! The verdict's sentence: what a tired engineer reads first, with the evidence.

use jiff::Timestamp;

use super::findings::{Evidence, kept_alive, missing_pods, obstacle};
use super::findings::{containers, deletion, ends, held, retries};
use super::{AttemptOutcome, JobState, Verdict, demand, restarts, words};

/// The verdict on the Job.
pub(super) fn verdict(evidence: &Evidence<'_>) -> Verdict {
    let case = evidence.case;
    Verdict {
        state: evidence.state,
        reason: reason(evidence),
        message: sentence(evidence),
        since: since(evidence),
        terminal: case.is_terminal(),
    }
}

fn reason(evidence: &Evidence<'_>) -> Option<String> {
    let case = evidence.case;
    match evidence.state {
        JobState::Failed | JobState::Failing => case.failure()?.reason.clone(),
        JobState::Complete | JobState::Completing => case.success()?.reason.clone(),
        JobState::Blocked => Some(obstacle(evidence)?.blockage.reason),
        JobState::Suspended => case.condition("Suspended")?.reason.clone(),
        JobState::Retrying => case
            .pods()
            .iter()
            .find_map(|pod| restarts::crash_loop(case, pod))
            .map(|container| restarts::word(container).to_owned()),
        JobState::Pending | JobState::Running | JobState::Deleting | JobState::External => None,
    }
}

fn since(evidence: &Evidence<'_>) -> Option<Timestamp> {
    let case = evidence.case;
    let status = &case.job().status;
    match evidence.state {
        JobState::Failed | JobState::Complete => evidence.timing.ended,
        JobState::Failing => case.failure()?.since,
        JobState::Completing => case.success()?.since,
        JobState::Blocked => obstacle(evidence)?.blockage.since,
        JobState::Suspended => case
            .condition("Suspended")
            .and_then(|suspended| suspended.since)
            .or(case.job().created),
        JobState::Retrying => evidence
            .failures
            .iter()
            .filter_map(|failure| failure.end.finished)
            .max(),
        JobState::Running => status.start_time,
        JobState::Pending => status.start_time.or(case.job().created),
        JobState::Deleting => case.job().deletion_timestamp,
        JobState::External => case.job().created,
    }
}

fn sentence(evidence: &Evidence<'_>) -> String {
    match evidence.state {
        JobState::Failed => failed(evidence),
        JobState::Failing => format!("{}{}", failed(evidence), terminating(evidence)),
        JobState::Complete => complete(evidence),
        JobState::Completing => format!("{}{}", complete(evidence), terminating(evidence)),
        JobState::Blocked => {
            obstacle(evidence).map_or_else(String::new, |obstacle| obstacle.sentence(evidence))
        }
        JobState::Suspended => held::suspension(evidence),
        JobState::Retrying => retrying(evidence),
        JobState::Running => running(evidence),
        JobState::Pending => pending(evidence),
        JobState::Deleting => format!("deletion waits for {}", deletion::holders(evidence)),
        JobState::External => {
            let manager = evidence.case.managed_by().unwrap_or("another controller");
            format!("managed by {manager} (spec.managedBy), which has reported nothing")
        }
    }
}

fn failed(evidence: &Evidence<'_>) -> String {
    let condition = evidence.case.failure();
    let spec = &evidence.case.job().spec;
    let head = match condition.and_then(|condition| condition.reason.as_deref()) {
        Some("BackoffLimitExceeded") => attempts(evidence),
        Some("DeadlineExceeded") => {
            let limit = spec
                .active_deadline_seconds
                .map_or_else(String::new, |limit| format!(" of {}", words::seconds(limit)));
            format!("it was active past its deadline{limit}")
        }
        Some("FailedIndexes") => indexes(evidence),
        Some("MaxFailedIndexesExceeded") => {
            let limit = spec
                .max_failed_indexes
                .map_or_else(String::new, |limit| format!(" {limit}"));
            format!("{}, more than maxFailedIndexes{limit}", indexes(evidence))
        }
        Some(_) | None => condition
            .and_then(|condition| condition.message.clone())
            .unwrap_or_else(|| "it failed".to_owned()),
    };
    match cause(evidence).or_else(|| gone(evidence)) {
        Some(cause) => format!("{head}; {cause}"),
        None => head,
    }
}

/// `3 attempts`, with the restarts under `OnFailure`.
fn attempts(evidence: &Evidence<'_>) -> String {
    let failed = evidence.case.failed_count();
    let noun = if evidence.indexes.is_some() || evidence.counts.completions.is_none_or(|all| all > 1) {
        "failed pod"
    } else {
        "attempt"
    };
    let tries = words::counted(failed, noun);
    match evidence.counts.restarts {
        0 => tries,
        restarts => format!("{tries}, {}", words::counted(restarts, "container restart")),
    }
}

/// `indexes 3,7 failed (2 of 10), 8/10 completed`.
fn indexes(evidence: &Evidence<'_>) -> String {
    let failed = ends::failed_indexes(evidence);
    let total = evidence
        .counts
        .completions
        .map_or_else(String::new, |total| format!("/{}", words::grouped(total)));
    format!(
        "{failed}, {}{total} completed",
        words::grouped(evidence.counts.succeeded)
    )
}

/// How the container failed that failed most often, and how many other ways there were.
fn cause(evidence: &Evidence<'_>) -> Option<String> {
    let (first, others) = evidence.failures.split_first()?;
    let all: u64 = evidence.failures.iter().map(|failure| failure.pods).sum();
    let extent = match (first.pods, all) {
        (1, 1) => String::new(),
        (2, 2) => " both times".to_owned(),
        (pods, all) if pods == all => " each time".to_owned(),
        (pods, _) => format!(
            " in {} of {}",
            words::grouped(pods),
            words::counted(all, "failed pod")
        ),
    };
    let words = first
        .words
        .as_ref()
        .map_or_else(String::new, |words| format!(": \"{words}\""));
    let others: Vec<String> = others
        .iter()
        .take(2)
        .map(|other| {
            format!(
                "; {} {} ({}×)",
                containers::name(other),
                other.predicate(),
                other.pods
            )
        })
        .collect();
    Some(format!(
        "{} {}{extent}{words}{}",
        containers::name(first),
        first.predicate(),
        others.concat()
    ))
}

/// Nothing left to look at.
fn gone(evidence: &Evidence<'_>) -> Option<String> {
    if !evidence.attempts.is_empty() {
        return None;
    }
    let missing = missing_pods(evidence)?;
    let names: Vec<&str> = missing.names.iter().map(String::as_str).collect();
    Some(match (missing.count, names.as_slice()) {
        (1, [name]) => format!("its pod {name} is gone"),
        (_, []) => "its pods are gone".to_owned(),
        (_, names) => format!("its pods are gone ({})", words::some_of(names, 3)),
    })
}

fn terminating(evidence: &Evidence<'_>) -> String {
    match evidence.counts.terminating {
        Some(count) if count > 0 => {
            let verb = if count == 1 { "is" } else { "are" };
            format!("; {} {verb} still terminating", words::counted(count, "pod"))
        }
        Some(_) => "; the controller is about to confirm it".to_owned(),
        None => "; pods may still be terminating".to_owned(),
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
    let took = evidence
        .timing
        .duration
        .map_or_else(String::new, |took| format!(" in {}", words::duration(took)));
    format!("{head}{took}{}", past_failures(evidence, "after"))
}

/// ` after 2 failed attempts ("main" exited 7 both times)`.
fn past_failures(evidence: &Evidence<'_>, preposition: &str) -> String {
    let failed = evidence.case.failed_count();
    let tries = match (failed, evidence.counts.restarts) {
        // Pods that a success policy or the controller stopped failed nothing.
        _ if evidence.failures.iter().all(|failure| failure.stopped) => return String::new(),
        (0, 0) => return String::new(),
        (0, restarts) => words::counted(restarts, "container restart"),
        (failed, _) => words::counted(failed, "failed attempt"),
    };
    let cause = cause(evidence).map_or_else(String::new, |cause| format!(" ({cause})"));
    format!(" {preposition} {tries}{cause}")
}

fn retrying(evidence: &Evidence<'_>) -> String {
    // A failure that the policy ignores is in no counter.
    let is_counted = evidence.case.failed_count() > 0 || evidence.counts.restarts > 0;
    let cause = cause(evidence).or_else(|| retries::crashing_sidecar(evidence));
    let head = match (cause, is_counted) {
        (Some(cause), true) => format!("{} failed so far; {cause}", attempts(evidence)),
        (Some(cause), false) => cause,
        (None, true) => format!("{} failed so far", attempts(evidence)),
        (None, false) if evidence.counts.pods.is_some_and(|pods| pods.failed == 0) => {
            "a pod is terminating, which counts as a failure".to_owned()
        }
        (None, false) => "a pod failed".to_owned(),
    };
    let next = evidence.timing.next_retry.as_ref();
    let awaited = demand::awaited(evidence.case);
    let next = match next {
        Some(next) => format!("; next retry {}", retries::when(evidence, next.at)),
        None if awaited > 0 => format!("; waits for {}", words::counted(awaited, "terminating pod")),
        None => String::new(),
    };
    format!("{head}{next}{}", retries::failures_left(evidence))
}

fn running(evidence: &Evidence<'_>) -> String {
    if let Some(sentence) = kept_alive(evidence) {
        return sentence;
    }
    let done = match evidence.counts.completions {
        Some(total) => format!(
            "{}/{} completions",
            words::grouped(evidence.counts.succeeded),
            words::grouped(total)
        ),
        None => format!("{} succeeded", words::counted(evidence.counts.succeeded, "pod")),
    };
    let active = match evidence.counts.pods {
        Some(pods) if pods.running > 0 => format!("{} running", words::counted(pods.running, "pod")),
        Some(pods) if pods.pending > 0 => format!("{} starting", words::counted(pods.pending, "pod")),
        Some(_) | None if evidence.counts.active > 0 => {
            format!("{} active", words::counted(evidence.counts.active, "pod"))
        }
        Some(_) | None => "no pod active at the moment".to_owned(),
    };
    format!("{done}, {active}{}", past_failures(evidence, "with"))
}

fn pending(evidence: &Evidence<'_>) -> String {
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
    match (count, words.first()) {
        (0, _) if evidence.counts.active > 0 => {
            format!(
                "{} active, none ready yet",
                words::counted(evidence.counts.active, "pod")
            )
        }
        (0, _) if awaited > 0 => format!(
            "waits for {} to be gone (podReplacementPolicy Failed)",
            words::counted(awaited, "terminating pod")
        ),
        (0, _) if !evidence.attempts.is_empty() => "no pod is active at the moment".to_owned(),
        (0, _) => "no pod has been created yet".to_owned(),
        (count, Some(word)) => format!("{} not running yet ({word})", words::counted(count, "pod")),
        (count, None) => format!("{} not running yet", words::counted(count, "pod")),
    }
}
