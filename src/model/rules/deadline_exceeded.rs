//! The Job failed by its deadline.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};
use crate::model::{unstarted, words};

pub(super) static RULE: Rule = Rule {
    name: "deadline-exceeded",
    topic: Topic::JobFailed,
    summary: "The Job failed because it ran longer than activeDeadlineSeconds.",
    cause: "The time counts from the start of the Job, back-off delays and waiting pods included. When it is over, the Job \
            controller deletes the pods that still run.",
    advice: "Find what took so long, or raise activeDeadlineSeconds.",
    sources: &["https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup"],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    evidence.failed_for("DeadlineExceeded")?;
    let limit = evidence.case.job().spec.active_deadline_seconds;
    let limit = limit.map_or_else(String::new, |limit| format!(" ({})", words::seconds(limit)));
    // More time would not have helped a pod that never started.
    let needs_time = unstarted::at_deadline(evidence).is_none();
    let more_time = "raise activeDeadlineSeconds, or find out what took so long";
    Some(Finding {
        rule: &RULE,
        facts: Facts::default().and_some(
            "activeDeadlineSeconds",
            evidence.case.job().spec.active_deadline_seconds,
        ),
        severity: Severity::Error,
        subject: evidence.about_job(),
        message: format!("the Job ran longer than activeDeadlineSeconds{limit} and was stopped"),
        hint: needs_time.then(|| more_time.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use crate::model::world::World;

    #[test]
    fn the_deadline_is_told() {
        let world = World::new().with("/status/failed", 7.into());
        let report = world.failed_for("DeadlineExceeded").report();
        assert_eq!(
            (report.state(), report.reason()),
            ("Failed", Some("DeadlineExceeded"))
        );
        assert!(report.verdict.terminal);
        report.assert_finds("deadline-exceeded", &["ran longer than activeDeadlineSeconds"]);
    }
}
