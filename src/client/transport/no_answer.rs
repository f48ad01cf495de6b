//! What went wrong below HTTP, as data. The sentences are in [`words`](crate::client::words).
//!
//! The errors of kube, hyper and rustls repeat the text of their sources, and the innermost error says most.
//! This module walks the chain of causes and takes the first cause that it knows.

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

/// A request without a complete answer.
pub(in crate::client) struct Unanswered<'a> {
    /// The cluster that the request was for.
    pub(in crate::client) target: &'a Target,
    /// Why there is no complete answer.
    pub(in crate::client) why: NoAnswer,
}

/// Why there is no complete answer.
#[derive(Debug)]
pub(in crate::client) enum NoAnswer {
    /// Nothing listens at the address.
    ConnectionRefused,
    /// No connection was made in time.
    ConnectTimeout,
    /// There is no route to the host, in the operating system's words.
    NoRoute(String),
    /// The host has no address, in the resolver's words.
    UnknownHost(String),
    /// The connection ended before the answer.
    Closed,
    /// The head of the answer is too long.
    LongHead,
    /// The server's text is not HTTP.
    NotHttp,
    /// A SOCKS proxy gives no connection.
    Socks,
    /// An HTTP proxy answered 407.
    ProxyLogin,
    /// An HTTP proxy cannot reach the server.
    ProxyCannotConnect(StatusCode),
    /// An HTTP proxy refuses to connect.
    ProxyRefuses(StatusCode),
    /// An HTTP proxy closed the connection.
    ProxyClosed,
    /// The proxy does not speak HTTP.
    ProxyNotHttp,
    /// The TLS handshake failed.
    Tls {
        /// The TLS error.
        error: TlsError,
        /// Whether the handshake was with a proxy.
        at_proxy: bool,
    },
    /// The answer was not complete in time.
    Late {
        /// The method.
        method: Method,
        /// The path, without the query.
        path: String,
        /// The time limit.
        limit: Duration,
    },
    /// The body was cut off, for this reason.
    Cut(String),
    /// Another failure, in the words of the innermost cause.
    Other(String),
}

impl NoAnswer {
    /// The failure behind an error of kube's client.
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

    /// The failure of an answer whose body was cut off.
    pub(super) fn cut(error: &kube::Error) -> Self {
        Self::Cut(innermost_text(error))
    }

    /// Whether the failure may pass within moments.
    pub(super) fn is_passing(&self) -> bool {
        match self {
            Self::ConnectionRefused
            | Self::NoRoute(_)
            | Self::Closed
            | Self::ProxyCannotConnect(_)
            | Self::ProxyClosed
            | Self::Other(_) => true,
            // EAI_AGAIN, in the words of the resolvers of operating systems.
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

/// The innermost cause.
pub(super) fn innermost(error: Cause<'_>) -> Cause<'_> {
    chain(error).last().unwrap_or(error)
}

fn innermost_text(error: Cause<'_>) -> String {
    let is_closed = |cause: Cause<'_>| {
        let io = cause.downcast_ref::<io::Error>();
        io.is_some_and(|io| io.kind() == ErrorKind::UnexpectedEof)
    };
    // rustls's text for a closed connection names a page of its documentation.
    if chain(error).any(is_closed) {
        return String::from("the connection was closed");
    }
    one_line(&without_number(&innermost(error).to_string()), 200)
}

/// An error and its causes. The `source` of an `io::Error` hides the error that it wraps.
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

/// Drops the error number that the standard library appends to the operating system's words.
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
        // Every other kind says less than a cause further down the chain may say.
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
        // The next cause in the chain says why.
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
