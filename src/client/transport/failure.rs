//! What went wrong below HTTP, said once and so that a person can do something about it.
//!
//! The errors of kube, hyper and rustls repeat the text of their sources, and the telling one is the innermost: the
//! chain is walked, and the first cause that is known speaks.

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

use http::{Method, StatusCode, Uri};
use rustls::Error as TlsError;

use super::{CONNECT_TIMEOUT, Target, connection::BUFFER, excerpt::one_line, handshake, tunnel::TunnelError};
use crate::client::{RequestError, RequestErrorKind};

type Cause<'a> = &'a (dyn StdError + 'static);

/// A request without an answer.
pub(super) struct Failure {
    pub(super) error: RequestError,
    /// Whether it may be gone in a moment.
    pub(super) is_passing: bool,
}

impl Failure {
    fn new(kind: RequestErrorKind, is_passing: bool, message: String) -> Self {
        Self {
            error: RequestError::new(kind, message),
            is_passing,
        }
    }

    fn unreachable(is_passing: bool, message: String) -> Self {
        Self::new(RequestErrorKind::Unreachable, is_passing, message)
    }
}

/// Explains why there was no answer.
pub(super) fn explain(error: &kube::Error, target: &Target) -> Failure {
    let at_proxy = chain(error).any(|cause| matches!(cause.downcast_ref(), Some(TunnelError::Unreached(_))));
    let known = chain(error).find_map(|cause| {
        if let Some(cause) = cause.downcast_ref::<TunnelError>() {
            return refused_by_proxy(cause, target);
        }
        if let Some(cause) = cause.downcast_ref::<TlsError>() {
            let peer = if at_proxy {
                peer(target)
            } else {
                target.to_string()
            };
            let message = handshake::explain(cause, &peer);
            return Some(Failure::new(RequestErrorKind::Tls, false, message));
        }
        if let Some(cause) = cause.downcast_ref::<hyper::Error>() {
            return broken(cause, target);
        }
        if let Some(cause) = cause.downcast_ref::<io::Error>() {
            return unconnected(cause, target);
        }
        by_text(cause, target)
    });
    known.unwrap_or_else(|| {
        let cause = innermost_text(error);
        Failure::unreachable(true, format!("the request to {target} failed: {cause}"))
    })
}

/// The deadline has passed.
pub(super) fn late(target: &Target, method: &Method, uri: &Uri, limit: Option<Duration>) -> RequestError {
    let seconds = limit.unwrap_or_default().as_secs_f64();
    let between = match &target.proxy {
        Some(proxy) => format!("the proxy {proxy} or something else in between"),
        None => String::from("something in between"),
    };
    RequestError::new(
        RequestErrorKind::Timeout,
        format!(
            "{target} did not fully answer {method} {} within {seconds} s; it is overloaded, or {between} \
             holds the connection; --request-timeout gives it more time",
            uri.path()
        ),
    )
}

/// The body of an answer ended before its end.
pub(super) fn cut(error: &kube::Error, target: &Target) -> RequestError {
    let cause = innermost_text(error);
    RequestError::new(
        RequestErrorKind::Cut,
        format!("the answer of {target} was cut off: {cause}; try again"),
    )
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

/// Who could not be connected to: the server, or the proxy before it.
fn peer(target: &Target) -> String {
    match &target.proxy {
        Some(proxy) => format!("the proxy {proxy} on the way to {target}"),
        None => target.to_string(),
    }
}

fn unconnected(cause: &io::Error, target: &Target) -> Option<Failure> {
    let peer = peer(target);
    match cause.kind() {
        ErrorKind::ConnectionRefused => Some(Failure::unreachable(
            true,
            format!(
                "cannot reach {peer}: connection refused; is it running, and is this the right context and address?"
            ),
        )),
        ErrorKind::TimedOut => {
            let seconds = CONNECT_TIMEOUT.as_secs();
            Some(Failure::new(
                RequestErrorKind::Timeout,
                false,
                format!(
                    "cannot reach {peer}: no connection within {seconds} s; check network, VPN and firewall"
                ),
            ))
        }
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => Some(Failure::unreachable(
            true,
            format!(
                "cannot reach {peer}: {}; check network and VPN",
                without_number(&cause.to_string()).to_lowercase()
            ),
        )),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => Some(closed(target)),
        // Every other kind says less than what may come further down.
        _ => None,
    }
}

fn closed(target: &Target) -> Failure {
    Failure::unreachable(
        true,
        format!(
            "{target} closed the connection before it answered; is it restarting, or is a firewall in between?"
        ),
    )
}

fn broken(cause: &hyper::Error, target: &Target) -> Option<Failure> {
    // hyper has a method for this only with its feature `server`.
    if cause.to_string() == "message head is too large" {
        let message = format!(
            "{target} answers with more headers than {} KiB; is something in between that adds them?",
            BUFFER >> 10
        );
        return Some(Failure::new(RequestErrorKind::BadAnswer, false, message));
    }
    if cause.is_parse() {
        return Some(Failure::new(
            RequestErrorKind::BadAnswer,
            false,
            format!(
                "{target} does not speak HTTP/1.1; check its address; if it expects TLS, the address begins with https://"
            ),
        ));
    }
    (cause.is_incomplete_message() || cause.is_closed() || cause.is_canceled()).then(|| closed(target))
}

/// Errors whose types are private to hyper-util.
fn by_text(cause: Cause<'_>, target: &Target) -> Option<Failure> {
    let text = cause.to_string();
    let peer = peer(target);
    if text.starts_with("dns error") {
        let why = innermost_text(cause);
        let is_passing = why.contains("emporary") || why.contains("ry again");
        return Some(Failure::unreachable(
            is_passing,
            format!(
                "cannot reach {peer}: its host name cannot be resolved ({why}); check the address, DNS and VPN"
            ),
        ));
    }
    text.starts_with("SOCKS error").then(|| {
        let advice = proxy_advice(target);
        Failure::unreachable(
            false,
            format!("{peer} cannot be reached, or does not connect there; {advice}"),
        )
    })
}

fn refused_by_proxy(cause: &TunnelError, target: &Target) -> Option<Failure> {
    let (proxy, advice) = (peer(target), proxy_advice(target));
    let (is_passing, message) = match cause {
        // What follows in the chain says why.
        TunnelError::Unreached(_) => return None,
        TunnelError::Refused(StatusCode::PROXY_AUTHENTICATION_REQUIRED) => (
            false,
            format!(
                "{proxy} asks for a user name and password, or does not take those that it was given (407); put them into \
                 its URL: http://USER:PASSWORD@HOST:PORT"
            ),
        ),
        TunnelError::Refused(
            status
            @ (StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT),
        ) => (
            true,
            format!("{proxy} cannot connect there ({status}); is the server running? {advice}"),
        ),
        TunnelError::Refused(status) => (
            false,
            format!("{proxy} does not connect there ({status}); {advice}"),
        ),
        TunnelError::Closed => (
            true,
            format!("{proxy} closed the connection instead of connecting there; {advice}"),
        ),
        TunnelError::NotHttp => (
            false,
            format!("{proxy} does not answer as an HTTP proxy does; is its address right? {advice}"),
        ),
    };
    Some(Failure::unreachable(is_passing, message))
}

fn proxy_advice(target: &Target) -> &'static str {
    if target.proxy_of_environment {
        "if the server needs no proxy, name its host in NO_PROXY"
    } else {
        "check proxy-url in the cluster entry of the kubeconfig"
    }
}
