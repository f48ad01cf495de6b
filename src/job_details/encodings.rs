//! The types that objects of all kinds share in both encodings, protobuf and JSON, and how to decode them.
//!
//! Texts stay bytes: the server's protobuf carries the output of programs unchanged, which need not be UTF-8,
//! and a slice of the page costs no copy.

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::Timestamp;
use prost::Message;
use serde::{Deserialize, Deserializer};

use super::tolerant;
use crate::facts::Condition;

/// Protobuf is a third of the size of JSON and faster to decode. Servers without protobuf answer in JSON.
pub(super) const ACCEPT: &str = "application/vnd.kubernetes.protobuf,application/json";

/// A timestamp; in JSON a string as in RFC 3339.
///
/// The protobuf message also has `nanos`, which the API never fills: its times are whole seconds in both
/// encodings.
#[derive(Clone, Copy, PartialEq, Message)]
pub(super) struct Time {
    #[prost(int64, optional, tag = "1")]
    pub(super) seconds: Option<i64>,
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let time = tolerant::time(deserializer)?;
        Ok(Self {
            seconds: time.map(Timestamp::as_second),
        })
    }
}

/// A point in time. The epoch is unknown: runtimes write the epoch for a time that does not exist, for
/// example the start of a container that never started.
pub(super) fn time(time: Option<Time>) -> Option<Timestamp> {
    let seconds = time?.seconds.filter(|seconds| *seconds != 0)?;
    Timestamp::from_second(seconds).ok()
}

/// An entry of a `map<string, string>`, which protobuf encodes as a message of key and value.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Entry {
    #[prost(bytes = "bytes", tag = "1")]
    pub(super) key: Bytes,
    #[prost(bytes = "bytes", tag = "2")]
    pub(super) value: Bytes,
}

/// `PodCondition` and `JobCondition`, whose tags are the same.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct WireCondition {
    #[prost(bytes = "bytes", tag = "1")]
    #[serde(rename = "type", deserialize_with = "text")]
    pub(super) kind: Bytes,
    #[prost(bytes = "bytes", tag = "2")]
    #[serde(deserialize_with = "text")]
    pub(super) status: Bytes,
    #[prost(message, optional, tag = "4")]
    pub(super) last_transition_time: Option<Time>,
    #[prost(bytes = "bytes", tag = "5")]
    #[serde(deserialize_with = "text")]
    pub(super) reason: Bytes,
    #[prost(bytes = "bytes", tag = "6")]
    #[serde(deserialize_with = "text")]
    pub(super) message: Bytes,
}

impl WireCondition {
    /// The condition's facts.
    pub(super) fn facts(&self) -> Condition {
        Condition {
            kind: string(&self.kind),
            status: string(&self.status),
            reason: said(&self.reason),
            message: said(&self.message),
            since: time(self.last_transition_time),
        }
    }
}

/// The text of `bytes`. Bytes that are not UTF-8 are replaced.
pub(super) fn string(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Like [`string`], but `None` if `bytes` is empty: the API did not say.
pub(super) fn said(bytes: &[u8]) -> Option<String> {
    (!bytes.is_empty()).then(|| string(bytes))
}

/// Decodes a JSON string. Null is empty: the API never tells the two apart.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
    tolerant::or_default::<D, String>(deserializer).map(Bytes::from)
}

/// Decodes a list of JSON strings.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Bytes>, D::Error> {
    let texts: Vec<String> = tolerant::list(deserializer)?;
    Ok(texts.into_iter().map(Bytes::from).collect())
}

/// Decodes a JSON object whose values are strings.
pub(super) fn entries<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Entry>, D::Error> {
    let map: BTreeMap<String, Option<String>> = tolerant::or_default(deserializer)?;
    let entry = |(key, value): (String, Option<String>)| Entry {
        key: key.into(),
        value: value.unwrap_or_default().into(),
    };
    Ok(map.into_iter().map(entry).collect())
}
