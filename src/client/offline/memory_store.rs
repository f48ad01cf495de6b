//! The objects and logs of files and of the demonstration, in memory, each once.

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

/// Namespace and name; lists are in this order, as etcd's are.
type Key = (String, String);

/// Where an object is.
type Place = (Resource, Key);

/// All that can be asked for.
pub(crate) struct MemoryStore {
    tables: BTreeMap<Resource, BTreeMap<Key, Stored>>,
    /// By kind and UID: copies of one object may have different names, objects of different kinds are never one.
    uids: HashMap<(&'static Kind, String), Place>,
    /// The kinds of which there was an object or a list.
    listed: BTreeSet<&'static Kind>,
    /// What was not read.
    pub(crate) unread: Vec<Unread>,
    /// The logs.
    pub(crate) logs: LogFiles,
    newest: Newest,
    resource_version: u64,
}

/// A file that was not read.
pub(crate) struct Unread {
    /// What it holds; `None` if that is unknown.
    pub(crate) kind: Option<&'static Kind>,
    /// Of which namespace; `None` if that is unknown.
    pub(crate) namespace: Option<String>,
    /// Which file, and why, in a sentence.
    pub(crate) message: String,
}

/// An object as text, with what selectors look at. As text it is a tenth of its size as a tree.
struct Stored {
    json: Bytes,
    /// `metadata.labels`.
    labels: BTreeMap<String, String>,
    /// The fields that field selectors may name.
    fields: BTreeMap<&'static str, String>,
    /// The file it is from, for people.
    file: Option<Arc<str>>,
    uid: Option<String>,
    resource_version: Option<u64>,
}

impl MemoryStore {
    /// An empty store; `now` is the clock, against which stamps from the future are judged.
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

    /// Takes note that there is a list of that kind, though perhaps an empty one.
    pub(crate) fn list(&mut self, kind: &'static Kind) {
        self.listed.insert(kind);
    }

    /// Whether there was any object or list of that kind. If not, its objects are unknown.
    fn knows(&self, kind: &'static Kind) -> bool {
        self.listed.contains(kind)
    }

    /// A file that was not read and may hold such objects.
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

    /// Takes an object in. Of several of a kind with the same UID or the same name, the one with the highest resource version stays, and
    /// among equals the last.
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

    /// Takes into account a time stamp of a log.
    pub(crate) fn see(&mut self, stamp: Timestamp) {
        self.newest.see(stamp);
    }

    /// The newest time stamp of objects and logs.
    pub(crate) fn moment(&self) -> Option<Timestamp> {
        self.newest.get()
    }

    /// The objects of a resource. An API that comes with a cluster's add-ons is there only if some object of it is.
    fn objects(&self, resource: &Resource) -> Result<&BTreeMap<Key, Stored>, Refusal> {
        static NOTHING: BTreeMap<Key, Stored> = BTreeMap::new();
        match self.tables.get(resource) {
            Some(objects) => Ok(objects),
            None if resource.kind.is_built_in() => Ok(&NOTHING),
            None => Err(Refusal::NotServed),
        }
    }

    /// The only namespace that has Jobs, else `default`.
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

    /// What no file tells of is refused, because that is not the same as nothing.
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
        // Nothing changes between two pages, so a token is the number of objects before its page.
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

/// What a field selector compares. A Job's successes have another name there (`JobToSelectableFields` in
/// pkg/registry/batch/job/strategy.go).
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
