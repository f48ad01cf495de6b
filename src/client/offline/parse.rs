//! Text → values: JSON, concatenated JSON and NDJSON, YAML with several documents.
//!
//! This module bounds the time that deeply nested YAML braces take. Objects lose `managedFields[].fieldsV1`,
//! which is about half of every object and not used.

use std::{sync::mpsc, thread};

use serde::de::DeserializeSeed as _;
use serde_json::Value;

use super::bounds::Bounds;
use crate::client::{
    tree::{self, Tree},
    yaml,
};

/// The format that a file's name claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// `.json`, `.jsonl`, `.ndjson`.
    Json,
    /// `.yaml`, `.yml`.
    Yaml,
    /// Anything else.
    Nothing,
}

/// Why a text cannot be parsed.
#[derive(Debug)]
pub(crate) enum ParseError {
    /// The bytes are not text.
    NotText {
        line: usize,
        column: usize,
        reason: &'static str,
    },
    /// The text breaks the rules of its format.
    Syntax {
        line: usize,
        column: usize,
        format: &'static str,
        reason: String,
    },
    /// A limit of [`Bounds`] is exceeded; the rest of a sentence that begins with the file's name.
    TooMuch(String),
}

/// The size up to which every YAML text parses within a moment, in bytes.
const HARMLESS_YAML_BYTES: usize = 16 * 1024;

/// Parses all values of a text. An empty text has none; an empty YAML document is left out.
pub(crate) fn parse(bytes: Vec<u8>, claim: Claim, bounds: &Bounds) -> Result<Vec<Value>, ParseError> {
    let text = text_of(bytes)?;
    if text.lines().all(holds_nothing) {
        return Ok(Vec::new());
    }
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    match claim {
        Claim::Json => json(&text),
        // A `{` also begins YAML, but a JSON parser is many times faster and usually right.
        Claim::Yaml | Claim::Nothing if looks_like_json => json(&text).or_else(|json_error| {
            let too_deep =
                matches!(&json_error, ParseError::Syntax { reason, .. } if reason.contains("nested"));
            if too_deep {
                return Err(json_error);
            }
            all_yaml(text, bounds).map_err(|yaml_error| match claim {
                Claim::Yaml => yaml_error,
                Claim::Json | Claim::Nothing => json_error,
            })
        }),
        Claim::Yaml | Claim::Nothing => all_yaml(text, bounds),
    }
}

/// Whether a line of YAML is blank, a comment or a document marker. A text of such lines only has no
/// document.
fn holds_nothing(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#') || matches!(line, "---" | "...")
}

/// The bytes as text without a byte order mark.
fn text_of(bytes: Vec<u8>) -> Result<String, ParseError> {
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..valid];
        ParseError::NotText {
            line: before.split(|&byte| byte == b'\n').count(),
            column: 1 + before.iter().rev().take_while(|&&byte| byte != b'\n').count(),
            reason: "this is not UTF-8 text",
        }
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    if let Some(at) = text.find('\0') {
        let (line, column) = place_of(&text, at);
        return Err(ParseError::NotText {
            line,
            column,
            reason: "this is binary data, not text",
        });
    }
    Ok(text)
}

pub(crate) fn json(text: &str) -> Result<Vec<Value>, ParseError> {
    let mut values = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    while deserializer.end().is_err() {
        let value = Tree::unbounded().deserialize(&mut deserializer);
        values.push(value.map_err(|error| json_error(&error))?);
    }
    Ok(values)
}

fn json_error(error: &serde_json::Error) -> ParseError {
    let full = error.to_string();
    let words = full.split(" at line ").next().unwrap_or(&full);
    let reason = match words {
        _ if error.is_eof() => "it ends in the middle of a value; is the file cut off?",
        "recursion limit exceeded" => "values are nested in more than 128 levels",
        words => words,
    };
    ParseError::Syntax {
        line: error.line(),
        column: error.column(),
        format: "JSON",
        reason: reason.to_owned(),
    }
}

/// Parses YAML. A text that may keep the parser busy is parsed on a separate thread. The parser cannot be
/// interrupted, so after the time limit the program leaves the thread to its text and goes on.
fn all_yaml(text: String, bounds: &Bounds) -> Result<Vec<Value>, ParseError> {
    if text.len() as u64 > bounds.yaml_bytes {
        return Err(ParseError::TooMuch(format!(
            "is {} of YAML; at most {} are read, of JSON (kubectl get -o json) at most {}",
            megabytes(text.len() as u64),
            megabytes(bounds.yaml_bytes),
            megabytes(bounds.file_bytes),
        )));
    }
    let growth = bounds.yaml_growth;
    if text.len() <= HARMLESS_YAML_BYTES {
        return yaml_documents(&text, growth);
    }
    let (sender, receiver) = mpsc::channel();
    // Sending fails only if the receiver no longer waits.
    thread::spawn(move || drop(sender.send(yaml_documents(&text, growth))));
    receiver.recv_timeout(bounds.yaml_time).unwrap_or_else(|_| {
        Err(ParseError::TooMuch(format!(
            "takes more than {} s to parse as YAML; is the text nested too deeply?",
            bounds.yaml_time.as_secs()
        )))
    })
}

fn yaml_documents(text: &str, growth: usize) -> Result<Vec<Value>, ParseError> {
    yaml::documents(text, growth)
        .filter(|document| !matches!(document, Ok(Value::Null)))
        .map(|document| document.map_err(|error| yaml_error(&error, text)))
        .collect()
}

fn yaml_error(error: &yaml::Error, text: &str) -> ParseError {
    let full = error.to_string();
    let words = full.split(" at line ").next().unwrap_or(&full);
    if words.ends_with(tree::TOO_LARGE) || words == "repetition limit exceeded" {
        return ParseError::TooMuch(
            "expands to many times its size: its YAML aliases repeat each other".to_owned(),
        );
    }
    let mut place = error.location().map_or((1, 1), |at| (at.line(), at.column()));
    let reason = if words.starts_with("control characters are not allowed") {
        let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
        place = text.find(control).map_or(place, |at| place_of(text, at));
        "a control character"
    } else if words.ends_with("recursion limit exceeded") {
        "values are nested in more than 128 levels"
    } else if let Some(at) = words.find("invalid type") {
        // serde's words are about Rust's types. Only two things can go wrong here: a key that is a list or a
        // map, or a tag.
        if words[at..].contains("expected a string") {
            "a key that is not a string"
        } else {
            "a tag, which Kubernetes objects do not have"
        }
    } else if words.contains("cannot start any token") && starts_with_tab(text, place) {
        "a tab; YAML is indented with spaces"
    } else {
        words
    };
    ParseError::Syntax {
        line: place.0,
        column: place.1,
        format: "YAML",
        reason: reason.to_owned(),
    }
}

fn starts_with_tab(text: &str, (line, column): (usize, usize)) -> bool {
    let rest = text
        .lines()
        .nth(line - 1)
        .and_then(|line| line.chars().nth(column - 1));
    rest == Some('\t')
}

/// The line and column, from 1, of byte `at`.
fn place_of(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (
        1 + before.matches('\n').count(),
        1 + before[line_start..].chars().count(),
    )
}

/// A number of bytes in words.
pub(crate) fn megabytes(bytes: u64) -> String {
    match bytes {
        0..10_240 => format!("{bytes} bytes"),
        10_240..10_485_760 => format!("{} KiB", bytes.div_ceil(1024)),
        _ => format!("{} MiB", bytes.div_ceil(1024 * 1024)),
    }
}
