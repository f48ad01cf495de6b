//! Kubernetes without a cluster: an in-process API over files (`--from`) and over embedded recordings (`--demo`).
//!
//! Objects are loaded once, before the first request, within [`bounds`]; after that a [`kube::Client`] asks them as it would ask
//! a cluster. Nothing is written, no other program is run, no archive is unpacked, and neither the clock nor the environment is
//! read: the caller passes `now`. Which layouts of bundles are known is told in [`layout`], what is kept in [`kinds`].
//!
//! Differences from a cluster: nothing ever changes, so a watch (`watch=true`) is answered by its headers and then
//! silence; `managedFields[].fieldsV1` is left out; unknown query parameters are ignored.

mod api;
mod bounds;
mod demo;
mod error;
mod kinds;
mod layout;
mod load;
mod logs;
mod mistaken;
mod objects;
mod parse;
mod query;
mod select;
mod status;
mod store;
mod time;
mod walk;

#[cfg(test)]
mod tests;

pub(super) use api::FromFile;
pub use demo::demo_names;
pub use error::LoadError;

use std::{convert::Infallible, io::Read, path::PathBuf, sync::Arc};

use http::Request;
use jiff::Timestamp;
use kube::{Client, client::Body};

use super::Connection;
use api::Api;
use bounds::Bounds;
use load::Loader;
use store::Store;

/// A file that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Skipped {
    /// Where it is.
    path: PathBuf,
    /// What it is instead.
    reason: String,
}

/// Loads files and folders (recursively); the path `-` is `stdin`. Must be called on a Tokio runtime, which the client needs.
///
/// The connection's moment is `at`, else the newest time stamp that tells of the past; stamps more than a day after the
/// clock `now` are believed only if there is no other. Its namespace is the only one that has Jobs, else `default`.
///
/// # Errors
///
/// The first path that is missing, unreadable, broken, beyond a bound, or without any Kubernetes object.
pub(super) fn load_files(
    paths: &[PathBuf],
    mut stdin: impl Read,
    now: Timestamp,
    at: Option<Timestamp>,
) -> Result<Connection, LoadError> {
    let bounds = Bounds::default();
    let mut loader = Loader::new(now, &bounds);
    for path in paths {
        loader.load(path, &mut stdin)?;
    }
    loader.finish();
    let Loader {
        store,
        skipped,
        notes,
        ..
    } = loader;
    let moment = at.or(store.moment());
    let namespace = store.default_namespace();
    let skipped = skipped
        .iter()
        .map(|file| format!("{}: {}", error::shown(&file.path), file.reason));
    Ok(Connection {
        skipped: skipped.collect(),
        ..connect(store, namespace, moment, notes)
    })
}

/// The embedded demonstration, as of `now`. Must be called on a Tokio runtime, which the client needs.
pub(super) fn demo(now: Timestamp) -> Connection {
    connect(
        demo::store(now),
        demo::NAMESPACE.to_owned(),
        Some(now),
        Vec::new(),
    )
}

fn connect(store: Store, namespace: String, moment: Option<Timestamp>, notes: Vec<String>) -> Connection {
    let api = Arc::new(Api::new(store, moment));
    let service = tower::service_fn(move |request: Request<Body>| {
        let response = api.answer(request.method(), request.uri());
        async move { Ok::<_, Infallible>(response) }
    });
    Connection {
        client: Client::new(service, namespace.as_str()),
        namespace,
        moment,
        notes,
        skipped: Vec::new(),
    }
}
