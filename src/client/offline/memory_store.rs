//! The objects and logs of files or of the demonstration, in memory, each only once.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;

use super::{
    kinds::{JOB, Kind, POD},
    logs::LogFiles,
    object_store::{LogKey, ObjectStore, Page, Resource, Selection, StoredObject},
    objects::Object,
    status::Refusal,
    time::Newest,
};

/// Namespace and name. Lists are in this order, as etcd's are.
type Key = (String, String);

/// Where an object is stored.
type Place = (Resource, Key);

/// All objects and logs that can be requested.
pub(crate) struct MemoryStore {
    tables: BTreeMap<Resource, BTreeMap<Key, Stored>>,
    /// The objects by kind and UID. Copies of one object may have different names. Objects of different kinds
    /// are never copies.
    uids: HashMap<(&'static Kind, String), Place>,
    /// The kinds of which there is an object or a list.
    listed: BTreeSet<&'static Kind>,
    /// The files that were not read.
    pub(crate) unread: Vec<Unread>,
    /// The logs.
    pub(crate) logs: LogFiles,
    newest: Newest,
    resource_version: u64,
}

/// A file that was not read.
pub(crate) struct Unread {
    /// The kind that the file holds; `None` if unknown.
    pub(crate) kind: Option<&'static Kind>,
    /// The namespace of its objects; `None` if unknown.
    pub(crate) namespace: Option<String>,
    /// Which file was not read, and why, in a sentence.
    pub(crate) message: String,
}

/// An object as JSON text, with the values that selectors compare. The text takes a tenth of a tree's memory.
struct Stored {
    json: Bytes,
    /// `metadata.labels`.
    labels: BTreeMap<String, String>,
    /// The fields that field selectors may name.
    fields: BTreeMap<&'static str, String>,
    /// The file that holds the object, as shown to people.
    file: Option<Arc<str>>,
    uid: Option<String>,
    resource_version: Option<u64>,
}

impl MemoryStore {
    /// An empty store. `now` is the clock's reading, against which timestamps in the future are judged.
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            tables: BTreeMap::new(),
            uids: HashMap::new(),
            listed: BTreeSet::new(),
            unread: Vec::new(),
            logs: LogFiles::default(),
            newest: Newest::new(now),
            resource_version: 1,
        }
    }

    /// Records that there is a list of this kind, perhaps an empty one.
    pub(crate) fn list(&mut self, kind: &'static Kind) {
        self.listed.insert(kind);
    }

    /// Whether there is any object or list of this kind. If not, objects of this kind are unknown.
    fn knows(&self, kind: &'static Kind) -> bool {
        self.listed.contains(kind)
    }

    /// A file that was not read and may hold objects of this kind in this namespace.
    fn unread(&self, kind: &'static Kind, namespace: Option<&str>) -> Option<&Unread> {
        self.unread.iter().find(|unread| {
            let other_kind = unread.kind.is_some_and(|of| of != kind);
            let other_place = unread
                .namespace
                .as_deref()
                .is_some_and(|of| namespace.is_some_and(|asked| asked != of));
            !other_kind && !other_place
        })
    }

    /// Adds an object. Of several objects of a kind with the same UID or the same name, the object with the
    /// highest resource version stays; of equal versions, the last.
    pub(crate) fn insert(&mut self, object: &Object, file: Option<&Arc<str>>) {
        self.newest.see_object(&object.value);
        self.list(object.kind);
        let stored = Stored::new(object, file.cloned());
        self.resource_version = self.resource_version.max(stored.resource_version.unwrap_or(0));

        let resource = Resource {
            kind: object.kind,
            version: object.version.clone(),
        };
        let place = (resource, (object.namespace.clone(), object.name.clone()));
        let identity = stored.uid.clone().map(|uid| (object.kind, uid));
        let same_uid = identity
            .as_ref()
            .and_then(|identity| self.uids.get(identity))
            .cloned();
        let same_uid = same_uid.filter(|place| self.at(place).is_some_and(|known| known.uid == stored.uid));
        let rivals: Vec<_> = [Some(place.clone()), same_uid].into_iter().flatten().collect();
        let mut known = rivals.iter().filter_map(|place| self.at(place));
        if known.any(|known| known.resource_version > stored.resource_version) {
            return;
        }
        for (table, key) in &rivals {
            self.tables.get_mut(table).and_then(|objects| objects.remove(key));
        }
        if let Some(identity) = identity {
            self.uids.insert(identity, place.clone());
        }
        self.tables.entry(place.0).or_default().insert(place.1, stored);
    }

    fn at(&self, (table, key): &Place) -> Option<&Stored> {
        self.tables.get(table)?.get(key)
    }

    /// Takes a timestamp of a log into account.
    pub(crate) fn see(&mut self, stamp: Timestamp) {
        self.newest.see(stamp);
    }

    /// The newest timestamp of objects and logs.
    pub(crate) fn moment(&self) -> Option<Timestamp> {
        self.newest.get()
    }

    /// The objects of a resource. The API of an add-on exists only if there is an object of it.
    fn objects(&self, resource: &Resource) -> Result<&BTreeMap<Key, Stored>, Refusal> {
        static NOTHING: BTreeMap<Key, Stored> = BTreeMap::new();
        match self.tables.get(resource) {
            Some(objects) => Ok(objects),
            None if resource.kind.is_built_in() => Ok(&NOTHING),
            None => Err(Refusal::NotServed),
        }
    }

    /// The only namespace that has Jobs, otherwise `default`.
    pub(crate) fn default_namespace(&self) -> String {
        let jobs = self.tables.iter().filter(|(resource, _)| resource.kind == JOB);
        let mut namespaces = jobs
            .flat_map(|(_, jobs)| jobs.keys())
            .map(|(namespace, _)| namespace);
        let first = namespaces.next();
        first
            .filter(|first| namespaces.all(|namespace| namespace == *first))
            .map_or_else(|| "default".to_owned(), Clone::clone)
    }
}

