//! Gather: the one place that reads a Job's world. Every command and the HTTP server use it.
//!
//! [`resolve()`] and [`select`] find the Jobs that are meant, [`job_details`] reads the pods, events and logs of one,
//! [`Follower`] tells how they change; [`list_jobs`] and [`surroundings()`] read ten thousand, with less of each.
//! All ask through a [`kube::Client`] and know neither where the client's answers come from nor what will
//! be said about them: no rule, no text for people.

mod clock;
mod complete;
mod encodings;
mod events;
mod gather;
mod interner;
mod jobs;
mod kueue;
mod list;
mod logs;
mod near;
mod parts;
mod path;
mod pods;
mod resolve;
mod surroundings;
mod tolerant;
mod unknown;
mod watch;

#[cfg(test)]
mod fake;

pub(crate) use clock::sleep_until;

pub use gather::{Options, job_details};
pub use jobs::{JobsListed, Scope, list_jobs};
pub use logs::{LastWord, LiveTails, LogError, LogOptions, LogPart, LogSender, LogStreams};
pub use resolve::{CronJobFacts, ResolveError, Resolved, resolve, resolve_anywhere, select};
pub use surroundings::{Surroundings, surroundings};
pub use watch::{Feed, FollowedPods, Follower, Following, JobListFollower, News, Pin, Wanted};
