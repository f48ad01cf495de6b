//! The document of one report.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    API_VERSION, Seq, condition::WireCondition, event::WireEvent, finding::WireFinding, job::Job,
    pod::GonePod, pod::Pods, schema::Time,
};
use crate::facts::{Condition, EventFacts, IndexSet, LogTail, Unknown};
use crate::model::{
    Counts, Finding, Indexes, JobReport, NextRetry, PodTally, Timing, Verdict, inconsistent_list,
};

/// What `describe` and `wait` say of one Job.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "JobReport")]
pub(in crate::render) struct Report<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "JobReport"))]
    kind: &'static str,
    /// The time of the answer.
    #[schemars(with = "Time")]
    as_of: Timestamp,
    /// The Job.
    job: Job<'a>,
    /// The state of the Job, and why.
    verdict: WireVerdict<'a>,
    /// The numbers of the Job.
    counts: WireCounts,
    /// When things happened and will happen.
    timing: WireTiming,
    /// The indexes of an Indexed Job.
    #[serde(skip_serializing_if = "Option::is_none")]
    indexes: Option<WireIndexes>,
    /// `status.conditions`.
    conditions: Seq<'a, Condition, WireCondition<'a>>,
    /// The findings, most important first.
    findings: Seq<'a, Finding, WireFinding<'a>>,
    /// The pods of the Job, failed ones first; absent if the pods could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pods: Option<Pods<'a>>,
    /// Failed pods that no longer exist, as last seen; only while a Job is followed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gone_pods: Vec<GonePod<'a>>,
    /// The names of pods that the selector matches and the Job does not own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_pods: Vec<&'a str>,
    /// The events of the Job and its pods; absent if the events could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Seq<'a, EventFacts, WireEvent<'a>>>,
    /// The last lines of failed containers.
    logs: Vec<WireLog<'a>>,
    /// The Workload of Kueue.
    #[serde(skip_serializing_if = "Option::is_none")]
    workload: Option<WireWorkload<'a>>,
    /// What could not be read.
    unknown: Vec<WireUnknown<'a>>,
    /// Remarks on the report as a whole.
    notes: Vec<String>,
}

impl<'a> Report<'a> {
    pub(super) fn of(report: &'a JobReport, show_env: bool) -> Self {
        let snapshot = &report.snapshot;
        let pods = snapshot.pods.as_ref().ok();
        let workload = snapshot.workload.as_ref();
        Self {
            api_version: API_VERSION,
            kind: "JobReport",
            as_of: snapshot.as_of,
            job: Job::of(&snapshot.job, show_env),
            verdict: WireVerdict::of(&report.verdict),
            counts: WireCounts::of(&report.counts),
            timing: WireTiming::of(&report.timing),
            indexes: report.indexes.as_ref().map(WireIndexes::of),
            conditions: Seq::new(&snapshot.job.status.conditions, WireCondition::of),
            findings: Seq::new(report.findings(), WireFinding::of),
            pods: pods.map(|pods| Pods::of(report, &pods.own)),
            gone_pods: pods.map_or_else(Vec::new, |pods| pods.gone.pods.iter().map(GonePod::of).collect()),
            foreign_pods: pods.map_or_else(Vec::new, |pods| {
                pods.foreign.iter().map(|pod| &*pod.name).collect()
            }),
            events: snapshot
                .events
                .as_ref()
                .ok()
                .map(|events| Seq::new(events, WireEvent::of)),
            logs: snapshot.logs.iter().flatten().map(WireLog::of).collect(),
            workload: workload
                .and_then(|workload| workload.as_ref().ok())
                .map(|workload| WireWorkload {
                    name: &workload.name,
                    message: workload.message.as_deref(),
                }),
            unknown: snapshot.unknown().map(WireUnknown::of).collect(),
            notes: pods
                .and_then(|pods| pods.inconsistent)
                .map(|inconsistency| inconsistent_list("pods", inconsistency))
                .into_iter()
                .collect(),
        }
    }
}

/// The state of a Job, and why.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireVerdict<'a> {
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
}

impl<'a> WireVerdict<'a> {
    pub(super) fn of(verdict: &'a Verdict) -> Self {
        Self {
            state: verdict.state.as_str(),
            reason: verdict.reason.as_deref(),
            message: &verdict.message,
            since: verdict.since,
            terminal: verdict.terminal,
        }
    }
}

/// The numbers of a Job, from `status`.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireCounts {
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
    /// Succeeded pods that `succeeded` does not contain yet.
    uncounted_succeeded: u32,
    /// Failed pods that `failed` does not contain yet.
    uncounted_failed: u32,
    /// Restarts of containers; absent if pods are gone or could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    restarts: Option<u64>,
    /// The pods that exist, each counted once; absent if not all pods were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pods: Option<WireTally>,
}