impl ObjectStore for MemoryStore {
    async fn get(
        &self,
        resource: &Resource,
        namespace: &str,
        name: &str,
    ) -> Result<Option<StoredObject>, Refusal> {
        let objects = self.objects(resource)?;
        match objects.get(&(namespace.to_owned(), name.to_owned())) {
            Some(stored) => Ok(Some(StoredObject {
                json: stored.json.clone(),
                file: stored.file.clone(),
            })),
            None => match self.unread(resource.kind, Some(namespace)) {
                Some(unread) => Err(Refusal::unread(unread.message.clone())),
                None => Ok(None),
            },
        }
    }

    /// Refuses a list of which the files tell nothing: unknown is not the same as empty.
    async fn list(
        &self,
        resource: &Resource,
        namespace: Option<&str>,
        selection: &Selection,
    ) -> Result<Page, Refusal> {
        let objects = self.objects(resource)?;
        if let Some(unread) = self.unread(resource.kind, namespace) {
            return Err(Refusal::unread(unread.message.clone()));
        }
        if resource.kind.is_evidence() && !self.knows(resource.kind) {
            return Err(Refusal::unknown(resource.kind));
        }
        // Nothing changes between two pages, so the token is the number of objects before its page.
        let start = match &selection.start {
            None => 0,
            Some(token) => token
                .parse()
                .map_err(|_| Refusal::bad_request("continue key is not valid"))?,
        };
        let mut selected = objects
            .iter()
            .filter(|((within, _), _)| namespace.is_none_or(|asked| asked == within))
            .filter(|(_, object)| selection.matches(&object.labels, &object.fields))
            .skip(start);
        let items: Vec<Bytes> = selected
            .by_ref()
            .take(selection.limit)
            .map(|(_, object)| object.json.clone())
            .collect();
        Ok(Page {
            next: selected.next().map(|_| (start + items.len()).to_string()),
            items,
            version: self.resource_version.to_string(),
        })
    }

    async fn log(&self, log: &LogKey<'_>) -> Result<Option<Vec<u8>>, Refusal> {
        self.logs.read(log).map_err(|error| {
            let message = format!(
                "the log of container \"{}\" cannot be read: {error}",
                log.container
            );
            Refusal::missing(POD, log.pod, message)
        })
    }
}

/// The object with its `apiVersion` and `kind`.
fn whole(object: &Object) -> String {
    let json = object.value.to_string();
    let rest = json.strip_prefix('{').unwrap_or(&json);
    let Object { kind, version, .. } = object;
    let api_version = kind.api_version(version);
    format!(r#"{{"apiVersion":"{api_version}","kind":"{}",{rest}"#, kind.name)
}

/// The value that a field selector compares. `status.successful` is the selector's name for a Job's
/// `status.succeeded` (`JobToSelectableFields` in pkg/registry/batch/job/strategy.go).
fn field(object: &Value, path: &str) -> Option<String> {
    if path == "status.successful" {
        let succeeded = object["status"]["succeeded"].as_i64();
        return Some(succeeded.unwrap_or(0).to_string());
    }
    let value = path.split('.').try_fold(object, |value, name| value.get(name))?;
    Some(value.as_str()?.to_owned())
}

impl Stored {
    fn new(object: &Object, file: Option<Arc<str>>) -> Self {
        let metadata = &object.value["metadata"];
        let text = |name: &str| metadata[name].as_str().filter(|text| !text.is_empty());
        let labels = metadata["labels"].as_object().into_iter().flatten();
        let own_fields = object.kind.fields.iter();
        let own_fields = own_fields.filter_map(|&path| Some((path, field(&object.value, path)?)));
        let names = [
            ("metadata.namespace", object.namespace.clone()),
            ("metadata.name", object.name.clone()),
        ];
        Self {
            json: whole(object).into(),
            labels: labels
                .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
                .collect(),
            fields: own_fields.chain(names).collect(),
            file,
            uid: text("uid").map(str::to_owned),
            resource_version: text("resourceVersion").and_then(|version| version.parse().ok()),
        }
    }
}
