//! The real binary against a real control plane: Kubernetes' own API server and controllers, the tests as kubelet.
//!
//! Ignored by plain `cargo test`, because it needs the programs of a control plane. All of it:
//!
//! ```text
//! cargo xtask control-plane run -- cargo test --test control_plane -- --ignored --test-threads 16
//! ```

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect is to fail there"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "the control plane's folder comes in an environment variable; kubelets have clocks"
)]

mod assert;
mod connecting;
mod faults;
mod histories;
mod list;
mod logs;
mod paging;
mod recordings;
mod rights;
mod support;
mod wait;
mod watching;
