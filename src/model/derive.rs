//! Derives a report, or a row of a list, from a snapshot.

use std::sync::OnceLock;

use super::{
    Attempt, Counts, Finding, Indexes, JobReport, JobState, JobSummary, Timing, Verdict, attempts, case,
    case::Case, counts, evidence::Evidence, failures, failures::Failure, policy, rules, sentence, state,
    summary, timing,
};
use crate::facts::JobSnapshot;

/// The data that is derived before any sentence.
struct DerivedFacts {
    state: JobState,
    counts: Counts,
    indexes: Option<Indexes>,
    timing: Timing,
    attempts: Vec<Attempt>,
    failures: Vec<Failure>,
}

impl DerivedFacts {
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

    fn verdict(&self, case: Case<'_>) -> Verdict {
        sentence::verdict(&Evidence {
            case,
            state: self.state,
            counts: &self.counts,
            indexes: self.indexes.as_ref(),
            timing: &self.timing,
            attempts: &self.attempts,
            failures: &self.failures,
        })
    }
}

impl JobReport {
    /// Derives the report of the Job. "Now" is the snapshot's `as_of`. A live view derives a report for each
    /// frame, so this function works out the verdict and the numbers only. [`findings`](Self::findings) are
    /// worked out on demand.
    pub fn derive(snapshot: JobSnapshot) -> Self {
        let pod_events = case::pod_events(&snapshot);
        let case = Case {
            snapshot: &snapshot,
            pod_events: &pod_events,
        };
        let reckoned = DerivedFacts::of(case);
        let verdict = reckoned.verdict(case);
        Self {
            snapshot,
            verdict,
            counts: reckoned.counts,
            indexes: reckoned.indexes,
            attempts: reckoned.attempts,
            timing: reckoned.timing,
            failures: reckoned.failures,
            findings: OnceLock::new(),
        }
    }

    /// The findings on the Job, most severe first.
    pub fn findings(&self) -> &[Finding] {
        self.findings.get_or_init(|| self.ask(rules::findings))
    }

    /// Answers a question with the evidence of this report.
    pub(super) fn ask<T>(&self, question: impl FnOnce(&Evidence<'_>) -> T) -> T {
        let pod_events = case::pod_events(&self.snapshot);
        let case = Case {
            snapshot: &self.snapshot,
            pod_events: &pod_events,
        };
        question(&Evidence {
            case,
            state: self.verdict.state,
            counts: &self.counts,
            indexes: self.indexes.as_ref(),
            timing: &self.timing,
            attempts: &self.attempts,
            failures: &self.failures,
        })
    }

    /// How many more failures end the Job, in words; `None` if nothing limits failures, or the number is
    /// unknown.
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
        let reckoned = DerivedFacts::of(case);
        let verdict = reckoned.verdict(case);
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
