//! Why the Job as a whole ended or will end: the reasons of its terminal and interim conditions (types.go, `JobReason…`).

use super::{Evidence, Finding, Rule, Severity, Subject, SubjectKind, unstarted};
use crate::facts::{Condition, IndexSet};
use crate::model::words;

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let case = evidence.case;
    let finding = match (case.failure(), case.success()) {
        (Some(condition), _) => Some(failed(evidence, condition)),
        (None, Some(condition)) => success_policy(evidence, condition),
        (None, None) => failing(evidence),
    };
    finding.into_iter().collect()
}

fn failed(evidence: &Evidence<'_>, condition: &Condition) -> Finding {
    let words = condition.message.as_deref().unwrap_or_default();
    let reason = condition.reason.as_deref();
    let about_indexes = matches!(reason, Some("FailedIndexes" | "MaxFailedIndexesExceeded"));
    let (rule, message) = match reason {
        Some("BackoffLimitExceeded") => (Rule::BackoffLimitExceeded, back_off_limit(evidence)),
        Some("DeadlineExceeded") => (Rule::DeadlineExceeded, deadline(evidence)),
        Some("PodFailurePolicy") => (Rule::PodFailurePolicy, words.to_owned()),
        Some("FailedIndexes") => (Rule::FailedIndexes, failed_indexes(evidence)),
        Some("MaxFailedIndexesExceeded") => {
            (Rule::MaxFailedIndexesExceeded, too_many_failed_indexes(evidence))
        }
        Some(reason) => (Rule::JobFailed, format!("{reason}: {words}")),
        None => (Rule::JobFailed, words.to_owned()),
    };
    let needs_time = rule == Rule::DeadlineExceeded && unstarted::at_deadline(evidence).is_none();
    let more_time = "give it more time with activeDeadlineSeconds, or find what took so long";
    Finding {
        rule,
        severity: Severity::Error,
        subject: if about_indexes {
            indexes_subject(evidence)
        } else {
            evidence.about_job()
        },
        message,
        hint: needs_time
            .then(|| more_time.to_owned())
            .or_else(|| policy_rule(evidence, condition)),
    }
}

fn deadline(evidence: &Evidence<'_>) -> String {
    let limit = evidence.case.job().spec.active_deadline_seconds;
    let limit = limit.map_or_else(String::new, |limit| {
        format!(" of {} (activeDeadlineSeconds {limit})", words::seconds(limit))
    });
    format!("the Job was active past its deadline{limit}")
}

fn too_many_failed_indexes(evidence: &Evidence<'_>) -> String {
    let limit = evidence.case.job().spec.max_failed_indexes;
    let limit = limit.map_or_else(String::new, |limit| format!(" (maxFailedIndexes {limit})"));
    format!("{}, more than allowed{limit}", failed_indexes(evidence))
}

/// How `backoffLimit` was passed, with the number where it is known.
pub(in crate::model) fn back_off_limit(evidence: &Evidence<'_>) -> String {
    let limit = evidence.case.backoff_limit();
    let of_limit = limit.map_or_else(String::new, |limit| format!(" of {limit}"));
    let failed = evidence.case.failed_count();
    if is_by_restarts(evidence) {
        let restarts = evidence
            .counts
            .restarts
            .filter(|restarts| limit.is_some_and(|limit| i128::from(*restarts) >= limit.max(1).into()));
        let known = restarts.map_or_else(String::new, |restarts| {
            format!(": {}", words::counted(restarts, "container restart"))
        });
        format!("container restarts reached the back-off limit{of_limit}{known}")
    } else if limit.is_none_or(|limit| failed > limit) {
        let failed = words::counted(failed, "failed pod");
        format!("the back-off limit{of_limit} is exceeded: {failed}")
    } else {
        format!("the back-off limit{of_limit} is exceeded")
    }
}

/// Whether container restarts passed `backoffLimit`, not failed pods: under `OnFailure` those of unfinished pods count, and the
/// controller then deletes all these pods and counts each as failed (`pastBackoffLimitOnFailure`).
pub(in crate::model) fn is_by_restarts(evidence: &Evidence<'_>) -> bool {
    let failed = evidence.counts.pods.map_or(evidence.case.failed_count(), |seen| {
        i64::try_from(seen.failed).unwrap_or(i64::MAX)
    });
    let limit = evidence.case.backoff_limit();
    evidence.case.restarts_on_failure() && limit.is_some_and(|limit| failed <= limit)
}

/// A Job with an index that failed for good goes on with the others and then ends Failed (KEP-3850), unless its success
/// policy is met before (KEP-3998).
fn failing(evidence: &Evidence<'_>) -> Option<Finding> {
    Some(Finding {
        rule: Rule::FailedIndexes,
        severity: Severity::Warning,
        subject: indexes_subject(evidence),
        message: outlook(evidence)?,
        hint: None,
    })
}

