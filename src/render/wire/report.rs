//! One report.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    API_VERSION, Seq, condition::WireCondition, finding::WireFinding, job::Job, pod::GonePod, pod::Pods,
    schema::Time,
};
use crate::facts::{Condition, EventFacts, IndexSet, LogTail, Unknown};
use crate::model::{
    Counts, Finding, Indexes, JobReport, NextRetry, PodTally, Timing, Verdict, inconsistent_list,
};

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct Report<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "JobReport"))]
    kind: &'static str,
    #[schemars(with = "Time")]
    as_of: Timestamp,
    job: Job<'a>,
    verdict: WireVerdict<'a>,
    counts: WireCounts,
    timing: WireTiming,
    #[serde(skip_serializing_if = "Option::is_none")]
    indexes: Option<WireIndexes>,
    conditions: Seq<'a, Condition, WireCondition<'a>>,
    findings: Seq<'a, Finding, WireFinding<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pods: Option<Pods<'a>>,
    /// Pods that were seen while the Job was followed, and are gone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gone_pods: Vec<GonePod<'a>>,
    /// Pods of others that the selector matches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_pods: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Seq<'a, EventFacts, WireEvent<'a>>>,
    logs: Vec<WireLog<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workload: Option<WireWorkload<'a>>,
    unknown: Vec<WireUnknown<'a>>,
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

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireVerdict<'a> {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    since: Option<Timestamp>,
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

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireCounts {
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
    uncounted_succeeded: u32,
    uncounted_failed: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    restarts: Option<u64>,
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

#[derive(JsonSchema, Serialize)]
struct WireTally {
    pending: u64,
    running: u64,
    succeeded: u64,
    failed: u64,
    terminating: u64,
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

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireTiming {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    start_time: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    end_time: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_seconds: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    deadline_time: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    ttl_expiry_time: Option<Timestamp>,
    /// An estimate.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_retry: Option<WireRetry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts_left: Option<u64>,
}

#[derive(JsonSchema, Serialize)]
struct WireRetry {
    #[schemars(with = "Time")]
    time: Timestamp,
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

/// The sets as the API writes them, `1,3-5,7`, with their sizes.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireIndexes {
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_count: Option<u64>,
    failed: String,
    failed_count: u64,
    failed_is_derived: bool,
    active: String,
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

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireEvent<'a> {
    r#type: &'a str,
    reason: &'a str,
    message: &'a str,
    count: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    first_timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    last_timestamp: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reporting_component: Option<&'a str>,
    involved_object: WireObject<'a>,
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireObject<'a> {
    kind: &'a str,
    name: &'a str,
    uid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field_path: Option<&'a str>,
}

impl<'a> WireEvent<'a> {
    fn of(event: &'a EventFacts) -> Self {
        Self {
            r#type: &event.kind,
            reason: &event.reason,
            message: &event.message,
            count: event.count,
            first_timestamp: event.first,
            last_timestamp: event.last,
            reporting_component: event.from.as_deref(),
            involved_object: WireObject {
                kind: &event.object.kind,
                name: &event.object.name,
                uid: event.object.uid.to_string(),
                field_path: event.object.field_path.as_deref(),
            },
        }
    }
}

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireLog<'a> {
    pod: &'a str,
    container: &'a str,
    previous: bool,
    /// Whether it was read before the pod was deleted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pod_gone: bool,
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

#[derive(JsonSchema, Serialize)]
struct WireWorkload<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

#[derive(JsonSchema, Serialize)]
pub(super) struct WireUnknown<'a> {
    what: &'a str,
    reason: &'static str,
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
