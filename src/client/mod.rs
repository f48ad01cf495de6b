//! The only module that makes a [`kube::Client`], and cyjob's one transport policy.
//!
//! A client asks a cluster, or an in-process API over files or the embedded demonstration. Code outside this
//! module does not know which. This module must not contain commands or rules.

mod answer;
mod asked;
mod cluster;
mod credential_plugin;
mod error;
mod excerpt;
mod field;
mod offline;
mod options;
mod protobuf;
mod provenance;
mod request;
mod retry_after;
mod source;
mod status;
mod transport;
mod tree;
mod unusable;
mod version;
mod words;
mod yaml;

use cluster::connect_cluster;
pub use error::{ConnectError, RequestError, RequestErrorKind};
pub(crate) use field::{decode, decode_value};
#[cfg(test)]
pub(crate) use offline::in_memory;
pub use offline::{LoadError, demo_names};
pub use options::{
    ClusterOptions, DEFAULT_REQUEST_TIMEOUT, Environment, parse_request_timeout, parse_user_extra,
};
pub(crate) use protobuf::{Envelope, ListMeta, PROTOBUF};
pub use provenance::{AsOf, Provenance};
pub use request::{
    get, get_json, get_object, get_start, get_stream, get_whole, limit_of, next_piece, refusal_in_watch,
};
pub use source::{Source, SourceError, connect};
pub(crate) use unusable::Unusable;
pub use version::server_version;

use kube::Client;

/// A client, its default namespace, and the provenance of its answers.
pub struct Connection {
    /// The client.
    pub client: Client,
    /// The namespace to use if the user gives none: the context's, or the only one of a bundle.
    pub namespace: String,
    /// The moment that the answers describe, and notes about their source.
    pub provenance: Provenance,
}
