//! Judges an answer that refuses a request: the API server's own `Status`, or the text of a proxy or gateway
//! in between. This module decides what a refusal means. The sentences are in [`words`](super::words).

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use super::{
    RequestError, RequestErrorKind as Kind,
    asked::Asked,
    excerpt::{html_title, one_line},
    retry_after::retry_after,
    status::Status,
    transport::{Exchange, Target},
};

/// An answer, with the exchange that brought it.
pub(super) struct Answer<'a> {
    /// The path of the request.
    pub(super) path: &'a str,
    /// The exchange; `None` for an in-process API.
    pub(super) exchange: Option<&'a Exchange>,
    /// The status.
    pub(super) status: StatusCode,
    /// The headers.
    pub(super) headers: &'a HeaderMap,
}

/// An answer that refuses a request.
pub(super) struct Refusal<'a> {
    /// The answer.
    pub(super) answer: &'a Answer<'a>,
    /// What the refusal means.
    pub(super) meaning: Meaning,
    /// The answer's own text, a redirect's target or a page's title, in one line; may be empty.
    pub(super) said: String,
    /// How long the server asks to wait before the next attempt.
    pub(super) wait: Option<Duration>,
}

/// What a refusal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// An in-process API refuses. Its message is complete.
    InProcess(Kind),
    /// A request over plain HTTP reached a port that expects TLS.
    NoTls,
    /// A proxy or gateway answered with an HTML page.
    Page,
    /// A proxy or gateway redirects to another address.
    Redirect,
    /// 401.
    Unauthorized,
    /// 403 of an API server: a role is missing.
    Forbidden,
    /// 403 of a proxy or gateway: a role would not help.
    Filtered,
    /// 404 for the object.
    NoObject,
    /// 404 of the node's kubelet for a log.
    NoLog,
    /// 404 for the API.
    NoApi,
    /// 407.
    ProxyLogin,
    /// 410.
    Expired,
    /// 429.
    Overloaded,
    /// 5xx.
    ServerError,
    /// Another status.
    Rejected,
}

impl Meaning {
    fn kind(self) -> Kind {
        match self {
            Self::InProcess(kind) => kind,
            Self::NoTls => Kind::Tls,
            Self::Page | Self::Redirect => Kind::BadAnswer,
            Self::Unauthorized => Kind::Unauthorized,
            Self::Forbidden | Self::Filtered => Kind::Forbidden,
            Self::NoObject | Self::NoLog => Kind::NotFound,
            Self::NoApi => Kind::ApiMissing,
            Self::ProxyLogin => Kind::Unreachable,
            Self::Expired => Kind::Gone,
            Self::Overloaded | Self::ServerError => Kind::ServerError,
            Self::Rejected => Kind::Rejected,
        }
    }
}

