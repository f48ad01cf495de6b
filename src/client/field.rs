//! Finds the field of a JSON text that has the wrong type, and names the type that the field must have. The
//! field's value is never quoted, because the value may be a secret.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::excerpt::one_line;

/// Why a JSON text cannot be decoded.
pub(crate) struct Undecodable {
    /// serde's error.
    pub(crate) error: serde_json::Error,
    /// The field and its type: `spec.template.spec.containers[0].env[0].value must be a string`.
    pub(crate) field: String,
}

/// Decodes a JSON text. The path to a wrong field is tracked from the start. Decoding a second time to find
/// the path would put the code of every type into the binary twice.
pub(crate) fn decode<T: DeserializeOwned>(json: &[u8]) -> Result<T, Undecodable> {
    let mut reader = serde_json::Deserializer::from_slice(json);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(Undecodable::of)?;
    match reader.end() {
        Ok(()) => Ok(value),
        Err(error) => Err(Undecodable {
            error,
            field: String::from("there is text after the end of the document"),
        }),
    }
}

/// Decodes a JSON value; the error says which field is wrong.
pub(crate) fn decode_value<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    serde_path_to_error::deserialize(value).map_err(|error| Undecodable::of(error).field)
}

impl Undecodable {
    fn of(error: serde_path_to_error::Error<serde_json::Error>) -> Self {
        let path = error.path();
        let field = match path.iter().next() {
            None => String::from("it"),
            Some(_) => one_line(&path.to_string(), 200),
        };
        let field = match expected(&error.inner().to_string()) {
            Some(expected) => format!("{field} must be {expected}"),
            None => format!("{field} has the wrong type"),
        };
        Self {
            error: error.into_inner(),
            field,
        }
    }
}

/// The type that serde's message (``invalid type: integer `1`, expected a string at line 1 column 7``)
/// expects, in Kubernetes' words.
fn expected(message: &str) -> Option<String> {
    let (_, rest) = message.rsplit_once(", expected ")?;
    let words = rest.split(" at line ").next()?;
    let is_number = words.trim_start_matches(['i', 'u', 'f']).parse::<u8>().is_ok();
    Some(match words {
        _ if is_number => String::from("a number in its range"),
        "a sequence" => String::from("a list"),
        "a map" => String::from("an object"),
        words if words.starts_with("struct ") => String::from("an object"),
        words if words.chars().next().is_some_and(char::is_uppercase) => String::from("an object"),
        words => one_line(words, 60),
    })
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::batch::v1::JobSpec;
    use serde_json::json;

    use super::*;

    fn wrong(text: &str) -> String {
        decode::<JobSpec>(text.as_bytes()).map_or_else(|wrong| wrong.field, |_| String::new())
    }

    #[test]
    fn names_the_field_and_what_it_must_be_and_not_what_it_is() {
        let env = json!({"template": {"spec": {"containers": [
            {"name": "a", "env": []}, {"name": "b\\\",{[", "env": [{"name": "A", "value": 4711}]}]}}});
        let cases = [
            (
                env.to_string(),
                "template.spec.containers[1].env[0].value must be a string",
            ),
            (
                serde_json::to_string_pretty(&env).unwrap(),
                "template.spec.containers[1].env[0].value must be a string",
            ),
            (
                json!({"suspend": "hunter2, expected x"}).to_string(),
                "suspend must be a boolean",
            ),
            (
                json!({"completions": "hunter2"}).to_string(),
                "completions must be a number in its range",
            ),
            (
                json!({"completions": 99_999_999_999_u64}).to_string(),
                "completions must be a number in its range",
            ),
            (
                json!({"template": {"spec": {"containers": {"hunter2": 1}}}}).to_string(),
                "template.spec.containers must be a list",
            ),
            (json!({"template": [1]}).to_string(), "template must be an object"),
            ("7".to_owned(), "it must be an object"),
        ];
        for (text, expected) in cases {
            assert_eq!(wrong(&text), expected, "{text}");
        }
    }
}
