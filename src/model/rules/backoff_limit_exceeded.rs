//! The Job failed by its back-off limit.

use super::{Evidence, Find, Finding, Rule, Severity, Topic};
use crate::model::{counters, words};

pub(super) static RULE: Rule = Rule {
    name: "backoff-limit-exceeded",
    topic: Topic::JobFailed,
    summary: "The Job failed because more pods failed than backoffLimit allows.",
    cause: "Each failed pod counts. Under restartPolicy: OnFailure the restarts of containers count instead, and the Job \
            controller deletes the pods when the limit is reached.",
    advice: "Mend what fails: see the other findings. If failures are to be expected, raise backoffLimit.",
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
