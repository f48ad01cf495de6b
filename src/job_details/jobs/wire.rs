//! The fields of a Job that its facts need, defined once for both encodings.
//!
//! Tags and names are those of k8s.io/api/batch/v1/generated.proto, k8s.io/api/core/v1/generated.proto and
//! k8s.io/apimachinery/pkg/apis/meta/v1/generated.proto; each message has the same name as in these files.
//! Other fields are skipped: `managedFields` and the containers' environment are most of a Job.

use bytes::Bytes;
use prost::Message;
use serde::Deserialize;

use crate::job_details::encodings::{self, Entry, Time, WireCondition};
use crate::job_details::tolerant::{int32, int64, list};

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Job {
    #[prost(message, optional, tag = "1")]
    pub(super) metadata: Option<ObjectMeta>,
    #[prost(message, optional, tag = "2")]
    pub(super) spec: Option<JobSpec>,
    #[prost(message, optional, tag = "3")]
    pub(super) status: Option<JobStatus>,
}

/// The metadata of a Job whose other parts are unreadable.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct OnlyMetadata {
    #[prost(message, optional, tag = "1")]
    pub(super) metadata: Option<ObjectMeta>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in crate::job_details) struct ObjectMeta {
    #[prost(bytes = "bytes", tag = "1")]
    #[serde(deserialize_with = "encodings::text")]
    pub(in crate::job_details) name: Bytes,
    #[prost(bytes = "bytes", tag = "3")]
    #[serde(deserialize_with = "encodings::text")]
    pub(in crate::job_details) namespace: Bytes,
    #[prost(bytes = "bytes", tag = "5")]
    #[serde(deserialize_with = "encodings::text")]
    pub(in crate::job_details) uid: Bytes,
    #[prost(bytes = "bytes", tag = "6")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) resource_version: Bytes,
    #[prost(message, optional, tag = "8")]
    pub(super) creation_timestamp: Option<Time>,
    #[prost(message, optional, tag = "9")]
    pub(super) deletion_timestamp: Option<Time>,
    #[prost(message, repeated, tag = "11")]
    #[serde(deserialize_with = "encodings::entries")]
    pub(super) labels: Vec<Entry>,
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
    #[prost(bytes = "bytes", tag = "1")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) kind: Bytes,
    #[prost(bytes = "bytes", tag = "3")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) name: Bytes,
    #[prost(bytes = "bytes", tag = "4")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) uid: Bytes,
    #[prost(bytes = "bytes", tag = "5")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) api_version: Bytes,
    #[prost(bool, optional, tag = "6")]
    pub(super) controller: Option<bool>,
}

/// Fields with a fixed set of values are decoded as `String`.
#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct JobSpec {
    #[prost(int32, optional, tag = "1")]
    #[serde(deserialize_with = "int32")]
    pub(super) parallelism: Option<i32>,
    #[prost(int32, optional, tag = "2")]
    #[serde(deserialize_with = "int32")]
    pub(super) completions: Option<i32>,
    #[prost(int64, optional, tag = "3")]
    #[serde(deserialize_with = "int64")]
    pub(super) active_deadline_seconds: Option<i64>,
    #[prost(bool, optional, tag = "5")]
    pub(super) manual_selector: Option<bool>,
    #[prost(message, optional, tag = "6")]
    pub(super) template: Option<PodTemplateSpec>,
    #[prost(int32, optional, tag = "7")]
    #[serde(deserialize_with = "int32")]
    pub(super) backoff_limit: Option<i32>,
    #[prost(int32, optional, tag = "8")]
    #[serde(deserialize_with = "int32")]
    pub(super) ttl_seconds_after_finished: Option<i32>,
    #[prost(string, optional, tag = "9")]
    pub(super) completion_mode: Option<String>,
    #[prost(bool, optional, tag = "10")]
    pub(super) suspend: Option<bool>,
    #[prost(message, optional, tag = "11")]
    pub(super) pod_failure_policy: Option<PodFailurePolicy>,
    #[prost(int32, optional, tag = "12")]
    #[serde(deserialize_with = "int32")]
    pub(super) backoff_limit_per_index: Option<i32>,
    #[prost(int32, optional, tag = "13")]
    #[serde(deserialize_with = "int32")]
    pub(super) max_failed_indexes: Option<i32>,
    #[prost(string, optional, tag = "14")]
    pub(super) pod_replacement_policy: Option<String>,
    #[prost(string, optional, tag = "15")]
    pub(super) managed_by: Option<String>,
    #[prost(message, optional, tag = "16")]
    pub(super) success_policy: Option<SuccessPolicy>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(default)]
