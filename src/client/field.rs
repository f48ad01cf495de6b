//! Which field of a JSON text is not of its type, and what it must be. What stands there instead is never quoted: it may be a
//! secret.

use serde::{Deserialize, Deserializer};

use super::excerpt::one_line;

/// `spec.template.spec.containers[0].env[0].value must be a string`, for JSON that is no `T`.
pub(crate) fn wrong_field<'de, T>(json: impl Deserializer<'de, Error = serde_json::Error>) -> String
where
    T: Deserialize<'de>,
{
    let Err(error) = serde_path_to_error::deserialize::<_, T>(json) else {
        return String::from("it is not what it must be");
    };
    let path = error.path();
    let field = match path.iter().next() {
        None => String::from("it"),
        Some(_) => one_line(&path.to_string(), 200),
    };
    match expected(&error.inner().to_string()) {
        Some(expected) => format!("{field} must be {expected}"),
        None => format!("{field} is not what it must be"),
    }
}

/// The end of serde's sentence, `invalid type: integer `1`, expected a string at line 1 column 7`, in Kubernetes' words.
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
        wrong_field::<JobSpec>(&mut serde_json::Deserializer::from_str(text))
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
