//! The documents of `list`.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::{API_VERSION, Seq, job::WireOwner, report::WireUnknown, schema::Time};
use crate::facts::Unknown;
use crate::model::{Basis, JobList, JobSummary};

/// The Jobs of `list`.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct List<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "JobList"))]
    kind: &'static str,
    /// The time of the answer.
    #[schemars(with = "Time")]
    as_of: Timestamp,
    /// The Jobs, in the order asked for.
    items: Seq<'a, JobSummary, Summary<'a>>,
    /// What could not be read.
    unknown: Seq<'a, Unknown, WireUnknown<'a>>,
    /// Remarks on the list as a whole.
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

/// One Job of `list -w` and `list -o jsonl`.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Single<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "JobSummary"))]
    kind: &'static str,
    /// The time of the answer.
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

/// A Job in a list.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Summary<'a> {
    /// The namespace of the Job.
    namespace: &'a str,
    /// The name of the Job.
    name: &'a str,
    /// The UID of the Job.
    #[serde(skip_serializing_if = "str::is_empty")]
    uid: &'a str,
    /// The state, for example `Running`.
    state: &'static str,
    /// The reason, in one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// The reason, in words.
    message: &'a str,
    /// Since when the Job is in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    since: Option<Timestamp>,
    /// Whether the Job has ended.
    terminal: bool,
    /// True for a Job that was deleted while Jobs were watched; otherwise absent.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    deleted: bool,
    /// `pods` if the state is based on the unfinished pods, otherwise `job`.
    state_from: &'static str,
    /// When the Job was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    creation_timestamp: Option<Timestamp>,
    /// When the Job started.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    start_time: Option<Timestamp>,
    /// When the Job ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    end_time: Option<Timestamp>,
    /// From start to end, or to now.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_seconds: Option<i64>,
    /// Since the Job was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    age_seconds: Option<i64>,
    /// `spec.completions`; absent for a work queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    completions: Option<i32>,
    /// `spec.parallelism`.
    parallelism: i32,
    /// Succeeded pods; of an Indexed Job, indexes.
    succeeded: i32,
    /// Failed pods.
    failed: i32,
    /// Pods that are pending or running.
    active: i32,
    /// Pods that are ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    ready: Option<i32>,
    /// Pods that are being deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    terminating: Option<i32>,
    /// The images of the containers.
    images: &'a [String],
    /// On how many nodes the active pods are; absent if the pods were not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    nodes: Option<usize>,
    /// The controller of the Job.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<WireOwner<'a>>,
    /// The Kueue queue of the Job.
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
