//! The facts of one event.

use jiff::Timestamp;

use super::Uid;

/// For a Job with more pods than this, only events whose type is not Normal are read. A pod has about five
/// Normal events (scheduled, pulled, created, started), so a Job of 5,000 pods has some 25 MB of them,
/// several times the size of its pods.
pub const PODS_WITH_ALL_EVENTS: usize = 200;

/// One `v1` Event, whether written in the old form (`count`, `lastTimestamp`) or the new one (`series`,
/// `eventTime`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFacts {
    /// `type`: Normal, Warning, or a value that this version does not know.
    pub kind: String,
    /// `reason`, for example `FailedCreate`.
    pub reason: String,
    /// `message`, without the recorder's prefix "(combined from similar events): ".
    pub message: String,
    /// How often the event was seen: `series.count`, else `count`, at least 1.
    pub count: u32,
    /// `firstTimestamp`, else `eventTime`, else `metadata.creationTimestamp`.
    pub first: Option<Timestamp>,
    /// `series.lastObservedTime`, else `lastTimestamp`, else `first`.
    pub last: Option<Timestamp>,
    /// The reporter: `reportingComponent`, else `source.component`.
    pub from: Option<String>,
    /// The object that the event is about.
    pub object: ObjectRef,
}

/// The object that an event is about (`involvedObject`).
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
