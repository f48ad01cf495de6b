//! Judging an answer that is not the one hoped for: the API server's own `Status`, or what something else said.

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

/// An answer, with what is known of its way.
pub(super) struct Answer<'a> {
    /// The path that was asked for.
    pub(super) path: &'a str,
    /// The way, `None` for an in-process API.
    pub(super) exchange: Option<&'a Exchange>,
    /// The status.
    pub(super) status: StatusCode,
    /// The headers.
    pub(super) headers: &'a HeaderMap,
}

impl Answer<'_> {
    /// Why `body`, with a status other than 2xx, is no success.
    pub(super) fn refusal(&self, body: &Bytes) -> RequestError {
        // Compression was not asked for: such a body is neither unpacked nor quoted.
        let nothing = Bytes::new();
        let body = if self.encoding().is_some() { &nothing } else { body };
        let text = String::from_utf8_lossy(body);
        if self.is_html() {
            return match self.status.as_u16() {
                // A load balancer in front of API servers that restart.
                429 | 500..=599 => self.trouble(&self.page_in_words(&text)),
                _ => self.html(&text),
            };
        }
        let media_type = media_type(self.headers);
        let status = Status::read(&media_type, body);
        if status.is_none() && text.contains("HTTP request to an HTTPS server") {
            let message = format!("{} expects TLS; its address begins with https://", self.server());
            return RequestError::new(Kind::Tls, message);
        }
        // An in-process API has said all there is to say.
        if let (None, Some(status)) = (self.exchange, &status)
            && let Some(kind) = status.kind_in_process()
        {
            let said = self.quote(status.message.as_deref().unwrap_or_default(), 400);
            return RequestError::new(kind, said);
        }
        // Of what is no Status, only the start is worth quoting.
        let said = match &status {
            Some(status) => self.quote(status.message.as_deref().unwrap_or_default(), 400),
            None if Status::is_binary(&media_type) => String::new(),
            None => self.quote(&text, 120),
        };
        match self.status.as_u16() {
            300..=399 => self.redirect(),
            401 => self.unauthorized(),
            403 if status.is_some() => self.forbidden(&said),
            403 => self.filtered(&said),
            404 => self.not_found(status.as_ref(), &said),
            407 => RequestError::new(
                Kind::Unreachable,
                format!(
                    "a proxy before {} asks for a user name and password",
                    self.server()
                ),
            ),
            410 => RequestError {
                next: status.as_ref().and_then(Status::next),
                ..self.said(Kind::Gone, "no longer has that list or version", &said)
            },
            429 | 500..=599 => self.trouble(&said),
            _ => self.said(Kind::Rejected, "rejects the request", &said),
        }
    }

    /// Whether a page came instead of an answer of the API.
    pub(super) fn is_html(&self) -> bool {
        media_type(self.headers) == "text/html"
    }

    /// How the body is packed, if it is.
    pub(super) fn encoding(&self) -> Option<String> {
        let value = self.headers.get(header::CONTENT_ENCODING)?;
        let encoding = one_line(value.to_str().unwrap_or_default(), 40);
        Some(encoding).filter(|encoding| encoding != "identity")
    }

    /// A page came: something in between answered.
    pub(super) fn html(&self, page: &str) -> RequestError {
        RequestError::new(
            Kind::BadAnswer,
            format!(
                "not the API server answered for {} but something in between: {} ({}); check the address, the proxy, and \
                 whether a sign-in is needed",
                self.server(),
                self.page_in_words(page),
                self.status
            ),
        )
    }

    /// A page by its title.
    fn page_in_words(&self, page: &str) -> String {
        match html_title(page) {
            Some(title) => format!("an HTML page titled {:?}", self.quote(&title, 80)),
            None => String::from("an HTML page"),
        }
    }

    /// At most `limit` characters of what the server says.
    fn quote(&self, text: &str, limit: usize) -> String {
        quote(self.exchange, text, limit)
    }

    fn server(&self) -> String {
        self.exchange
            .map_or_else(|| String::from("the API"), |exchange| exchange.target.to_string())
    }

    fn target(&self) -> Option<&Target> {
        self.exchange.map(|exchange| exchange.target.as_ref())
    }

    fn asked(&self) -> String {
        Asked::of(self.path).map_or_else(|| format!("GET {}", self.path), |asked| asked.in_words())
    }

    fn said(&self, kind: Kind, does: &str, said: &str) -> RequestError {
        let colon = if said.is_empty() { "" } else { ": " };
        RequestError::new(
            kind,
            format!(
                "{} {does} ({}, {}){colon}{said}",
                self.server(),
                self.asked(),
                self.status
            ),
        )
    }

    fn redirect(&self) -> RequestError {
        let location = self
            .headers
            .get(header::LOCATION)
            .and_then(|value| value.to_str().ok());
        // A query may hold a session.
        let location = location
            .and_then(|url| url.split(['?', '#']).next())
            .unwrap_or("nowhere");
        RequestError::new(
            Kind::BadAnswer,
            format!(
                "not the API server answered for {} but something in between: it redirects to {}; check the address, \
                 the proxy, and whether a sign-in is needed",
                self.server(),
                self.quote(location, 120)
            ),
        )
    }

    fn unauthorized(&self) -> RequestError {
        let message = match self.target().map(|target| target.user.as_deref()) {
            Some(None) => format!(
                "{} wants to know who asks (401), and no credentials were sent; name a user entry with --user, or give a --token",
                self.server()
            ),
            Some(Some(user)) => format!(
                "{} does not accept the credentials of {user} (401); they may have expired: log in again, or choose \
                 another user",
                self.server()
            ),
            None => format!("{} wants to know who asks (401)", self.server()),
        };
        RequestError::new(Kind::Unauthorized, message)
    }

    fn forbidden(&self, said: &str) -> RequestError {
        let rule = Asked::of(self.path).map_or_else(|| String::from("the permission"), |asked| asked.rule());
        let who = self.target().and_then(|target| target.user.as_deref());
        let who = who.map_or_else(|| String::from("you"), str::to_owned);
        let colon = if said.is_empty() { "" } else { ": " };
        RequestError::new(
            Kind::Forbidden,
            format!(
                "{who} may not {} on {}{colon}{said}; ask for {rule}",
                self.asked(),
                self.server()
            ),
        )
    }

    /// Every refusal of an API server is a `Status`, so no role would help.
    fn filtered(&self, said: &str) -> RequestError {
        let colon = if said.is_empty() { "" } else { ": " };
        RequestError::new(
            Kind::Forbidden,
            format!(
                "{} refuses to {} ({}), but not as an API server does{colon}{said}; is a proxy or a firewall in between?",
                self.server(),
                self.asked(),
                self.status
            ),
        )
    }

    fn not_found(&self, status: Option<&Status>, said: &str) -> RequestError {
        if status.is_some_and(Status::is_missing_object) {
            let server = self.server();
            return RequestError::new(Kind::NotFound, format!("{said} ({}, on {server})", self.asked()));
        }
        let Some(asked) = Asked::of(self.path) else {
            return self.said(Kind::ApiMissing, "does not serve that", said);
        };
        // Every server serves logs; one passes on what the node's kubelet says of a log that it does not have.
        if status.is_some() && asked.resource == "pods/log" {
            let message = format!(
                "the node has no such log any more ({}, on {})",
                self.asked(),
                self.server()
            );
            return RequestError::new(Kind::NotFound, message);
        }
        let dot = if asked.group.is_empty() { "" } else { "." };
        let api = format!("{}{dot}{}/{}", asked.resource, asked.group, asked.version);
        // What an API server itself says of a path that it does not have is no news.
        let is_its_own = status.is_some() || said.is_empty() || said == "404 page not found";
        let said = if is_its_own {
            String::new()
        } else {
            format!(" ({said})")
        };
        RequestError::new(
            Kind::ApiMissing,
            format!(
                "{} does not serve {api}{said}; is it a Kubernetes API server of a version that has it, and is its address \
                 complete?",
                self.server()
            ),
        )
    }

    fn trouble(&self, said: &str) -> RequestError {
        let tries = self.exchange.map_or(1, |exchange| exchange.tries);
        let does = match (self.status == StatusCode::TOO_MANY_REQUESTS, tries) {
            (true, 1) => String::from("has too much to do"),
            (true, tries) => format!("has too much to do, also at the try number {tries}"),
            (false, 1) => String::from("is in trouble"),
            (false, tries) => format!("is in trouble, also at the try number {tries}"),
        };
        let error = self.said(Kind::ServerError, &does, said);
        let Some(wait) = retry_after(self.headers).filter(|wait| !wait.is_zero()) else {
            return error;
        };
        let words = match wait.as_secs() {
            seconds @ 0..=86_400 => format!("{seconds} s"),
            _ => String::from("longer than a day"),
        };
        RequestError {
            message: format!("{}; it asks to wait {words} before the next try", error.message),
            retry_after: Some(wait),
            ..error
        }
    }
}

/// What a server says, in one line of at most `limit` characters. Some gateways echo the credentials.
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
