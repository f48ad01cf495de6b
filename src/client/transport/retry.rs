//! Which answers and failures of a read are worth another attempt, and after which delay.
//!
//! kube's own policy is switched off (`Config::default_retry`). Version 5.0 (`kube-client`
//! `src/client/retry.rs`) no longer panics on a huge `Retry-After`, but sleeps for any value that fits the
//! clock, for example an hour for 3600. It makes up to 15 more attempts with delays of up to 1000 s. It
//! repeats every method, even a POST answered by 504, and does not try again after a broken connection.
//!
//! In cyjob's policy only reads are repeated, with three attempts in all. The delays are about 0.25 s and
//! 0.5 s, or up to 10 s if `Retry-After` asks for more. If `Retry-After` asks for more than 10 s, there is no
//! second attempt: no user waits that long for a command, and the answer tells the user how long to wait.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tower::util::rng::{HasherRng, Rng as _};

use crate::client::retry_after::retry_after;

/// The longest delay before another attempt.
const LONGEST_DELAY: Duration = Duration::from_secs(10);

/// How often to try, and with which delays.
#[derive(Clone)]
pub(in crate::client) struct Retry {
    tries: u32,
    first_delay: Duration,
    /// A random number from 0 to 1, so that clients that failed together do not retry together.
    pub(super) jitter: fn() -> f64,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            tries: 3,
            first_delay: Duration::from_millis(250),
            jitter: || HasherRng::new().next_f64(),
        }
    }
}

impl Retry {
    /// The delay before the next attempt after an answer; `None` if the answer is final.
    pub(super) fn after_answer(
        &self,
        tries: u32,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Option<Duration> {
        if !is_passing(status) {
            return None;
        }
        let own = self.after_failure(tries)?;
        let asked = retry_after(headers).unwrap_or_default();
        (asked <= LONGEST_DELAY).then_some(asked.max(own))
    }

    /// The delay before the next attempt after a failure; `None` if the failure is final.
    pub(in crate::client) fn after_failure(&self, tries: u32) -> Option<Duration> {
        if tries >= self.tries {
            return None;
        }
        let delay = self.first_delay * 2_u32.saturating_pow(tries.saturating_sub(1));
        Some(delay.mul_f64(0.5 + 0.5 * (self.jitter)()).min(LONGEST_DELAY))
    }
}

/// 429, and the statuses of a gateway whose server restarts. Also 500: the API server sends it for transient
/// trouble of its etcd ("leader changed"), and repeating a read does no harm.
fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delay(tries: u32, status: u16, retry_after: Option<&str>) -> Option<u128> {
        let retry = Retry {
            jitter: || 1.0,
            ..Retry::default()
        };
        let mut headers = HeaderMap::new();
        if let Some(value) = retry_after {
            headers.insert("retry-after", value.parse().unwrap());
        }
        headers.insert("date", "Mon, 23 Nov 2026 18:30:00 GMT".parse().unwrap());
        let status = StatusCode::from_u16(status).unwrap();
        retry
            .after_answer(tries, status, &headers)
            .map(|delay| delay.as_millis())
    }

    #[test]
    fn doubles_the_delay_and_stops_after_three_tries() {
        assert_eq!(delay(1, 503, None), Some(250));
        assert_eq!(delay(2, 503, None), Some(500));
        assert_eq!(delay(3, 503, None), None);
    }

    #[test]
    fn knows_the_passing_answers() {
        for status in [429, 500, 502, 503, 504] {
            assert_eq!(delay(1, status, None), Some(250), "{status}");
        }
        for status in [200, 301, 400, 401, 403, 404, 409, 410, 422, 501, 505] {
            assert_eq!(delay(1, status, Some("1")), None, "{status}");
        }
    }

    #[test]
    fn honours_a_sane_retry_after_only() {
        let cases = [
            ("1", Some(1000)),
            (" 2 ", Some(2000)),
            ("10", Some(10_000)),
            ("0", Some(250)),
            ("-1", Some(250)),
            ("1.5", Some(250)),
            ("soon", Some(250)),
            ("", Some(250)),
            ("11", None),
            ("3600", None),
            ("18446744073709551615", None),
            ("99999999999999999999999999", None),
            ("Mon, 23 Nov 2026 18:30:04 GMT", Some(4000)),
            ("Mon, 23 Nov 2026 18:29:00 GMT", Some(250)),
            ("Mon, 23 Nov 2026 19:30:00 GMT", None),
            ("Tue, 31 Dec 2999 23:59:59 GMT", None),
        ];
        for (value, expected) in cases {
            assert_eq!(delay(1, 429, Some(value)), expected, "Retry-After: {value}");
        }
    }

    #[test]
    fn jitter_stays_between_half_and_whole() {
        for _ in 0..100 {
            let delay = Retry::default().after_failure(1).unwrap();
            assert!((125..=250).contains(&delay.as_millis()), "{delay:?}");
        }
    }
}
