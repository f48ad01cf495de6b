//! How long a log that cannot be read is tried again.

use std::time::Duration;

use tokio::time::Instant;

use crate::client::RequestErrorKind;

/// How long a failure that may pass is borne once a part of the log was read, or while its container ends.
const LONG: Duration = Duration::from_mins(1);
/// How long a refusal is borne of what was granted before: a server that was just started does not know all rights, and a node not
/// all pods.
const SHORT: Duration = Duration::from_secs(10);

/// What went wrong since something last went well.
#[derive(Default)]
pub(super) struct Patience {
    /// Since when, and for how long that is borne.
    failing: Option<(Instant, Option<Duration>)>,
    told: Option<RequestErrorKind>,
    /// Whether the log was ever given.
    is_granted: bool,
    /// Whether the last body ended in order and nothing broke since.
    is_at_end: bool,
}

/// What is known of the log's container and of what is wanted of it.
#[derive(Clone, Copy)]
pub(super) struct Situation {
    pub(super) follows: bool,
    pub(super) runs: bool,
}

impl Patience {
    /// Notes that lines came.
    pub(super) fn went_well(&mut self) {
        self.failing = None;
        self.told = None;
    }

    /// Notes that a body ended in order.
    pub(super) fn body_ended(&mut self) {
        self.is_at_end = true;
    }

    /// Notes that a body has begun.
    pub(super) fn was_granted(&mut self) {
        self.is_granted = true;
        self.is_at_end = false;
    }

    /// Whether the last body ended in order.
    pub(super) fn is_at_end_of_body(&self) -> bool {
        self.is_at_end
    }

    /// Whether to tell of it: the first of its kind.
    pub(super) fn is_news(&mut self, kind: RequestErrorKind) -> bool {
        // One connection that broke is none.
        kind != RequestErrorKind::Cut && self.told.replace(kind) != Some(kind)
    }

    /// Whether to try again after such a failure.
    pub(super) fn lasts(&mut self, kind: RequestErrorKind, situation: Situation) -> bool {
        // What the node does not have any more tells nothing against the end that was seen.
        self.is_at_end &= kind == RequestErrorKind::NotFound;
        let limit = self.limit(kind, situation);
        let known = self.failing.filter(|(_, known)| *known == limit);
        let (since, _) = *self.failing.insert(known.unwrap_or((Instant::now(), limit)));
        limit.is_none_or(|limit| !limit.is_zero() && since.elapsed() < limit)
    }

    /// `None` is without limit.
    fn limit(&self, kind: RequestErrorKind, Situation { follows, runs }: Situation) -> Option<Duration> {
        let waits = follows && runs;
        match kind {
            RequestErrorKind::Cut | RequestErrorKind::Gone if waits => None,
            RequestErrorKind::Cut | RequestErrorKind::Gone => Some(LONG),
            RequestErrorKind::ServerError | RequestErrorKind::Timeout | RequestErrorKind::Unreachable => {
                match (waits, follows || self.is_granted) {
                    (true, _) => None,
                    (false, true) => Some(LONG),
                    // The transport has tried three times.
                    (false, false) => Some(Duration::ZERO),
                }
            }
            // What the node does not have yet, or not any more.
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
    };
    const ENDED: Situation = Situation {
        follows: true,
        runs: false,
    };
    const ONCE: Situation = Situation {
        follows: false,
        runs: false,
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
        assert_eq!(lasting(Forbidden, LIVE, false).await, 0);
        assert_eq!(lasting(Forbidden, LIVE, true).await, 10);
        assert_eq!(lasting(NotFound, LIVE, false).await, 10);
        assert_eq!(lasting(NotFound, ONCE, false).await, 0);
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
