//! Watch: Jobs as they change. Built on lists and watches of the API; what is made of it is a stream of snapshots.
//!
//! [`watcher`] turns one list and its watches into changes and survives what passes, [`events`] reads one watch, [`pace`]
//! decides when to ask again. [`absent`] asks for Jobs that a list lacks. [`pins`] makes of changes what is known of the
//! Jobs that are meant, [`live_parts`] of their pods and events; [`scopes`] says which watches they need, and
//! [`rounds`] when the pods of many Jobs are read together. [`follow`] holds them together, [`following`] says what is to be followed. [`job_list`] does the same for
//! lists, whose [`watched_jobs`] are not pinned. Both are a [`Feed`] of live views. No rule of Jobs and no text for people
//! lives here.

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
