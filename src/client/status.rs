//! The API server's own explanation of a refusal: a `Status`, in the encoding that the request asked for.

use bytes::Bytes;
use prost::Message;
use serde::Deserialize;

use super::{
    RequestErrorKind,
    protobuf::{Envelope, ListMeta, PROTOBUF},
};

/// The fields of a `Status` that are read, k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto. JSON uses
/// the same field names.
#[derive(Clone, PartialEq, Message, Deserialize)]
pub(super) struct Status {
    #[prost(message, optional, tag = "1")]
    metadata: Option<ListMeta>,
    #[prost(string, optional, tag = "3")]
    pub(super) message: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub(super) reason: Option<String>,
    #[prost(int32, optional, tag = "6")]
    pub(super) code: Option<i32>,
}

/// A JSON object that names its kind.
#[derive(Deserialize)]
struct Json {
    kind: String,
    #[serde(flatten)]
    status: Status,
}

impl Status {
    /// Reads a body of `media_type`; `None` if the body is not a `Status`. A gateway's refusal may have a
    /// `message` too.
    pub(super) fn read(media_type: &str, body: &Bytes) -> Option<Self> {
        if media_type == PROTOBUF {
            let envelope = Envelope::open(body).ok()?;
            let is_status = envelope.kind() == "Status";
            return Self::decode(envelope.raw).ok().filter(|_| is_status);
        }
        let Json { kind, status } = serde_json::from_slice(body).ok()?;
        (kind == "Status").then_some(status)
    }

    /// The `continue` token that comes with a 410. A list that continues with this token mixes several
    /// moments (`ListOptions.continue` in types.go of k8s.io/apimachinery).
    pub(super) fn next(&self) -> Option<String> {
        self.metadata.as_ref()?.next()
    }

    /// Whether the `Status` says that the object does not exist, and not that the API does not exist. Without
    /// the API, the server finds no handler for the path, whatever the object.
    pub(super) fn is_missing_object(&self) -> bool {
        let message = self.message.as_deref().unwrap_or_default();
        self.reason.as_deref() == Some("NotFound")
            && !message.starts_with("the server could not find the requested resource")
    }

    /// The kind of failure if the message is complete by itself: an in-process API has no address to name.
    pub(super) fn kind_in_process(&self) -> Option<RequestErrorKind> {
        if self.is_missing_object() {
            return Some(RequestErrorKind::NotFound);
        }
        (self.code == Some(500)).then_some(RequestErrorKind::ServerError)
    }

    /// Whether a body of `media_type` is binary and cannot be quoted.
    pub(super) fn is_binary(media_type: &str) -> bool {
        media_type == PROTOBUF
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::client::protobuf::{MAGIC, enveloped};

    #[test]
    fn both_encodings_say_the_same() {
        let json = br#"{"kind":"Status","metadata":{"continue":"next"},"message":"no","reason":"Expired","code":410}"#;
        let status = Status::read("application/json", &Bytes::from_static(json)).unwrap();
        assert_eq!(
            (status.message.as_deref(), status.next().as_deref()),
            (Some("no"), Some("next"))
        );
        let protobuf = enveloped("Status", &status);
        assert_eq!(Status::read(PROTOBUF, &protobuf).unwrap(), status);
        assert_eq!(Status::read(PROTOBUF, &enveloped("PodList", &status)), None);
    }

    #[test]
    fn what_is_no_status_is_none() {
        for (media_type, body) in [
            ("application/json", &b"{}"[..]),
            ("application/json", b"[]"),
            ("application/json", b"{\"message\":\"no Route matched\"}"),
            (
                "application/json",
                b"{\"kind\":\"Job\",\"message\":\"no\",\"code\":404}",
            ),
            ("text/plain", b"404 page not found"),
            (PROTOBUF, b""),
            (PROTOBUF, b"k8s\0"),
            (PROTOBUF, b"{\"message\":\"no\"}"),
        ] {
            let body = Bytes::from_static(body);
            assert_eq!(Status::read(media_type, &body), None, "{media_type}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Status::read(PROTOBUF, &[MAGIC, &bytes].concat().into());
        }
    }
}
