//! Tests of watchers and followers against servers in this process, with paused time.

mod chaos;
mod pods;
mod properties;
mod server;
