//! Decides how soon to retry: at once after success, later after each failure, never in a busy loop.

use std::time::Duration;

use tokio::time::Instant;
use tower::util::rng::{HasherRng, Rng as _};

/// The minimum time between the starts of two watches, however soon the first one ends.
const BETWEEN_STARTS: Duration = Duration::from_secs(1);
/// The delay after the first failure. Each further failure doubles the delay.
const FIRST_DELAY: Duration = Duration::from_millis(250);
/// The longest delay without a `Retry-After`: the user wants to know soon that a server is back.
const LONGEST_DELAY: Duration = Duration::from_secs(5);
/// The longest delay that a server may ask for.
const MOST_PATIENCE: Duration = Duration::from_secs(30);

/// The delays of one watcher.
#[derive(Default)]
pub(in crate::job_details) struct Pace {
    started: Option<Instant>,
    failures: u32,
}

impl Pace {
    /// Notes a success, which resets the delay.
    pub(in crate::job_details) fn went_well(&mut self) {
        self.failures = 0;
    }

    /// Waits until [`BETWEEN_STARTS`] after the last start, and notes a new start.
    pub(in crate::job_details) async fn next_start(&mut self) {
        if let Some(started) = self.started {
            tokio::time::sleep_until(started + BETWEEN_STARTS).await;
        }
        self.started = Some(Instant::now());
    }

    /// Waits after a failure. The delay grows with each failure, and is longer if the server asks for that.
    pub(in crate::job_details) async fn after(&mut self, retry_after: Option<Duration>) {
        let own = delay(self.failures, chance());
        self.failures = self.failures.saturating_add(1);
        let asked = retry_after.unwrap_or_default().min(MOST_PATIENCE);
        tokio::time::sleep(own.max(asked)).await;
    }
}

/// The delay after this many failures. `chance`, from 0 to 1, keeps clients that failed together from
/// returning together.
fn delay(failures: u32, chance: f64) -> Duration {
    let whole = FIRST_DELAY
        .saturating_mul(2_u32.saturating_pow(failures))
        .min(LONGEST_DELAY);
    whole.mul_f64(0.5 + 0.5 * chance)
}

/// A random number from 0 to 1.
pub(super) fn chance() -> f64 {
    HasherRng::new().next_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_five_seconds() {
        let seconds: Vec<f64> = (0..7)
            .map(|failures| delay(failures, 1.0).as_secs_f64())
            .collect();
        assert_eq!(seconds, [0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0]);
        assert_eq!(delay(u32::MAX, 0.0), LONGEST_DELAY / 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_asks_for_time_gets_it_within_reason() {
        for (asked, waited) in [(7, 7), (1_000_000, 30)] {
            let start = Instant::now();
            let asked = Duration::from_secs(asked);
            Pace::default().after(Some(asked)).await;
            assert_eq!(start.elapsed().as_secs(), waited);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn beginnings_are_a_second_apart() {
        let (start, mut pace) = (Instant::now(), Pace::default());
        for _ in 0..5 {
            pace.next_start().await;
            pace.went_well();
        }
        assert_eq!(start.elapsed().as_secs(), 4);
    }
}
