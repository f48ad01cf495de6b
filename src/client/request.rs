//! Sends a read and judges its answer.

use std::{sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{Extensions, Request, Response, header};
use http_body_util::BodyExt as _;
use kube::{Client, client::Body};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::error::Category;

use super::{
    RequestError, RequestErrorKind,
    answer::{Answer, media_type, quote},
    excerpt::one_line,
    field,
    offline::FromFile,
    status::Status,
    transport::{Exchange, Retry, Unbounded, within},
    unusable::{Fault, Unusable},
    words,
};

/// The most bytes of one answer in memory: four times the JSON of 5,000 pods. A page has at most 500 pods.
const MOST_BYTES: usize = 256 << 20;

/// The most bytes to read of a refusal; a `Status` is far shorter.
const MOST_REFUSAL_BYTES: usize = 1 << 20;

/// GETs `path` (path and query, beginning with `/`), accepts the media types of `accept`, and returns the
/// response if its status is 2xx.
///
/// # Errors
///
/// A [`RequestError`] for every other status, for an HTML page, for a compressed body, and for every failure
/// below HTTP.
pub async fn get(client: &Client, path: &str, accept: &str) -> Result<Response<Body>, RequestError> {
    send(client, path, read_of(path, accept)?).await
}

/// Like [`get`], for a body that may never end. Only the head has a deadline; the reader sets its own limit
/// for the body.
///
/// The same errors as of [`get`].
///
/// The same as of [`get`].
pub async fn get_stream(client: &Client, path: &str, accept: &str) -> Result<Response<Body>, RequestError> {
    let mut request = read_of(path, accept)?;
    request.extensions_mut().insert(Unbounded);
    send(client, path, request).await
}

fn read_of(path: &str, accept: &str) -> Result<Request<Body>, RequestError> {
    let request = Request::get(path)
        .header(header::ACCEPT, accept)
        .body(Body::empty());
    request.map_err(|error| unusable(path, Fault::Unsendable(error.to_string())))
}

async fn send(client: &Client, path: &str, request: Request<Body>) -> Result<Response<Body>, RequestError> {
    let response = client.send(request).await.map_err(unanswered)?;
    let (head, body) = response.into_parts();
    let answer = Answer {
        path,
        exchange: head.extensions.get::<Exchange>(),
        status: head.status,
        headers: &head.headers,
    };
    if !head.status.is_success() {
        // A refusal whose body is cut off or too long is still a refusal.
        let body = collect(body, MOST_REFUSAL_BYTES).await.unwrap_or_default();
        return Err(answer.refusal(&body));
    }
    if answer.is_html() {
        let page = collect(body, MOST_REFUSAL_BYTES).await.unwrap_or_default();
        return Err(answer.page(&page));
    }
    if let Some(encoding) = answer.encoding() {
        return Err(unusable(path, Fault::Encoded(encoding)));
    }
    Ok(Response::from_parts(head, body))
}

/// GETs `path` and reads the first `most` bytes of the body. The server may send more than was requested.
pub async fn get_start(client: &Client, path: &str, accept: &str, most: u64) -> Result<Bytes, RequestError> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let response = get_again_if_cut(client, path, accept, Extent::Start(most)).await?;
    Ok(response.into_body())
}

/// GETs `path` and reads the whole body, at most 256 MiB.
pub async fn get_whole(client: &Client, path: &str, accept: &str) -> Result<Response<Bytes>, RequestError> {
    get_again_if_cut(client, path, accept, Extent::Whole).await
}

/// How much of a body to read.
#[derive(Clone, Copy)]
enum Extent {
    Whole,
    Start(usize),
}

/// GETs `path` and reads the body. If the body is cut off, the request is sent again within the deadline of
/// the first request, like a request without an answer.
async fn get_again_if_cut(
    client: &Client,
    path: &str,
    accept: &str,
    extent: Extent,
) -> Result<Response<Bytes>, RequestError> {
    let read_whole = async |response: Response<Body>| {
        let (head, body) = response.into_parts();
        let bytes = match extent {
            Extent::Whole => collect(body, MOST_BYTES).await?,
            Extent::Start(most) => start_of(body, most).await?,
        };
        Ok(Response::from_parts(head, bytes))
    };
    let response = get(client, path, accept).await?;
    let due = response.extensions().get::<Exchange>().and_then(|way| way.due);
    let mut whole: Result<_, RequestError> = read_whole(response).await;
    let retry = Retry::default();
    for tries in 1.. {
        let is_cut = matches!(&whole, Err(error) if error.kind == RequestErrorKind::Cut);
        let Some(delay) = retry.after_failure(tries).filter(|_| is_cut) else {
            break;
        };
        let again = async {
            tokio::time::sleep(delay).await;
            read_whole(get(client, path, accept).await?).await
        };
        match within(due, again).await {
            Ok(next) => whole = next,
            Err(_) => break,
        }
    }
    whole
}

