//! cyjob's one transport policy: a service around kube's client that every request to a cluster passes.
//!
//! - Connections send without delay ([`connection`]), check certificates as kubectl does ([`tls`]), go
//!   through proxies ([`tunnel`]), and follow the redirects of a read within one server ([`redirect`]).
//! - A deadline covers everything: connection, retries, their delays, head and body ([`deadline`]).
//! - Reads, and only reads, are attempted up to three times ([`retry`]).
//! - Credentials are renewed before they expire and once after a 401 ([`login`]). Renewal is outside the
//!   deadline, because a person may have to type a password. The login command has a deadline of its own.
//! - Every failure becomes a [`RequestError`] that names the context and the server ([`no_answer`]).
//!
//! Three kinds of requests are streams. A watch (`watch=true` in its query) and a request with the extension
//! [`Unbounded`] must deliver the head within the deadline, but their body may never end. A followed log
//! (`follow=true`) has no deadline at all, because even its head may only come with the first line. The
//! reader of a stream sets its own idle limit.

mod connection;
mod credentials;
mod deadline;
mod login;
mod no_answer;
mod redirect;
mod retry;
mod target;
mod tls;
mod trace;
mod tunnel;

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use http::{Method, Request, Response, StatusCode, Uri};
use kube::{Client, client::Body};
use tokio::time::Instant;
use tower::Service;

use super::{RequestError, excerpt};
use deadline::BoundedBody;
use trace::Try;

pub(super) use connection::BUFFER;
pub(super) use credentials::Credentials;
pub(super) use deadline::within;
pub(super) use login::{Login, Renewal};
pub(super) use no_answer::{NoAnswer, Unanswered};
pub(super) use retry::Retry;
pub(super) use target::{Target, has_address, without_credentials};

/// The time limit of one connection: name lookup, proxy, TCP and TLS. It is shorter than a request's limit,
/// so that an unreachable server can be told from a server that does not answer.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// How a request went, for the code that judges its answer; an extension of every response.
#[derive(Clone, Debug)]
pub(super) struct Exchange {
    /// The cluster that answered.
    pub(super) target: Arc<Target>,
    /// How often the request was sent.
    pub(super) tries: u32,
    /// The time limit of the request; `None` means no limit.
    pub(super) limit: Option<Duration>,
    /// When the time limit ends.
    pub(super) due: Option<Instant>,
    /// The credentials that the request carried. A quoted answer must not show them.
    pub(super) credentials: Option<Credentials>,
}

/// An extension of a request whose body may never end.
#[derive(Clone, Copy)]
pub(super) struct Unbounded;

/// The service that applies the policy.
#[derive(Clone)]
pub(super) struct Transport {
    login: Arc<Login>,
    target: Arc<Target>,
    limit: Option<Duration>,
    retry: Retry,
}

impl Transport {
    /// A service that sends with the credentials of `login`, each request within `limit`.
    pub(super) fn new(login: Login, target: Arc<Target>, limit: Option<Duration>) -> Self {
        Self {
            login: Arc::new(login),
            target,
            limit,
            retry: Retry::default(),
        }
    }

    async fn send(self, request: Request<Body>) -> Result<Response<BoundedBody>, RequestError> {
        let session = self.login.session().await?;
        let again = repeatable(&request);
        let response = self.send_as(&session, request).await?;
        if response.status() != StatusCode::UNAUTHORIZED {
            return Ok(response);
        }
        match again {
            Some(request) => match self.login.renew(&session).await? {
                Some(renewed) => self.send_as(&renewed, request).await,
                None => Ok(response),
            },
            None => Ok(response),
        }
    }

    async fn send_as(
        &self,
        session: &login::Session,
        request: Request<Body>,
    ) -> Result<Response<BoundedBody>, RequestError> {
        // A limit beyond the clock's range means no limit.
        let due = self.limit.and_then(|limit| Instant::now().checked_add(limit));
        let kind = stream_kind(&request);
        let is_stream = kind.is_some();
        let (head_due, body_due) = match kind {
            None => (due, due),
            Some(Stream::Body) => (due, None),
            Some(Stream::Log) => (None, None),
        };
        let late = self.late(request.method(), request.uri());
        let answer = within(head_due, self.try_often(session, request, head_due)).await;
        let (response, sent) = answer.unwrap_or_else(|_| {
            tracing::info!(target: "request", "{}", late.message);
            Err(late.clone())
        })?;
        let answer = sent.answer(response.status(), is_stream);
        let target = Arc::clone(&self.target);
        Ok(response.map(|body| BoundedBody::new(body, body_due, late, target, answer)))
    }