/// What indexes that failed for good mean for a Job that goes on.
pub(in crate::model) fn outlook(evidence: &Evidence<'_>) -> Option<String> {
    let indexes = evidence.indexes?;
    if evidence.case.is_decided() || indexes.failed_is_derived || indexes.failed.is_empty() {
        return None;
    }
    let noun = if indexes.failed.len() == 1 {
        "index"
    } else {
        "indexes"
    };
    let unless = if evidence.case.job().spec.success_policy.is_some() {
        ", unless its success policy is met first"
    } else {
        ""
    };
    Some(format!(
        "{noun} {} failed for good: the Job will end Failed when the rest is done{unless}",
        some_of(&indexes.failed)
    ))
}

/// So many intervals of indexes are told of.
const INTERVALS: usize = 10;

/// The indexes as the API writes them; of many, the first and how many more.
pub(in crate::model) fn some_of(indexes: &IndexSet) -> String {
    let first: IndexSet = indexes.intervals().iter().take(INTERVALS).copied().collect();
    match indexes.len() - first.len() {
        0 => first.to_string(),
        more => format!("{first} and {} more", words::grouped(more)),
    }
}

/// `indexes 3,7 failed (2 of 10)`.
pub(in crate::model) fn failed_indexes(evidence: &Evidence<'_>) -> String {
    let Some(indexes) = evidence.indexes.filter(|indexes| !indexes.failed.is_empty()) else {
        return "indexes failed".to_owned();
    };
    let failed = indexes.failed.len();
    let noun = if failed == 1 { "index" } else { "indexes" };
    let total = indexes
        .total
        .map_or_else(String::new, |total| format!(" of {}", words::grouped(total)));
    format!(
        "{noun} {} failed ({}{total})",
        some_of(&indexes.failed),
        words::grouped(failed)
    )
}

fn indexes_subject(evidence: &Evidence<'_>) -> Subject {
    let failed = evidence.indexes.map(|indexes| &indexes.failed);
    let name = failed.map_or_else(String::new, some_of);
    Subject::many(
        SubjectKind::Index,
        &name,
        failed.map_or(1, |failed| failed.len().max(1)),
    )
}

/// The rule of the pod failure policy that matched. Conditions carry no rule's name yet (KEP-4443), only its number at
/// the end of their message (`matchPodFailurePolicy` in the Job controller).
fn policy_rule(evidence: &Evidence<'_>, condition: &Condition) -> Option<String> {
    let number = condition
        .message
        .as_deref()?
        .rsplit_once("rule at index ")?
        .1
        .trim();
    let rule = evidence
        .case
        .job()
        .spec
        .pod_failure_policy
        .as_ref()?
        .rules
        .get(number.parse::<usize>().ok()?)?;
    let matches = match (&rule.on_exit_codes, &rule.on_pod_conditions) {
        (Some(codes), _) => {
            let values: Vec<String> = codes.values.iter().map(ToString::to_string).collect();
            let container = codes
                .container_name
                .as_deref()
                .map_or_else(String::new, |name| format!(" of \"{name}\""));
            format!("exit code{container} {} {}", codes.operator, values.join(", "))
        }
        (None, Some(patterns)) => {
            let patterns = patterns.iter().map(|pattern| {
                format!(
                    "{}={}",
                    pattern.type_,
                    pattern.status.as_deref().unwrap_or("True")
                )
            });
            format!("pod condition {}", patterns.collect::<Vec<_>>().join(" or "))
        }
        (None, None) => return None,
    };
    Some(format!(
        "spec.podFailurePolicy.rules[{number}]: {} on {matches}",
        rule.action
    ))
}

/// A success policy makes fewer successes than `completions` a success, not a shortfall (KEP-3998).
fn success_policy(evidence: &Evidence<'_>, condition: &Condition) -> Option<Finding> {
    if condition.reason.as_deref() != Some("SuccessPolicy") {
        return None;
    }
    let done = words::grouped(evidence.counts.succeeded);
    let total = evidence
        .counts
        .completions
        .map_or_else(String::new, |total| format!(" of {}", words::grouped(total)));
    let words = condition
        .message
        .as_deref()
        .map_or_else(String::new, |words| format!(" ({words})"));
    let stopped = if evidence.case.is_terminal() {
        "were stopped"
    } else {
        "are being stopped"
    };
    Some(Finding {
        rule: Rule::SuccessPolicy,
        severity: Severity::Info,
        subject: evidence.about_job(),
        message: format!(
            "the success policy was met with {done}{total} indexes done; the other pods {stopped}{words}"
        ),
        hint: None,
    })
}
