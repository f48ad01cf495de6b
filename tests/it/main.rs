//! The real binary, run as a person would: on recorded Jobs of a real cluster, and against API servers in this process, good and bad.

#![allow(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect is to fail there"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "CYJOB_UPDATE is the tests' own variable"
)]

mod assert;
mod bad_input;
mod ci_page;
mod cluster;
mod completions;
mod connect;
mod every_format;
mod everywhere;
mod files;
mod formats;
mod github;
mod help;
mod large;
mod list;
mod login;
mod logs;
mod logs_flags;
mod masks;
mod odd;
mod readme;
mod recordings;
mod retries;
mod rules;
mod schema;
mod support;
mod text;
mod verbose;
mod version;
mod wait;
mod watch;
