//! Many Jobs.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::{API_VERSION, Seq, job::WireOwner, report::WireUnknown, schema::Time};
use crate::facts::Unknown;
use crate::model::{Basis, JobList, JobSummary};

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct List<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "JobList"))]
    kind: &'static str,
    #[schemars(with = "Time")]
    as_of: Timestamp,
    items: Seq<'a, JobSummary, Summary<'a>>,
    unknown: Seq<'a, Unknown, WireUnknown<'a>>,
    notes: &'a [String],
}

impl<'a> List<'a> {
    pub(super) fn of(list: &'a JobList) -> Self {
        Self {
            api_version: API_VERSION,
            kind: "JobList",
            as_of: list.as_of,
            items: Seq::new(&list.jobs, Summary::of),
            unknown: Seq::new(&list.unknown, WireUnknown::of),
            notes: &list.notes,
        }
    }
}

/// A Job of a list by itself, where Jobs are watched.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Single<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "JobSummary"))]
    kind: &'static str,
    #[schemars(with = "Time")]
    as_of: Timestamp,
    #[serde(flatten)]
    summary: Summary<'a>,
}

impl<'a> Single<'a> {
    pub(super) fn of(job: &'a JobSummary, as_of: Timestamp) -> Self {
        Self {
            api_version: API_VERSION,
            kind: "JobSummary",
            as_of,
            summary: Summary::of(job),
        }
    }
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary<'a> {
    namespace: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    uid: &'a str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    since: Option<Timestamp>,
    terminal: bool,
    /// Only of a Job that is gone, and only where Jobs are watched.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    deleted: bool,
    state_from: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    creation_timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    start_time: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    end_time: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_seconds: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age_seconds: Option<i64>,
    /// Absent for a work queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    completions: Option<i32>,
    parallelism: i32,
    succeeded: i32,
    failed: i32,
    active: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    ready: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    terminating: Option<i32>,
    images: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    nodes: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<WireOwner<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    queue: Option<&'a str>,
}

impl<'a> Summary<'a> {
    pub(super) fn of(job: &'a JobSummary) -> Self {
        let seconds = |length: Option<SignedDuration>| length.map(|length| length.as_secs());
        Self {
            namespace: &job.namespace,
            name: &job.name,
            uid: &job.uid,
            state: job.verdict.state.as_str(),
            reason: job.verdict.reason.as_deref(),
            message: &job.verdict.message,
            since: job.verdict.since,
            terminal: job.verdict.terminal,
            state_from: match job.basis {
                Basis::Pods => "pods",
                Basis::Job | Basis::JobAlone => "job",
            },
            creation_timestamp: job.created,
            start_time: job.started,
            end_time: job.ended,
            duration_seconds: seconds(job.duration),
            age_seconds: seconds(job.age),
            completions: job.counts.completions,
            parallelism: job.counts.parallelism,
            succeeded: job.counts.succeeded,
            failed: job.counts.failed,
            active: job.counts.active,
            ready: job.counts.ready,
            terminating: job.counts.terminating,
            deleted: job.is_deleted,
            images: &job.images,
            nodes: job.nodes,
            owner: job.owner.as_ref().map(WireOwner::of),
            queue: job.queue.as_deref(),
        }
    }
}