/// The time limit of the request; `None` means no limit.
pub fn limit_of(response: &Response<Bytes>) -> Option<Duration> {
    response.extensions().get::<Exchange>()?.limit
}

/// GETs `path` and decodes its JSON.
pub async fn get_json<T: DeserializeOwned>(client: &Client, path: &str) -> Result<T, RequestError> {
    let response = get_json_text(client, path).await?;
    decode(path, &response)
}

/// A JSON object of the requested kind.
pub struct Object {
    path: String,
    response: Response<Bytes>,
}

impl Object {
    /// Decodes the fields that `T` names.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, RequestError> {
        decode(&self.path, &self.response)
    }
}

/// GETs `path`. The answer must be JSON and name `kind` as its kind.
pub async fn get_object(client: &Client, path: &str, kind: &str) -> Result<Object, RequestError> {
    let response = get_json_text(client, path).await?;
    let Typed { kind: found } = decode(path, &response)?;
    if found.as_deref() != Some(kind) {
        return Err(unusable(path, Fault::OtherKind));
    }
    Ok(Object {
        path: path.to_owned(),
        response,
    })
}

#[derive(Deserialize)]
struct Typed {
    kind: Option<String>,
}

async fn get_json_text(client: &Client, path: &str) -> Result<Response<Bytes>, RequestError> {
    let response = get_whole(client, path, "application/json").await?;
    let media = media_type(response.headers());
    if !(media.is_empty() || media == "application/json" || media.ends_with("+json")) {
        return Err(unusable(path, Fault::NotJson(one_line(&media, 60))));
    }
    Ok(response)
}

fn decode<T: DeserializeOwned>(path: &str, response: &Response<Bytes>) -> Result<T, RequestError> {
    let body = response.body();
    field::decode(body).map_err(|wrong| {
        let error = wrong.error;
        let fault = match error.classify() {
            Category::Eof => Fault::CutOff(body.len()),
            Category::Syntax | Category::Io => Fault::Syntax {
                line: error.line(),
                column: error.column(),
            },
            Category::Data => Fault::Field(wrong.field),
        };
        let file = response.extensions().get().map(|FromFile(file)| Arc::clone(file));
        Unusable::Answer { path, fault, file }.into()
    })
}

/// The next piece of a body that is read as it arrives; `None` at the end of the body.
///
/// # Errors
///
/// Kind `Cut` if the body is cut off.
pub async fn next_piece(body: &mut Body) -> Result<Option<Bytes>, RequestError> {
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(unanswered)?;
        if let Ok(data) = frame.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}

/// The error for an event of type ERROR, which holds a `Status` as JSON. `watch` has the extensions of the
/// watch's response.
pub fn refusal_in_watch(watch: &Extensions, status: &Bytes) -> RequestError {
    let status = Status::read("application/json", status);
    let code = status.as_ref().and_then(|status| status.code);
    let kind = match code {
        Some(410) => RequestErrorKind::Gone,
        Some(401) => RequestErrorKind::Unauthorized,
        Some(403) => RequestErrorKind::Forbidden,
        _ => RequestErrorKind::ServerError,
    };
    let said = status.and_then(|status| status.message).unwrap_or_default();
    RequestError::new(kind, words::ended_watch(&quote(watch.get(), &said, 400)))
}

async fn collect(mut body: Body, most: usize) -> Result<Bytes, RequestError> {
    let mut bytes = BytesMut::new();
    while let Some(data) = next_piece(&mut body).await? {
        if bytes.len() + data.len() > most {
            return Err(Unusable::TooLong(most).into());
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

/// The first `most` bytes of a body; the rest is not read.
async fn start_of(mut body: Body, most: usize) -> Result<Bytes, RequestError> {
    let mut bytes = BytesMut::new();
    while bytes.len() < most
        && let Some(data) = next_piece(&mut body).await?
    {
        bytes.extend_from_slice(&data);
    }
    bytes.truncate(most);
    Ok(bytes.freeze())
}

/// The transport policy's own error, or a short one for the error of another client.
fn unanswered(error: kube::Error) -> RequestError {
    let other = |error: &dyn std::error::Error| Unusable::Client(&one_line(&error.to_string(), 200)).into();
    if let kube::Error::Service(error) = error {
        return match error.downcast::<RequestError>() {
            Ok(error) => *error,
            Err(error) => other(&*error),
        };
    }
    other(&error)
}

fn unusable(path: &str, fault: Fault) -> RequestError {
    Unusable::Answer {
        path,
        fault,
        file: None,
    }
    .into()
}

#[cfg(test)]
mod tests;
