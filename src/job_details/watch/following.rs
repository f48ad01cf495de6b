//! Which Jobs to follow, and how.

use std::time::Duration;

use tokio::time::Instant;

use super::pins::Wanted;
use crate::facts::JobFacts;

/// At most this many Jobs have their pods watched, with one connection per Job, unless the pods are
/// [`FollowedPods::Kept`].
const MAX_WATCHED_JOBS: usize = 16;
/// Jobs that appear within this time of the first Job count as created together.
const GATHERING_WINDOW: Duration = Duration::from_secs(2);

/// Which Jobs to follow, and how.
#[derive(Clone, Debug, Default)]
pub struct Following {
    /// Jobs that exist.
    pub jobs: Vec<JobFacts>,
    /// Jobs that may not exist yet.
    pub wanted: Vec<Wanted>,
    /// The namespace (`None`: all) and the label selector, if the Jobs are found by labels.
    pub labels: Option<(Option<String>, String)>,
    /// Whether to follow Jobs with these labels that appear later: the first, and those that appear within
    /// two seconds of it, because Jobs that are created together do not appear at once.
    pub awaits_labels: bool,
    /// What to follow of the pods.
    pub pods: FollowedPods,
    /// How many of the last lines of failed containers to read; 0 reads none.
    pub log_lines: u32,
    /// Whether to read each Job once more, as for a report, when it has ended or is gone.
    pub looks_last: bool,
}

/// What to follow of the pods of Jobs, and of the events that explain why pods do not start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FollowedPods {
    /// Nothing is read or watched.
    #[default]
    Unwatched,
    /// The pods of few Jobs are watched until each Job ends; those of many Jobs are not read.
    WatchedIfFew,
    /// As `WatchedIfFew`, but the unfinished pods of many Jobs are read together at intervals.
    Needed,
    /// The pods of each Job are watched, however many Jobs there are. The watch continues when the Job has
    /// ended or is deleted, because containers may end later.
    Kept,
}

impl FollowedPods {
    /// Whether the pods of each Job are watched if there are `jobs` Jobs.
    pub(super) fn are_watched(self, jobs: usize) -> bool {
        match self {
            Self::Unwatched => false,
            Self::WatchedIfFew | Self::Needed => jobs <= MAX_WATCHED_JOBS,
            Self::Kept => true,
        }
    }

    /// Whether the pods of all Jobs are read together if there are `jobs` Jobs.
    pub(super) fn are_read_together(self, jobs: usize) -> bool {
        match self {
            Self::Unwatched | Self::WatchedIfFew | Self::Kept => false,
            Self::Needed => jobs > MAX_WATCHED_JOBS,
        }
    }
}

/// Whether Jobs with the labels are still pinned when they appear.
pub(super) enum Gathering {
    Over,
    /// No Job has appeared yet.
    Awaits,
    Until(Instant),
}

impl Gathering {
    pub(super) fn of(following: &Following) -> Self {
        if following.awaits_labels {
            Self::Awaits
        } else {
            Self::Over
        }
    }

    /// Whether a Job that appears now is pinned.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Self::Over => false,
            Self::Awaits => true,
            Self::Until(end) => Instant::now() < *end,
        }
    }

    /// Notes that a Job has appeared.
    pub(super) fn begin(&mut self) {
        if matches!(self, Self::Awaits) {
            *self = Self::Until(Instant::now() + GATHERING_WINDOW);
        }
    }

    /// Until when new Jobs are pinned; `None` before the first Job and after this time.
    pub(super) fn end(&self) -> Option<Instant> {
        match self {
            Self::Over | Self::Awaits => None,
            Self::Until(end) => Some(*end).filter(|end| *end > Instant::now()),
        }
    }
}
