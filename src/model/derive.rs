//! From a snapshot to its report, or to its row in a list.

use super::{
    Attempt, Counts, Indexes, JobReport, JobState, JobSummary, Timing, Verdict, attempts, case, case::Case,
    counts, evidence::Evidence, failures, failures::Failure, policy, rules, sentence, state, summary, timing,
};
use crate::facts::JobSnapshot;

/// What is reckoned before anything is said.
struct Reckoned {
    state: JobState,
    counts: Counts,
    indexes: Option<Indexes>,
    timing: Timing,
    attempts: Vec<Attempt>,
    failures: Vec<Failure>,
}

impl Reckoned {
    fn of(case: Case<'_>) -> Self {
        let attempts = attempts::of(case);
        Self {
            state: state::of(case),
            counts: counts::of(case, &attempts),
            indexes: counts::indexes(case),
            timing: timing::of(case),
            failures: failures::of(case),
            attempts,
        }
    }

    fn evidence<'a>(&'a self, case: Case<'a>) -> Evidence<'a> {
        Evidence {
            case,
            state: self.state,
            counts: &self.counts,
            indexes: self.indexes.as_ref(),
            timing: &self.timing,
            attempts: &self.attempts,
            failures: &self.failures,
        }
    }
}

impl JobReport {
    /// Derives what is true of the Job. "Now" is the snapshot's `as_of`.
    pub fn derive(snapshot: JobSnapshot) -> Self {
        let pod_events = case::pod_events(&snapshot);
        let case = Case {
            snapshot: &snapshot,
            pod_events: &pod_events,
        };
        let reckoned = Reckoned::of(case);
        let evidence = reckoned.evidence(case);
        let verdict = sentence::verdict(&evidence);
        let findings = rules::findings(&evidence);
        Self {
            snapshot,
            verdict,
            findings,
            counts: reckoned.counts,
            indexes: reckoned.indexes,
            attempts: reckoned.attempts,
            timing: reckoned.timing,
        }
    }

    /// How many more failures end the Job, in words; `None` where nothing limits them, or they are not known.
    pub fn failures_left(&self) -> Option<String> {
        let left = self.timing.attempts_left?;
        Some(policy::more_failures(&self.snapshot.job, left))
    }
}

impl JobSummary {
    /// Derives the Job's row in a list. "Now" is the snapshot's `as_of`.
    pub fn derive(snapshot: &JobSnapshot) -> Self {
        let pod_events = case::pod_events(snapshot);
        let case = Case {
            snapshot,
            pod_events: &pod_events,
        };
        let reckoned = Reckoned::of(case);
        let verdict = sentence::verdict(&reckoned.evidence(case));
        summary::of(case, verdict, reckoned.counts, &reckoned.timing)
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
