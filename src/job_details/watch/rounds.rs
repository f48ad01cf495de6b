//! Decides when the pods of many Jobs are read together, again and again. No other module has such a policy.

use std::time::Duration;

use tokio::time::Instant;

/// The pause before a reading after news of Jobs: their pods may have changed.
const AFTER_NEWS: Duration = Duration::from_secs(1);
/// The pause before a reading without news: pods may change although the status of their Job does not.
const WITHOUT_NEWS: Duration = Duration::from_secs(5);
/// The pause after a reading is at least this multiple of the reading's duration.
const PAUSE_FACTOR: u32 = 4;

/// The times of readings that follow one another.
#[derive(Default)]
pub(super) struct ReadSchedule {
    due: Option<Instant>,
    began: Option<Instant>,
    /// How long the last reading took, and when it ended.
    last: Option<(Duration, Instant)>,
}

impl ReadSchedule {
    /// Notes news of a Job, so that the next reading begins soon.
    pub(super) fn note_news(&mut self) {
        if self.began.is_none() {
            let due = self.after(AFTER_NEWS);
            self.due = Some(self.due.map_or(due, |earlier| earlier.min(due)));
        }
    }

    /// When the next reading begins; `None` while a reading is under way and before the first news.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Whether a reading has ended.
    pub(super) fn has_read(&self) -> bool {
        self.last.is_some()
    }

    pub(super) fn begin(&mut self) {
        self.due = None;
        self.began = Some(Instant::now());
    }

    pub(super) fn end(&mut self) {
        let now = Instant::now();
        let took = self.began.take().map_or(Duration::ZERO, |began| now - began);
        self.last = Some((took, now));
        self.due = Some(self.after(WITHOUT_NEWS));
    }

    /// `pause` after the last reading, or longer if that reading was slow. The first reading is due at once.
    fn after(&self, pause: Duration) -> Instant {
        self.last.map_or_else(Instant::now, |(took, ended)| {
            ended + pause.max(took * PAUSE_FACTOR)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::advance;

    /// Seconds until the next reading.
    fn wait(rounds: &ReadSchedule) -> Option<u64> {
        let due = rounds.due()?;
        Some(due.saturating_duration_since(Instant::now()).as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn readings_come_soon_after_news_and_now_and_then_without() {
        let mut rounds = ReadSchedule::default();
        assert_eq!(wait(&rounds), None);
        rounds.note_news();
        assert_eq!(wait(&rounds), Some(0));
        rounds.begin();
        rounds.note_news();
        assert_eq!(wait(&rounds), None, "one at a time");
        rounds.end();
        assert_eq!(wait(&rounds), Some(5));
        rounds.note_news();
        assert_eq!(wait(&rounds), Some(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_reading_has_a_long_pause_after_it() {
        let mut rounds = ReadSchedule::default();
        rounds.begin();
        advance(Duration::from_secs(10)).await;
        rounds.end();
        assert_eq!(wait(&rounds), Some(40));
        rounds.note_news();
        assert_eq!(wait(&rounds), Some(40));
    }
}
