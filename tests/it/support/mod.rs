//! What the tests stand on: the real binary in clean surroundings, and API servers in the test process.

mod api;
pub(crate) mod cluster;
#[allow(
    dead_code,
    reason = "some faults and large logs are for the tests on a control plane"
)]
pub(crate) mod logs;
pub(crate) mod objects;
mod program;
mod server;
mod tls;

pub(crate) use api::{Recorded, list};
pub(crate) use cluster::Cluster;
#[allow(unused_imports, reason = "large logs are for the tests on a control plane")]
pub(crate) use logs::{Answer, Generated, Logs};
#[allow(unused_imports, reason = "for the tests that go on while it runs")]
pub(crate) use program::Running;
pub(crate) use program::{Cyjob, Output};
#[allow(unused_imports, reason = "only a kubelet streams")]
pub(crate) use server::{Piece, Reply, Request, Server};
pub(crate) use tls::{Authority, Identity};

use std::path::PathBuf;

/// The folder of a recording.
pub(crate) fn recording(name: &str) -> PathBuf {
    fixtures().join("recordings").join(name)
}

/// The folder of all fixtures.
pub(crate) fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}