pub(super) struct PodFailurePolicy {
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "list")]
    pub(super) rules: Vec<PodFailurePolicyRule>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(default)]
pub(super) struct PodFailurePolicyRule {
    #[prost(bytes = "bytes", tag = "1")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) action: Bytes,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(default)]
pub(super) struct SuccessPolicy {}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(default)]
pub(super) struct PodTemplateSpec {
    #[prost(message, optional, tag = "2")]
    pub(super) spec: Option<PodSpec>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct PodSpec {
    #[prost(message, repeated, tag = "2")]
    #[serde(deserialize_with = "list")]
    pub(super) containers: Vec<Container>,
    #[prost(string, optional, tag = "3")]
    pub(super) restart_policy: Option<String>,
    #[prost(int64, optional, tag = "5")]
    #[serde(deserialize_with = "int64")]
    pub(super) active_deadline_seconds: Option<i64>,
    #[prost(message, repeated, tag = "20")]
    #[serde(deserialize_with = "list")]
    pub(super) init_containers: Vec<Container>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(default)]
pub(super) struct Container {
    #[prost(bytes = "bytes", tag = "1")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) name: Bytes,
    #[prost(bytes = "bytes", tag = "2")]
    #[serde(deserialize_with = "encodings::text")]
    pub(super) image: Bytes,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct JobStatus {
    #[prost(message, repeated, tag = "1")]
    #[serde(deserialize_with = "list")]
    pub(super) conditions: Vec<WireCondition>,
    #[prost(message, optional, tag = "2")]
    pub(super) start_time: Option<Time>,
    #[prost(message, optional, tag = "3")]
    pub(super) completion_time: Option<Time>,
    #[prost(int32, optional, tag = "4")]
    #[serde(deserialize_with = "int32")]
    pub(super) active: Option<i32>,
    #[prost(int32, optional, tag = "5")]
    #[serde(deserialize_with = "int32")]
    pub(super) succeeded: Option<i32>,
    #[prost(int32, optional, tag = "6")]
    #[serde(deserialize_with = "int32")]
    pub(super) failed: Option<i32>,
    #[prost(string, optional, tag = "7")]
    pub(super) completed_indexes: Option<String>,
    #[prost(message, optional, tag = "8")]
    pub(super) uncounted_terminated_pods: Option<UncountedTerminatedPods>,
    #[prost(int32, optional, tag = "9")]
    #[serde(deserialize_with = "int32")]
    pub(super) ready: Option<i32>,
    #[prost(string, optional, tag = "10")]
    pub(super) failed_indexes: Option<String>,
    #[prost(int32, optional, tag = "11")]
    #[serde(deserialize_with = "int32")]
    pub(super) terminating: Option<i32>,
}

#[derive(Clone, PartialEq, Message, Deserialize)]
#[serde(default)]
pub(super) struct UncountedTerminatedPods {
    #[prost(bytes = "bytes", repeated, tag = "1")]
    #[serde(deserialize_with = "encodings::texts")]
    pub(super) succeeded: Vec<Bytes>,
    #[prost(bytes = "bytes", repeated, tag = "2")]
    #[serde(deserialize_with = "encodings::texts")]
    pub(super) failed: Vec<Bytes>,
}
