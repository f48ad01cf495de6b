//! Suggestions for a name that does not exist. Best effort: anything that cannot be read, or not soon, is not
//! suggested, and causes no error.

use std::collections::BTreeSet;
use std::time::Duration;

use kube::Client;
use serde::Deserialize;
use strsim::osa_distance;
use tokio::time::timeout;

use super::list::{Collect, Item, List};
use super::path::batch;
use super::tolerant::or_default;
use crate::client::RequestError;
use crate::facts::JobRef;

/// Requests only names and namespaces, if the server can send them alone. Whole objects have them as well.
const METADATA: &str = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

/// How long a user with a wrong name waits for suggestions at most.
const PATIENCE: Duration = Duration::from_secs(2);

/// The number of objects after which no further page is read.
const AT_MOST: usize = 2_000;

/// The greatest number of suggestions of each sort.
const SUGGESTIONS: usize = 3;

/// Suggestions.
#[derive(Default)]
pub(super) struct Near {
    /// Objects in the same namespace with a similar name, nearest first.
    pub(super) similar: Vec<JobRef>,
    /// Other namespaces that have an object of this name.
    pub(super) elsewhere: Vec<String>,
}

/// Finds suggestions for `missing`.
pub(super) async fn look(client: &Client, namespace: &str, missing: &JobRef) -> Near {
    let name = missing.name();
    let by_name = format!("metadata.name={name}");
    let (same, other) = kinds(missing);
    let (here, namesake, everywhere) = tokio::join!(
        read(client, batch(Some(namespace), same.resource, &[])),
        read(
            client,
            batch(Some(namespace), other.resource, &[("fieldSelector", &by_name)])
        ),
        timeout(PATIENCE, namespaces(client, missing)),
    );
    let namesake = namesake.iter().filter(|object| object.name == name);
    let mut similar: Vec<_> = namesake.take(1).map(|_| (other.refer)(name.to_owned())).collect();
    similar.extend(nearest(name, &here).into_iter().map(same.refer));
    similar.truncate(SUGGESTIONS);
    let everywhere = everywhere.ok().and_then(Result::ok).unwrap_or_default();
    let elsewhere = everywhere.into_iter().filter(|other| other != namespace);
    Near {
        similar,
        elsewhere: elsewhere.take(SUGGESTIONS).collect(),
    }
}

/// The namespaces that have an object of this kind and name.
///
/// # Errors
///
/// If the list cannot be read.
pub(super) async fn namespaces(client: &Client, name: &JobRef) -> Result<BTreeSet<String>, RequestError> {
    let (kind, _) = kinds(name);
    let by_name = format!("metadata.name={}", name.name());
    let list = List {
        what: kind.resource,
        path: batch(None, kind.resource, &[("fieldSelector", &by_name)]),
        accept: METADATA,
    };
    let objects = list.read(client, Names::default).await?.collected.0;
    let same = objects.into_iter().filter(|object| object.name == name.name());
    let namespaces = same.map(|object| object.namespace);
    Ok(namespaces.filter(|namespace| !namespace.is_empty()).collect())
}

#[derive(Clone, Copy)]
struct Kind {
    resource: &'static str,
    refer: fn(String) -> JobRef,
}

const JOBS: Kind = Kind {
    resource: "jobs",
    refer: JobRef::Job,
};
const CRON_JOBS: Kind = Kind {
    resource: "cronjobs",
    refer: JobRef::CronJob,
};

/// The kind of `name`, and the other kind.
fn kinds(name: &JobRef) -> (Kind, Kind) {
    match name {
        JobRef::Job(_) => (JOBS, CRON_JOBS),
        JobRef::CronJob(_) => (CRON_JOBS, JOBS),
    }
}

/// Names of `objects` that differ from `name` in a few letters, nearest first; then names with the prefix
/// `name`, like the runs of a `CronJob`, in descending order.
fn nearest(name: &str, objects: &[Metadata]) -> Vec<String> {
    let most = name.len().div_ceil(4).min(4);
    let mut near = Vec::new();
    let mut longer = Vec::new();
    for object in objects.iter().filter(|object| !object.name.is_empty()) {
        // The distance is at least the difference in length, which is cheap to compare.
        if object.name.len().abs_diff(name.len()) <= most && osa_distance(name, &object.name) <= most {
            near.push(&object.name);
        } else if object
            .name
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('-'))
        {
            longer.push(&object.name);
        }
    }
    near.sort_by_key(|candidate| (osa_distance(name, candidate), *candidate));
    longer.sort_by(|a, b| b.cmp(a));
    near.into_iter()
        .chain(longer)
        .take(SUGGESTIONS)
        .cloned()
        .collect()
}

async fn read(client: &Client, path: String) -> Vec<Metadata> {
    let list = List {
        what: "names",
        path,
        accept: METADATA,
    };
    match timeout(PATIENCE, list.read(client, Names::default)).await {
        Ok(Ok(listed)) => listed.collected.0,
        Ok(Err(_)) | Err(_) => Vec::new(),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Object {
    #[serde(deserialize_with = "or_default")]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    #[serde(deserialize_with = "or_default")]
    name: String,
    #[serde(deserialize_with = "or_default")]
    namespace: String,
}

#[derive(Default)]
struct Names(Vec<Metadata>);

impl Collect for Names {
    fn add(&mut self, item: Item) -> Result<(), String> {
        self.0.push(item.decode_json::<Object>()?.metadata);
        Ok(())
    }

    fn wants_more(&self) -> bool {
        self.0.len() < AT_MOST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(names: &[&str]) -> Vec<Metadata> {
        let object = |name: &&str| Metadata {
            name: (*name).to_owned(),
            namespace: "zoo".to_owned(),
        };
        names.iter().map(object).collect()
    }

    #[test]
    fn few_letters_apart_comes_first_then_the_runs_of_that_name() {
        let objects = objects(&[
            "nightly-29924308",
            "nightly-29924309",
            "nightly",
            "nigthly",
            "weekly",
            "night",
            "",
        ]);
        assert_eq!(nearest("nightli", &objects), ["nightly", "night", "nigthly"]);
        assert_eq!(nearest("nightly", &objects), ["nightly", "nigthly", "night"]);
        assert_eq!(
            nearest("nightly", &objects[..2]),
            ["nightly-29924309", "nightly-29924308"]
        );
        assert!(nearest("backup", &objects).is_empty());
        assert!(nearest("x", &[]).is_empty());
    }
}
