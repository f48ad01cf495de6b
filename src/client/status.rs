//! The API server's own word on a refusal: a `Status`, in the encoding that the request asked for.

use bytes::Bytes;
use prost::Message;
use serde::Deserialize;

use super::RequestErrorKind;

/// The media type of Kubernetes' protobuf encoding.
const PROTOBUF: &str = "application/vnd.kubernetes.protobuf";

/// What stands before the envelope, `runtime/serializer/protobuf/protobuf.go` of k8s.io/apimachinery.
const MAGIC: &[u8] = b"k8s\0";

/// What is read of a `Status`, k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto; in JSON the fields are called the same.
#[derive(Clone, PartialEq, Message, Deserialize)]
pub(super) struct Status {
    #[prost(string, optional, tag = "3")]
    pub(super) message: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub(super) reason: Option<String>,
    #[prost(int32, optional, tag = "6")]
    pub(super) code: Option<i32>,
}

/// A JSON object that says what it is.
#[derive(Deserialize)]
struct Json {
    kind: String,
    #[serde(flatten)]
    status: Status,
}

/// `Unknown`, k8s.io/apimachinery/pkg/runtime/generated.proto: the envelope.
#[derive(Clone, PartialEq, Message)]
struct Envelope {
    #[prost(message, optional, tag = "1")]
    type_meta: Option<TypeMeta>,
    #[prost(bytes = "bytes", tag = "2")]
    raw: Bytes,
}

/// `TypeMeta`, k8s.io/apimachinery/pkg/runtime/generated.proto.
#[derive(Clone, PartialEq, Message)]
struct TypeMeta {
    #[prost(string, tag = "2")]
    kind: String,
}

impl Status {
    /// Reads a body of that media type; `None` if it is no `Status`: gateways refuse with a `message` too.
    pub(super) fn read(media_type: &str, body: &[u8]) -> Option<Self> {
        let (kind, status) = if media_type == PROTOBUF {
            let envelope = Envelope::decode(body.strip_prefix(MAGIC)?).ok()?;
            (envelope.type_meta?.kind, Self::decode(envelope.raw).ok()?)
        } else {
            let Json { kind, status } = serde_json::from_slice(body).ok()?;
            (kind, status)
        };
        (kind == "Status").then_some(status)
    }

    /// Whether it says that the object is not there, and not that the API does not exist: no handler is found for the path
    /// then, whatever object was meant.
    pub(super) fn is_missing_object(&self) -> bool {
        let message = self.message.as_deref().unwrap_or_default();
        self.reason.as_deref() == Some("NotFound")
            && !message.starts_with("the server could not find the requested resource")
    }

    /// The kind of failure where it stands for itself: who answers in process has no address to name.
    pub(super) fn kind_in_process(&self) -> Option<RequestErrorKind> {
        if self.is_missing_object() {
            return Some(RequestErrorKind::NotFound);
        }
        (self.code == Some(500)).then_some(RequestErrorKind::ServerError)
    }

    /// Whether a body that is to be quoted is text at all.
    pub(super) fn is_binary(media_type: &str) -> bool {
        media_type == PROTOBUF
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn protobuf(message: &str) -> Vec<u8> {
        let status = Status {
            message: Some(message.to_owned()),
            reason: Some("Forbidden".to_owned()),
            code: Some(403),
        };
        let envelope = Envelope {
            type_meta: Some(TypeMeta {
                kind: "Status".to_owned(),
            }),
            raw: status.encode_to_vec().into(),
        };
        [MAGIC, &envelope.encode_to_vec()].concat()
    }

    #[test]
    fn both_encodings_say_the_same() {
        let json = br#"{"kind":"Status","message":"no","reason":"Forbidden","code":403}"#;
        assert_eq!(
            Status::read("application/json", json),
            Status::read(PROTOBUF, &protobuf("no"))
        );
        assert_eq!(
            Status::read(PROTOBUF, &protobuf("no")).unwrap().message.unwrap(),
            "no"
        );
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
            assert_eq!(Status::read(media_type, body), None, "{media_type}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Status::read(PROTOBUF, &[MAGIC, &bytes].concat());
        }
    }
}
