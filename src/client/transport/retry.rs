//! Which answers and failures of a read are worth another try, and after how long.
//!
//! kube's own policy is switched off (`Config::default_retry`). Version 5.0 (`kube-client` `src/client/retry.rs`) no
//! longer panics on a huge `Retry-After`, but it still sleeps through any that fits a clock, 3600 for an hour; it
//! tries up to 15 more times with delays up to 1000 s; it repeats every method, a POST answered by 504 too; and it
//! does not try again after a connection that broke.
//!
//! Here only reads get here at all; three tries in all; delays of about 0.25 s and 0.5 s, or what `Retry-After` asks for
//! up to 10 s. A server that asks for more gets no second try: nobody waits that long for a command, and its answer
//! with that number in it is the better news.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tower::util::rng::{HasherRng, Rng as _};

use crate::client::retry_after::retry_after;

/// The longest delay before another try.
const LONGEST_DELAY: Duration = Duration::from_secs(10);

/// How often and how slowly to try.
#[derive(Clone)]
pub(in crate::client) struct Retry {
    tries: u32,
    first_delay: Duration,
    /// A number from 0 to 1, different each time, so that clients that failed together do not return together.
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
    /// The delay before the next try after an answer, `None` to make do with it.
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

    /// The delay before the next try after no answer, `None` to give up.
    pub(in crate::client) fn after_failure(&self, tries: u32) -> Option<Duration> {
        if tries >= self.tries {
            return None;
        }
        let delay = self.first_delay * 2_u32.saturating_pow(tries.saturating_sub(1));
        Some(delay.mul_f64(0.5 + 0.5 * (self.jitter)()).min(LONGEST_DELAY))
    }
}

/// 429, and what a gateway says while the server behind it restarts. Also 500: the API server gives it for passing
/// trouble of its etcd ("leader changed"), and a read does no harm.
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
