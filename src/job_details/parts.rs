//! The one maker of snapshots: whoever reads the surroundings of a Job, once or again and again, hands the parts to
//! [`Parts::snapshot`]. Nothing is read here.

use std::sync::Arc;

use jiff::Timestamp;

use crate::facts::{Depth, EventFacts, JobFacts, JobSnapshot, Known, LogTail, Pods, Workload};

/// What is known of the surroundings of one Job.
pub(super) struct Parts {
    pub(super) pods: Known<Pods>,
    pub(super) events: Known<Arc<Vec<EventFacts>>>,
    pub(super) workload: Option<Known<Workload>>,
    pub(super) logs: Vec<Known<LogTail>>,
}

impl Parts {
    /// The snapshot of a Job with these surroundings, which were read to that depth.
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
