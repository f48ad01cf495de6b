//! The index of saved logs.

use schemars::JsonSchema;
use serde::Serialize;

use super::API_VERSION;
use crate::render::SavedLog;

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SavedLogs<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "SavedLogs"))]
    kind: &'static str,
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

/// One of them.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireSavedLog<'a> {
    file: &'a str,
    job: &'a str,
    namespace: &'a str,
    pod: &'a str,
    container: &'a str,
    container_kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
    restart: u32,
    bytes: u64,
    complete: bool,
    /// Why it is not.
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
