//! The objects and logs that were loaded, each once.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::Timestamp;
use serde_json::Value;

use super::{
    kinds::{JOB, Kind},
    logs::LogFiles,
    objects::Object,
    time::Newest,
};

/// A resource in one version, as a path names it.
type Table = (&'static Kind, String);

/// Namespace and name; lists are in this order, as etcd's are.
pub(crate) type Key = (String, String);

/// Where an object is.
type Place = (Table, Key);

/// All that can be asked for.
pub(crate) struct Store {
    tables: BTreeMap<Table, BTreeMap<Key, Stored>>,
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
    /// What it holds; `None` if nobody can tell.
    pub(crate) kind: Option<&'static Kind>,
    /// Of which namespace; `None` if nobody can tell.
    pub(crate) namespace: Option<String>,
    /// Which file, and why, in a sentence.
    pub(crate) message: String,
}

/// An object as text, with what selectors look at. As text it is a tenth of its size as a tree.
pub(crate) struct Stored {
    /// JSON without `apiVersion` and `kind`.
    pub(crate) json: String,
    /// `metadata.labels`.
    pub(crate) labels: BTreeMap<String, String>,
    /// The fields that field selectors may name.
    pub(crate) fields: BTreeMap<&'static str, String>,
    /// The file it is from, for people.
    pub(crate) file: Option<Arc<str>>,
    uid: Option<String>,
    resource_version: Option<u64>,
}

impl Store {
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

    /// Whether there was any object or list of that kind. If not, nobody can tell what there is.
    pub(crate) fn knows(&self, kind: &'static Kind) -> bool {
        self.listed.contains(kind)
    }

    /// A file that was not read and may hold such objects.
    pub(crate) fn unread(&self, kind: &'static Kind, namespace: Option<&str>) -> Option<&Unread> {
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

        let place = (
            (object.kind, object.version.clone()),
            (object.namespace.clone(), object.name.clone()),
        );
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

    /// The version of every list: that of the newest object.
    pub(crate) fn resource_version(&self) -> u64 {
        self.resource_version
    }

    /// The objects of a resource, by namespace and name; `None` if there never was one of it.
    pub(crate) fn objects(&self, kind: &'static Kind, version: &str) -> Option<&BTreeMap<Key, Stored>> {
        self.tables.get(&(kind, version.to_owned()))
    }

    /// The only namespace that has Jobs, else `default`.
    pub(crate) fn default_namespace(&self) -> String {
        let jobs = self.objects(JOB, "v1").into_iter().flat_map(BTreeMap::keys);
        let mut namespaces = jobs.map(|(namespace, _)| namespace);
        let first = namespaces.next();
        first
            .filter(|first| namespaces.all(|namespace| namespace == *first))
            .map_or_else(|| "default".to_owned(), Clone::clone)
    }
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
            json: object.value.to_string(),
            labels: labels
                .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
                .collect(),
            fields: own_fields.chain(names).collect(),
            file,
            uid: text("uid").map(str::to_owned),
            resource_version: text("resourceVersion").and_then(|version| version.parse().ok()),
        }
    }

    /// The object as a tree.
    pub(crate) fn value(&self) -> Value {
        serde_json::from_str(&self.json).unwrap_or_default()
    }
}
