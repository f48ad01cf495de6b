//! The fields of a Pod that its facts need, defined once for both encodings, so that the two cannot diverge.
//!
//! Tags and names are those of k8s.io/api/core/v1/generated.proto and
//! k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto; each message has the same name as in these files.
//! Other fields are skipped in both encodings. The end of the module decodes the fields that have another
//! shape in JSON.

use std::collections::BTreeMap;

use bytes::Bytes;
use prost::Message;
use serde::{Deserialize, Deserializer};

use crate::job_details::encodings::{self, Entry, Time, WireCondition};
use crate::job_details::tolerant::{int32, int64, list, or_default};

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Pod {
    #[prost(message, optional, tag = "1")]
    pub(super) metadata: Option<ObjectMeta>,
    #[prost(message, optional, tag = "2")]
    pub(super) spec: Option<PodSpec>,
    #[prost(message, optional, tag = "3")]
    pub(super) status: Option<PodStatus>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ObjectMeta {
    #[prost(bytes = "bytes", tag = "1")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) name: Bytes,
    #[prost(bytes = "bytes", tag = "5")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) uid: Bytes,
    #[prost(message, optional, tag = "8")]
    pub(super) creation_timestamp: Option<Time>,
    #[prost(message, optional, tag = "9")]
    pub(super) deletion_timestamp: Option<Time>,
    #[prost(int64, optional, tag = "10")]
    #[serde(deserialize_with = "int64")]
    pub(super) deletion_grace_period_seconds: Option<i64>,
    #[prost(message, repeated, tag = "11")]
    #[serde(deserialize_with = "encodings::entries")]
    pub(super) labels: Vec<Entry>,
    #[prost(message, repeated, tag = "12")]
    #[serde(deserialize_with = "encodings::entries")]
    pub(super) annotations: Vec<Entry>,
    #[prost(message, repeated, tag = "13")]
    #[serde(deserialize_with = "list")]
    pub(super) owner_references: Vec<OwnerReference>,
    #[prost(bytes = "bytes", repeated, tag = "14")]
    #[serde(deserialize_with = "encodings::texts")]
    pub(super) finalizers: Vec<Bytes>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct OwnerReference {
    #[prost(bytes = "bytes", tag = "4")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) uid: Bytes,
    #[prost(bool, optional, tag = "6")]
    pub(super) controller: Option<bool>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct PodSpec {
    #[prost(message, repeated, tag = "2")]
    #[serde(deserialize_with = "list")]
    pub(super) containers: Vec<Container>,
    #[prost(bytes = "bytes", tag = "10")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) node_name: Bytes,
    #[prost(message, repeated, tag = "20")]
    #[serde(deserialize_with = "list")]
    pub(super) init_containers: Vec<Container>,
    #[prost(message, repeated, tag = "34")]
    #[serde(deserialize_with = "list")]
    pub(super) ephemeral_containers: Vec<EphemeralContainer>,
}

/// `Container` and `EphemeralContainerCommon`, which have the same tags.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Container {
    #[prost(bytes = "bytes", tag = "1")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) name: Bytes,
    #[prost(bytes = "bytes", tag = "2")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) image: Bytes,
    #[prost(message, optional, tag = "8")]
    pub(super) resources: Option<ResourceRequirements>,
    #[prost(bytes = "bytes", tag = "24")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) restart_policy: Bytes,
}

/// In JSON the fields of the common part are inline.
#[derive(Clone, PartialEq, Message)]
pub(super) struct EphemeralContainer {
    #[prost(message, optional, tag = "1")]
    pub(super) ephemeral_container_common: Option<Container>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ResourceRequirements {
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "quantities")]
    pub(super) limits: Vec<QuantityEntry>,
}

/// An entry of a `map<string, Quantity>`.
#[derive(Clone, PartialEq, Message)]
pub(super) struct QuantityEntry {
    #[prost(bytes = "bytes", tag = "1")]
    pub(super) key: Bytes,
    #[prost(message, optional, tag = "2")]
    pub(super) value: Option<Quantity>,
}

/// k8s.io/apimachinery/pkg/api/resource/generated.proto; in JSON a string.
#[derive(Clone, PartialEq, Message)]
pub(super) struct Quantity {
    #[prost(bytes = "bytes", tag = "1")]
    pub(super) string: Bytes,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct PodStatus {
    #[prost(bytes = "bytes", tag = "1")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) phase: Bytes,
    #[prost(message, repeated, tag = "2")]
    #[serde(deserialize_with = "list")]
    pub(super) conditions: Vec<WireCondition>,
    #[prost(bytes = "bytes", tag = "3")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) message: Bytes,
    #[prost(bytes = "bytes", tag = "4")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) reason: Bytes,
    #[prost(message, optional, tag = "7")]
    pub(super) start_time: Option<Time>,
    #[prost(message, repeated, tag = "8")]
    #[serde(deserialize_with = "list")]
    pub(super) container_statuses: Vec<ContainerStatus>,
    #[prost(message, repeated, tag = "10")]
    #[serde(deserialize_with = "list")]
    pub(super) init_container_statuses: Vec<ContainerStatus>,
    #[prost(message, repeated, tag = "13")]
    #[serde(deserialize_with = "list")]
    pub(super) ephemeral_container_statuses: Vec<ContainerStatus>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ContainerStatus {
    #[prost(bytes = "bytes", tag = "1")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) name: Bytes,
    #[prost(message, optional, tag = "2")]
    pub(super) state: Option<ContainerState>,
    #[prost(message, optional, tag = "3")]
    pub(super) last_state: Option<ContainerState>,
    #[prost(bool, optional, tag = "4")]
    pub(super) ready: Option<bool>,
    #[prost(int32, optional, tag = "5")]
    #[serde(deserialize_with = "int32")]
    pub(super) restart_count: Option<i32>,
    #[prost(bytes = "bytes", tag = "6")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) image: Bytes,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ContainerState {
    #[prost(message, optional, tag = "1")]
    pub(super) waiting: Option<ContainerStateWaiting>,
    #[prost(message, optional, tag = "2")]
    pub(super) running: Option<ContainerStateRunning>,
    #[prost(message, optional, tag = "3")]
    pub(super) terminated: Option<ContainerStateTerminated>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ContainerStateWaiting {
    #[prost(bytes = "bytes", tag = "1")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) reason: Bytes,
    #[prost(bytes = "bytes", tag = "2")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) message: Bytes,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ContainerStateRunning {
    #[prost(message, optional, tag = "1")]
    pub(super) started_at: Option<Time>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ContainerStateTerminated {
    #[prost(int32, optional, tag = "1")]
    #[serde(deserialize_with = "int32")]
    pub(super) exit_code: Option<i32>,
    #[prost(int32, optional, tag = "2")]
    #[serde(deserialize_with = "int32")]
    pub(super) signal: Option<i32>,
    #[prost(bytes = "bytes", tag = "3")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) reason: Bytes,
    #[prost(bytes = "bytes", tag = "4")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) message: Bytes,
    #[prost(message, optional, tag = "5")]
    pub(super) started_at: Option<Time>,
    #[prost(message, optional, tag = "6")]
    pub(super) finished_at: Option<Time>,
}

/// Decodes a map from resource names to quantities.
fn quantities<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<QuantityEntry>, D::Error> {
    let map: BTreeMap<String, Option<JsonQuantity>> = or_default(deserializer)?;
    let entry = |(key, value): (String, Option<JsonQuantity>)| QuantityEntry {
        key: key.into(),
        value: value.map(|quantity| Quantity {
            string: quantity.text().into(),
        }),
    };
    Ok(map.into_iter().map(entry).collect())
}

/// The API sends a string; a file written by hand may have a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum JsonQuantity {
    Text(String),
    Number(serde_json::Number),
}

impl JsonQuantity {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

impl<'de> Deserialize<'de> for EphemeralContainer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let common = Container::deserialize(deserializer)?;
        Ok(Self {
            ephemeral_container_common: Some(common),
        })
    }
}
