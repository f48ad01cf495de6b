//! When a live view is drawn.

use std::time::Duration;

use tokio::time::Instant;

use crate::job_details::Feed;

/// How soon after news a picture is drawn, counted from the last one.
const REFRESH: Duration = Duration::from_millis(200);
/// How often a picture that shows seconds is drawn without news.
const REDRAW: Duration = Duration::from_secs(1);
/// How many times as long as drawing took the pause after it is at least: a large picture takes a quarter of a core.
const SHARE: u32 = 3;

/// When to draw next, and whether that picture is complete.
pub(super) struct Pace {
    /// How long a picture waits for what is being read of it.
    patience: Duration,
    has_news: bool,
    began: Instant,
    /// Before when no picture is drawn.
    not_before: Instant,
    /// Since when the next picture waits for what is being read.
    waiting_since: Option<Instant>,
}

impl Pace {
    /// The first picture is drawn as soon as there is one.
    pub(super) fn new(patience: Duration) -> Self {
        let now = Instant::now();
        Self {
            patience,
            has_news: true,
            began: now,
            not_before: now,
            waiting_since: None,
        }
    }

    pub(super) fn note_news(&mut self) {
        self.has_news = true;
    }

    /// The terminal has another size: the picture on it is out of shape.
    pub(super) fn note_resize(&mut self) {
        self.has_news = true;
        self.not_before = Instant::now();
    }

    /// When to draw next. A picture that waits is looked at again with each news, and when its time is over.
    pub(super) fn next(&self, shows_seconds: bool) -> Option<Instant> {
        if self.has_news {
            Some(self.not_before)
        } else if let Some(since) = self.waiting_since {
            Some(since + self.patience)
        } else {
            shows_seconds.then_some(self.not_before.max(self.began + REDRAW))
        }
    }

    /// Whether to draw now, rather than wait for what is being read.
    pub(super) fn may_draw(&mut self, feed: &mut impl Feed) -> bool {
        let now = Instant::now();
        let since = if let Some(since) = self.waiting_since {
            since
        } else {
            feed.prepare();
            *self.waiting_since.insert(now)
        };
        self.has_news = false;
        feed.is_settled() || now >= since + self.patience
    }

    pub(super) fn begin(&mut self) {
        self.began = Instant::now();
    }

    pub(super) fn end(&mut self) {
        let now = Instant::now();
        self.has_news = false;
        self.waiting_since = None;
        self.not_before = (self.began + REFRESH).max(now + (now - self.began) * SHARE);
    }
}
