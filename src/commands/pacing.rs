//! How often what goes on is shown.

use std::time::Duration;

use tokio::time::Instant;

/// How soon after news it is shown.
pub(super) const REFRESH: Duration = Duration::from_millis(200);
/// How often what is drawn in place is drawn anew without any, for its seconds.
pub(super) const REDRAW: Duration = Duration::from_secs(1);

/// Sleeps until then, or for ever.
pub(super) async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}
