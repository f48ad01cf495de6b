//! The part of the Kubernetes API that cyjob asks: GET, LIST and logs over an [`ObjectStore`]. The API
//! answers as a real API server does, refusals included, and never changes anything.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{Method, Response, StatusCode, Uri, header};
use http_body::Frame;
use jiff::Timestamp;
use serde_json::json;

use super::{
    kinds::{Kind, POD},
    logs,
    object_store::{ObjectStore, Page, Resource, Selection},
    query::{Query, Target},
    status::Refusal,
};

/// The file that holds an object, as shown to people; an extension of the response.
#[derive(Clone, Debug)]
pub(in crate::client) struct FromFile(pub(in crate::client) Arc<str>);

/// The API over one store.
pub(crate) struct Api<S> {
    store: S,
    moment: Option<Timestamp>,
}

impl<S: ObjectStore> Api<S> {
    /// `moment` is the time that the objects describe.
    pub(crate) fn new(store: S, moment: Option<Timestamp>) -> Self {
        Self { store, moment }
    }

    /// Answers one request.
    pub(crate) async fn answer(&self, method: &Method, uri: &Uri) -> Response<Answer> {
        self.read(method, uri).await.unwrap_or_else(|refusal| {
            let (code, media_type, body) = refusal.into_parts();
            response(code, media_type, body, false)
        })
    }

    async fn read(&self, method: &Method, uri: &Uri) -> Result<Response<Answer>, Refusal> {
        let target = Target::parse(uri.path()).ok_or(Refusal::NotServed)?;
        let resource = Resource::of(&target).ok_or(Refusal::NotServed)?;
        if method != Method::GET {
            return Err(Refusal::method_not_allowed());
        }
        let query = Query::of(uri);
        match (&target.namespace, &target.name) {
            (Some(namespace), Some(name)) => {
                let part = target.subresource.as_deref();
                self.get(&resource, namespace, name, part, &query).await
            }
            _ => self.list(&resource, target.namespace.as_deref(), &query).await,
        }
    }

    async fn get(
        &self,
        resource: &Resource,
        namespace: &str,
        name: &str,
        part: Option<&str>,
        query: &Query,
    ) -> Result<Response<Answer>, Refusal> {
        let found = self.store.get(resource, namespace, name).await?;
        let object = found.ok_or_else(|| Refusal::not_found(resource.kind, name))?;
        match part {
            None => {
                let mut response = response(StatusCode::OK, JSON, object.json, false);
                if let Some(file) = object.file {
                    response.extensions_mut().insert(FromFile(file));
                }
                Ok(response)
            }
            Some("log") if resource.kind == POD => {
                let pod = serde_json::from_slice(&object.json).unwrap_or_default();
                let log = logs::answer(&self.store, &pod, query, self.moment).await?;
                Ok(response(StatusCode::OK, TEXT, log.text, log.open))
            }
            Some(_) => Err(Refusal::missing(
                resource.kind,
                name,
                "the server could not find the requested resource".to_owned(),
            )),
        }
    }

    async fn list(
        &self,
        resource: &Resource,
        namespace: Option<&str>,
        query: &Query,
    ) -> Result<Response<Answer>, Refusal> {
        let selection = Selection::parse(resource.kind, query)?;
        if query.flag("watch") {
            // The objects never change: the watch sends its headers, and then no event.
            return Ok(response(StatusCode::OK, JSON, "", true));
        }
        let Page { items, next, version } = self.store.list(resource, namespace, &selection).await?;
        let metadata = json!({"resourceVersion": version, "continue": next.unwrap_or_default()});
        let head = format!(
            r#"{{"kind":"{}List","apiVersion":"{}","metadata":{metadata},"items":["#,
            resource.kind.name,
            resource.kind.api_version(&resource.version),
        );
        let body = [head.as_bytes(), &items.join(&b','), b"]}"].concat();
        Ok(response(StatusCode::OK, JSON, body, false))
    }
}

impl Resource {
    /// The resource that a path asks for, if the API could serve it.
    fn of(target: &Target) -> Option<Self> {
        let kind = Kind::served(&target.group, &target.plural)?;
        let is_served = kind.version.is_none_or(|version| version == target.version);
        is_served.then(|| Self {
            kind,
            version: target.version.clone(),
        })
    }
}

/// The media type of objects.
pub(crate) const JSON: &str = "application/json";
/// The media type of logs.
pub(crate) const TEXT: &str = "text/plain";

fn response(
    code: StatusCode,
    media_type: &'static str,
    body: impl Into<Bytes>,
    open: bool,
) -> Response<Answer> {
    let text = Some(body.into()).filter(|text| !text.is_empty());
    let mut response = Response::new(Answer { text, open });
    *response.status_mut() = code;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static(media_type));
    response
}

/// The body of an answer: one piece of text. An open body does not end after the text.
#[derive(Debug)]
pub(crate) struct Answer {
    text: Option<Bytes>,
    open: bool,
}

impl http_body::Body for Answer {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.text.take() {
            Some(text) => Poll::Ready(Some(Ok(Frame::data(text)))),
            // Nothing wakes the reader any more. The reader has a deadline of its own.
            None if self.open => Poll::Pending,
            None => Poll::Ready(None),
        }
    }
}
