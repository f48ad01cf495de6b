//! The clock, read once. Later moments are counted from there by the time that passes, so that a clock that is put right
//! in the middle of a run moves nothing.

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// A clock that only goes forward.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: Timestamp,
    began: Instant,
}

impl Clock {
    /// A clock that shows `now`.
    pub fn at(now: Timestamp) -> Self {
        Self {
            start: now,
            began: Instant::now(),
        }
    }

    /// When the program started.
    pub fn start(&self) -> Timestamp {
        self.start
    }

    /// The moment.
    pub fn now(&self) -> Timestamp {
        let passed = SignedDuration::try_from(self.began.elapsed()).unwrap_or(SignedDuration::MAX);
        self.start.saturating_add(passed).unwrap_or(Timestamp::MAX)
    }
}