impl Answer<'_> {
    /// The error for `body`, if the status is not 2xx.
    pub(super) fn refusal(&self, body: &Bytes) -> RequestError {
        // cyjob does not ask for compression: a compressed body is neither unpacked nor quoted.
        let nothing = Bytes::new();
        let body = if self.encoding().is_some() { &nothing } else { body };
        let text = String::from_utf8_lossy(body);
        if self.is_html() {
            let meaning = match self.status.as_u16() {
                // A load balancer sends such a page while the API servers behind it restart.
                429 | 500..=599 => self.meaning(None),
                _ => Meaning::Page,
            };
            return self.refused(meaning, self.page_in_words(&text));
        }
        let media_type = media_type(self.headers);
        let status = Status::read(&media_type, body);
        let said = match &status {
            Some(status) => self.quote(status.message.as_deref().unwrap_or_default(), 400),
            // Only the start of a body that is not a `Status` is worth quoting.
            None if Status::is_binary(&media_type) => String::new(),
            None => self.quote(&text, 120),
        };
        let meaning = if status.is_none() && text.contains("HTTP request to an HTTPS server") {
            Meaning::NoTls
        } else {
            self.meaning(status.as_ref())
        };
        let next = status.as_ref().and_then(Status::next);
        RequestError {
            next: next.filter(|_| meaning == Meaning::Expired),
            ..self.refused(meaning, said)
        }
    }

    /// The error for an HTML page with status 2xx.
    pub(super) fn page(&self, body: &Bytes) -> RequestError {
        let page = self.page_in_words(&String::from_utf8_lossy(body));
        self.refused(Meaning::Page, page)
    }

    /// Whether the body is an HTML page instead of an answer of the API.
    pub(super) fn is_html(&self) -> bool {
        media_type(self.headers) == "text/html"
    }

    /// The body's `Content-Encoding`, unless it is `identity`.
    pub(super) fn encoding(&self) -> Option<String> {
        let value = self.headers.get(header::CONTENT_ENCODING)?;
        let encoding = one_line(value.to_str().unwrap_or_default(), 40);
        Some(encoding).filter(|encoding| encoding != "identity")
    }

    /// The cluster that the request was for.
    pub(super) fn target(&self) -> Option<&Target> {
        self.exchange.map(|exchange| exchange.target.as_ref())
    }

    fn meaning(&self, status: Option<&Status>) -> Meaning {
        if self.exchange.is_none()
            && let Some(kind) = status.and_then(Status::kind_in_process)
        {
            return Meaning::InProcess(kind);
        }
        match self.status.as_u16() {
            300..=399 => Meaning::Redirect,
            401 => Meaning::Unauthorized,
            // Every refusal of an API server is a `Status`.
            403 if status.is_some() => Meaning::Forbidden,
            403 => Meaning::Filtered,
            404 if status.is_some_and(Status::is_missing_object) => Meaning::NoObject,
            // Every API server serves logs. It passes on the 404 of the node's kubelet for a log that does
            // not exist.
            404 if status.is_some() && self.is_about_log() => Meaning::NoLog,
            404 => Meaning::NoApi,
            407 => Meaning::ProxyLogin,
            410 => Meaning::Expired,
            429 => Meaning::Overloaded,
            500..=599 => Meaning::ServerError,
            _ => Meaning::Rejected,
        }
    }

    fn is_about_log(&self) -> bool {
        Asked::of(self.path).is_some_and(|asked| asked.resource == "pods/log")
    }

    fn refused(&self, meaning: Meaning, said: String) -> RequestError {
        let kind = meaning.kind();
        let wait = retry_after(self.headers).filter(|wait| kind == Kind::ServerError && !wait.is_zero());
        let said = if meaning == Meaning::Redirect {
            self.location()
        } else {
            said
        };
        let refusal = Refusal {
            answer: self,
            meaning,
            said,
            wait,
        };
        RequestError {
            retry_after: wait,
            ..RequestError::new(kind, refusal.to_string())
        }
    }

    /// The target of a redirect, without the query, which may hold a session.
    fn location(&self) -> String {
        let location = self.headers.get(header::LOCATION);
        let location = location.and_then(|value| value.to_str().ok());
        let location = location.and_then(|url| url.split(['?', '#']).next());
        self.quote(location.unwrap_or("nowhere"), 120)
    }

    /// Describes an HTML page by its title.
    fn page_in_words(&self, page: &str) -> String {
        match html_title(page) {
            Some(title) => format!("an HTML page titled {:?}", self.quote(&title, 80)),
            None => String::from("an HTML page"),
        }
    }

    fn quote(&self, text: &str, limit: usize) -> String {
        quote(self.exchange, text, limit)
    }
}

/// A server's text in one line of at most `limit` characters, without the credentials, which some gateways
/// echo.
pub(super) fn quote(exchange: Option<&Exchange>, text: &str, limit: usize) -> String {
    let credentials = exchange.and_then(|exchange| exchange.credentials.as_ref());
    match credentials {
        Some(credentials) => one_line(&credentials.hide(text), limit),
        None => one_line(text, limit),
    }
}

/// The media type without parameters, in lower case; empty if none is given.
pub(super) fn media_type(headers: &HeaderMap) -> String {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media = value.unwrap_or_default().split(';').next().unwrap_or_default();
    media.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests;
