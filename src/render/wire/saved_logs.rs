//! The index of saved logs.

use schemars::JsonSchema;
use serde::Serialize;

use super::API_VERSION;
use crate::render::SavedLog;

/// The index of saved logs.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SavedLogs<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "SavedLogs"))]
    kind: &'static str,
    /// One entry for each log.
    items: Vec<WireSavedLog<'a>>,
}

impl<'a> SavedLogs<'a> {
    pub(super) fn of(logs: &'a [SavedLog]) -> Self {
        Self {
            api_version: API_VERSION,
            kind: "SavedLogs",
            items: logs.iter().map(WireSavedLog::of).collect(),
        }
    }
}

/// A saved log.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireSavedLog<'a> {
    /// The name of the file, next to the index.
    file: &'a str,
    /// The name of the Job.
    job: &'a str,
    /// The namespace of the Job.
    namespace: &'a str,
    /// The name of the pod.
    pod: &'a str,
    /// The name of the container.
    container: &'a str,
    /// `main`, `init`, `sidecar` or `ephemeral`.
    container_kind: &'static str,
    /// The number of the attempt, from 1; absent if pods are not attempts at the same work.
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u32>,
    /// The completion index.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
    /// How often the container had been restarted.
    restart: u32,
    /// The length of the file.
    bytes: u64,
    /// Whether the file is the whole log.
    complete: bool,
    /// Why the file is not the whole log.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

impl<'a> WireSavedLog<'a> {
    fn of(log: &'a SavedLog) -> Self {
        let source = &log.source;
        Self {
            file: &log.file,
            job: &source.job,
            namespace: &source.namespace,
            pod: &source.pod,
            container: &source.container,
            container_kind: source.kind.as_str(),
            attempt: source.attempt,
            index: source.index,
            restart: source.restart,
            bytes: log.bytes,
            complete: log.problem.is_none(),
            message: log.problem.as_deref(),
        }
    }
}
