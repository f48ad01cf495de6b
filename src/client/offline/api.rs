//! The part of the Kubernetes API that cyjob asks: GET, LIST and logs over a [`Store`]. It answers as a real API server
//! does, refusals included, and never changes anything. But what no file tells of it refuses to list, for that is not the
//! same as nothing.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    ops::Bound,
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
    query::{Query, Target},
    select::{FieldSelector, LabelSelector},
    status::Refusal,
    store::{Key, Store, Stored},
};

/// The file that an object is from, for people; an extension of its response.
#[derive(Clone, Debug)]
pub(in crate::client) struct FromFile(pub(in crate::client) Arc<str>);

/// The API over one store.
pub(crate) struct Api {
    store: Store,
    moment: Option<Timestamp>,
}

impl Api {
    /// `moment` is the time that the objects speak of.
    pub(crate) fn new(store: Store, moment: Option<Timestamp>) -> Self {
        Self { store, moment }
    }

    /// Answers one request.
    pub(crate) fn answer(&self, method: &Method, uri: &Uri) -> Response<Answer> {
        let target = Target::parse(uri.path());
        let resource = target
            .as_ref()
            .and_then(|target| Some((target, self.resource(target)?)));
        let Some((target, kind)) = resource else {
            return response(StatusCode::NOT_FOUND, TEXT, "404 page not found\n", false);
        };
        let answer = if method == Method::GET {
            self.read(target, kind, &Query::of(uri))
        } else {
            Err(Refusal::method_not_allowed())
        };
        answer.unwrap_or_else(|refusal| {
            let (code, body) = refusal.into_parts();
            response(code, JSON, body, false)
        })
    }

    /// The resource, if this API has it: one that comes with a cluster's add-ons is there only if some object of it is.
    fn resource(&self, target: &Target) -> Option<&'static Kind> {
        let kind = Kind::served(&target.group, &target.plural)?;
        let built_in = kind.version == Some(&target.version);
        (built_in || (!kind.is_built_in() && self.store.objects(kind, &target.version).is_some()))
            .then_some(kind)
    }

    fn read(&self, target: &Target, kind: &'static Kind, query: &Query) -> Result<Response<Answer>, Refusal> {
        let nothing = BTreeMap::new();
        let objects = self.store.objects(kind, &target.version).unwrap_or(&nothing);
        let (Some(namespace), Some(name)) = (&target.namespace, &target.name) else {
            return self.list(target, kind, objects, query);
        };
        let found = objects.get(&(namespace.clone(), name.clone()));
        let object = found.ok_or_else(|| match self.store.unread(kind, Some(namespace)) {
            Some(unread) => Refusal::unread(unread.message.clone()),
            None => Refusal::not_found(kind, name),
        })?;
        match target.subresource.as_deref() {
            None => {
                let text = with_kind(object, kind, &target.version);
                let mut response = response(StatusCode::OK, JSON, text, false);
                if let Some(file) = &object.file {
                    response.extensions_mut().insert(FromFile(Arc::clone(file)));
                }
                Ok(response)
            }
            Some("log") if kind == POD => {
                let log = logs::answer(&self.store.logs, &object.value(), query, self.moment)?;
                Ok(response(StatusCode::OK, TEXT, log.text, log.open))
            }
            Some(_) => Err(Refusal::missing(
                kind,
                name,
                "the server could not find the requested resource".to_owned(),
            )),
        }
    }

    fn list(
        &self,
        target: &Target,
        kind: &'static Kind,
        objects: &BTreeMap<Key, Stored>,
        query: &Query,
    ) -> Result<Response<Answer>, Refusal> {
        let selection = Selection::parse(kind, query)?;
        if query.flag("watch") {
            // The files will never change: the headers say that the watch is on, and then nothing happens.
            return Ok(response(StatusCode::OK, JSON, "", true));
        }
        if let Some(unread) = self.store.unread(kind, target.namespace.as_deref()) {
            return Err(Refusal::unread(unread.message.clone()));
        }
        if kind.is_evidence() && !self.store.knows(kind) {
            return Err(Refusal::unknown(kind));
        }
        let start = query
            .get("continue")
            .map(|token| self.page_start(token))
            .transpose()?;
        let start = start.as_ref().map_or(Bound::Unbounded, Bound::Excluded);

        let mut selected = objects
            .range((start, Bound::Unbounded))
            .filter(|((namespace, _), _)| target.namespace.as_ref().is_none_or(|asked| asked == namespace))
            .filter(|(_, object)| selection.matches(object));
        let page: Vec<_> = selected.by_ref().take(selection.limit).collect();
        let remaining = selected.count();

        let mut metadata = json!({"resourceVersion": self.store.resource_version().to_string()});
        if let Some((last, _)) = page.last().filter(|_| remaining > 0) {
            metadata["continue"] = self.page_token(last).into();
            if selection.is_everything {
                metadata["remainingItemCount"] = remaining.into();
            }
        }
        let items = page.iter().map(|(_, object)| {
            if kind.is_built_in() {
                object.json.clone()
            } else {
                with_kind(object, kind, &target.version)
            }
        });
        let body = format!(
            r#"{{"kind":"{}List","apiVersion":"{}","metadata":{metadata},"items":[{}]}}"#,
            kind.name,
            kind.api_version(&target.version),
            items.collect::<Vec<_>>().join(",")
        );
        Ok(response(StatusCode::OK, JSON, body, false))
    }

    /// A token that names the last object of a page and the load that it belongs to. Clients must not look into it, so it is
    /// made unreadable.
    fn page_token(&self, (namespace, name): &Key) -> String {
        let text = format!("{}/{namespace}/{name}", self.store.resource_version());
        let digits = text.bytes().flat_map(|byte| [byte >> 4, byte & 15]);
        digits
            .filter_map(|digit| char::from_digit(digit.into(), 16))
            .collect()
    }

    fn page_start(&self, token: &str) -> Result<Key, Refusal> {
        let text = from_hex(token).and_then(|bytes| String::from_utf8(bytes).ok());
        let mut parts = text.as_deref().unwrap_or_default().splitn(3, '/');
        let (Some(version), Some(namespace), Some(name)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(Refusal::bad_request("continue key is not valid"));
        };
        if version != self.store.resource_version().to_string() {
            return Err(Refusal::expired());
        }
        Ok((namespace.to_owned(), name.to_owned()))
    }
}

