//! Gather: the one place that reads a Job's world. Every command and the HTTP server use it.
//!
//! [`resolve()`] and [`select`] find the Jobs that are meant, [`job_details`] reads the pods, events and logs of one,
//! [`Follower`] tells how they change; [`list_jobs`] and [`surroundings()`] read ten thousand, with less of each.
//! All ask through a [`kube::Client`] and know neither where the client's answers come from nor what will
//! be said about them: no rule, no text for people.

mod encodings;
mod events;
mod facts;
mod gather;
mod index_set;
mod interner;
mod job;
mod jobs;
mod kueue;
mod list;
mod logs;
mod names;
mod near;
mod path;
mod pods;
mod resolve;
mod snapshot;
mod surroundings;
mod tolerant;
mod unknown;
mod watch;

#[cfg(test)]
mod fake;

pub(crate) use events::PODS_WITH_ALL_EVENTS;
pub use facts::{
    ApiTime, Condition, ContainerFacts, ContainerKind, ContainerState, EventFacts, JobFacts, JobStatus,
    LogTail, ObjectRef, Owner, PodFacts, PodTimes, RareFacts, Termination, Text, Uid,
};
pub use gather::{Options, job_details};
pub use index_set::IndexSet;
pub use jobs::{JobsListed, Scope, list_jobs};
pub use logs::{
    LastWord, LastWords, Life, LogChunk, LogLine, LogOptions, LogPart, LogSender, LogSource, LogStreams,
};
pub use names::{JobRef, JobRefError, OwnerRef};
pub use resolve::{CronJobFacts, ResolveError, Resolved, resolve, resolve_anywhere, select};
pub use snapshot::{GonePods, JobSnapshot, Known, Pods, Unknown, UnknownReason, Workload};
pub use surroundings::{Surroundings, surroundings};
pub use watch::{FollowedPods, Follower, Following, Gone, News, Pin, Roll, RollNews, Wanted};
