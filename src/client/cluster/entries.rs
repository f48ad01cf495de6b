//! Decodes a kubeconfig entry by entry if it does not decode as a whole: kubectl only checks the entry that
//! is used.

use kube::config::{Kubeconfig, NamedAuthInfo, NamedCluster, NamedContext};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use crate::client::{decode_value, yaml};

/// An entry that cannot be used.
pub(super) struct BadEntry {
    /// `context`, `cluster` or `user`.
    pub(super) kind: &'static str,
    /// The entry's name.
    pub(super) name: String,
    /// Which field must have which type.
    pub(super) cause: String,
}

/// Decodes each entry separately. A bad entry stays as a name without content. `None` if the text is not a
/// kubeconfig at all.
pub(super) fn decode(text: &str) -> Option<(Kubeconfig, Vec<BadEntry>)> {
    let Value::Object(mut fields) = yaml::one(text)? else {
        return None;
    };
    drop_nulls(&mut fields);
    let mut bad = Vec::new();
    let config = Kubeconfig {
        clusters: entries(&mut fields, "clusters", "cluster", &mut bad)?,
        contexts: entries(&mut fields, "contexts", "context", &mut bad)?,
        auth_infos: entries(&mut fields, "users", "user", &mut bad)?,
        current_context: match fields.remove("current-context") {
            None => None,
            Some(Value::String(name)) => Some(name),
            Some(_) => return None,
        },
        ..Kubeconfig::default()
    };
    Some((config, bad))
}

/// An entry of one kind.
trait Entry: DeserializeOwned + Serialize {
    /// An entry with this name and no content.
    fn named(name: String) -> Self;
}

impl Entry for NamedCluster {
    fn named(name: String) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }
}

impl Entry for NamedContext {
    fn named(name: String) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }
}

impl Entry for NamedAuthInfo {
    fn named(name: String) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }
}

fn entries<T: Entry>(
    fields: &mut Map<String, Value>,
    list: &str,
    kind: &'static str,
    bad: &mut Vec<BadEntry>,
) -> Option<Vec<T>> {
    let items = match fields.remove(list) {
        None => return Some(Vec::new()),
        Some(Value::Array(items)) => items,
        Some(_) => return None,
    };
    let mut decoded = Vec::new();
    for mut item in items.into_iter().filter(Value::is_object) {
        fill(&mut item, kind);
        let name = item["name"].as_str().unwrap_or_default().to_owned();
        match decode_value(&item) {
            Ok(entry) => decoded.push(entry),
            Err(cause) => {
                decoded.push(T::named(name.clone()));
                bad.push(BadEntry { kind, name, cause });
            }
        }
    }
    Some(decoded)
}

/// Sets absent fields of an entry to client-go's defaults.
fn fill(item: &mut Value, kind: &str) {
    let Some(entry) = item.as_object_mut() else { return };
    entry.entry("name").or_insert_with(|| json!(""));
    if let Some(Value::Object(context)) = entry.get_mut(kind).filter(|_| kind == "context") {
        context.entry("cluster").or_insert_with(|| json!(""));
    }
    if let Some(Value::Object(exec)) = item.pointer_mut("/user/exec")
        && exec.get("interactiveMode").is_some_and(|mode| mode == "")
    {
        exec.remove("interactiveMode");
    }
}

/// Drops nulls: to client-go, null and absent are the same.
fn drop_nulls(fields: &mut Map<String, Value>) {
    fields.retain(|_, value| !value.is_null());
    for value in fields.values_mut() {
        drop_nulls_within(value);
    }
}

fn drop_nulls_within(value: &mut Value) {
    match value {
        Value::Object(fields) => drop_nulls(fields),
        Value::Array(items) => items.iter_mut().for_each(drop_nulls_within),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
