//! Why a log cannot be read, or not to its end.

use std::time::Duration;

use crate::client::{RequestError, RequestErrorKind};
use crate::facts::{Unknown, WhyNoLog, WhyUnknown};

/// Why a log cannot be read, or not to its end.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LogError {
    /// A request failed.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// The API server answered, but not with the log.
    #[error("{0}")]
    NoLog(WhyNoLog),
}

impl LogError {
    /// The kind of request error that resembles the failure.
    pub fn kind(&self) -> RequestErrorKind {
        match self {
            Self::Request(error) => error.kind,
            Self::NoLog(WhyNoLog::Removed(_) | WhyNoLog::Overtaken | WhyNoLog::OtherInstance) => {
                RequestErrorKind::NotFound
            }
            Self::NoLog(WhyNoLog::NodeFailed(_)) => RequestErrorKind::ServerError,
            Self::NoLog(WhyNoLog::CutShort) => RequestErrorKind::Cut,
        }
    }

    /// How long the server asks to wait before the next attempt.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Request(error) => error.retry_after,
            Self::NoLog(_) => None,
        }
    }

    /// The log as an unknown part of a snapshot.
    pub(super) fn unknown(self, what: String) -> Unknown {
        match self {
            Self::Request(error) => Unknown::new(what, error),
            Self::NoLog(why) => Unknown {
                what,
                why: WhyUnknown::NoLog(why),
            },
        }
    }
}
