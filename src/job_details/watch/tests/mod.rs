//! Watchers and followers against servers in this process, in time that is not waited for.

mod chaos;
mod pods;
mod properties;
mod server;
