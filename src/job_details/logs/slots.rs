//! Limits how many logs may be open at the same time, and decides which log is next.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::Semaphore;

/// Slots for open logs. The log that has waited longest is next.
#[derive(Clone)]
pub(super) struct Slots(Arc<Inner>);

struct Inner {
    places: Semaphore,
    waiting: AtomicUsize,
}

impl Slots {
    /// Creates this many slots.
    pub(super) fn new(places: usize) -> Self {
        Self(Arc::new(Inner {
            places: Semaphore::new(places),
            waiting: AtomicUsize::new(0),
        }))
    }

    /// Waits for a slot. Dropping the returned value frees the slot.
    pub(super) async fn take(&self) -> impl Sized {
        if let Ok(place) = self.0.places.try_acquire() {
            return Some(place);
        }
        let _waiting = Waiting::begin(&self.0.waiting);
        // The semaphore is never closed, so this always returns a permit.
        self.0.places.acquire().await.ok()
    }

    /// Whether a log waits for a slot. A log that has a slot then gives it back soon.
    pub(super) fn are_crowded(&self) -> bool {
        self.0.waiting.load(Ordering::Relaxed) > 0
    }
}

/// Counts as one waiting log until it is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn begin(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
