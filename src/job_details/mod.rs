//! Reads everything about Jobs. Every command and the HTTP server use this module; no other module reads
//! Jobs.
//!
//! [`resolve()`] and [`select`] find the Jobs that the user named, and [`job_details`] reads the pods, events
//! and logs of one Job. [`Follower`] reports how Jobs change. [`list_jobs`] and [`surroundings()`] read ten
//! thousand Jobs, with less about each.
//!
//! All functions send their requests through a [`kube::Client`]. They must not know where the client's
//! answers come from, nor what is said about them: this module has no rules and no texts for people.

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
