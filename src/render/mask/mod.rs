//! Literal values that look like credentials are not shown: a report is pasted into tickets.
//!
//! A value is a credential by its name, or by the form of a text that names one, because a value's own look says nothing. Every text of a Job's spec and
//! annotations passes here; values that come from a Secret are never read at all.

mod inside;
mod names;

use std::{borrow::Cow, collections::BTreeMap};

use k8s_openapi::api::batch::v1::JobSpec;
use serde_json::{Map, Value};

/// What stands in for a masked value.
const MASK: &str = "*****";

/// A Job's spec as it may be shown, in Kubernetes' own form.
pub(super) fn spec(spec: &JobSpec, show: bool) -> Value {
    // A spec that was read can be written.
    let mut spec = serde_json::to_value(spec).unwrap_or_default();
    walk(&mut spec, show);
    spec
}

/// Annotations as they may be shown, without copies of the manifest.
pub(super) fn annotations(
    annotations: &BTreeMap<String, String>,
    show: bool,
) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    annotations
        .iter()
        .filter(|(name, text)| !is_copy_of_manifest(name, text))
        .map(move |(name, text)| {
            let text = if show {
                Cow::Borrowed(text.as_str())
            } else {
                Cow::Owned(value(name, text))
            };
            (name.as_str(), text)
        })
}

/// Masks whatever is inside of an API object, where Kubernetes lets people write what they like: pairs of name and value (variables, headers), maps
/// (annotations, options of drivers), command lines wherever they are run, and texts.
fn walk(object: &mut Value, show: bool) {
    match object {
        Value::Object(fields) => {
            if let (Some(Value::String(name)), Some(Value::String(literal))) =
                (fields.get("name"), fields.get("value"))
                && !show
            {
                let masked = value(name, literal);
                fields.insert("value".to_owned(), masked.into());
            }
            for (key, field) in fields {
                match (key.as_str(), field) {
                    ("annotations", Value::Object(map)) => {
                        map.retain(|name, text| {
                            !is_copy_of_manifest(name, text.as_str().unwrap_or_default())
                        });
                        mask_map(map, show);
                    }
                    ("options" | "volumeAttributes", Value::Object(map)) => mask_map(map, show),
                    ("command" | "args", Value::Array(words)) if !show => mask_words(words),
                    (_, field) => walk(field, show),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, show)),
        Value::String(text) if !show => *text = inside::text(text),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn mask_map(map: &mut Map<String, Value>, show: bool) {
    for (name, text) in map {
        if let (Value::String(text), false) = (text, show) {
            *text = value(name, text);
        }
    }
}

/// The value of that name as it may be shown.
fn value(name: &str, value: &str) -> String {
    inside::replacement(name, value).unwrap_or_else(|| inside::text(value))
}

/// The words of a command line: a flag's value may be the next word.
fn mask_words(words: &mut [Value]) {
    let mut flag: Option<String> = None;
    for word in words {
        let Value::String(word) = word else { continue };
        let next_flag = (word.starts_with('-') && !word.contains(['=', ' '])).then(|| word.clone());
        let masked = match &flag {
            Some(flag) if next_flag.is_none() => value(flag, word),
            Some(_) | None => argument(word),
        };
        *word = masked;
        flag = next_flag;
    }
}

/// A word of a command line by itself. What stands behind the name of a flag or variable is its value to the end.
fn argument(word: &str) -> String {
    let assigned = word
        .split_once('=')
        .filter(|(name, _)| name.chars().all(inside::is_of_name));
    let masked = assigned
        .and_then(|(name, text)| inside::replacement(name, text).map(|shown| format!("{name}={shown}")));
    masked.unwrap_or_else(|| inside::text(word))
}

/// Whether an annotation holds a copy of the whole manifest, with every literal value in it: kubectl, kapp and Rancher's apply keep one, and others that
/// keep one as JSON.
fn is_copy_of_manifest(annotation: &str, text: &str) -> bool {
    let is_manifest = || text.trim_start().starts_with('{') && text.contains("\"spec\"");
    annotation.contains("last-applied")
        || matches!(
            annotation,
            "kapp.k14s.io/original" | "objectset.rio.cattle.io/applied"
        )
        || is_manifest()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn command_lines_keep_everything_but_the_credential() {
        let mut words = json!([
            "run",
            "--token",
            "a1",
            "--password=b2,c=d e",
            "API_KEY=c3",
            "--user",
            "me",
            "postgres://me:d4@db:5432/x?ssl=1",
            "--secret",
            "--verbose",
            "https://host/path:x@y",
            "export PASSWORD=from-file && go",
            "--user",
            "me:secret",
            "--auth-enabled",
            "true",
            "--max-tokens",
            "5"
        ]);
        let shown = words.clone();
        let Value::Array(masked) = &mut words else {
            unreachable!()
        };
        mask_words(masked);
        assert_eq!(
            words,
            json!([
                "run",
                "--token",
                "*****",
                "--password=*****",
                "API_KEY=*****",
                "--user",
                "me",
                "postgres://me:*****@db:5432/x?ssl=1",
                "--secret",
                "--verbose",
                "https://host/path:x@y",
                "export PASSWORD=***** && go",
                "--user",
                "me:*****",
                "--auth-enabled",
                "true",
                "--max-tokens",
                "5"
            ])
        );
        let mut whole = json!({ "command": shown });
        walk(&mut whole, true);
        assert_eq!(whole["command"], shown);
    }
}
