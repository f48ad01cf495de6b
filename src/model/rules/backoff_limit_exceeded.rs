//! The Job failed because of `backoffLimit`.

use super::{Evidence, Facts, Find, Finding, Rule, Severity, Topic};
use crate::model::{counters, words};

pub(super) static RULE: Rule = Rule {
    name: "backoff-limit-exceeded",
    topic: Topic::JobFailed,
    summary: "The Job failed because more pods failed than backoffLimit allows.",
    cause: "Each failed pod counts. Under restartPolicy: OnFailure, container restarts count instead, and the Job controller \
            deletes the pods at the limit.",
    advice: "Fix the failure that the other findings name. If failures are expected, raise backoffLimit.",
    sources: &[
        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy",
        "https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/api/batch/v1/types.go",
    ],
    find: Find::Job(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    evidence.failed_for("BackoffLimitExceeded").map(|_| Finding {
        rule: &RULE,
        severity: Severity::Error,
        subject: evidence.about_job(),
        message: sentence(evidence),
        hint: None,
        facts: Facts::default()
            .and_some("backoffLimit", evidence.case.backoff_limit())
            .and_some("restarts", restarts(evidence))
            .and_some("failed", failed(evidence)),
    })
}

/// How `backoffLimit` was reached or exceeded, with the number if it is known.
pub(in crate::model) fn sentence(evidence: &Evidence<'_>) -> String {
    let limit = evidence.case.backoff_limit();
    let limit = limit.map_or_else(String::new, |limit| format!(" {limit}"));
    if is_by_restarts(evidence) {
        let known = restarts(evidence).map_or_else(String::new, |restarts| {
            format!(": {}", words::counted(restarts, "restart"))
        });
        return format!("container restarts reached backoffLimit{limit}{known}");
    }
    let known = failed(evidence).map_or_else(String::new, |failed| {
        format!(": {} failed", words::counted(failed, "pod"))
    });
    format!("backoffLimit{limit} is exceeded{known}")
}

/// The restarts that reached the limit, if that many are known.
fn restarts(evidence: &Evidence<'_>) -> Option<u64> {
    let limit = evidence
        .case
        .backoff_limit()
        .filter(|_| is_by_restarts(evidence))?;
    let restarts = evidence.counts.restarts?;
    (i128::from(restarts) >= limit.max(1).into()).then_some(restarts)
}

/// The failed pods that exceed the limit, if that many are counted.
fn failed(evidence: &Evidence<'_>) -> Option<i64> {
    let failed = counters::failed(evidence.case);
    let limit = evidence.case.backoff_limit();
    (!is_by_restarts(evidence) && limit.is_none_or(|limit| failed > limit)).then_some(failed)
}

/// Whether container restarts, not failed pods, reached `backoffLimit`. Under `OnFailure`, the restarts of
/// unfinished pods count. The controller then deletes all these pods and counts each as failed
/// (`pastBackoffLimitOnFailure`).
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
        report.assert_finds("backoff-limit-exceeded", &["backoffLimit 6", "7 pods failed"]);
        report.assert_fact("backoff-limit-exceeded", "backoffLimit", 6_i64);
        report.assert_fact("backoff-limit-exceeded", "failed", 7_i64);
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
        assert_eq!(exceeded(&gone), "container restarts reached backoffLimit 6");
        let words = "container restarts reached backoffLimit 6; its pod x-1 has been deleted";
        assert_eq!(gone.message(), words);
        assert_eq!(gone.counts.restarts, None, "nobody saw them");
        for (message, cause) in [
            (
                "Back-off restarting failed container main in pod x-1_zoo(u)",
                "\"main\" kept failing in its pod x-1, which has been deleted",
            ),
            ("Back-off pulling image \"app:1\"", "its pod x-1 has been deleted"),
        ] {
            let (path, time) = ("spec.containers{main}", "2026-11-24T11:20:00Z");
            let told = of_gone_pod()
                .event_at(path, "Pod", "x-1", time, "BackOff", message)
                .report();
            let words = format!("container restarts reached backoffLimit 6; {cause}");
            assert_eq!(told.message(), words);
        }
        let mut terminating = crash_looping(6);
        terminating["metadata"] =
            json!({"deletionTimestamp": "2026-11-24T12:00:10Z", "deletionGracePeriodSeconds": 30});
        let seen = World::on_failure()
            .pod("x-1", &terminating)
            .condition("FailureTarget", "BackoffLimitExceeded", "m")
            .report();
        let words = "container restarts reached backoffLimit 6: 6 restarts";
        assert_eq!(exceeded(&seen), words);
        assert_eq!(seen.counts.restarts, Some(6));
        seen.assert_fact("backoff-limit-exceeded", "restarts", 6_u64);
        let by_pods = ended(World::on_failure().with("/spec/backoffLimit", 0.into()))
            .pod("x-1", &failed(1, "Error"))
            .report();
        assert_eq!(exceeded(&by_pods), "backoffLimit 0 is exceeded: 1 pod failed");
    }

    #[test]
    fn a_number_that_exceeds_nothing_is_not_told() {
        let failing = World::new()
            .condition("FailureTarget", "BackoffLimitExceeded", "m")
            .report();
        assert_eq!(exceeded(&failing), "backoffLimit 6 is exceeded");
        assert!(
            failing.message().starts_with("backoffLimit 6 is exceeded; "),
            "{}",
            failing.message()
        );
    }
}
