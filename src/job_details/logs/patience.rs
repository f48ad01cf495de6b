//! Decides how long to retry a log that cannot be read.

use std::time::Duration;

use tokio::time::Instant;

use crate::client::RequestErrorKind;

/// How long to retry after a temporary failure, once a part of the log was read or while the log is followed.
const LONG: Duration = Duration::from_mins(1);
/// How long to retry after a refusal of a log that was granted before: a server that has just started does
/// not know all permissions, and a node not all pods.
const SHORT: Duration = Duration::from_secs(10);

/// What has failed since the last success.
#[derive(Default)]
pub(super) struct Patience {
    /// The time limits of the current failures, each with the start of its failures. Failures of two kinds
    /// that alternate are retried no longer than each kind.
    failing: Vec<(Option<Duration>, Instant)>,
    told: Option<RequestErrorKind>,
    /// Whether the log was ever granted.
    is_granted: bool,
    /// Whether the last lines came in a body that ended normally, and no body has broken since.
    is_at_end: bool,
}

/// What is known of the log's container, and what the caller requests.
#[derive(Clone, Copy)]
pub(super) struct Situation {
    pub(super) follows: bool,
    pub(super) runs: bool,
    /// Whether the server said how long to wait before the next request.
    pub(super) is_asked_to_wait: bool,
}

impl Patience {
    /// Notes that lines arrived.
    pub(super) fn lines_came(&mut self) {
        self.went_well();
        self.is_at_end = false;
    }

    /// Notes that nothing is wrong.
    pub(super) fn went_well(&mut self) {
        self.failing.clear();
        self.told = None;
    }

    /// Notes that a body ended normally.
    pub(super) fn body_ended(&mut self) {
        self.is_at_end = true;
    }

    /// Notes that a body has started.
    pub(super) fn was_granted(&mut self) {
        self.is_granted = true;
    }

    /// Notes that a body broke or did not start. If the node no longer has the log, the end that was seen
    /// stays valid.
    pub(super) fn body_failed(&mut self, kind: RequestErrorKind) {
        self.is_at_end &= kind == RequestErrorKind::NotFound;
    }

    /// Whether the last lines came in a body that ended normally.
    pub(super) fn is_at_end_of_body(&self) -> bool {
        self.is_at_end
    }

    /// Whether to report the failure: only the first of consecutive failures of the same kind.
    pub(super) fn is_news(&mut self, kind: RequestErrorKind) -> bool {
        // A single broken connection is not reported.
        kind != RequestErrorKind::Cut && self.told.replace(kind) != Some(kind)
    }

    /// Whether to retry after this failure.
    pub(super) fn lasts(&mut self, kind: RequestErrorKind, situation: Situation) -> bool {
        let limit = self.limit(kind, situation);
        let known = self.failing.iter().find(|(known, _)| *known == limit);
        let since = known.map_or_else(Instant::now, |(_, since)| *since);
        if known.is_none() {
            self.failing.push((limit, since));
        }
        limit.is_none_or(|limit| !limit.is_zero() && since.elapsed() < limit)
    }

    /// How long to retry; `None` for no limit.
    fn limit(&self, kind: RequestErrorKind, situation: Situation) -> Option<Duration> {
        let Situation {
            follows,
            runs,
            is_asked_to_wait,
        } = situation;
        let waits = follows && runs;
        match kind {
            RequestErrorKind::Cut | RequestErrorKind::Gone if waits => None,
            RequestErrorKind::Cut | RequestErrorKind::Gone => Some(LONG),
            RequestErrorKind::ServerError | RequestErrorKind::Timeout | RequestErrorKind::Unreachable => {
                match (waits, follows || self.is_granted || is_asked_to_wait) {
                    (true, _) => None,
                    (false, true) => Some(LONG),
                    // The transport has tried three times already.
                    (false, false) => Some(Duration::ZERO),
                }
            }
            // The node does not have the log yet, or no longer has it.
            RequestErrorKind::NotFound | RequestErrorKind::Rejected if waits => Some(SHORT),
            RequestErrorKind::NotFound
            | RequestErrorKind::Rejected
            | RequestErrorKind::Unauthorized
            | RequestErrorKind::Forbidden
            | RequestErrorKind::ApiMissing
            | RequestErrorKind::Tls
            | RequestErrorKind::Login
            | RequestErrorKind::BadAnswer => Some(if self.is_granted { SHORT } else { Duration::ZERO }),
        }
    }
}

#[cfg(test)]
mod tests {
    use RequestErrorKind::{Cut, Forbidden, NotFound, ServerError};

    use super::*;

    const LIVE: Situation = Situation {
        follows: true,
        runs: true,
        is_asked_to_wait: false,
    };
    const ENDED: Situation = Situation {
        follows: true,
        runs: false,
        is_asked_to_wait: false,
    };
    const ONCE: Situation = Situation {
        follows: false,
        runs: false,
        is_asked_to_wait: false,
    };

    #[tokio::test(start_paused = true)]
    async fn what_passes_is_borne_and_what_does_not_is_not() {
        let lasting = async |kind, situation, is_granted| {
            let mut patience = Patience {
                is_granted,
                ..Patience::default()
            };
            let start = Instant::now();
            while patience.lasts(kind, situation) && start.elapsed() < Duration::from_hours(1) {
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            start.elapsed().as_secs()
        };
        assert_eq!(lasting(Cut, LIVE, true).await, 3600);
        assert_eq!(lasting(Cut, ONCE, true).await, 60);
        assert_eq!(lasting(ServerError, LIVE, false).await, 3600);
        assert_eq!(lasting(ServerError, ENDED, false).await, 60);
        assert_eq!(lasting(ServerError, ONCE, false).await, 0);
        assert_eq!(lasting(ServerError, ONCE, true).await, 60);
        let asked = Situation {
            is_asked_to_wait: true,
            ..ONCE
        };
        assert_eq!(lasting(ServerError, asked, false).await, 60);
        assert_eq!(lasting(Forbidden, LIVE, false).await, 0);
        assert_eq!(lasting(Forbidden, LIVE, true).await, 10);
        assert_eq!(lasting(NotFound, LIVE, false).await, 10);
        assert_eq!(lasting(NotFound, ONCE, false).await, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn failures_that_alternate_are_borne_no_longer_than_each() {
        let mut patience = Patience::default();
        patience.was_granted();
        let start = Instant::now();
        let mut kinds = [ServerError, ServerError, Forbidden].into_iter().cycle();
        while patience.lasts(kinds.next().unwrap(), ENDED) {
            assert!(start.elapsed() < Duration::from_mins(2));
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    #[test]
    fn an_end_that_was_seen_is_not_forgotten_for_a_log_that_is_gone() {
        let mut patience = Patience::default();
        patience.was_granted();
        patience.lines_came();
        patience.body_ended();
        patience.went_well();
        patience.was_granted();
        patience.body_failed(NotFound);
        assert!(patience.is_at_end_of_body());
        patience.body_failed(ServerError);
        assert!(!patience.is_at_end_of_body());
    }

    #[test]
    fn trouble_is_told_once_until_it_is_over() {
        let mut patience = Patience::default();
        assert!(patience.is_news(ServerError));
        assert!(!patience.is_news(ServerError));
        assert!(!patience.is_news(Cut));
        patience.went_well();
        assert!(patience.is_news(ServerError));
    }
}
