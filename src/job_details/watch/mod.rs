//! Watch: Jobs as they change. Built on lists and watches of the API; what is made of it is a stream of snapshots.
//!
//! [`watcher`] turns one list and its watches into changes and survives what passes, [`feed`] reads one watch, [`pace`]
//! decides when to ask again. [`absent`] asks for Jobs that a list lacks. [`pins`] makes of changes what is known of the
//! Jobs that are meant, [`live_parts`] of their pods
//! and events. [`follow`] holds them together, [`following`] says what is to be followed; [`roll`] is for lists, which pin
//! nothing. No rule of Jobs and no text for people lives here.

mod absent;
mod feed;
mod follow;
mod following;
mod jobs;
mod last_look;
mod live_parts;
mod pace;
mod pins;
mod pods;
mod roll;
mod watcher;

pub use follow::{Follower, News};
pub use following::{FollowedPods, Following};
pub(in crate::job_details) use pace::Pace;
pub use pins::{Pin, Wanted};
pub use roll::{Roll, RollNews};

#[cfg(test)]
mod tests;
