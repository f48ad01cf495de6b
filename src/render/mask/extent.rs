//! Finds where the value of a name ends: at its quote, at a blank, at the next name, or at the end of its
//! line.

use std::ops::Range;

use super::{innocent::SCHEMES, is_of_name};

/// The most bytes that are read ahead to find the end of a value.
const LONGEST: usize = 1_024;

pub(super) const BLANKS: [char; 2] = [' ', '\t'];
pub(super) const QUOTES: [char; 2] = ['"', '\''];

/// The beginning of a text, up to [`LONGEST`] bytes.
pub(super) fn head(text: &str) -> &str {
    let end = text.char_indices().find(|(at, _)| *at >= LONGEST);
    &text[..end.map_or(text.len(), |(at, _)| at)]
}

/// The value that begins at `at`, without its quotes or brackets. `is_line`: without quotes, the value
/// reaches to the end of the line. `is_field`: the value reaches to the next semicolon, as in the connection
/// strings of ADO.
pub(super) fn value(text: &str, at: usize, is_line: bool, is_field: bool) -> Range<usize> {
    let value = text[at..].trim_start_matches(BLANKS);
    let start = text.len() - value.len();
    let opened = value.trim_start_matches('\\');
    let escapes = value.len() - opened.len();
    // The shells' `$'x'`.
    let opened = opened
        .strip_prefix('$')
        .filter(|rest| rest.starts_with(QUOTES))
        .unwrap_or(opened);
    if let Some(inside) = opened.strip_prefix(QUOTES) {
        let quote = if opened.starts_with('"') { '"' } else { '\'' };
        let start = text.len() - inside.len();
        return start..start + quoted(inside, quote, escapes);
    }
    if let Some(inside) = value.strip_prefix('[') {
        return start + 1..start + 1 + inside.find(']').unwrap_or(inside.len());
    }
    if value.starts_with('{') && !value.starts_with("{{") {
        // The names within the braces have values of their own.
        return start..start;
    }
    let length = if value.starts_with("$(") {
        substitution(value)
    } else if is_line {
        line(value)
    } else if is_field {
        value.find([';', '"', '\'', '\n']).unwrap_or(value.len())
    } else {
        unquoted(value)
    };
    start..start + value[..length].trim_end().len()
}

/// The lines below a YAML key that are its value. After `|` or `>`, these are all lines with a deeper indent;
/// otherwise the texts of a list, or one text.
pub(super) fn below(text: &str, key: usize, colon: usize, begins_line: bool) -> Option<Range<usize>> {
    let header = text[colon..].trim_start_matches(BLANKS);
    let is_literal = header.starts_with(['|', '>']);
    let rest = header
        .trim_start_matches(['|', '>', '-', '+'])
        .trim_start_matches(|sign: char| sign.is_ascii_digit());
    let rest = rest.trim_start_matches(BLANKS).strip_prefix('\n')?;
    let indent = |line: &str| line.len() - line.trim_start_matches(BLANKS).len();
    let own = indent(&text[text[..key].rfind('\n').map_or(0, |end| end + 1)..key]);
    let mut end = text.len() - rest.len();
    let mut start = end + indent(rest);
    if !is_literal {
        let first = head(&rest[indent(rest)..]).lines().next().unwrap_or_default();
        if first.is_empty() || first.contains(':') || !begins_line {
            return None;
        }
        start += first.len() - first.trim_start_matches("- ").len();
    }
    for line in rest.split_inclusive('\n') {
        let is_entry = !is_literal && indent(line) == own && line[own..].starts_with("- ");
        if !line.trim().is_empty() && indent(line) <= own && !is_entry {
            break;
        }
        end += line.len();
    }
    (start < end).then(|| start..start + text[start..end].trim_end().len())
}

/// The length up to the closing quote. The closing quote is escaped as often as the opening one.
fn quoted(inside: &str, quote: char, escapes: usize) -> usize {
    let mut backslashes = 0;
    let mut is_second = false;
    for (at, character) in inside.char_indices() {
        if character == quote && !std::mem::replace(&mut is_second, false) {
            let is_end = match escapes {
                0 => backslashes % 2 == 0 || quote == '\'',
                _ => backslashes <= escapes,
            };
            // YAML doubles a quote within quotes. A shell joins two adjacent quoted strings.
            is_second = quote == '\'' && inside[at + 1..].starts_with(quote);
            if is_end && !is_second {
                return at - if escapes == 0 { 0 } else { backslashes };
            }
        }
        backslashes = if character == '\\' { backslashes + 1 } else { 0 };
    }
    inside.len()
}

/// The length of `$(…)`.
fn substitution(value: &str) -> usize {
    let mut depth = 0_usize;
    for (at, character) in head(value).char_indices() {
        match character {
            '(' => depth += 1,
            ')' if depth == 1 => return at + 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    head(value).len()
}

/// The length of a line without its comment.
fn line(value: &str) -> usize {
    let line = value.find(['\n', '\r']).unwrap_or(value.len());
    value[..line].find(" #").unwrap_or(line)
}

/// The length of a value without quotes. A scheme, as in an HTTP header, is followed by the credential.
fn unquoted(value: &str) -> usize {
    let end = word(value);
    let rest = value[end..].trim_start_matches(' ');
    let is_scheme = SCHEMES
        .iter()
        .any(|scheme| value[..end].eq_ignore_ascii_case(scheme));
    if is_scheme && !rest.is_empty() {
        value.len() - rest.len() + word(rest)
    } else {
        end
    }
}

/// The length up to a blank, a quote, a tag, an unopened bracket, or a separator that ends the value.
fn word(text: &str) -> usize {
    let mut is_escaped = false;
    let mut open = 0_usize;
    for (at, character) in text.char_indices() {
        if std::mem::take(&mut is_escaped) {
            continue;
        }
        let is_end = match character {
            '\\' => {
                is_escaped = true;
                false
            }
            '"' | '\'' | '`' | '<' => true,
            '(' | '[' | '{' => {
                open += 1;
                false
            }
            ')' | ']' | '}' if open == 0 => true,
            ')' | ']' | '}' => {
                open -= 1;
                false
            }
            ',' | ';' | '&' => ends_value(&text[at + 1..]),
            _ => character.is_whitespace(),
        };
        if is_end {
            return at;
        }
    }
    text.len()
}

/// Whether the separator before `next` ends a value, rather than being a part of the value.
fn ends_value(next: &str) -> bool {
    let after_name = next.trim_start_matches(|character| is_of_name(character) || character == ' ');
    next.is_empty()
        || next.starts_with(|first: char| first.is_whitespace() || matches!(first, '"' | '\'' | '&'))
        || after_name.starts_with(['=', ':'])
}
