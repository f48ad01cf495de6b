//! From a request that failed to a part that is unknown.

use super::{Unknown, UnknownReason};
use crate::client::{RequestError, RequestErrorKind};

impl Unknown {
    /// What could not be read because of `error`.
    pub(super) fn new(what: impl Into<String>, error: RequestError) -> Self {
        Self {
            what: what.into(),
            reason: error.kind.into(),
            message: error.message,
        }
    }

    /// Whether it may be known soon if it is asked for again.
    pub fn may_pass(&self) -> bool {
        match self.reason {
            UnknownReason::Timeout
            | UnknownReason::Unreachable
            | UnknownReason::ServerError
            | UnknownReason::BadAnswer => true,
            UnknownReason::Forbidden
            | UnknownReason::Unauthorized
            | UnknownReason::NotFound
            | UnknownReason::NoSelector => false,
        }
    }
}

impl From<RequestErrorKind> for UnknownReason {
    fn from(kind: RequestErrorKind) -> Self {
        match kind {
            RequestErrorKind::Unauthorized | RequestErrorKind::Login => Self::Unauthorized,
            RequestErrorKind::Forbidden => Self::Forbidden,
            RequestErrorKind::NotFound | RequestErrorKind::ApiMissing => Self::NotFound,
            RequestErrorKind::Timeout => Self::Timeout,
            RequestErrorKind::Unreachable | RequestErrorKind::Tls => Self::Unreachable,
            // The server understood and did not do it.
            RequestErrorKind::ServerError | RequestErrorKind::Gone | RequestErrorKind::Rejected => {
                Self::ServerError
            }
            RequestErrorKind::BadAnswer | RequestErrorKind::Cut => Self::BadAnswer,
        }
    }
}
