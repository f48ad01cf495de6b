//! Nested API objects on one line, like YAML's flow style: short, complete, and with the keys of the
//! Kubernetes API.

use serde_json::{Map, Value};

/// An object in the form of the Kubernetes API, with its keys in alphabetical order; empty if the value is
/// not an object.
pub(super) fn object(value: &impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// `{key: value, list: [1, 2]}`; text without quotes.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => format!("{{{}}}", pairs(fields)),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// `key: value, key: value`.
pub(super) fn pairs(fields: &Map<String, Value>) -> String {
    let pairs = fields
        .iter()
        .map(|(key, value)| format!("{key}: {}", flow(value)));
    pairs.collect::<Vec<_>>().join(", ")
}
