//! A server that answers as a test decides, at the times that the test decides.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use http::{Request, Response};
use http_body::Frame;
use http_body_util::StreamBody;
use kube::{Client, client::Body};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::client::{RequestError, RequestErrorKind};

/// A request that the server received.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) at: Instant,
    path: String,
    query: Vec<(String, String)>,
}

impl Asked {
    pub(super) fn is_watch(&self) -> bool {
        self.parameter("watch").is_some()
    }

    /// Whether the request is for Job `x` itself.
    pub(super) fn is_get(&self) -> bool {
        self.path.ends_with("/jobs/x")
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let mut query = self.query.iter();
        query
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// An answer of the server.
pub(super) enum Reply {
    /// Status, `Retry-After`, media type, and the body in pieces.
    Answer(u16, Option<u64>, &'static str, Vec<Piece>),
    /// An error instead of an answer, after a delay.
    Nothing(Duration, RequestErrorKind),
}

/// A part of a body. After the last piece the body ends in order.
pub(super) enum Piece {
    Text(String),
    Pause(Duration),
    /// The connection breaks.
    Cut,
}

/// Longer than any test.
pub(super) const FOR_EVER: Duration = Duration::from_secs(1_000_000);

impl Reply {
    pub(super) fn text(status: u16, text: impl Into<String>) -> Self {
        Self::Answer(status, None, "application/json", vec![Piece::Text(text.into())])
    }

    pub(super) fn status(code: u16, retry_after: Option<u64>) -> Self {
        let status = json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
            "message": "the test wants it", "reason": "", "code": code});
        Self::Answer(
            code,
            retry_after,
            "application/json",
            vec![Piece::Text(status.to_string())],
        )
    }

    /// The answer that there is no Job `x`.
    pub(super) fn missing() -> Self {
        let status = json!({"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "not found",
            "reason": "NotFound", "details": {"name": "x"}, "code": 404});
        Self::text(404, status.to_string())
    }

    pub(super) fn list(version: u64, items: &[Value]) -> Self {
        let list = json!({"kind": "JobList", "apiVersion": "batch/v1",
            "metadata": {"resourceVersion": version.to_string()}, "items": items});
        Self::text(200, list.to_string())
    }

    pub(super) fn watch(pieces: Vec<Piece>) -> Self {
        Self::Answer(200, None, "application/json", pieces)
    }

    /// A watch of these lines, then silence.
    pub(super) fn quiet(lines: Vec<String>) -> Self {
        let mut pieces: Vec<Piece> = lines.into_iter().map(Piece::Text).collect();
        pieces.push(Piece::Pause(FOR_EVER));
        Self::watch(pieces)
    }
}

/// A server that records its requests.
#[derive(Clone, Default)]
pub(super) struct Server {
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// A client whose requests `answer` answers. Its second argument is the number of earlier requests of the
    /// same kind: list, watch or get.
    pub(super) fn client(&self, answer: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> Client {
        let (answer, all) = (Arc::new(answer), Arc::clone(&self.asked));
        let service = tower::service_fn(move |request: Request<Body>| {
            let asked = read(&request);
            let before = {
                let mut all = all.lock().unwrap();
                let kind = |one: &Asked| (one.is_watch(), one.is_get());
                let before = all.iter().filter(|one| kind(one) == kind(&asked)).count();
                all.push(asked.clone());
                before
            };
            respond(answer(&asked, before))
        });
        Client::new(service, "shop")
    }

    /// All requests so far.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The versions from which watches started.
    pub(super) fn watched_from(&self) -> Vec<String> {
        let asked = self.asked();
        let watches = asked.iter().filter(|asked| asked.is_watch());
        watches
            .map(|asked| asked.parameter("resourceVersion").unwrap().to_owned())
            .collect()
    }
}

fn read(request: &Request<Body>) -> Asked {
    let query = request.uri().query().unwrap_or_default();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    Asked {
        at: Instant::now(),
        path: request.uri().path().to_owned(),
        query: pairs
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect(),
    }
}

async fn respond(
    reply: Reply,
) -> Result<Response<impl http_body::Body<Data = Bytes, Error = RequestError>>, RequestError> {
    match reply {
        Reply::Nothing(after, kind) => {
            tokio::time::sleep(after).await;
            Err(RequestError::new(kind, "the test wants it"))
        }
        Reply::Answer(status, retry_after, media_type, pieces) => {
            let mut response = Response::builder()
                .status(status)
                .header("content-type", media_type);
            if let Some(seconds) = retry_after {
                response = response.header("retry-after", seconds);
            }
            Ok(response.body(StreamBody::new(frames(pieces))).unwrap())
        }
    }
}

fn frames(pieces: Vec<Piece>) -> impl Stream<Item = Result<Frame<Bytes>, RequestError>> + Send {
    stream::unfold(VecDeque::from(pieces), async |mut pieces| {
        loop {
            match pieces.pop_front()? {
                Piece::Pause(length) => tokio::time::sleep(length).await,
                Piece::Text(text) => return Some((Ok(Frame::data(Bytes::from(text))), pieces)),
                Piece::Cut => {
                    let error = RequestError::new(RequestErrorKind::Cut, "cut off");
                    return Some((Err(error), VecDeque::new()));
                }
            }
        }
    })
}

/// Job `x` in namespace `shop`, with this UID and version. `condition` is the type of a condition that is
/// True.
pub(super) fn job(uid: &str, version: u64, condition: Option<&str>) -> Value {
    let conditions = condition.map(|kind| json!({"type": kind, "status": "True"}));
    json!({"kind": "Job", "apiVersion": "batch/v1",
        "metadata": {"name": "x", "namespace": "shop", "uid": uid, "resourceVersion": version.to_string()},
        "status": {"conditions": conditions.into_iter().collect::<Vec<_>>()}})
}

/// A line of a watch.
pub(super) fn line(kind: &str, object: &Value) -> String {
    format!("{}\n", json!({"type": kind, "object": object}))
}

/// A bookmark line with this version.
pub(super) fn bookmark(version: u64) -> String {
    line(
        "BOOKMARK",
        &json!({"kind": "Job", "metadata": {"resourceVersion": version.to_string()}}),
    )
}
