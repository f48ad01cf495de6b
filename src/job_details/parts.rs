//! The only place that creates snapshots. Every reader of a Job's pods, events, Workload and logs passes them
//! to [`Parts::snapshot`]. This module must not read anything itself.

use std::sync::Arc;

use jiff::Timestamp;

use crate::facts::{Depth, EventFacts, JobFacts, JobSnapshot, Known, LogTail, Pods, Workload};

/// The pods, events, Workload and logs of one Job, as far as they are known.
pub(super) struct Parts {
    pub(super) pods: Known<Pods>,
    pub(super) events: Known<Arc<Vec<EventFacts>>>,
    pub(super) workload: Option<Known<Workload>>,
    pub(super) logs: Vec<Known<LogTail>>,
}

impl Parts {
    /// The snapshot of a Job with these parts, which were read to the given depth.
    pub(super) fn snapshot(
        self,
        depth: Depth,
        job: JobFacts,
        as_of: Timestamp,
        historic: bool,
    ) -> JobSnapshot {
        let Self {
            pods,
            events,
            workload,
            logs,
        } = self;
        JobSnapshot {
            as_of,
            historic,
            depth,
            job,
            pods,
            events,
            logs,
            workload,
        }
    }
}
