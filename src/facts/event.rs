//! The facts of one event.

use jiff::Timestamp;

use super::Uid;

/// Beyond so many pods only what is not Normal is asked for. A pod has about five Normal events (scheduled, pulled,
/// created, started), so a Job of 5,000 pods has some 25 MB of them, several times as much as its pods are.
pub const PODS_WITH_ALL_EVENTS: usize = 200;

/// One `v1` Event, whether written in the old form (`count`, `lastTimestamp`) or the new one (`series`,
/// `eventTime`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFacts {
    /// `type`: Normal, Warning, or a word this version does not know.
    pub kind: String,
    /// `reason`, for example `FailedCreate`.
    pub reason: String,
    /// `message`, without the recorder's prefix "(combined from similar events): ".
    pub message: String,
    /// How often it was seen: `series.count`, else `count`, at least 1.
    pub count: u32,
    /// `firstTimestamp`, else `eventTime`, else `metadata.creationTimestamp`.
    pub first: Option<Timestamp>,
    /// `series.lastObservedTime`, else `lastTimestamp`, else the first time.
    pub last: Option<Timestamp>,
    /// Who reported it: `reportingComponent`, else `source.component`.
    pub from: Option<String>,
    /// What it is about.
    pub object: ObjectRef,
}

/// What an event is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectRef {
    /// `kind`.
    pub kind: String,
    /// `name`.
    pub name: String,
    /// `uid`.
    pub uid: Uid,
    /// `fieldPath`, for example `spec.containers{main}`.
    pub field_path: Option<String>,
}
