//! Derive: from what was gathered to what is true of the Job. Pure: no I/O, no clock, no text layout.
//!
//! The moment that "now" means is the snapshot's `as_of`. Messages made here carry the cluster's own words as
//! they came; making them harmless for a terminal is `render`'s part.

mod finding;
mod report;
mod verdict;

pub use finding::{Finding, Severity, Subject, SubjectKind};
pub use report::{Attempt, AttemptOutcome, Counts, Indexes, JobReport, NextRetry, PodTally, Timing};
pub use verdict::{JobState, Verdict};
