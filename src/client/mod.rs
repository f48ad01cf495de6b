//! The only place that makes a [`kube::Client`], and the one transport policy of cyjob.
//!
//! Whether a client asks a cluster or an in-process API over files or over the embedded demonstration,
//! nothing behind it knows. No command and no rule lives here.

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

/// A way to ask, whatever answers.
pub struct Connection {
    /// The client.
    pub client: Client,
    /// The namespace to use where none is named: the context's, or the only one of a bundle.
    pub namespace: String,
    /// What is known about the answers as a whole.
    pub provenance: Provenance,
}
