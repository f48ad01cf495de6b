//! How many logs may be open at the same time, and whose turn it is.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::sync::Semaphore;

/// Places for open logs. Who waits longest is next.
#[derive(Clone)]
pub(super) struct Slots(Arc<Inner>);

struct Inner {
    places: Semaphore,
    waiting: AtomicUsize,
}

impl Slots {
    /// So many.
    pub(super) fn new(places: usize) -> Self {
        Self(Arc::new(Inner {
            places: Semaphore::new(places),
            waiting: AtomicUsize::new(0),
        }))
    }

    /// Waits for a place, which is free again when what is returned is dropped.
    pub(super) async fn take(&self) -> impl Sized {
        if let Ok(place) = self.0.places.try_acquire() {
            return Some(place);
        }
        let _waiting = Waiting::begin(&self.0.waiting);
        // Nobody closes the semaphore, so there always is one.
        self.0.places.acquire().await.ok()
    }

    /// Whether somebody waits for a place: who has one is to give it back soon.
    pub(super) fn are_crowded(&self) -> bool {
        self.0.waiting.load(Ordering::Relaxed) > 0
    }
}

/// Somebody who waits, until it is dropped.
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
