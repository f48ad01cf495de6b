//! Masks literal credentials, because people paste reports into tickets.
//!
//! A credential is found by its [name](names), by a name [next to it](pairs) in a text, by the [tool](tools)
//! that takes it, or by its own [form](shapes). An [innocent] value is always shown, whatever its name is.
//! Every text of a Job's spec and annotations is checked here. Secrets are never read. The time is linear in
//! the length of a text, whatever the text holds.

mod commands;
mod extent;
mod innocent;
mod keys;
mod markup;
mod names;
mod pairs;
mod shapes;
mod shell;
#[cfg(test)]
mod tests;
mod tools;
mod urls;

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use k8s_openapi::api::batch::v1::JobSpec;
use serde_json::{Map, Value};

/// What is shown instead of a credential.
const MASK: &str = "*****";

/// The depth to which base64 within base64 is read.
const DEEPEST: usize = 2;

/// Ranges of a text, in any order.
type Spans = Vec<Range<usize>>;

/// A Job's spec in the form of the Kubernetes API, masked unless `show` is set.
pub(super) fn spec(spec: &JobSpec, show: bool) -> Value {
    // A spec that was decoded can be encoded.
    let mut spec = serde_json::to_value(spec).unwrap_or_default();
    walk(&mut spec, show);
    spec
}

/// Annotations without copies of the manifest, masked unless `show` is set.
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

/// Masks the fields of an API object that users fill in freely: pairs of name and value (variables, headers),
/// maps (annotations, options of drivers), command lines, and texts.
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
            if !show {
                mask_command(fields);
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
                    (_, field) => walk(field, show),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, show)),
        Value::String(string) if !show => *string = text(string),
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

/// Masks the command line of a container or a probe. `args` follow `command`. Without a command, the program
/// is guessed from the name of the image.
fn mask_command(fields: &mut Map<String, Value>) {
    let list = |key: &str| fields.get(key).and_then(Value::as_array).into_iter().flatten();
    let words: Vec<&str> = list("command")
        .chain(list("args"))
        .filter_map(Value::as_str)
        .collect();
    let image = fields.get("image").and_then(Value::as_str).unwrap_or_default();
    let program = program_of(image).filter(|_| list("command").next().is_none());
    let all: Vec<&str> = program.into_iter().chain(words.iter().copied()).collect();
    let skipped = all.len() - words.len();
    let mut found: Vec<Spans> = all.iter().map(|_| Spans::new()).collect();
    for (word, span) in commands::in_words(&all) {
        found[word].push(span);
    }
    let masked = words
        .iter()
        .zip(found.split_off(skipped))
        .map(|(word, spans)| without(word, spans));
    let mut masked: std::vec::IntoIter<String> = masked.collect::<Vec<_>>().into_iter();
    for key in ["command", "args"] {
        for word in fields
            .get_mut(key)
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            if word.is_string()
                && let Some(masked) = masked.next()
            {
                *word = masked.into();
            }
        }
    }
}

/// The program that an image runs: `aws` for `amazon/aws-cli:2`.
fn program_of(image: &str) -> Option<&str> {
    let name = image.rsplit('/').next()?.split([':', '@']).next()?;
    Some(
        name.strip_suffix("-cli")
            .filter(|name| *name == "aws")
            .unwrap_or(name),
    )
}

/// The value of the name, with credentials masked.
fn value(name: &str, value: &str) -> String {
    match credential(value, names::kind(name)) {
        Some(part) if part.len() == value.len() => MASK.to_owned(),
        Some(part) => {
            let mut spans = spans(value, 0);
            spans.push(part);
            without(value, spans)
        }
        None => text(value),
    }
}

/// The part of a value that is a credential, given the kind of its name.
fn credential(value: &str, kind: names::Kind) -> Option<Range<usize>> {
    if kind == names::Kind::Login {
        return urls::login_password(value);
    }
    (!innocent::is_innocent(value, kind)).then_some(0..value.len())
}

/// The text with its credentials masked.
fn text(text: &str) -> String {
    without(text, spans(text, 0))
}

/// The ranges of the credentials in a text.
fn spans(text: &str, depth: usize) -> Spans {
    let mut spans = Spans::new();
    keys::find(text, &mut spans);
    shapes::find(text, &mut spans);
    urls::find(text, &mut spans);
    pairs::find(text, &mut spans);
    commands::find(text, &mut spans);
    if depth < DEEPEST {
        shapes::in_base64(text, &mut spans, |text| !self::spans(text, depth + 1).is_empty());
    }
    spans.retain(|span| !innocent::is_nothing(&text[span.clone()]));
    spans
}

/// The text with a mask in place of each range. Ranges that touch share one mask.
fn without(text: &str, mut spans: Spans) -> String {
    spans.sort_unstable_by_key(|span| span.start);
    let mut out = String::with_capacity(text.len());
    let mut shown = 0;
    for span in spans {
        if span.start > shown || shown == 0 {
            out.push_str(&text[shown..span.start]);
            out.push_str(MASK);
        }
        shown = shown.max(span.end);
    }
    out.push_str(&text[shown..]);
    out
}

/// Whether a character can be a part of the name of a variable, a flag, a header or a key.
fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | '.')
}

/// Whether an annotation holds a copy of the whole manifest, with every literal value. kubectl, kapp and
/// Rancher keep such a copy; other tools keep one as JSON.
fn is_copy_of_manifest(annotation: &str, text: &str) -> bool {
    let is_manifest = || text.trim_start().starts_with('{') && text.contains("\"spec\"");
    annotation.contains("last-applied")
        || matches!(
            annotation,
            "kapp.k14s.io/original" | "objectset.rio.cattle.io/applied"
        )
        || is_manifest()
}
