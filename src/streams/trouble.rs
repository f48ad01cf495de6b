//! How often trouble is told that comes and goes with every try.

use std::time::Duration;

use tokio::time::Instant;

/// Between two lines of it.
const PAUSE: Duration = Duration::from_mins(1);

/// Remembers when trouble was told last.
#[derive(Debug, Default)]
pub(crate) struct Trouble(Option<Instant>);

impl Trouble {
    /// Whether to tell it now, noting that it is.
    pub(crate) fn is_due(&mut self) -> bool {
        let is_due = self.0.is_none_or(|told| told.elapsed() >= PAUSE);
        if is_due {
            self.0 = Some(Instant::now());
        }
        is_due
    }
}
