//! The goal of a wait, and whether a Job has reached it.

use super::{AttemptOutcome, JobReport};
use crate::facts::{Condition, JobFacts, JobStatus};

/// The goal of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Condition Complete.
    Complete,
    /// Condition Failed.
    Failed,
    /// A pod runs or has run.
    Started,
    /// Condition Suspended: all pods are stopped.
    Suspended,
}

/// How a wait for a goal ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// The Job has reached the goal.
    Yes,
    /// The Job will never reach the goal: it has ended otherwise, or its end is decided.
    Never,
}

impl Goal {
    /// Whether the Job has reached the goal; `None` while the Job may still reach it. Only conditions with
    /// status True count. If a Job has both end conditions, failure wins. `early` treats a decision as the
    /// end that it leads to: after `FailureTarget` a Job can only fail, after `SuccessCriteriaMet` only
    /// complete (KEP-3998).
    pub fn judge(self, job: &JobFacts, early: bool) -> Option<Reached> {
        let status = &job.status;
        let failed = holds(status, "Failed") || early && holds(status, "FailureTarget");
        let complete = !failed && (holds(status, "Complete") || early && holds(status, "SuccessCriteriaMet"));
        let (yes, never) = match self {
            Self::Complete => (complete, failed),
            Self::Failed => (failed, complete),
            Self::Started => (complete || has_started(status), failed),
            Self::Suspended => (holds(status, "Suspended"), failed || complete),
        };
        if yes {
            Some(Reached::Yes)
        } else {
            never.then_some(Reached::Never)
        }
    }

    /// Whether the Job's pods prove that the goal is reached. Pods can only prove `Started`.
    pub fn is_shown_by(self, report: &JobReport) -> bool {
        self == Self::Started
            && report.attempts.iter().any(|attempt| match attempt.outcome {
                AttemptOutcome::Running | AttemptOutcome::Failed | AttemptOutcome::Succeeded => true,
                AttemptOutcome::Blocked
                | AttemptOutcome::Terminating
                | AttemptOutcome::Pending
                | AttemptOutcome::Unknown => false,
            })
    }
}

fn holds(status: &JobStatus, kind: &str) -> bool {
    let mut conditions = status.conditions.iter();
    conditions.any(|condition: &Condition| condition.kind == kind && condition.is_true())
}

/// Judges by the counters: a pod without a readiness probe is ready as soon as it runs.
fn has_started(status: &JobStatus) -> bool {
    let counts = [status.ready, status.succeeded, status.failed];
    counts.iter().any(|count| count.unwrap_or(0) > 0)
        || status.uncounted_succeeded > 0
        || status.uncounted_failed > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(conditions: &[(&str, &str)]) -> JobFacts {
        let condition = |(kind, status): &(&str, &str)| Condition {
            kind: (*kind).to_owned(),
            status: (*status).to_owned(),
            ..Condition::default()
        };
        JobFacts {
            status: JobStatus {
                conditions: conditions.iter().map(condition).collect(),
                ..JobStatus::default()
            },
            ..JobFacts::default()
        }
    }

    #[test]
    fn only_a_condition_that_is_true_is_an_end() {
        let undecided = [
            &[][..],
            &[("Complete", "False")],
            &[("Complete", "Unknown")],
            &[("Suspended", "True")],
            &[("SuccessCriteriaMet", "True")],
            &[("FailureTarget", "True")],
        ];
        for conditions in undecided {
            assert_eq!(
                Goal::Complete.judge(&job(conditions), false),
                None,
                "{conditions:?}"
            );
        }
        let complete = job(&[("SuccessCriteriaMet", "True"), ("Complete", "True")]);
        assert_eq!(Goal::Complete.judge(&complete, false), Some(Reached::Yes));
        let both = job(&[("Complete", "True"), ("Failed", "True")]);
        assert_eq!(Goal::Complete.judge(&both, false), Some(Reached::Never));
    }

    #[test]
    fn early_takes_a_decision_for_its_end() {
        let met = job(&[("SuccessCriteriaMet", "True")]);
        assert_eq!(Goal::Complete.judge(&met, true), Some(Reached::Yes));
        let target = job(&[("FailureTarget", "True")]);
        assert_eq!(Goal::Complete.judge(&target, true), Some(Reached::Never));
        assert_eq!(Goal::Failed.judge(&target, true), Some(Reached::Yes));
    }

    #[test]
    fn an_end_is_the_end_of_every_wait() {
        for goal in [Goal::Complete, Goal::Failed, Goal::Started, Goal::Suspended] {
            for end in ["Complete", "Failed"] {
                assert!(
                    goal.judge(&job(&[(end, "True")]), false).is_some(),
                    "{goal:?} {end}"
                );
            }
        }
    }

    #[test]
    fn a_job_has_started_when_a_pod_ran() {
        let with = |change: fn(&mut JobStatus)| {
            let mut job = job(&[]);
            change(&mut job.status);
            Goal::Started.judge(&job, false)
        };
        assert_eq!(with(|status| status.active = Some(1)), None);
        assert_eq!(with(|status| status.ready = Some(1)), Some(Reached::Yes));
        assert_eq!(with(|status| status.failed = Some(1)), Some(Reached::Yes));
        assert_eq!(with(|status| status.uncounted_failed = 1), Some(Reached::Yes));
        assert_eq!(
            Goal::Started.judge(&job(&[("Failed", "True")]), false),
            Some(Reached::Never)
        );
    }
}
