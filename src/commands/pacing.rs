//! How often a live view is drawn, and how long it has not been current.

use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::Instant;

use crate::model::duration;

/// How soon after news it is shown.
pub(super) const REFRESH: Duration = Duration::from_millis(200);
/// How often what is drawn in place is drawn anew without any, for its seconds.
pub(super) const REDRAW: Duration = Duration::from_secs(1);

/// How long something may still take when the time is over: to read what is said last, or for a reader of the answer.
pub(super) const LAST_PATIENCE: Duration = Duration::from_millis(700);

/// Sleeps until then, or for ever.
pub(super) async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

/// A remark on a live view that shows an old state.
pub(super) fn not_current(since: Instant, why: &str) -> String {
    let since = SignedDuration::try_from(since.elapsed()).unwrap_or(SignedDuration::MAX);
    format!("not current since {}: {why}", duration(since))
}
