//! Kubernetes without a cluster: an in-process API over files (`--from`) or embedded recordings (`--demo`).
//!
//! The [`api`] answers a [`kube::Client`] as a cluster would, from an [`object_store`]. The only store is the
//! [`memory_store`]. It loads objects once, before the first request, within [`bounds`]. [`layout`] lists the
//! layouts of bundles, [`kinds`] the kinds that are kept.
//!
//! This module must not write anything, run another program, unpack a compressed file, or read the clock or
//! the environment: the caller passes `now`.
//!
//! Differences from a cluster: nothing changes, so a watch (`watch=true`) gets headers and then no event;
//! `managedFields[].fieldsV1` is left out; unknown query parameters are ignored.

mod api;
mod bounds;
mod demo;
mod error;
mod kinds;
mod layout;
mod load;
mod logs;
mod memory_store;
mod mistaken;
mod object_store;
mod objects;
mod parse;
mod query;
mod select;
mod status;
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

use super::{AsOf, Connection, Provenance};
use api::Api;
use bounds::Bounds;
use load::Loader;
use object_store::ObjectStore;

/// A file that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Skipped {
    /// The file's path.
    path: PathBuf,
    /// Why the file was left out.
    reason: String,
}

/// Loads files and folders (recursively); the path `-` means `stdin`. Must be called on a Tokio runtime,
/// which the client needs.
///
/// The connection's moment is `at`, otherwise the newest timestamp of the past. Timestamps more than a day
/// after the clock's `now` count only if there is no other. The connection's namespace is the only one that
/// has Jobs, otherwise `default`.
///
/// # Errors
///
/// For the first path that is missing, unreadable, broken, beyond a limit, or without any Kubernetes object.
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
    let namespace = store.default_namespace();
    let skipped = skipped
        .iter()
        .map(|file| format!("{}: {}", error::shown(&file.path), file.reason));
    let provenance = Provenance {
        time: AsOf::Past(at.or(store.moment())),
        notes,
        skipped: skipped.collect(),
    };
    Ok(connect(store, namespace, provenance))
}

/// The embedded demonstration, as of `now`. Must be called on a Tokio runtime, which the client needs.
pub(super) fn demo(now: Timestamp) -> Connection {
    let provenance = Provenance {
        time: AsOf::Moved(now),
        ..Provenance::default()
    };
    connect(demo::store(now), demo::NAMESPACE.to_owned(), provenance)
}

/// A connection to these objects, for example a `List`, and to logs, each with its pod and container.
#[cfg(test)]
pub(crate) fn in_memory(
    objects: serde_json::Value,
    logs: &[(String, String, String)],
    now: Timestamp,
) -> Connection {
    let mut sorted = objects::Sorted::default();
    sorted.add(objects, None);
    let mut store = memory_store::MemoryStore::new(now);
    for kind in &sorted.listed {
        memory_store::MemoryStore::list(&mut store, kind);
    }
    for object in &sorted.kept {
        store.insert(object, None);
    }
    for (pod, container, text) in logs {
        let name = layout::LogName {
            namespace: None,
            pod: pod.clone(),
            stem: container.clone(),
        };
        store.logs.insert(name, logs::Log::Text(text.clone()));
    }
    let namespace = store.default_namespace();
    let provenance = Provenance {
        time: AsOf::Past(Some(now)),
        ..Provenance::default()
    };
    connect(store, namespace, provenance)
}

/// A connection to a store. Must be called on a Tokio runtime, which the client needs.
fn connect(store: impl ObjectStore, namespace: String, provenance: Provenance) -> Connection {
    let moment = match provenance.time {
        AsOf::Moved(moment) => Some(moment),
        AsOf::Past(moment) => moment,
        AsOf::Now => None,
    };
    let api = Arc::new(Api::new(store, moment));
    let service = tower::service_fn(move |request: Request<Body>| {
        let api = Arc::clone(&api);
        async move { Ok::<_, Infallible>(api.answer(request.method(), request.uri()).await) }
    });
    Connection {
        client: Client::new(service, namespace.as_str()),
        namespace,
        provenance,
    }
}
