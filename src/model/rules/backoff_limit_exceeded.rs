//! The Job failed by its back-off limit.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};
use crate::model::{counters, words};

pub(super) static RULE: Rule = Rule {
    name: "backoff-limit-exceeded",
    topic: Topic::JobFailed,
    summary: "The Job failed because more pods failed than backoffLimit allows.",
    cause: "Each failed pod counts. Under restartPolicy: OnFailure the restarts of containers count instead, and the Job \
            controller deletes the pods when the limit is reached.",
    advice: "Fix the cause: see the other findings. If failures are expected, raise backoffLimit.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy",
        "https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/api/batch/v1/types.go",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    evidence.failed_for("BackoffLimitExceeded").map(|_| Finding {
        rule: &RULE,
        facts: Facts::default()
            .and_some("backoffLimit", evidence.case.backoff_limit())
            .and("failed", counters::failed(evidence.case)),
        severity: Severity::Error,
        subject: evidence.about_job(),
        message: sentence(evidence),
        hint: None,
    })
}

/// How `backoffLimit` was passed, with the number where it is known.
pub(in crate::model) fn sentence(evidence: &Evidence<'_>) -> String {
    let limit = evidence.case.backoff_limit();
    let of_limit = limit.map_or_else(String::new, |limit| format!(" of {limit}"));
    let failed = counters::failed(evidence.case);
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
    let failed = evidence
        .counts
        .pods
        .map_or(counters::failed(evidence.case), |seen| {
            i64::try_from(seen.failed).unwrap_or(i64::MAX)
        });
    let limit = evidence.case.backoff_limit();
    evidence.case.restarts_on_failure() && limit.is_some_and(|limit| failed <= limit)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::model::world::{Report, World, crash_looping, failed};

    #[test]
    fn the_limit_and_the_failed_pods_are_told() {
        let world = World::new().with("/status/failed", 7.into());
        let report = world.failed_for("BackoffLimitExceeded").report();
        assert_eq!(
            (report.state(), report.reason()),
            ("Failed", Some("BackoffLimitExceeded"))
        );
        assert!(report.verdict.terminal);
        report.assert_finds("backoff-limit-exceeded", &["limit of 6", "7 failed pods"]);
    }

    fn exceeded(report: &Report) -> &str {
        let finding = report.found("backoff-limit-exceeded");
        &finding.message
    }

    #[test]
    fn restarts_that_reach_the_limit_are_no_failed_pods() {
        let ended = |world: World| {
            let counted = world.with("/status/failed", 1.into());
            counted.failed_for("BackoffLimitExceeded")
        };
        let of_gone_pod = || {
            let time = "2026-11-24T11:00:01Z";
            ended(World::on_failure()).event("Job", "x", time, "SuccessfulCreate", "Created pod: x-1")
        };
        let gone = of_gone_pod().report();
        assert_eq!(
            exceeded(&gone),
            "container restarts reached the back-off limit of 6"
        );
        let words = "container restarts reached the back-off limit of 6; pod x-1 is gone";
        assert_eq!(gone.message(), words);
        assert_eq!(gone.counts.restarts, None, "nobody saw them");
        for (message, cause) in [
            (
                "Back-off restarting failed container main in pod x-1_zoo(u)",
                "\"main\" kept failing in pod x-1, which is gone",
            ),
            ("Back-off pulling image \"app:1\"", "pod x-1 is gone"),
        ] {
            let (path, time) = ("spec.containers{main}", "2026-11-24T11:20:00Z");
            let told = of_gone_pod()
                .event_at(path, "Pod", "x-1", time, "BackOff", message)
                .report();
            let words = format!("container restarts reached the back-off limit of 6; {cause}");
            assert_eq!(told.message(), words);
        }
        let mut terminating = crash_looping(6);
        terminating["metadata"] =
            json!({"deletionTimestamp": "2026-11-24T12:00:10Z", "deletionGracePeriodSeconds": 30});
        let seen = World::on_failure()
            .pod("x-1", &terminating)
            .condition("FailureTarget", "BackoffLimitExceeded", "m")
            .report();
        let words = "container restarts reached the back-off limit of 6: 6 container restarts";
        assert_eq!(exceeded(&seen), words);
        assert_eq!(seen.counts.restarts, Some(6));
        let by_pods = ended(World::on_failure().with("/spec/backoffLimit", 0.into()))
            .pod("x-1", &failed(1, "Error"))
            .report();
        assert_eq!(
            exceeded(&by_pods),
            "the back-off limit of 0 is exceeded: 1 failed pod"
        );
    }

    #[test]
    fn a_number_that_exceeds_nothing_is_not_told() {
        let failing = World::new()
            .condition("FailureTarget", "BackoffLimitExceeded", "m")
            .report();
        assert_eq!(exceeded(&failing), "the back-off limit of 6 is exceeded");
        assert!(
            failing
                .message()
                .starts_with("the back-off limit of 6 is exceeded; "),
            "{}",
            failing.message()
        );
    }
}
