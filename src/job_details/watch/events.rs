//! One watch request, event by event. Each line is `{"type": …, "object": …}` (`WatchEvent` in
//! k8s.io/apimachinery).
//!
//! Only whole events count: a line that is cut off is an error, wherever the cut is.

use bytes::{Bytes, BytesMut};
use http::Extensions;
use kube::{Client, client::Body};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::client::{self, RequestError, Unusable};
use crate::job_details::list::Item;

/// The maximum size of an event in bytes. An object has at most some three million (etcd's request limit).
const MOST_BYTES: usize = 64 << 20;

/// An open watch.
pub(super) struct WatchRequest {
    body: Body,
    /// The extensions of the HTTP response.
    extensions: Extensions,
    buffer: BytesMut,
    /// How many bytes at the start of the buffer are known to hold no line end.
    searched: usize,
}

/// An event of a watch.
pub(super) enum Event {
    /// The object exists, in this state.
    Applied(Item),
    /// The object is deleted; this was its last state.
    Deleted(Item),
    /// No object changed up to this version.
    Bookmark,
}

impl WatchRequest {
    /// Opens a watch. The error is the server's refusal: 410 (kind `Gone`) for a version that is too old.
    pub(super) async fn open(client: &Client, path: &str) -> Result<Self, RequestError> {
        let response = client::get(client, path, "application/json").await?;
        let (head, body) = response.into_parts();
        Ok(Self {
            body,
            extensions: head.extensions,
            buffer: BytesMut::new(),
            searched: 0,
        })
    }

    /// The next event and its version; `None` if the watch ended in order, between two events.
    pub(super) async fn next(&mut self) -> Result<Option<(Event, String)>, RequestError> {
        loop {
            let Some(line) = self.line().await? else {
                return Ok(None);
            };
            if !line.trim_ascii().is_empty() {
                return self.event(&line).map(Some);
            }
        }
    }

    async fn line(&mut self) -> Result<Option<Bytes>, RequestError> {
        loop {
            let unread = &self.buffer[self.searched..];
            if let Some(end) = unread.iter().position(|&byte| byte == b'\n') {
                let line = self.buffer.split_to(self.searched + end + 1);
                self.searched = 0;
                return Ok(Some(line.freeze()));
            }
            self.searched = self.buffer.len();
            match client::next_piece(&mut self.body).await? {
                Some(piece) => self.buffer.extend_from_slice(&piece),
                None if self.buffer.trim_ascii().is_empty() => return Ok(None),
                None => return Err(Unusable::CutWatch.into()),
            }
            if self.buffer.len() > MOST_BYTES {
                return Err(bad("an event is longer than 64 MiB"));
            }
        }
    }

    fn event(&self, line: &Bytes) -> Result<(Event, String), RequestError> {
        let event: WireEvent<'_> = serde_json::from_slice(line).map_err(|_| bad("an event is not JSON"))?;
        let text = event.object.get();
        let item = || Item::Json(line.slice_ref(text.as_bytes()));
        let kind = match event.r#type.as_str() {
            "ADDED" | "MODIFIED" => Event::Applied(item()),
            "DELETED" => Event::Deleted(item()),
            "BOOKMARK" => Event::Bookmark,
            "ERROR" => {
                return Err(client::refusal_in_watch(
                    &self.extensions,
                    &line.slice_ref(text.as_bytes()),
                ));
            }
            _ => return Err(bad("an event has an unknown type")),
        };
        let object: Versioned =
            serde_json::from_str(text).map_err(|_| bad("the object of an event has no resourceVersion"))?;
        Ok((kind, object.metadata.resource_version))
    }
}

#[derive(Deserialize)]
struct WireEvent<'a> {
    r#type: String,
    #[serde(borrow)]
    object: &'a RawValue,
}

/// The part of every object that is read here.
#[derive(Deserialize)]
struct Versioned {
    metadata: Version,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Version {
    resource_version: String,
}

fn bad(why: &str) -> RequestError {
    Unusable::Watch(why).into()
}
