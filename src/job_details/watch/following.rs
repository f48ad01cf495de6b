//! What is to be followed.

use std::time::Duration;

use tokio::time::Instant;

use super::pins::Wanted;
use crate::facts::JobFacts;

/// So many Jobs have their pods watched, each by itself, which is a connection each; of more they are read together.
const FEW: usize = 16;
/// Jobs that come within this time of the first were made together.
const TOGETHER: Duration = Duration::from_secs(2);

/// What is followed.
#[derive(Clone, Debug, Default)]
pub struct Following {
    /// Jobs that exist.
    pub jobs: Vec<JobFacts>,
    /// Jobs that are to come.
    pub wanted: Vec<Wanted>,
    /// The labels by which the Jobs were found, with their namespace, where that is how.
    pub labels: Option<(Option<String>, String)>,
    /// Whether Jobs that come later and have the labels are followed, too: the first, and those that come within two
    /// seconds, because what is made together does not come at once.
    pub awaits_labels: bool,
    /// What is followed of their pods.
    pub pods: FollowedPods,
    /// How many of the last lines of failed containers to read; with 0 none.
    pub log_lines: u32,
    /// Whether a Job that is over is read once more, as a report reads it.
    pub looks_last: bool,
}

/// What is followed of the pods of Jobs, and of the events that tell why some do not start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FollowedPods {
    /// Nothing.
    #[default]
    Unwatched,
    /// They are watched where the Jobs are few, until each Job ends.
    WatchedIfFew,
    /// The same, and of many Jobs the unfinished ones are read now and then.
    Needed,
    /// The pods of each Job are watched, however many Jobs there are, and go on being watched when it has ended or was
    /// deleted: its containers may end later.
    Kept,
}

impl FollowedPods {
    /// Whether the pods of each of so many Jobs are watched.
    pub(super) fn are_watched(self, jobs: usize) -> bool {
        match self {
            Self::Unwatched => false,
            Self::WatchedIfFew | Self::Needed => jobs <= FEW,
            Self::Kept => true,
        }
    }

    /// Whether those of so many Jobs are read together instead.
    pub(super) fn are_read_together(self, jobs: usize) -> bool {
        match self {
            Self::Unwatched | Self::WatchedIfFew | Self::Kept => false,
            Self::Needed => jobs > FEW,
        }
    }
}

/// Whether Jobs with the labels still become pins.
pub(super) enum Gathering {
    Over,
    /// None has come yet.
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

    /// Whether a Job that comes now counts.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Self::Over => false,
            Self::Awaits => true,
            Self::Until(end) => Instant::now() < *end,
        }
    }

    /// Notes that one has come.
    pub(super) fn begin(&mut self) {
        if matches!(self, Self::Awaits) {
            *self = Self::Until(Instant::now() + TOGETHER);
        }
    }

    /// Until when Jobs may still come that count, once one has.
    pub(super) fn end(&self) -> Option<Instant> {
        match self {
            Self::Over | Self::Awaits => None,
            Self::Until(end) => Some(*end).filter(|end| *end > Instant::now()),
        }
    }
}