impl WireCounts {
    fn of(counts: &Counts) -> Self {
        Self {
            completions: counts.completions,
            parallelism: counts.parallelism,
            succeeded: counts.succeeded,
            failed: counts.failed,
            active: counts.active,
            ready: counts.ready,
            terminating: counts.terminating,
            uncounted_succeeded: counts.uncounted_succeeded,
            uncounted_failed: counts.uncounted_failed,
            restarts: counts.restarts,
            pods: counts.pods.as_ref().map(WireTally::of),
        }
    }
}

/// The pods that exist, by outcome.
#[derive(JsonSchema, Serialize)]
struct WireTally {
    /// Pods that do not run yet.
    pending: u64,
    /// Pods that run.
    running: u64,
    /// Pods that succeeded.
    succeeded: u64,
    /// Pods that failed.
    failed: u64,
    /// Pods that are being deleted and have not ended.
    terminating: u64,
    /// Pods in an unknown phase, for example of a lost node.
    unknown: u64,
}

impl WireTally {
    fn of(tally: &PodTally) -> Self {
        Self {
            pending: tally.pending,
            running: tally.running,
            succeeded: tally.succeeded,
            failed: tally.failed,
            terminating: tally.terminating,
            unknown: tally.unknown,
        }
    }
}

/// When things happened and will happen.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireTiming {
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
    /// When `activeDeadlineSeconds` ends the Job.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    deadline_time: Option<Timestamp>,
    /// When `ttlSecondsAfterFinished` lets the Job be deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    ttl_expiry_time: Option<Timestamp>,
    /// When the next attempt is expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_retry: Option<WireRetry>,
    /// How many more failures end the Job.
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts_left: Option<u64>,
}

/// An estimate of when the next attempt starts.
#[derive(JsonSchema, Serialize)]
struct WireRetry {
    /// The estimate; the Job controller can be later.
    #[schemars(with = "Time")]
    time: Timestamp,
    /// The completion index, if the back-off is per index.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
}

impl WireTiming {
    fn of(timing: &Timing) -> Self {
        let retry = |next: &NextRetry| WireRetry {
            time: next.at,
            index: next.index,
        };
        Self {
            start_time: timing.started,
            end_time: timing.ended,
            duration_seconds: timing.duration.map(|duration: SignedDuration| duration.as_secs()),
            deadline_time: timing.deadline,
            ttl_expiry_time: timing.ttl_expires,
            next_retry: timing.next_retry.as_ref().map(retry),
            attempts_left: timing.attempts_left,
        }
    }
}

/// Indexes as the API writes them, for example `1,3-5,7`, and how many these are.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireIndexes {
    /// `spec.completions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<i32>,
    /// Indexes that succeeded; absent if `status.completedIndexes` cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    completed: Option<String>,
    /// How many indexes succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_count: Option<u64>,
    /// Indexes that failed.
    failed: String,
    /// How many indexes failed.
    failed_count: u64,
    /// Whether `failed` is derived from pods, so that an index can still succeed.
    failed_is_derived: bool,
    /// Indexes with a pod that has not ended.
    active: String,
    /// How many indexes have such a pod.
    active_count: u64,
}

impl WireIndexes {
    fn of(indexes: &Indexes) -> Self {
        let text = IndexSet::to_string;
        Self {
            total: indexes.total,
            completed: indexes.completed.as_ref().map(text),
            completed_count: indexes.completed.as_ref().map(IndexSet::len),
            failed: text(&indexes.failed),
            failed_count: indexes.failed.len(),
            failed_is_derived: indexes.failed_is_derived,
            active: text(&indexes.active),
            active_count: indexes.active.len(),
        }
    }
}

/// The last lines of a container's log.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireLog<'a> {
    /// The name of the pod.
    pod: &'a str,
    /// The name of the container.
    container: &'a str,
    /// Whether the log is of the instance before the last restart.
    previous: bool,
    /// True if the log was read before the pod was deleted; otherwise absent.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pod_gone: bool,
    /// The lines without their line ends.
    lines: &'a [String],
}

impl<'a> WireLog<'a> {
    fn of(tail: &'a LogTail) -> Self {
        Self {
            pod: &tail.pod,
            container: &tail.container,
            previous: tail.previous,
            pod_gone: tail.pod_is_gone,
            lines: &tail.lines,
        }
    }
}

/// The Workload of Kueue.
#[derive(JsonSchema, Serialize)]
struct WireWorkload<'a> {
    /// The name of the Workload.
    name: &'a str,
    /// Why the Workload is not admitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

/// Something that could not be read.
#[derive(JsonSchema, Serialize)]
pub(super) struct WireUnknown<'a> {
    /// What could not be read, for example `pods`.
    what: &'a str,
    /// Why, in one word, for example `Forbidden`.
    reason: &'static str,
    /// Why, in words.
    message: String,
}

impl<'a> WireUnknown<'a> {
    pub(super) fn of(unknown: &'a Unknown) -> Self {
        Self {
            what: &unknown.what,
            reason: unknown.reason().as_str(),
            message: unknown.why.to_string(),
        }
    }
}
