//! What the in-process API needs of a store of objects: get, list, log.
//!
//! A store must not ask a cluster or change an object. Its refusals use the words of a real API server.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;

use super::{
    kinds::Kind,
    query::Query,
    select::{FieldSelector, LabelSelector},
    status::Refusal,
};

/// A store of objects and logs.
pub(crate) trait ObjectStore: Send + Sync + 'static {
    /// One object; `None` if the store knows that the object does not exist.
    fn get(
        &self,
        resource: &Resource,
        namespace: &str,
        name: &str,
    ) -> impl Future<Output = Result<Option<StoredObject>, Refusal>> + Send;

    /// One page of the selected objects, ordered by namespace and name.
    fn list(
        &self,
        resource: &Resource,
        namespace: Option<&str>,
        selection: &Selection,
    ) -> impl Future<Output = Result<Page, Refusal>> + Send;

    /// The log of a container, with the timestamps that the store has; `None` if there is no log.
    fn log(&self, log: &LogKey<'_>) -> impl Future<Output = Result<Option<Vec<u8>>, Refusal>> + Send;
}

/// A resource in one version, as a path names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Resource {
    /// The kind of the resource's objects.
    pub(crate) kind: &'static Kind,
    /// The version of its API.
    pub(crate) version: String,
}

/// An object of a store.
pub(crate) struct StoredObject {
    /// The whole object as JSON.
    pub(crate) json: Bytes,
    /// The file that holds the object, as shown to people.
    pub(crate) file: Option<Arc<str>>,
}

/// A page of a list.
pub(crate) struct Page {
    /// Whole objects as JSON.
    pub(crate) items: Vec<Bytes>,
    /// The `continue` token of the next page, if there is one.
    pub(crate) next: Option<String>,
    /// `resourceVersion` of the list.
    pub(crate) version: String,
}

/// Which log to read.
pub(crate) struct LogKey<'a> {
    /// The pod's namespace.
    pub(crate) namespace: &'a str,
    /// The pod's name.
    pub(crate) pod: &'a str,
    /// The container's name.
    pub(crate) container: &'a str,
    /// Whether to read the log of the container's previous instance.
    pub(crate) previous: bool,
    /// Whether the pod has no other container. If so, a log of the pod is this container's.
    pub(crate) is_only_container: bool,
}

/// Which objects of a resource to list.
pub(crate) struct Selection {
    labels: LabelSelector,
    fields: FieldSelector,
    /// The most objects on one page.
    pub(crate) limit: usize,
    /// The `continue` token that an earlier page gave.
    pub(crate) start: Option<String>,
}

impl Selection {
    /// Parses the query of a list of `kind`.
    pub(crate) fn parse(kind: &Kind, query: &Query) -> Result<Self, Refusal> {
        let labels = LabelSelector::parse(query.get("labelSelector").unwrap_or_default())
            .map_err(|error| Refusal::bad_request(format!("unable to parse requirement: {error}")))?;
        let of_all = ["metadata.name", "metadata.namespace"];
        let supported: Vec<_> = of_all.iter().chain(kind.fields).copied().collect();
        let fields = FieldSelector::parse(query.get("fieldSelector").unwrap_or_default(), &supported)
            .map_err(Refusal::bad_request)?;
        let limit = query
            .parsed::<i64>("limit")?
            .and_then(|limit| usize::try_from(limit).ok())
            .filter(|&limit| limit > 0);
        Ok(Self {
            labels,
            fields,
            limit: limit.unwrap_or(usize::MAX),
            start: query.get("continue").map(str::to_owned),
        })
    }

    /// Whether an object with these labels and these fields is selected.
    pub(crate) fn matches(
        &self,
        labels: &BTreeMap<String, String>,
        fields: &BTreeMap<&'static str, String>,
    ) -> bool {
        self.labels.matches(labels) && self.fields.matches(fields)
    }
}
