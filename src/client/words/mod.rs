//! The sentences for requests that failed: what failed, where, why, and what to do. This module must not
//! decide anything.

mod tls;

use std::{fmt, time::Duration};

use super::{
    answer::{Answer, Meaning, Refusal},
    asked::Asked,
    transport::{BUFFER, CONNECT_TIMEOUT, NoAnswer, Target, Unanswered},
    unusable::{Fault, Unusable},
};

impl fmt::Display for Refusal<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { answer, said, .. } = self;
        let (server, asked, status) = (server(answer), asked(answer.path), answer.status);
        let colon = with_colon(said);
        match self.meaning {
            Meaning::InProcess(_) => formatter.write_str(said),
            Meaning::NoTls => write!(
                formatter,
                "{server} expects TLS; use an address that begins with https://"
            ),
            Meaning::Page => write!(
                formatter,
                "something in between answered for {server}, not the API server: {said} ({status}); {IN_BETWEEN}"
            ),
            Meaning::Redirect => write!(
                formatter,
                "something in between answered for {server}, not the API server: a redirect to {said}; {IN_BETWEEN}"
            ),
            Meaning::Unauthorized => match answer.target().map(|target| target.user.as_deref()) {
                Some(None) => write!(
                    formatter,
                    "{server} asks for credentials (401), and no credentials were sent; name a user entry with --user, \
                     or give a --token"
                ),
                Some(Some(user)) => write!(
                    formatter,
                    "{server} does not accept the credentials of {user} (401); they may have expired: log in again, or \
                     choose another user"
                ),
                None => write!(formatter, "{server} asks for credentials (401)"),
            },
            Meaning::Forbidden => {
                let user = answer.target().and_then(|target| target.user.as_deref());
                let rule = Asked::of(answer.path).map(|asked| asked.rule());
                write!(
                    formatter,
                    "{} may not {asked} on {server}{colon}; ask for {}",
                    user.unwrap_or("you"),
                    rule.as_deref().unwrap_or("the permission")
                )
            }
            Meaning::Filtered => write!(
                formatter,
                "{server} refuses to {asked} ({status}), but not as an API server does{colon}; is a proxy or a firewall \
                 in between?"
            ),
            Meaning::NoObject => write!(formatter, "{said} ({asked}, on {server})"),
            Meaning::NoLog => write!(
                formatter,
                "the node no longer has this log ({asked}, on {server})"
            ),
            Meaning::NoApi => no_api(self, &server, formatter),
            Meaning::ProxyLogin => write!(
                formatter,
                "a proxy in front of {server} asks for a user name and password (407)"
            ),
            Meaning::Expired => write!(
                formatter,
                "{server} no longer has this list or version ({asked}, {status}){colon}"
            ),
            Meaning::Overloaded => trouble(self, "is overloaded", formatter),
            Meaning::ServerError => trouble(self, "cannot answer", formatter),
            Meaning::Rejected => write!(
                formatter,
                "{server} rejects the request ({asked}, {status}){colon}"
            ),
        }
    }
}

const IN_BETWEEN: &str = "check the address, the proxy, and whether you must sign in";

fn no_api(refusal: &Refusal<'_>, server: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Refusal { answer, said, .. } = refusal;
    let Some(asked) = Asked::of(answer.path) else {
        let colon = with_colon(said);
        return write!(
            formatter,
            "{server} does not serve {}{colon}",
            path_of(answer.path)
        );
    };
    let dot = if asked.group.is_empty() { "" } else { "." };
    let api = format!("{}{dot}{}/{}", asked.resource, asked.group, asked.version);
    // An API server's own words for a path that it does not have add nothing.
    let is_its_own = said.is_empty()
        || said.starts_with("404 page not found")
        || said.starts_with("the server could not find the requested resource");
    let said = if is_its_own {
        String::new()
    } else {
        format!(" ({said})")
    };
    write!(
        formatter,
        "{server} does not serve {api}{said}; is it a Kubernetes API server of a version that has it, and is its address \
         complete?"
    )
}

