//! Gather: the one place that reads a Job's world. Every command and the HTTP server use it.
//!
//! It asks through a [`kube::Client`] and knows neither where the client's answers come from nor what will
//! be said about them: no rule, no text for people.

mod facts;
mod index_set;
mod job;
mod list;
mod path;
mod pods;
mod snapshot;
mod tolerant;

#[cfg(test)]
mod fake;

pub use facts::{
    Condition, ContainerFacts, ContainerKind, ContainerState, EventFacts, JobFacts, JobStatus, LogTail,
    ObjectRef, Owner, PodFacts, PodTimes, Termination, Text,
};
pub use index_set::IndexSet;
pub use snapshot::{JobSnapshot, Known, Pods, Unknown, UnknownReason, Workload};
