//! What all answers in Kubernetes' protobuf encoding share: the envelope, and the metadata of lists and
//! refusals.

use bytes::Bytes;
use prost::Message;
use serde::Deserialize;

/// The media type of Kubernetes' protobuf encoding.
pub(crate) const PROTOBUF: &str = "application/vnd.kubernetes.protobuf";

/// The bytes before the envelope; see `runtime/serializer/protobuf/protobuf.go` of k8s.io/apimachinery.
pub(super) const MAGIC: &[u8] = b"k8s\0";

/// The envelope: `runtime.Unknown`, k8s.io/apimachinery/pkg/runtime/generated.proto.
#[derive(Clone, PartialEq, Message)]
pub(crate) struct Envelope {
    #[prost(message, optional, tag = "1")]
    type_meta: Option<TypeMeta>,
    /// The encoded object.
    #[prost(bytes = "bytes", tag = "2")]
    pub(crate) raw: Bytes,
    #[prost(string, tag = "3")]
    content_encoding: String,
}

/// `runtime.TypeMeta`, k8s.io/apimachinery/pkg/runtime/generated.proto.
#[derive(Clone, PartialEq, Message)]
struct TypeMeta {
    #[prost(string, tag = "2")]
    kind: String,
}

/// `ListMeta`, k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto. JSON uses the same field names.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(default)]
pub(crate) struct ListMeta {
    #[prost(string, optional, tag = "2")]
    #[serde(rename = "resourceVersion")]
    resource_version: Option<String>,
    #[prost(string, optional, tag = "3")]
    #[serde(rename = "continue")]
    continue_token: Option<String>,
}

impl Envelope {
    /// Decodes the envelope of a body. The error says what is wrong with the body.
    pub(crate) fn open(body: &Bytes) -> Result<Self, String> {
        if !body.starts_with(MAGIC) {
            return Err("the media type is protobuf, but the magic bytes are missing".to_owned());
        }
        let envelope = Self::decode(body.slice(MAGIC.len()..)).map_err(|error| error.to_string())?;
        match envelope.content_encoding.as_str() {
            "" => Ok(envelope),
            encoding => Err(format!("its encoding {encoding} is not known")),
        }
    }

    /// The object's `kind`; empty if the envelope has none.
    pub(crate) fn kind(&self) -> &str {
        self.type_meta.as_ref().map_or("", |meta| &meta.kind)
    }
}

impl ListMeta {
    /// `resourceVersion`: the version of the data in the answer.
    pub(crate) fn version(&self) -> Option<String> {
        self.resource_version
            .clone()
            .filter(|version| !version.is_empty())
    }

    /// `continue`: the token of the next page.
    pub(crate) fn next(&self) -> Option<String> {
        self.continue_token.clone().filter(|token| !token.is_empty())
    }
}

#[cfg(test)]
pub(super) fn enveloped(kind: &str, object: &impl Message) -> Bytes {
    let envelope = Envelope {
        type_meta: Some(TypeMeta {
            kind: kind.to_owned(),
        }),
        raw: object.encode_to_vec().into(),
        content_encoding: String::new(),
    };
    [MAGIC, &envelope.encode_to_vec()].concat().into()
}