fn trouble(refusal: &Refusal<'_>, does: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let answer = refusal.answer;
    let tries = match answer.exchange.map_or(1, |exchange| exchange.tries) {
        1 => String::new(),
        tries => format!(", gave up after {tries} attempts"),
    };
    write!(
        formatter,
        "{} {does} ({}, {}{tries}){}",
        server(answer),
        asked(answer.path),
        answer.status,
        with_colon(&refusal.said)
    )?;
    match refusal.wait.map(|wait| wait.as_secs()) {
        None => Ok(()),
        Some(seconds @ 0..=86_400) => {
            write!(formatter, "; it asks to wait {seconds} s before the next attempt")
        }
        Some(_) => formatter.write_str("; it asks to wait longer than a day before the next attempt"),
    }
}

fn server(answer: &Answer<'_>) -> String {
    answer
        .target()
        .map_or_else(|| String::from("the API"), Target::to_string)
}

fn asked(path: &str) -> String {
    Asked::of(path).map_or_else(|| format!("GET {path}"), |asked| asked.in_words())
}

fn path_of(path: &str) -> &str {
    path.split('?').next().unwrap_or(path)
}

/// The sentence for a watch that the server ends with an error.
pub(super) fn ended_watch(said: &str) -> String {
    format!("the server ended a watch{}", with_colon(said))
}

/// `said` after a colon; empty if `said` is empty.
fn with_colon(said: &str) -> String {
    if said.is_empty() {
        String::new()
    } else {
        format!(": {said}")
    }
}

impl fmt::Display for Unanswered<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let target = self.target;
        let peer = peer(target);
        match &self.why {
            NoAnswer::ConnectionRefused => write!(
                formatter,
                "cannot reach {peer}: connection refused; is it running, and is this the right context and address?"
            ),
            NoAnswer::ConnectTimeout => write!(
                formatter,
                "cannot reach {peer}: no connection within {} s; check network, VPN and firewall",
                CONNECT_TIMEOUT.as_secs()
            ),
            NoAnswer::NoRoute(cause) => {
                write!(formatter, "cannot reach {peer}: {cause}; check network and VPN")
            }
            NoAnswer::UnknownHost(cause) => write!(
                formatter,
                "cannot reach {peer}: its host name cannot be resolved ({cause}); check the address, DNS and VPN"
            ),
            NoAnswer::Closed => write!(
                formatter,
                "{target} closed the connection before it answered; is it restarting, or is a firewall in between?"
            ),
            NoAnswer::LongHead => write!(
                formatter,
                "{target} answers with more headers than {} KiB; does a proxy add them?",
                BUFFER >> 10
            ),
            NoAnswer::NotHttp => write!(
                formatter,
                "{target} does not speak HTTP/1.1; check its address; for a server with TLS, use https://"
            ),
            NoAnswer::Socks => write!(
                formatter,
                "{peer} cannot be reached, or does not connect there; {}",
                proxy_advice(target)
            ),
            NoAnswer::ProxyLogin => write!(
                formatter,
                "{peer} asks for a user name and password, or does not accept the given ones (407); put them into \
                 its URL: http://USER:PASSWORD@HOST:PORT"
            ),
            NoAnswer::ProxyCannotConnect(status) => write!(
                formatter,
                "{peer} cannot connect there ({status}); is the server running? {}",
                proxy_advice(target)
            ),
            NoAnswer::ProxyRefuses(status) => {
                write!(
                    formatter,
                    "{peer} does not connect there ({status}); {}",
                    proxy_advice(target)
                )
            }
            NoAnswer::ProxyClosed => write!(
                formatter,
                "{peer} closed the connection instead of connecting to the server; {}",
                proxy_advice(target)
            ),
            NoAnswer::ProxyNotHttp => write!(
                formatter,
                "{peer} does not answer as an HTTP proxy does; is its address right? {}",
                proxy_advice(target)
            ),
            NoAnswer::Tls { error, at_proxy } => {
                let peer = if *at_proxy { peer } else { target.to_string() };
                formatter.write_str(&tls::explain(error, &peer))
            }
            NoAnswer::Late { method, path, limit } => write!(
                formatter,
                "{target} did not fully answer {method} {path} within {} s; it is overloaded, or {} holds the connection; \
                 --request-timeout gives it more time",
                seconds(*limit),
                match &target.proxy {
                    Some(proxy) => format!("the proxy {proxy} or something else in between"),
                    None => String::from("something in between"),
                }
            ),
            NoAnswer::Cut(cause) => write!(
                formatter,
                "the answer of {target} was cut off: {cause}; try again"
            ),
            NoAnswer::Other(cause) => write!(formatter, "the request to {target} failed: {cause}"),
        }
    }
}

