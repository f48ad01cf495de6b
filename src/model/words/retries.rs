//! Text on further attempts that several rules and the verdict share.

use jiff::Timestamp;

use crate::model::{demand, evidence::Evidence, policy, restarts, timing, words};

/// `in about 40s`, which is an estimate; or that the retry is due.
pub(in crate::model) fn when(evidence: &Evidence<'_>, at: Timestamp) -> String {
    let wait = timing::between(evidence.case.now(), at);
    if wait.as_secs() == 0 {
        "any moment now".to_owned()
    } else {
        format!("in about {}", words::duration(wait))
    }
}

/// `; 4 more failures would end the Job (backoffLimit 6)`.
pub(in crate::model) fn failures_left(evidence: &Evidence<'_>) -> String {
    let case = evidence.case;
    let limit = case
        .backoff_limit()
        .map_or_else(String::new, |limit| format!(" (backoffLimit {limit})"));
    let mut active = demand::active(case);
    match evidence.timing.attempts_left {
        Some(0) if active.any(|pod| restarts::has_container_down(case, pod)) => {
            format!("; the next restart ends the Job{limit}")
        }
        Some(0) | None => String::new(),
        Some(left) => format!(
            "; {} would end the Job{limit}",
            policy::more_failures(case.job(), left)
        ),
    }
}
