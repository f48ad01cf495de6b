//! YAML → values: the only module that touches `serde_yaml`, which is no longer maintained.
//!
//! Its own limits hold (128 levels, 100 alias jumps for each event) but do not bound the bytes that aliases copy; that is
//! bounded here. The time that deeply nested braces take is bounded by whoever reads large texts of strangers.

use std::cell::Cell;

use serde::de::{DeserializeOwned, DeserializeSeed as _};
use serde_json::Value;

use super::tree::Tree;

pub(super) use serde_yaml::Error;

/// How many times its own size a text may come to.
pub(super) const GROWTH: usize = 10;

/// The documents of a text, each `growth` times the text's size at most together. An empty one is null.
pub(super) fn documents(text: &str, growth: usize) -> impl Iterator<Item = Result<Value, Error>> {
    let allowance = Cell::new(text.len().saturating_mul(growth).saturating_add(1024));
    let documents = serde_yaml::Deserializer::from_str(text);
    documents.map(move |document| Tree::bounded(&allowance).deserialize(document))
}

/// What a text of one document says; `None` where it is not of that form.
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
