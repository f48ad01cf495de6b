//! Values → objects: splits lists, fills in the kinds that lists leave out, and converts events to one form.

use serde_json::{Map, Value};

use super::kinds::{EVENT, Kind};

/// One kept object.
#[derive(Debug)]
pub(crate) struct Object {
    /// The object's kind.
    pub(crate) kind: &'static Kind,
    /// The version under which the object is served.
    pub(crate) version: String,
    /// `metadata.namespace`; `default` if the object has none.
    pub(crate) namespace: String,
    /// `metadata.name`.
    pub(crate) name: String,
    /// The whole object except `apiVersion` and `kind`.
    pub(crate) value: Value,
}

/// The sorted values of one file.
#[derive(Default)]
pub(crate) struct Sorted {
    /// The objects to keep.
    pub(crate) kept: Vec<Object>,
    /// Kinds that are not kept, each once.
    pub(crate) other_kinds: Vec<String>,
    /// The number of objects of kept kinds without a name, which no request could ask for.
    pub(crate) nameless: usize,
    /// Kinds of which there is a list, even an empty one: an object that is not in the list does not exist.
    pub(crate) listed: Vec<&'static Kind>,
    /// Whether there is any Kubernetes object; an empty list counts.
    pub(crate) any: bool,
}

/// The `apiVersion` and `kind` of an object that does not state its own, if they are known.
type Implied<'a> = Option<(&'a str, &'a str)>;

impl Sorted {
    /// Sorts a document. `implied` applies to objects that do not state their own kind.
    pub(crate) fn add(&mut self, value: Value, implied: Implied<'_>) {
        match value {
            Value::Array(items) => {
                self.listed.extend(implied.and_then(kept));
                for item in items {
                    self.add(item, implied);
                }
            }
            Value::Object(fields) => self.add_object(fields, implied),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn add_object(&mut self, mut fields: Map<String, Value>, implied: Implied<'_>) {
        let said = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        let (api_version, kind) = match (said("apiVersion"), said("kind"), implied) {
            (Some(api_version), Some(kind), _) => (api_version, kind),
            (None, None, Some((api_version, kind)))
                if fields.get("metadata").is_some_and(Value::is_object) =>
            {
                (api_version.to_owned(), kind.to_owned())
            }
            _ => return,
        };
        self.any = true;
        let item_kind = kind.strip_suffix("List").filter(|_| is_list(&fields));
        if let Some(item_kind) = item_kind {
            // Only the name of the file may tell what a plain `List` holds.
            let items = (!item_kind.is_empty()).then_some((api_version.as_str(), item_kind));
            self.listed.extend(items.or(implied).and_then(kept));
            if let Some(Value::Array(list)) = fields.remove("items") {
                for item in list {
                    self.add(item, items);
                }
            }
            return;
        }
        let (group, version) = api_version.split_once('/').unwrap_or(("", &api_version));
        match Kind::of(group, &kind) {
            Some(kept) => self.keep(kept, group, version, fields),
            None if self.other_kinds.contains(&kind) => {}
            None => self.other_kinds.push(kind),
        }
    }

    fn keep(&mut self, kind: &'static Kind, group: &str, version: &str, mut fields: Map<String, Value>) {
        fields.remove("apiVersion");
        fields.remove("kind");
        if kind == EVENT && group == "events.k8s.io" {
            rename_event_fields(&mut fields);
        }
        let metadata = fields.get_mut("metadata").and_then(Value::as_object_mut);
        let Some((metadata, name)) = metadata.and_then(|metadata| {
            let name = metadata
                .get("name")?
                .as_str()
                .filter(|name| !name.is_empty())?
                .to_owned();
            Some((metadata, name))
        }) else {
            self.nameless += 1;
            return;
        };
        let namespace = metadata
            .get("namespace")
            .and_then(Value::as_str)
            .filter(|namespace| !namespace.is_empty());
        let namespace = namespace.unwrap_or("default").to_owned();
        metadata.insert("namespace".to_owned(), Value::from(namespace.as_str()));
        self.kept.push(Object {
            kind,
            version: kind.version.unwrap_or(version).to_owned(),
            namespace,
            name,
            value: Value::Object(fields),
        });
    }
}

fn kept((api_version, kind): (&str, &str)) -> Option<&'static Kind> {
    Kind::of_api(api_version, kind)
}

fn is_list(fields: &Map<String, Value>) -> bool {
    // An empty list may be written `items: null` or without `items`.
    match fields.get("items") {
        Some(items) => items.is_array() || items.is_null(),
        None => !fields.contains_key("spec") && !fields.contains_key("status"),
    }
}

/// `events.k8s.io/v1` has other names for the same fields (k8s.io/api/events/v1/types.go).
fn rename_event_fields(fields: &mut Map<String, Value>) {
    for (new, old) in [
        ("regarding", "involvedObject"),
        ("note", "message"),
        ("reportingController", "reportingComponent"),
        ("deprecatedSource", "source"),
        ("deprecatedFirstTimestamp", "firstTimestamp"),
        ("deprecatedLastTimestamp", "lastTimestamp"),
        ("deprecatedCount", "count"),
    ] {
        if let Some(value) = fields.remove(new) {
            fields.insert(old.to_owned(), value);
        }
    }
}
