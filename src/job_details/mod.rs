//! Gather: the one place that reads a Job's world. Every command and the HTTP server use it.
//!
//! [`job_details`] reads the pods, events and logs of a Job. It asks through a [`kube::Client`] and knows neither where the client's answers come from nor what will
//! be said about them: no rule, no text for people.

mod events;
mod facts;
mod gather;
mod index_set;
mod job;
mod kueue;
mod list;
mod logs;
mod path;
mod pods;
mod snapshot;
mod tolerant;
mod unknown;

#[cfg(test)]
mod fake;

pub use facts::{
    Condition, ContainerFacts, ContainerKind, ContainerState, EventFacts, JobFacts, JobStatus, LogTail,
    ObjectRef, Owner, PodFacts, PodTimes, Termination, Text,
};
pub use gather::{Options, job_details};
pub use index_set::IndexSet;
pub use snapshot::{JobSnapshot, Known, Pods, Unknown, UnknownReason, Workload};
