//! What happens by itself when time passes: the deadline, and deletion after the end.

use super::{Evidence, Finding, Rule, Severity};
use crate::model::{timing, words};

pub(super) fn find(evidence: &Evidence<'_>) -> Vec<Finding> {
    deadline(evidence).into_iter().chain(ttl(evidence)).collect()
}

/// `activeDeadlineSeconds`: a warning in its last tenth.
fn deadline(evidence: &Evidence<'_>) -> Option<Finding> {
    let at = evidence.timing.deadline?;
    let limit = evidence.case.job().spec.active_deadline_seconds?;
    let left = timing::between(evidence.case.now(), at);
    let is_close = left.as_secs() <= limit / 10;
    Some(Finding {
        rule: Rule::Deadline,
        severity: if is_close {
            Severity::Warning
        } else {
            Severity::Info
        },
        subject: evidence.about_job(),
        message: if left.is_zero() {
            format!(
                "the deadline (activeDeadlineSeconds {limit}) has passed; the controller will fail the Job"
            )
        } else {
            format!(
                "the deadline ends the Job in {} (activeDeadlineSeconds {limit})",
                words::duration(left)
            )
        },
        hint: None,
    })
}

/// `ttlSecondsAfterFinished` (KEP-592): deletion takes pods and logs along.
fn ttl(evidence: &Evidence<'_>) -> Option<Finding> {
    let ttl = evidence.case.job().spec.ttl_seconds_after_finished?;
    let (severity, message, hint) = match evidence.timing.ttl_expires {
        Some(at) => {
            let left = timing::between(evidence.case.now(), at);
            let when = if left.is_zero() {
                "any moment now".to_owned()
            } else {
                format!("in {}", words::duration(left))
            };
            (
                Severity::Info,
                format!("the Job will be deleted {when}, pods and logs included (TTL {ttl}s)"),
                None,
            )
        }
        None if ttl == 0 => {
            let hint = "raise ttlSecondsAfterFinished, or collect logs and result while the Job runs";
            (
                Severity::Warning,
                "ttlSecondsAfterFinished is 0: the Job vanishes as it ends".to_owned(),
                Some(hint.to_owned()),
            )
        }
        None => return None,
    };
    Some(Finding {
        rule: Rule::Ttl,
        severity,
        subject: evidence.about_job(),
        message,
        hint,
    })
}
