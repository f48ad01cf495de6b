//! Names and values in XML, and in entries with separate fields for name and value.

use std::ops::Range;

use super::extent::{self, BLANKS, QUOTES};

/// The most bytes between a name and its value.
const NEAR: usize = 64;

/// Attributes that hold the name of an element.
const NAMING: [&str; 3] = ["name=", "key=", "id="];

/// The text of the element with this name, with or without attributes: `<name>x</name>`.
pub(super) fn element(text: &str, name: Range<usize>) -> Option<Range<usize>> {
    let mut before = text[..name.start].bytes().rev().take(NEAR);
    if before.find(|byte| !byte.is_ascii_alphanumeric() && *byte != b':') != Some(b'<') {
        return None;
    }
    let tag = text[name.end..]
        .bytes()
        .take(NEAR)
        .position(|byte| byte == b'>')?;
    let end = name.end + tag;
    content(text, end + 1).filter(|_| !text[..end].ends_with('/'))
}

/// The value that follows its name: `<add key="Password" value="x"/>`, `{"name": "PASSWORD", "value": "x"}`,
/// `<name>password</name><value>x</value>`, `<string name="password">x</string>`.
pub(super) fn neighbour(text: &str, name: Range<usize>) -> Option<Range<usize>> {
    let after = &text[name.end..];
    if is_attribute(&text[..name.start]) {
        let end = after
            .bytes()
            .take(NEAR)
            .position(|byte| matches!(byte, b'<' | b'>'))?;
        if after[end..].starts_with('>') && !after[..end].ends_with('/') {
            return content(text, name.end + end + 1);
        }
    }
    let is_between = |character: char| character.is_whitespace() || "\"'\\,;</>".contains(character);
    let closed = after.trim_start_matches(is_between);
    let closed = without_start(closed, &["name>", "key>", "Name>", "Key>"]).unwrap_or(closed);
    let closed = closed.trim_start_matches(is_between);
    let is_near = (1..=NEAR).contains(&(after.len() - closed.len()));
    let rest = without_start(closed, &["value", "Value", "VALUE"]).filter(|_| is_near)?;
    if let Some(element) = rest.strip_prefix('>') {
        return content(text, text.len() - element.len());
    }
    let separator = rest
        .trim_start_matches(['\\', '"', '\''])
        .trim_start_matches(BLANKS);
    let value = separator.strip_prefix(['=', ':'])?;
    let is_line = separator.starts_with(':') && !rest.starts_with(QUOTES);
    Some(extent::value(text, text.len() - value.len(), is_line, false))
}

/// Whether a text ends with a naming attribute and the quote that opens its value.
fn is_attribute(before: &str) -> bool {
    let opened = before.strip_suffix(QUOTES);
    opened.is_some_and(|opened| NAMING.iter().any(|attribute| opened.ends_with(attribute)))
}

/// The text of an element whose content begins at `start`, or of the `value` element within.
fn content(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text[start..].trim_start();
    let rest = without_start(rest, &["<value>", "<Value>"]).unwrap_or(rest);
    let (rest, end) = match rest.strip_prefix("<![CDATA[") {
        Some(rest) => (rest, "]]>"),
        None => (rest, "<"),
    };
    let start = text.len() - rest.len();
    let value = rest[..rest.find(end)?].trim_end();
    Some(start..start + value.len())
}

fn without_start<'a>(text: &'a str, starts: &[&str]) -> Option<&'a str> {
    starts.iter().find_map(|start| text.strip_prefix(start))
}
