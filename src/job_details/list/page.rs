//! One page of a list, split into items that are not decoded yet.
//!
//! Both encodings have the same result: the token of the next page, which is known before any item is
//! decoded, and the items as slices of the body, so that nothing is copied.

use std::time::Duration;

use bytes::Bytes;
use prost::Message;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::client::{self, Envelope, ListMeta, PROTOBUF};

/// One page of a list.
#[derive(Debug)]
pub(in crate::job_details) struct Page {
    /// The items, in the server's order.
    pub(in crate::job_details) items: Vec<Item>,
    /// `metadata.continue`, if there are more pages.
    pub(in crate::job_details) next: Option<String>,
    /// `metadata.resourceVersion`: the moment of the page, from which a watch can continue.
    pub(in crate::job_details) version: Option<String>,
    /// The time limit of the request; `None` for no limit.
    pub(in crate::job_details) limit: Option<Duration>,
}

/// An object of a list, still encoded.
#[derive(Clone, Debug)]
pub(in crate::job_details) enum Item {
    /// JSON.
    Json(Bytes),
    /// A protobuf message without the envelope.
    Protobuf(Bytes),
}

impl Page {
    /// Splits the body of a list into its items. The error says what is wrong with the body.
    pub(super) fn split(content_type: &str, body: &Bytes) -> Result<Self, String> {
        if content_type.starts_with(PROTOBUF) {
            split_protobuf(body)
        } else {
            split_json(body)
        }
    }
}

impl Item {
    /// Decodes an item of a type that supports both encodings.
    pub(in crate::job_details) fn decode<T>(self) -> Result<T, String>
    where
        T: Message + Default + DeserializeOwned,
    {
        match self {
            Self::Protobuf(bytes) => T::decode(bytes).map_err(|error| error.to_string()),
            Self::Json(_) => self.decode_json(),
        }
    }

    /// Decodes an item that was requested as JSON.
    pub(in crate::job_details) fn decode_json<T: DeserializeOwned>(self) -> Result<T, String> {
        match self {
            Self::Json(bytes) => client::decode(&bytes).map_err(|wrong| wrong.field),
            Self::Protobuf(_) => Err("it is protobuf, although JSON was requested".to_owned()),
        }
    }
}

/// The fields that all lists share, see for example `PodList` in k8s.io/api/core/v1/generated.proto.
#[derive(Clone, PartialEq, Message)]
struct ProtobufList {
    #[prost(message, optional, tag = "1")]
    metadata: Option<ListMeta>,
    #[prost(bytes = "bytes", repeated, tag = "2")]
    items: Vec<Bytes>,
}

fn split_protobuf(body: &Bytes) -> Result<Page, String> {
    let envelope = Envelope::open(body)?;
    check_kind(envelope.kind())?;
    let list = ProtobufList::decode(envelope.raw).map_err(|error| error.to_string())?;
    let metadata = list.metadata.unwrap_or_default();
    Ok(Page {
        items: list.items.into_iter().map(Item::Protobuf).collect(),
        next: metadata.next(),
        version: metadata.version(),
        limit: None,
    })
}

#[derive(Deserialize)]
struct JsonList<'a> {
    kind: Option<String>,
    metadata: Option<ListMeta>,
    #[serde(borrow)]
    items: Option<Vec<&'a RawValue>>,
}

fn split_json(body: &Bytes) -> Result<Page, String> {
    let list: JsonList<'_> = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    check_kind(list.kind.as_deref().unwrap_or_default())?;
    let metadata = list.metadata.unwrap_or_default();
    let items = list.items.unwrap_or_default().into_iter().map(RawValue::get);
    Ok(Page {
        items: items
            .filter(|item| *item != "null")
            .map(|item| Item::Json(body.slice_ref(item.as_bytes())))
            .collect(),
        next: metadata.next(),
        version: metadata.version(),
        limit: None,
    })
}

/// Rejects an answer that is not a list: it would look like an empty list.
fn check_kind(kind: &str) -> Result<(), String> {
    match kind {
        "" => Err("it is not a list".to_owned()),
        kind if kind.ends_with("List") => Ok(()),
        kind => Err(format!("it is a {kind}, not a list")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::job_details::fake::recorded_bytes;

    #[test]
    fn both_encodings_of_a_page_give_as_many_items_and_the_same_token() {
        let json = Page::split("application/json", &recorded_bytes("http/pods-page1.json")).unwrap();
        let protobuf = Page::split(PROTOBUF, &recorded_bytes("http/pods-page1.pb")).unwrap();
        assert_eq!((json.items.len(), protobuf.items.len()), (5, 5));
        assert!(json.next.is_some());
        assert_eq!(json.next, protobuf.next);
        assert!(json.version.is_some());
        assert_eq!(json.version, protobuf.version);
    }

    #[test]
    fn what_is_no_list_is_refused_rather_than_empty() {
        let refused = [
            ("application/json", &b"{}"[..]),
            ("application/json", br#"{"kind":"Status","status":"Success"}"#),
            ("application/json", br#"{"kind":"PodList","items":{}}"#),
            ("application/json", b"<html>sign in</html>"),
            ("application/json", b""),
            (PROTOBUF, b""),
            (PROTOBUF, b"k8s\0"),
            (PROTOBUF, b"k8s\0\xff\xff"),
            (PROTOBUF, br#"{"kind":"PodList"}"#),
        ];
        for (content_type, body) in refused {
            let page = Page::split(content_type, &Bytes::from_static(body));
            assert!(page.is_err(), "{}", String::from_utf8_lossy(body));
        }
    }

    #[test]
    fn null_items_are_no_items() {
        for body in [
            &br#"{"kind":"PodList","items":null,"metadata":null}"#[..],
            br#"{"kind":"PodList","items":[null]}"#,
        ] {
            let page = Page::split("application/json", &Bytes::from_static(body)).unwrap();
            assert!(page.items.is_empty() && page.next.is_none());
        }
    }
}