/// The other end of the connection: the server, or the proxy in front of it.
fn peer(target: &Target) -> String {
    match &target.proxy {
        Some(proxy) => format!("the proxy {proxy} on the way to {target}"),
        None => target.to_string(),
    }
}

fn proxy_advice(target: &Target) -> &'static str {
    if target.proxy_of_environment {
        "if the server needs no proxy, name its host in NO_PROXY"
    } else {
        "check proxy-url in the cluster entry of the kubeconfig"
    }
}

fn seconds(limit: Duration) -> f64 {
    limit.as_secs_f64()
}

impl fmt::Display for Unusable<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer { path, fault, file } => {
                match fault {
                    Fault::Unsendable(why) => write!(formatter, "GET {path} cannot be sent: {why}"),
                    Fault::Encoded(encoding) => write!(
                        formatter,
                        "GET {path} was answered in the encoding \"{encoding}\", which was not asked for; is a proxy in between?"
                    ),
                    Fault::NotJson(media) => write!(
                        formatter,
                        "GET {path} was answered with {media} instead of JSON; is this a Kubernetes API server?"
                    ),
                    Fault::CutOff(bytes) => {
                        write!(
                            formatter,
                            "the answer to GET {path} was cut off after {bytes} bytes"
                        )
                    }
                    Fault::Syntax { line, column } => write!(
                        formatter,
                        "the answer to GET {path} is not JSON (line {line}, column {column}); is something in between?"
                    ),
                    Fault::OtherKind => write!(
                        formatter,
                        "the answer to GET {path} is JSON, but not the requested object"
                    ),
                    Fault::Field(wrong) => write!(
                        formatter,
                        "the answer to GET {path} is JSON, but not the requested object: {wrong}"
                    ),
                }?;
                match file {
                    Some(file) => write!(formatter, ", in {file}"),
                    None => Ok(()),
                }
            }
            Self::TooLong(most) => write!(
                formatter,
                "the answer is longer than {} MiB, the limit of cyjob",
                most >> 20
            ),
            Self::Client(cause) => write!(formatter, "cannot query the API: {cause}"),
            Self::List { what, why } => {
                write!(formatter, "the server's list of {what} cannot be read: {why}")
            }
            Self::LateList { what, limit } => write!(
                formatter,
                "the server's list of {what} had not ended after {} s; --request-timeout gives it more time",
                seconds(*limit)
            ),
            Self::ExpiredList(what) => {
                write!(
                    formatter,
                    "the list of {what} expired while cyjob read the list; try again"
                )
            }
            Self::Watch(why) => write!(formatter, "the server's watch cannot be read: {why}"),
            Self::CutWatch => formatter.write_str("a watch was cut off"),
            Self::Event { what, why } => write!(
                formatter,
                "an event of the server's watch of {what} cannot be read: {why}"
            ),
            Self::Job { namespace, name, why } => {
                write!(
                    formatter,
                    "job/{name} in namespace \"{namespace}\" cannot be read: {why}"
                )
            }
        }
    }
}
