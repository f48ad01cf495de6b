//! YAML → values: the only module that uses `serde_yaml`, which is no longer maintained.
//!
//! The limits of `serde_yaml` hold (128 levels, 100 alias jumps for each event), but do not bound the bytes
//! that aliases copy. This module bounds these bytes. It does not bound the time that deeply nested braces
//! take: a caller that reads large untrusted texts must do so.

use std::cell::Cell;

use serde::de::{DeserializeOwned, DeserializeSeed as _};
use serde_json::Value;

use super::tree::Tree;

pub(super) use serde_yaml::Error;

/// The most times its own size to which a text may expand.
pub(super) const GROWTH: usize = 10;

/// The documents of a text, together at most `growth` times the text's size. An empty document is null.
pub(super) fn documents(text: &str, growth: usize) -> impl Iterator<Item = Result<Value, Error>> {
    let allowance = Cell::new(text.len().saturating_mul(growth).saturating_add(1024));
    let documents = serde_yaml::Deserializer::from_str(text);
    documents.map(move |document| Tree::bounded(&allowance).deserialize(document))
}

/// Decodes a text of one document; `None` if the text has several documents or another form.
pub(super) fn one<T: DeserializeOwned>(text: &str) -> Option<T> {
    let mut documents = documents(text, GROWTH);
    let first = documents.next()?.ok()?;
    let is_only = documents.next().is_none();
    serde_json::from_value(first).ok().filter(|_| is_only)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{GROWTH, documents, one};

    #[test]
    fn aliases_that_repeat_each_other_are_refused() {
        let nine = |of: &str| [of; 9].join(", ");
        let line =
            |(before, name): (&str, &str)| format!("{name}: &{name} [{}]\n", nine(&format!("*{before}")));
        let first = format!("a: &a [{}]\n", nine("x"));
        let more = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")].map(line);
        let text = format!("{first}{}", more.concat());
        assert!(documents(&text, GROWTH).any(|document| document.is_err()));
        assert_eq!(one::<Value>(&text), None);
        let plain = "a: &a [x, x]\nb: *a\n";
        assert_eq!(
            one::<Value>(plain),
            Some(json!({"a": ["x", "x"], "b": ["x", "x"]}))
        );
    }

    #[test]
    fn one_document_is_one() {
        assert_eq!(one::<Value>("a: 1\n"), Some(json!({"a": 1})));
        assert_eq!(one::<Value>("a: 1\n---\nb: 2\n"), None);
        assert_eq!(one::<Value>("a: [\n"), None);
        assert_eq!(one::<Value>("# nothing\n"), Some(Value::Null));
        assert_eq!(one::<Vec<String>>("a: 1\n"), None);
    }
}
