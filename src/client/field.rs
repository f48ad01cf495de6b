//! Which field of a JSON text is not of its type, and what it must be. What stands there instead is never quoted: it may be a
//! secret.

use super::excerpt::one_line;

/// `spec.template.spec.containers[0].env[0].value must be a string`, for a text that is JSON but not of its type.
pub fn wrong_field(text: &[u8], error: &serde_json::Error) -> String {
    // An error without a place is of a value that was read before it was known what it is to be.
    let field = match error.line() {
        0 => String::new(),
        line => field_at(text, offset(text, line, error.column())),
    };
    let field = match field.as_str() {
        "" => String::from("it"),
        field => one_line(field, 200),
    };
    match expected(&error.to_string()) {
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

fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let newlines = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    let start = match line {
        1 => 0,
        line => newlines.map(|(at, _)| at + 1).nth(line - 2).unwrap_or_default(),
    };
    (start + column).min(text.len())
}

/// Where in the tree the byte before `end` is.
fn field_at(text: &[u8], end: usize) -> String {
    let mut path: Vec<Step> = Vec::new();
    let mut at = 0;
    while at < end {
        match text[at] {
            b'{' => path.push(Step::Key(String::new())),
            // A list that breaks where it begins is itself what is wrong.
            b'[' if at + 1 < end => path.push(Step::Item(0)),
            b'}' | b']' => drop(path.pop()),
            b',' => match path.last_mut() {
                Some(Step::Item(number)) => *number += 1,
                Some(Step::Key(key)) => key.clear(),
                None => {}
            },
            b'"' => {
                let start = at + 1;
                at = string_end(text, start);
                // The first string of an entry is its key.
                if let Some(Step::Key(key)) = path.last_mut()
                    && key.is_empty()
                {
                    *key = String::from_utf8_lossy(&text[start..at.min(text.len())]).into_owned();
                }
            }
            _ => {}
        }
        at += 1;
    }
    let mut words = String::new();
    for step in path {
        match step {
            Step::Key(key) if key.is_empty() => {}
            Step::Key(key) if words.is_empty() => words = key,
            Step::Key(key) => words = format!("{words}.{key}"),
            Step::Item(number) => words = format!("{words}[{number}]"),
        }
    }
    words
}

enum Step {
    Key(String),
    Item(usize),
}

/// Where the quote is that ends a string.
fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while at < text.len() && text[at] != b'"' {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    at
}

#[cfg(test)]
mod tests {
    use k8s_openapi::api::batch::v1::JobSpec;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn wrong(text: &str) -> String {
        let error = serde_json::from_str::<JobSpec>(text).unwrap_err();
        wrong_field(text.as_bytes(), &error)
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

    proptest! {
        #[test]
        fn arbitrary_places_never_panic(text in "[\\[\\]{}\",:\\\\a1\n]{0,40}", line in 0_usize..5, column in 0_usize..50) {
            let at = if line == 0 { column.min(text.len()) } else { offset(text.as_bytes(), line, column) };
            let _ = field_at(text.as_bytes(), at);
        }
    }
}
