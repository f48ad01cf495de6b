//! What the tests stand on: the control plane that they were given, namespaces of their own, a kubelet played by hand.

mod api;
mod fragile;
mod kubelet;
mod namespace;
mod plane;
mod relay;
#[allow(
    dead_code,
    unused_imports,
    reason = "shared with the tests against servers in this process"
)]
#[path = "../../it/support/mod.rs"]
mod shared;
mod statuses;
mod user;

pub(crate) use api::Api;
pub(crate) use fragile::Fragile;
pub(crate) use kubelet::Kubelet;
pub(crate) use namespace::Namespace;
pub(crate) use plane::Plane;
pub(crate) use relay::Relay;
pub(crate) use shared::{Answer, Cyjob, Generated, Output, Running, fixtures};
pub(crate) use statuses::{
    again, container, failed, now, pod, restarted, running, state, succeeded, waiting,
};
pub(crate) use user::User;