    /// Sends the request until there is an answer to return, and returns the answer with its attempt.
    async fn try_often(
        &self,
        session: &login::Session,
        mut request: Request<Body>,
        due: Option<Instant>,
    ) -> Result<(Response<Body>, Try), RequestError> {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        // The failure that is known now says more than a timeout at the deadline.
        let in_time = |delay: &Duration| due.is_none_or(|due| Instant::now() + *delay < due);
        for tries in 1.. {
            let next = repeatable(&request);
            let sent = Try::begin(&method, &uri, tries);
            let delay = match session.send(request).await {
                Ok(mut response) => {
                    let delay = self
                        .retry
                        .after_answer(tries, response.status(), response.headers())
                        .filter(in_time);
                    if next.is_none() || delay.is_none() {
                        response.extensions_mut().insert(Exchange {
                            target: Arc::clone(&self.target),
                            tries,
                            limit: self.limit,
                            due,
                            credentials: session.credentials.clone(),
                        });
                        return Ok((response, sent));
                    }
                    sent.fail(&response.status(), delay);
                    delay
                }
                Err(error) => {
                    let why = NoAnswer::of(&error);
                    let delay = self.retry.after_failure(tries).filter(in_time);
                    let delay = delay.filter(|_| why.is_passing());
                    let is_last = next.is_none() || delay.is_none();
                    let failed = why.from(&self.target);
                    sent.fail(&failed.message, delay.filter(|_| !is_last));
                    if is_last {
                        return Err(failed);
                    }
                    delay
                }
            };
            let (Some(again), Some(delay)) = (next, delay) else {
                break;
            };
            tokio::time::sleep(delay).await;
            request = again;
        }
        Err(self.late(&method, &uri))
    }

    /// The error after the deadline.
    fn late(&self, method: &Method, uri: &Uri) -> RequestError {
        let late = NoAnswer::Late {
            method: method.clone(),
            path: uri.path().to_owned(),
            limit: self.limit.unwrap_or_default(),
        };
        late.from(&self.target)
    }
}

/// Copies a read. Writes are never repeated: the server may have executed a write without sending an answer.
fn repeatable(request: &Request<Body>) -> Option<Request<Body>> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let mut copy = Request::new(request.body().try_clone()?);
    copy.method_mut().clone_from(request.method());
    copy.uri_mut().clone_from(request.uri());
    copy.headers_mut().clone_from(request.headers());
    copy.extensions_mut().clone_from(request.extensions());
    Some(copy)
}

enum Stream {
    /// Only the head has a deadline.
    Body,
    Log,
}

fn stream_kind<B>(request: &Request<B>) -> Option<Stream> {
    let query = request.uri().query().unwrap_or_default();
    let is_on = |name: &str| {
        query
            .split('&')
            .any(|pair| matches!(pair.split_once('='), Some((key, "true" | "1")) if key == name))
    };
    if is_on("follow") {
        return Some(Stream::Log);
    }
    let is_unbounded = request.extensions().get::<Unbounded>().is_some();
    (is_unbounded || is_on("watch")).then_some(Stream::Body)
}

impl Service<Request<Body>> for Transport {
    type Response = Response<BoundedBody>;
    type Error = RequestError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(self.clone().send(request))
    }
}

/// The client that the rest of the program uses.
pub(super) fn client(transport: Transport, namespace: &str) -> Client {
    Client::new(transport, namespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &str, path: &str) -> Request<Body> {
        let request = Request::builder().method(method).uri(path);
        request.header("accept", "*/*").body(Body::empty()).unwrap()
    }

    #[test]
    fn reads_only_are_repeated_and_as_they_were() {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            assert!(repeatable(&request(method, "/x")).is_none(), "{method}");
        }
        let copy = repeatable(&request("GET", "/x?limit=5")).unwrap();
        assert_eq!(copy.uri(), "/x?limit=5");
        assert_eq!(copy.headers()["accept"], "*/*");
    }

    #[test]
    fn watches_and_followed_logs_have_no_end() {
        let kind = |path: &'static str| stream_kind(&request("GET", path));
        assert!(matches!(kind("/x?watch=true&limit=5"), Some(Stream::Body)));
        let mut log = request("GET", "/x/log?container=a");
        assert!(stream_kind(&log).is_none());
        log.extensions_mut().insert(Unbounded);
        assert!(matches!(stream_kind(&log), Some(Stream::Body)));
        assert!(matches!(kind("/x/log?container=a&follow=1"), Some(Stream::Log)));
        assert!(kind("/x?limit=5&rewatch=true").is_none());
        assert!(kind("/watch").is_none());
    }
}
