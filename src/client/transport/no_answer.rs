//! What went wrong below HTTP, as data; [`words`](crate::client::words) has the sentences.
//!
//! The errors of kube, hyper and rustls repeat the text of their sources, and the telling one is the innermost: the
//! chain is walked, and the first cause that is known counts.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the error enums of other crates are open-ended"
)]

use std::{
    error::Error as StdError,
    io::{self, ErrorKind},
    iter,
    time::Duration,
};

use http::{Method, StatusCode};
use rustls::Error as TlsError;

use super::{Target, excerpt::one_line, tunnel::TunnelError};
use crate::client::{RequestError, RequestErrorKind as Kind};

type Cause<'a> = &'a (dyn StdError + 'static);

/// A request without a whole answer.
pub(in crate::client) struct Unanswered<'a> {
    /// Whom the request was for.
    pub(in crate::client) target: &'a Target,
    /// Why.
    pub(in crate::client) why: NoAnswer,
}

/// Why there is no whole answer.
#[derive(Debug)]
pub(in crate::client) enum NoAnswer {
    /// Nothing listens there.
    ConnectionRefused,
    /// There is no connection in time.
    ConnectTimeout,
    /// The network leads nowhere, in the words of the operating system.
    NoRoute(String),
    /// The host has no address, in the words of the resolver.
    UnknownHost(String),
    /// The connection ended before an answer.
    Closed,
    /// The head of the answer is longer than any good one.
    LongHead,
    /// Something else than HTTP answered.
    NotHttp,
    /// A SOCKS proxy does not connect.
    Socks,
    /// An HTTP proxy answered 407.
    ProxyLogin,
    /// An HTTP proxy did not reach the server.
    ProxyCannotConnect(StatusCode),
    /// An HTTP proxy does not connect.
    ProxyRefuses(StatusCode),
    /// An HTTP proxy ended the connection.
    ProxyClosed,
    /// The proxy does not speak HTTP.
    ProxyNotHttp,
    /// The TLS handshake failed.
    Tls {
        /// Why.
        error: TlsError,
        /// Whether that was the handshake with a proxy.
        at_proxy: bool,
    },
    /// The answer was not whole in time.
    Late {
        /// The method.
        method: Method,
        /// The path, without the query.
        path: String,
        /// The time.
        limit: Duration,
    },
    /// The body ended before its end; says why.
    Cut(String),
    /// Something else, in the words of who knows.
    Other(String),
}

impl NoAnswer {
    /// What stands in the way, by the error of kube's client.
    pub(super) fn of(error: &kube::Error) -> Self {
        let at_proxy =
            chain(error).any(|cause| matches!(cause.downcast_ref(), Some(TunnelError::Unreached(_))));
        let known = chain(error).find_map(|cause| {
            if let Some(cause) = cause.downcast_ref::<TunnelError>() {
                return at_tunnel(cause);
            }
            if let Some(error) = cause.downcast_ref::<TlsError>().cloned() {
                return Some(Self::Tls { error, at_proxy });
            }
            if let Some(cause) = cause.downcast_ref::<hyper::Error>() {
                return broken(cause);
            }
            if let Some(cause) = cause.downcast_ref::<io::Error>() {
                return unconnected(cause);
            }
            by_text(cause)
        });
        known.unwrap_or_else(|| Self::Other(innermost_text(error)))
    }

    /// The body of an answer broke.
    pub(super) fn cut(error: &kube::Error) -> Self {
        Self::Cut(innermost_text(error))
    }

