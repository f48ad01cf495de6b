//! Waiting for a moment that may never come.

use tokio::time::Instant;

/// Sleeps until `due`, or for ever if `due` is `None`.
pub(crate) async fn sleep_until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}
