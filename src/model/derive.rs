//! From a snapshot to its report.

use super::{
    JobReport, JobState, Verdict, attempts, case, case::Case, counts, failures, findings, policy, sentence,
    state, timing,
};
use crate::job_details::JobSnapshot;

impl JobReport {
    /// Derives what is true of the Job. "Now" is the snapshot's `as_of`.
    pub fn derive(snapshot: JobSnapshot) -> Self {
        let pod_events = case::pod_events(&snapshot);
        let case = Case {
            snapshot: &snapshot,
            pod_events: &pod_events,
        };
        let state = state::of(case);
        let attempts = attempts::of(case);
        let counts = counts::of(case, &attempts);
        let indexes = counts::indexes(case);
        let timing = timing::of(case);
        let failures = failures::of(case);
        let evidence = findings::Evidence {
            case,
            state,
            counts: &counts,
            indexes: indexes.as_ref(),
            timing: &timing,
            attempts: &attempts,
            failures: &failures,
        };
        let verdict = sentence::verdict(&evidence);
        let findings = findings::of(&evidence);
        Self {
            snapshot,
            verdict,
            findings,
            counts,
            indexes,
            attempts,
            timing,
        }
    }

    /// How many more failures end the Job, in words; `None` where nothing limits them, or they are not known.
    pub fn failures_left(&self) -> Option<String> {
        let left = self.timing.attempts_left?;
        Some(policy::more_failures(&self.snapshot.job, left))
    }
}

impl Verdict {
    /// Whether the Job succeeded for good.
    pub fn is_complete(&self) -> bool {
        self.state == JobState::Complete
    }

    /// Whether the Job failed for good.
    pub fn is_failed(&self) -> bool {
        self.state == JobState::Failed
    }
}
