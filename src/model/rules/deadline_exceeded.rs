//! The Job failed by its deadline.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};
use crate::model::{unstarted, words};

pub(super) static RULE: Rule = Rule {
    name: "deadline-exceeded",
    topic: Topic::JobFailed,
    summary: "The Job failed because it ran longer than activeDeadlineSeconds.",
    cause: "The time counts from the start of the Job, including backoff delays and pods that wait. At the deadline, the Job \
            controller deletes the pods that still run.",
    advice: "Find out what took so long, or raise activeDeadlineSeconds.",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup"],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    evidence.failed_for("DeadlineExceeded")?;
    // More time would not have helped a pod that never started.
    let needs_time = unstarted::at_deadline(evidence).is_none();
    Some(Finding {
        rule: &RULE,
        severity: Severity::Error,
        subject: evidence.about_job(),
        message: sentence(evidence),
        hint: needs_time.then(|| "raise activeDeadlineSeconds, or find out what took so long".to_owned()),
        facts: Facts::default().and_some("activeDeadlineSeconds", limit(evidence)),
    })
}

fn limit(evidence: &Evidence<'_>) -> Option<i64> {
    evidence.case.job().spec.active_deadline_seconds
}

/// Says that the deadline has passed.
pub(in crate::model) fn sentence(evidence: &Evidence<'_>) -> String {
    let limit = limit(evidence).map_or_else(String::new, |limit| format!(" ({})", words::seconds(limit)));
    format!("the Job ran longer than activeDeadlineSeconds{limit} and was stopped")
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn the_deadline_is_told() {
        let world = World::new().with("/spec/activeDeadlineSeconds", 60.into());
        let report = world.failed_for("DeadlineExceeded").report();
        assert_eq!(
            (report.state(), report.reason()),
            ("Failed", Some("DeadlineExceeded"))
        );
        assert!(report.verdict.terminal);
        report.assert_fact("deadline-exceeded", "activeDeadlineSeconds", 60_i64);
        report.assert_finds(
            "deadline-exceeded",
            &["ran longer than activeDeadlineSeconds (60s)"],
        );
    }
}
