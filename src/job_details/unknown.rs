//! Turns a failed request into an unknown part of a snapshot.

use crate::client::{RequestError, RequestErrorKind};
use crate::facts::{Unknown, UnknownReason, WhyUnknown};

impl Unknown {
    /// The part `what`, which could not be read because of `error`.
    pub(super) fn new(what: impl Into<String>, error: RequestError) -> Self {
        Self {
            what: what.into(),
            why: WhyUnknown::Request {
                reason: error.kind.into(),
                message: error.message,
            },
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
            // The server understood the request and did not fulfil it.
            RequestErrorKind::ServerError | RequestErrorKind::Gone | RequestErrorKind::Rejected => {
                Self::ServerError
            }
            RequestErrorKind::BadAnswer | RequestErrorKind::Cut => Self::BadAnswer,
        }
    }
}
