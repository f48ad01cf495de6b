//! When the deadline ends the Job. The finding is a warning in the last tenth of the time.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};
use crate::model::{timing, words};

pub(super) static RULE: Rule = Rule {
    name: "deadline",
    topic: Topic::Next,
    summary: "When activeDeadlineSeconds ends the Job.",
    cause: "The Job sets activeDeadlineSeconds, counted from its start. At the deadline, the Job fails and its pods are deleted.",
    advice: "If the Job needs more time, raise activeDeadlineSeconds. The field can be changed while the Job runs.",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup"],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let at = evidence.timing.deadline?;
    let limit = evidence.case.job().spec.active_deadline_seconds?;
    let left = timing::between(evidence.case.now(), at);
    let is_close = left.as_secs() <= limit / 10;
    Some(Finding {
        rule: &RULE,
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
        facts: Facts::default()
            .and("activeDeadlineSeconds", limit)
            .and("deadlineTime", at)
            .and("leftSeconds", left.as_secs()),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::Severity;
    use crate::model::world::{World, at};

    #[test]
    fn the_deadline_counts_down() {
        let running = json!({"status": {"phase": "Running", "containerStatuses": [{"name": "main", "state": {"running": {}}}]}});
        let with = |seconds: i64| {
            World::new()
                .pod("x-1", &running)
                .with("/spec/activeDeadlineSeconds", seconds.into())
                .report()
        };
        with(7200).assert_finds("deadline", &["in 60m"]);
        with(7200).assert_fact("deadline", "leftSeconds", 3600_i64);
        with(7200).assert_fact("deadline", "deadlineTime", at("2026-11-24T13:00:00Z"));
        assert_eq!(with(7200).found("deadline").severity, Severity::Info);
        assert_eq!(
            with(3700).found("deadline").severity,
            Severity::Warning,
            "its last tenth"
        );
        with(60).assert_finds("deadline", &["has passed"]);
    }
}
