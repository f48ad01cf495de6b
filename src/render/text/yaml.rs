//! Nested API objects on one line, in the manner of YAML's flow style: short, complete, and in Kubernetes' own words.

use serde_json::{Map, Value};

/// An object as Kubernetes writes it, keys in the alphabet's order; empty where it is no object.
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
