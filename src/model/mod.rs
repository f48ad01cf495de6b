//! Derives what is true of a Job from the gathered data. Pure: no I/O, no clock, no text layout.
//!
//! "Now" is the snapshot's `as_of`. Messages made here quote the cluster's own words unchanged; `render`
//! makes them harmless for a terminal.

mod assertions;
mod attempts;
mod blockage;
mod case;
mod cause;
mod counters;
mod counts;
mod deleted;
mod demand;
mod derive;
mod disruptions;
mod ending;
mod evidence;
mod failures;
mod finding;
mod goal;
mod job_list;
mod logs;
mod missing;
mod obstacles;
mod overstay;
mod pods;
mod policy;
mod probes;
mod quote;
mod report;
mod restarts;
mod retry;
mod rule;
mod rules;
mod sentence;
mod state;
mod summary;
mod timing;
mod unstarted;
mod verdict;
mod warnings;
mod words;
#[cfg(test)]
mod world;

pub use assertions::{Assertion, AssertionReport, ExpectedEnd, Judgement, Limits, Relation, Value};
pub use ending::Ending;
pub use finding::{Fact, Facts, Finding, Severity, Subject, SubjectKind};
pub use goal::{Goal, Reached};
pub use job_list::{Choice, JobList, Order};
pub use logs::{AttemptChoice, LogChoice, MeantLog};
pub use report::{Attempt, AttemptOutcome, Counts, Indexes, JobReport, NextRetry, PodTally, Timing};
pub use rule::{Rule, Topic};
pub use summary::{Basis, JobSummary};
pub use verdict::{JobState, Verdict};
pub use words::{counted, duration, grouped, inconsistent_list, some_of};
