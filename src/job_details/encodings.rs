//! What objects of all kinds have in both encodings, protobuf and JSON, and how it is read.
//!
//! Text is kept as bytes: the server's protobuf carries the words of programs as they were written, which need not be
//! UTF-8, and a slice of the page costs no copy.

use std::collections::BTreeMap;

use bytes::Bytes;
use jiff::Timestamp;
use prost::Message;
use serde::{Deserialize, Deserializer};

use super::tolerant;
use crate::facts::Condition;

/// Protobuf is a third of the size of JSON and faster to read; servers that do not speak it answer in JSON.
pub(super) const ACCEPT: &str = "application/vnd.kubernetes.protobuf,application/json";

/// In JSON a string in RFC 3339's form.
///
/// The message has `nanos` too, which the API never fills: its times are whole seconds in both encodings.
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

/// A point in time. The epoch itself is how runtimes write that there was none, as at a container that never started.
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

/// The text of `bytes`, of which what is no UTF-8 is replaced.
pub(super) fn string(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The same, where empty means that the API did not say.
pub(super) fn said(bytes: &[u8]) -> Option<String> {
    (!bytes.is_empty()).then(|| string(bytes))
}

/// A string of JSON; null is empty, as the API never tells the two apart.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
    tolerant::or_default::<D, String>(deserializer).map(Bytes::from)
}

/// A list of strings of JSON.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Bytes>, D::Error> {
    let texts: Vec<String> = tolerant::list(deserializer)?;
    Ok(texts.into_iter().map(Bytes::from).collect())
}

/// A map from string to string of JSON.
pub(super) fn entries<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Entry>, D::Error> {
    let map: BTreeMap<String, Option<String>> = tolerant::or_default(deserializer)?;
    let entry = |(key, value): (String, Option<String>)| Entry {
        key: key.into(),
        value: value.unwrap_or_default().into(),
    };
    Ok(map.into_iter().map(entry).collect())
}
