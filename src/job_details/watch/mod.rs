//! Follows Jobs as they change, by lists and watches of the API, and offers live views a [`Feed`] of news.
//!
//! [`watcher`] turns one list and its watches into changes and survives errors. [`events`] reads one watch.
//! [`pace`] decides when to retry. [`absent`] asks for Jobs that a list lacks.
//!
//! [`follow`] follows pinned Jobs; [`following`] says which. [`pins`] holds the state of each Job,
//! [`live_parts`] that of its pods and events. [`scopes`] chooses the watches, and [`rounds`] decides when
//! the pods of many Jobs are read together. [`job_list`] follows all Jobs of a scope; its [`watched_jobs`]
//! are not pinned.
//!
//! This module must not hold rules about Jobs or text for people.

mod absent;
mod events;
mod follow;
mod following;
mod job_list;
mod jobs;
mod last_look;
mod live_parts;
mod news;
mod pace;
mod pins;
mod pods;
mod rounds;
mod scopes;
mod watched_jobs;
mod watcher;

pub use follow::Follower;
pub use following::{FollowedPods, Following};
pub use job_list::JobListFollower;
pub use news::{Feed, News};
pub(in crate::job_details) use pace::Pace;
pub use pins::{Pin, Wanted};

#[cfg(test)]
mod tests;
