//! A list of Jobs: which Jobs to show, and in which order.

use std::cmp::{Ordering, Reverse};

use jiff::{SignedDuration, Timestamp};

use super::{JobState, JobSummary};
use crate::facts::{OwnerRef, Unknown};

/// Which Jobs to show, and in which order.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Only Jobs in one of these states; empty means all states.
    pub states: Vec<JobState>,
    /// Only Jobs that have not ended, or that ended at most this long ago.
    pub since: Option<SignedDuration>,
    /// Only Jobs of this owner.
    pub owner: Option<OwnerRef>,
    /// The sort key.
    pub order: Order,
    /// Whether to reverse the order.
    pub reverse: bool,
    /// The maximum number of Jobs to show.
    pub limit: Option<usize>,
}

/// The sort key of a list; equal Jobs are sorted by namespace and name. The Jobs that the reader most likely
/// looks for come first, so that a limited list is useful. Unknown values come last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Namespace and name.
    #[default]
    Name,
    /// Newest first.
    Age,
    /// Longest first.
    Duration,
    /// In the order of [`JobState::ALL`].
    State,
    /// Most failed pods first.
    Failed,
}

/// A list of Jobs, with its totals.
#[derive(Clone, Debug)]
pub struct JobList {
    /// The time that the list describes.
    pub as_of: Timestamp,
    /// The Jobs to show.
    pub jobs: Vec<JobSummary>,
    /// How many Jobs of each state match the choice, including those beyond its limit.
    pub tally: Vec<(JobState, usize)>,
    /// How many Jobs there were to choose from.
    pub of: usize,
    /// What could not be read.
    pub unknown: Vec<Unknown>,
    /// Further remarks on the list, as sentences.
    pub notes: Vec<String>,
}

impl JobList {
    /// Selects and sorts Jobs by `choice`.
    pub fn choose(all: Vec<JobSummary>, choice: &Choice, as_of: Timestamp) -> Self {
        let of = all.len();
        let mut jobs = all;
        jobs.retain(|job| choice.fits(job, as_of));
        let tally = JobState::ALL.into_iter().map(|state| {
            let such = jobs.iter().filter(|job| job.verdict.state == state);
            (state, such.count())
        });
        let tally = tally.filter(|(_, count)| *count > 0).collect();
        jobs.sort_by(|a, b| choice.order.of(a, b).then_with(|| place(a).cmp(&place(b))));
        if choice.reverse {
            jobs.reverse();
        }
        jobs.truncate(choice.limit.unwrap_or(usize::MAX));
        Self {
            as_of,
            jobs,
            tally,
            of,
            unknown: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// How many Jobs match the choice, including those beyond its limit.
    pub fn fitting(&self) -> usize {
        self.tally.iter().map(|(_, count)| count).sum()
    }

    /// Whether every matching Job is Complete.
    pub fn is_complete(&self) -> bool {
        self.tally.iter().all(|(state, _)| *state == JobState::Complete)
    }
}

impl Choice {
    fn fits(&self, job: &JobSummary, now: Timestamp) -> bool {
        let in_state = self.states.is_empty() || self.states.contains(&job.verdict.state);
        let of_owner = self.owner.as_ref().is_none_or(|wanted| {
            let owner = job.owner.as_ref();
            owner.is_some_and(|owner| wanted.is(owner))
        });
        let in_time = self.since.is_none_or(|since| {
            let end = job.ended.or(job.created).filter(|_| job.verdict.terminal);
            end.is_none_or(|end| now.duration_since(end) <= since)
        });
        in_state && of_owner && in_time
    }
}

impl Order {
    fn of(self, a: &JobSummary, b: &JobSummary) -> Ordering {
        let rank = |job: &JobSummary| JobState::ALL.iter().position(|state| *state == job.verdict.state);
        match self {
            Self::Name => Ordering::Equal,
            Self::Age => Reverse(a.created).cmp(&Reverse(b.created)),
            Self::Duration => Reverse(a.duration).cmp(&Reverse(b.duration)),
            Self::State => rank(a).cmp(&rank(b)),
            Self::Failed => Reverse(a.counts.failed).cmp(&Reverse(b.counts.failed)),
        }
    }
}

fn place(job: &JobSummary) -> (&str, &str) {
    (&job.namespace, &job.name)
}

#[cfg(test)]
mod tests;