/// Which objects of a kind are listed.
struct Selection {
    labels: LabelSelector,
    fields: FieldSelector,
    /// How many at once.
    limit: usize,
    /// Whether nothing is selected by labels or fields; the server counts what remains only then.
    is_everything: bool,
}

impl Selection {
    fn parse(kind: &Kind, query: &Query) -> Result<Self, Refusal> {
        let label_selector = query.get("labelSelector").unwrap_or_default();
        let labels = LabelSelector::parse(label_selector)
            .map_err(|error| Refusal::bad_request(format!("unable to parse requirement: {error}")))?;
        let field_selector = query.get("fieldSelector").unwrap_or_default();
        let of_all = ["metadata.name", "metadata.namespace"];
        let supported: Vec<_> = of_all.iter().chain(kind.fields).copied().collect();
        let fields = FieldSelector::parse(field_selector, &supported).map_err(Refusal::bad_request)?;
        let limit = query
            .parsed::<i64>("limit")?
            .and_then(|limit| usize::try_from(limit).ok())
            .filter(|&limit| limit > 0);
        Ok(Self {
            labels,
            fields,
            limit: limit.unwrap_or(usize::MAX),
            is_everything: label_selector.is_empty() && field_selector.is_empty(),
        })
    }

    fn matches(&self, object: &Stored) -> bool {
        self.labels.matches(&object.labels) && self.fields.matches(&object.fields)
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |&byte: &u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| Some(digit(pair.first()?)? * 16 + digit(pair.get(1)?)?))
        .collect()
}

/// The object with the `apiVersion` and `kind` that lists leave out.
fn with_kind(object: &Stored, kind: &Kind, version: &str) -> String {
    let api_version = kind.api_version(version);
    let rest = object.json.strip_prefix('{').unwrap_or(&object.json);
    format!(r#"{{"apiVersion":"{api_version}","kind":"{}",{rest}"#, kind.name)
}

const JSON: &str = "application/json";
const TEXT: &str = "text/plain";

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

/// The body of an answer: one piece of text, and perhaps silence after it instead of an end.
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
            // Nothing will ever wake the reader: it has to watch its own deadline.
            None if self.open => Poll::Pending,
            None => Poll::Ready(None),
        }
    }
}