    /// Whether it may be gone in a moment.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::ConnectionRefused
            | Self::NoRoute(_)
            | Self::Closed
            | Self::ProxyCannotConnect(_)
            | Self::ProxyClosed
            | Self::Other(_) => true,
            // EAI_AGAIN, as the resolvers of the systems call it.
            Self::UnknownHost(cause) => cause.contains("emporary") || cause.contains("ry again"),
            Self::ConnectTimeout
            | Self::LongHead
            | Self::NotHttp
            | Self::Socks
            | Self::ProxyLogin
            | Self::ProxyRefuses(_)
            | Self::ProxyNotHttp
            | Self::Tls { .. }
            | Self::Late { .. }
            | Self::Cut(_) => false,
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::ConnectTimeout | Self::Late { .. } => Kind::Timeout,
            Self::LongHead | Self::NotHttp => Kind::BadAnswer,
            Self::Tls { .. } => Kind::Tls,
            Self::Cut(_) => Kind::Cut,
            Self::ConnectionRefused
            | Self::NoRoute(_)
            | Self::UnknownHost(_)
            | Self::Closed
            | Self::Socks
            | Self::ProxyLogin
            | Self::ProxyCannotConnect(_)
            | Self::ProxyRefuses(_)
            | Self::ProxyClosed
            | Self::ProxyNotHttp
            | Self::Other(_) => Kind::Unreachable,
        }
    }

    /// The error of a request to `target`.
    pub(super) fn from(self, target: &Target) -> RequestError {
        let kind = self.kind();
        RequestError::new(kind, Unanswered { target, why: self }.to_string())
    }
}

/// The cause that has no further one.
pub(super) fn innermost(error: Cause<'_>) -> Cause<'_> {
    chain(error).last().unwrap_or(error)
}

fn innermost_text(error: Cause<'_>) -> String {
    let is_closed = |cause: Cause<'_>| {
        let io = cause.downcast_ref::<io::Error>();
        io.is_some_and(|io| io.kind() == ErrorKind::UnexpectedEof)
    };
    // Here rustls names a page of its documentation.
    if chain(error).any(is_closed) {
        return String::from("the connection was closed");
    }
    one_line(&without_number(&innermost(error).to_string()), 200)
}

/// An error and its causes. An `io::Error` hides the error it was made of from `source`.
fn chain(error: Cause<'_>) -> impl Iterator<Item = Cause<'_>> {
    iter::successors(Some(error), deeper)
}

fn deeper<'a>(error: &Cause<'a>) -> Option<Cause<'a>> {
    let error: Cause<'a> = *error;
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    wrapped
        .map(|wrapped| wrapped as Cause<'a>)
        .or_else(|| error.source())
}

/// Drops what the standard library appends to the operating system's words.
fn without_number(text: &str) -> String {
    text.split_once(" (os error")
        .map_or(text, |(words, _)| words)
        .to_owned()
}

fn unconnected(cause: &io::Error) -> Option<NoAnswer> {
    match cause.kind() {
        ErrorKind::ConnectionRefused => Some(NoAnswer::ConnectionRefused),
        ErrorKind::TimedOut => Some(NoAnswer::ConnectTimeout),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            let cause = without_number(&cause.to_string()).to_lowercase();
            Some(NoAnswer::NoRoute(cause))
        }
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => Some(NoAnswer::Closed),
        // Every other kind says less than what may come further down.
        _ => None,
    }
}

fn broken(cause: &hyper::Error) -> Option<NoAnswer> {
    // hyper has a method for this only with its feature `server`.
    if cause.to_string() == "message head is too large" {
        return Some(NoAnswer::LongHead);
    }
    if cause.is_parse() {
        return Some(NoAnswer::NotHttp);
    }
    (cause.is_incomplete_message() || cause.is_closed() || cause.is_canceled()).then_some(NoAnswer::Closed)
}

/// Errors whose types are private to hyper-util.
fn by_text(cause: Cause<'_>) -> Option<NoAnswer> {
    let text = cause.to_string();
    if text.starts_with("dns error") {
        return Some(NoAnswer::UnknownHost(innermost_text(cause)));
    }
    text.starts_with("SOCKS error").then_some(NoAnswer::Socks)
}

fn at_tunnel(cause: &TunnelError) -> Option<NoAnswer> {
    Some(match cause {
        // What follows in the chain says why.
        TunnelError::Unreached(_) => return None,
        TunnelError::Refused(StatusCode::PROXY_AUTHENTICATION_REQUIRED) => NoAnswer::ProxyLogin,
        TunnelError::Refused(
            status
            @ (StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT),
        ) => NoAnswer::ProxyCannotConnect(*status),
        TunnelError::Refused(status) => NoAnswer::ProxyRefuses(*status),
        TunnelError::Closed => NoAnswer::ProxyClosed,
        TunnelError::NotHttp => NoAnswer::ProxyNotHttp,
    })
}
