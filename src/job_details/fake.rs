//! A fake API server for tests. It answers by path, in this process, and records the requests.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use http::{Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::StreamBody;
use kube::{Client, client::Body};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::jobs::{Specs, read_whole};
use super::list::Item;
use crate::facts::JobFacts;

/// The answer to one request.
pub(super) struct Answer {
    status: StatusCode,
    content_type: &'static str,
    /// The delay before the answer.
    after: Duration,
    /// The pieces of the body, each with its delay after the previous piece.
    body: Vec<(Duration, Bytes)>,
}

/// Longer than any test waits.
pub(super) const FOR_EVER: Duration = Duration::from_secs(1_000_000);

impl Answer {
    pub(super) fn json(body: &Value) -> Self {
        Self::of(StatusCode::OK, "application/json", body.to_string())
    }

    pub(super) fn protobuf(body: Bytes) -> Self {
        Self::of(StatusCode::OK, "application/vnd.kubernetes.protobuf", body)
    }

    pub(super) fn text(body: impl Into<Bytes>) -> Self {
        Self::of(StatusCode::OK, "text/plain", body)
    }

    /// Text that arrives in pieces, each with its delay after the previous piece.
    pub(super) fn pieces(pieces: impl IntoIterator<Item = (Duration, &'static str)>) -> Self {
        let pieces = pieces.into_iter();
        Self {
            body: pieces.map(|(after, text)| (after, text.into())).collect(),
            ..Self::text("")
        }
    }

    /// The same answer, delayed by `after`.
    pub(super) fn after(self, after: Duration) -> Self {
        Self { after, ..self }
    }

    pub(super) fn list(kind: &str, items: &[Value]) -> Self {
        Self::json(&json!({"kind": kind, "apiVersion": "v1", "metadata": {}, "items": items}))
    }

    pub(super) fn page(kind: &str, items: &[Value], next: &str) -> Self {
        Self::json(&json!({"kind": kind, "metadata": {"continue": next}, "items": items}))
    }

    pub(super) fn forbidden() -> Self {
        Self::failure(403, "Forbidden", &json!({}))
    }

    pub(super) fn not_found() -> Self {
        Self::failure(404, "NotFound", &json!({}))
    }

    pub(super) fn api_missing() -> Self {
        Self::of(StatusCode::NOT_FOUND, "text/plain", "404 page not found\n")
    }

    /// 410, with `next` as the token to continue with.
    pub(super) fn gone(next: Option<&str>) -> Self {
        Self::failure(410, "Expired", &json!({"continue": next}))
    }

    pub(super) fn failure(code: u16, reason: &str, metadata: &Value) -> Self {
        let body = json!({"kind": "Status", "apiVersion": "v1", "metadata": metadata, "status": "Failure",
            "message": format!("the fake says {reason}"), "reason": reason, "code": code});
        let status = StatusCode::from_u16(code).unwrap();
        Self::of(status, "application/json", body.to_string())
    }

    fn of(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            content_type,
            after: Duration::ZERO,
            body: vec![(Duration::ZERO, body.into())],
        }
    }
}

/// A fake API server that answers by the decoded path and query.
pub(super) struct Api {
    answer: Arc<dyn Fn(&str) -> Answer + Send + Sync>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Api {
    pub(super) fn new(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        Self {
            answer: Arc::new(answer),
            asked: Arc::default(),
        }
    }

    pub(super) fn client(&self) -> Client {
        let (answer, asked) = (Arc::clone(&self.answer), Arc::clone(&self.asked));
        let service = tower::service_fn(move |request: Request<Body>| {
            let path = percent_decode_str(&request.uri().to_string())
                .decode_utf8()
                .unwrap()
                .into_owned();
            let answer = answer(&path);
            asked.lock().unwrap().push(path);
            async move {
                pause(answer.after).await;
                let frames = stream::iter(answer.body).then(async |(after, piece)| {
                    pause(after).await;
                    Ok::<_, Infallible>(Frame::data(piece))
                });
                Response::builder()
                    .status(answer.status)
                    .header("content-type", answer.content_type)
                    .body(StreamBody::new(frames))
            }
        });
        Client::new(service, "default")
    }

    /// The requests so far, decoded.
    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn pause(length: Duration) {
    if !length.is_zero() {
        tokio::time::sleep(length).await;
    }
}

fn recorded(name: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/recordings");
    root.join(name)
}

/// The folders of the recordings.
pub(super) fn recording_names() -> Vec<String> {
    let entries = std::fs::read_dir(recorded("")).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Whether there is a recorded file with that name.
pub(super) fn is_recorded(name: &str) -> bool {
    recorded(name).is_file()
}

/// The content of a recorded file.
pub(super) fn recorded_bytes(name: &str) -> Bytes {
    std::fs::read(recorded(name)).unwrap().into()
}

/// A recorded JSON file.
pub(super) fn recording(name: &str) -> Value {
    serde_json::from_slice(&recorded_bytes(name)).unwrap()
}

/// The Job of a recording.
pub(super) fn recorded_job(name: &str) -> JobFacts {
    job(&recording(&format!("{name}/job.json")))
}

/// A Job that was read whole.
pub(super) fn job(json: &Value) -> JobFacts {
    let item = Item::Json(json.to_string().into());
    read_whole(item, &mut Specs::default()).unwrap().unwrap()
}
