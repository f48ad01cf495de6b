//! Kubernetes without a cluster: an in-process API over files (`--from`) and over embedded recordings (`--demo`).
//!
//! The [`api`] answers a [`kube::Client`] as a cluster would, from an [`object_store`]. The one such store is the
//! [`memory_store`]: objects are loaded once, before the first request, within [`bounds`]. Nothing is written, no other
//! program is run, no compressed file is unpacked, and neither the clock nor the environment is read: the caller passes
//! `now`. [`layout`] lists the layouts of bundles, [`kinds`] what is kept.
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

/// A connection to these objects, a `List` for example, and to logs, each with its pod and container.
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
