//! Why the Job as a whole ended or will end: the reasons of its terminal and interim conditions (types.go, `JobReason…`).

use super::{Evidence, Finding, Severity, Subject, SubjectKind};
use crate::job_details::Condition;
use crate::model::words;

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    let case = evidence.case;
    let finding = match (case.failure(), case.success()) {
        (Some(condition), _) => Some(failed(evidence, condition)),
        (None, Some(condition)) => success_policy(evidence, condition),
        (None, None) => None,
    };
    finding.into_iter().collect()
}

fn failed(evidence: &Evidence<'_>, condition: &Condition) -> Finding {
    let spec = &evidence.case.job().spec;
    let about_job = evidence.about_job();
    let own_words = condition.message.clone().unwrap_or_default();
    let (rule, subject, message, hint) = match condition.reason.as_deref() {
        Some("BackoffLimitExceeded") => {
            let limit = spec
                .backoff_limit
                .map_or_else(String::new, |limit| format!(" of {limit}"));
            let failed = words::counted(evidence.case.failed_count(), "failed pod");
            (
                "backoff-limit-exceeded",
                about_job,
                format!("the back-off limit{limit} is exceeded: {failed}"),
                None,
            )
        }
        Some("DeadlineExceeded") => {
            let limit = spec.active_deadline_seconds.map_or_else(String::new, |limit| {
                format!(" of {} (activeDeadlineSeconds {limit})", words::seconds(limit))
            });
            let hint = "give it more time with activeDeadlineSeconds, or find what took so long";
            (
                "deadline-exceeded",
                about_job,
                format!("the Job was active past its deadline{limit}"),
                Some(hint),
            )
        }
        Some("PodFailurePolicy") => ("pod-failure-policy", about_job, own_words, None),
        Some("FailedIndexes") => (
            "failed-indexes",
            indexes_subject(evidence),
            failed_indexes(evidence),
            None,
        ),
        Some("MaxFailedIndexesExceeded") => {
            let limit = spec
                .max_failed_indexes
                .map_or_else(String::new, |limit| format!(" (maxFailedIndexes {limit})"));
            let message = format!("{}, more than allowed{limit}", failed_indexes(evidence));
            (
                "max-failed-indexes-exceeded",
                indexes_subject(evidence),
                message,
                None,
            )
        }
        Some(reason) => ("job-failed", about_job, format!("{reason}: {own_words}"), None),
        None => ("job-failed", about_job, own_words, None),
    };
    let hint = hint
        .map(str::to_owned)
        .or_else(|| policy_rule(evidence, condition));
    Finding {
        rule,
        severity: Severity::Error,
        subject,
        message,
        hint,
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
        indexes.failed,
        words::grouped(failed)
    )
}

fn indexes_subject(evidence: &Evidence<'_>) -> Subject {
    let failed = evidence.indexes.map(|indexes| &indexes.failed);
    let name = failed.map_or_else(String::new, ToString::to_string);
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
    Some(Finding {
        rule: "success-policy",
        severity: Severity::Info,
        subject: evidence.about_job(),
        message: format!(
            "the success policy was met with {done}{total} indexes done; the other pods were stopped{words}"
        ),
        hint: None,
    })
}
