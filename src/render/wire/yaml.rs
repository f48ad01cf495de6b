//! Writes YAML through serde's JSON serializer, with a formatter of our own: block style, one value at a
//! time, and no text that a reader could take for another type.
//!
//! Readers disagree about plain text. YAML 1.1, which most readers use, reads `yes` as true, `22:22` as 1342
//! and `2026-01-01` as a date (yaml.org/type); YAML 1.2 reads them as text. So text is plain only if it
//! begins with a letter, holds no syntax, and is none of the special words of either version. All other text
//! is double-quoted; JSON's escapes mean the same there.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use serde_json::ser::Formatter;

use crate::render::sanitize;

/// What YAML 1.1 and 1.2 read as a boolean or as null, in lower case. No other special value begins with a
/// letter.
const WORDS: [&str; 9] = ["y", "yes", "n", "no", "on", "off", "true", "false", "null"];

/// The longest key that may precede a colon without a `?` (YAML 1.2 §8.2.2, 1.1 §9.3). Quotes and escapes
/// count.
const LONGEST_KEY: usize = 1024;

/// Writes YAML as the serializer walks through a value.
#[derive(Default)]
pub(super) struct Yaml {
    /// The collections around the current position.
    levels: Vec<Level>,
    /// The current text, kept until its end shows how it can be written.
    text: Option<Vec<u8>>,
    is_key: bool,
    place: Place,
}

struct Level {
    indent: usize,
    is_empty: bool,
}

/// What precedes the next value on its line.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Start,
    AfterKey,
    AfterDash,
}

impl Yaml {
    fn indent(&self) -> usize {
        self.levels.last().map_or(0, |level| level.indent)
    }

    /// Begins a collection: below its key, on the line of its dash, or at the beginning of the document.
    fn begin(&mut self, further: usize) {
        let indent = match self.place {
            Place::Start => 0,
            Place::AfterKey => self.indent() + further,
            Place::AfterDash => self.indent() + 2,
        };
        self.levels.push(Level {
            indent,
            is_empty: true,
        });
    }

    /// Goes to the place of the next entry of the collection. The first entry after a dash is on the dash's
    /// line.
    fn next<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let place = self.place;
        let Some(level) = self.levels.last_mut() else {
            return Ok(());
        };
        let is_first = std::mem::replace(&mut level.is_empty, false);
        match place {
            Place::AfterDash if is_first => return Ok(()),
            Place::AfterKey if is_first => writeln!(out)?,
            Place::Start | Place::AfterDash | Place::AfterKey => {}
        }
        write!(out, "{:indent$}", "", indent = self.indent())
    }

    /// Ends a collection. An empty collection is written as in JSON.
    fn end<W: ?Sized + Write>(&mut self, out: &mut W, empty: &str) -> io::Result<()> {
        match self.levels.pop() {
            Some(level) if level.is_empty => self.scalar(out, empty),
            Some(_) | None => Ok(()),
        }
    }

    /// Writes a value on one line, or appends it to the current text.
    fn scalar<W: ?Sized + Write>(&mut self, out: &mut W, value: &str) -> io::Result<()> {
        if let Some(text) = &mut self.text {
            text.extend_from_slice(value.as_bytes());
            return Ok(());
        }
        let gap = if self.place == Place::AfterKey { " " } else { "" };
        writeln!(out, "{gap}{value}")
    }

    fn key<W: ?Sized + Write>(&mut self, out: &mut W, key: &str) -> io::Result<()> {
        self.place = Place::AfterKey;
        if key.len() <= LONGEST_KEY {
            write!(out, "{key}:")
        } else {
            write!(out, "? {key}\n{:indent$}:", "", indent = self.indent())
        }
    }
}

/// Numbers and booleans are written as in JSON.
macro_rules! scalars {
    ($($name:ident: $kind:ty),*) => {
        $(fn $name<W: ?Sized + Write>(&mut self, out: &mut W, value: $kind) -> io::Result<()> {
            self.scalar(out, &value.to_string())
        })*
    };
}

impl Formatter for Yaml {
    scalars!(write_bool: bool, write_i8: i8, write_i16: i16, write_i32: i32, write_i64: i64, write_i128: i128, write_u8: u8,
        write_u16: u16, write_u32: u32, write_u64: u64, write_u128: u128, write_f32: f32, write_f64: f64, write_number_str: &str);

    fn write_null<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.scalar(out, "null")
    }

    fn begin_string<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.text = Some(Vec::new());
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        self.scalar(out, fragment)
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        _: &mut W,
        escape: serde_json::ser::CharEscape,
    ) -> io::Result<()> {
        match &mut self.text {
            Some(text) => serde_json::ser::CompactFormatter.write_char_escape(text, escape),
            None => Ok(()),
        }
    }

    fn end_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let text = String::from_utf8(self.text.take().unwrap_or_default()).map_err(io::Error::other)?;
        let text = if is_plain(&text) { text } else { quoted(&text) };
        if self.is_key {
            self.key(out, &text)
        } else {
            self.scalar(out, &text)
        }
    }

    fn begin_array<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.begin(0);
        Ok(())
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, _: bool) -> io::Result<()> {
        self.next(out)?;
        self.place = Place::AfterDash;
        out.write_all(b"- ")
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        Ok(())
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, "[]")
    }

    fn begin_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.begin(2);
        Ok(())
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, _: bool) -> io::Result<()> {
        self.next(out)?;
        self.is_key = true;
        Ok(())
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.is_key = false;
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        Ok(())
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, "{}")
    }
}

/// Whether every YAML reader reads the text, escaped as JSON, as the same text without quotes.
fn is_plain(escaped: &str) -> bool {
    escaped.starts_with(|first: char| first.is_ascii_alphabetic())
        && escaped
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'))
        && !escaped.contains(": ")
        && !escaped.contains(" #")
        && !escaped.contains("#[")
        && !escaped.ends_with([':', ' '])
        && !WORDS.iter().any(|word| escaped.eq_ignore_ascii_case(word))
}

/// The text, escaped as JSON, in double quotes. Also escapes what YAML does not count as printable (YAML 1.2
/// §5.1), what YAML 1.1 reads as a line end, and what a terminal obeys.
fn quoted(escaped: &str) -> String {
    let mut out = String::with_capacity(escaped.len() + 2);
    out.push('"');
    for character in escaped.chars() {
        match character {
            '\u{fffe}' | '\u{ffff}' => escape(character, &mut out),
            _ if sanitize::is_control(character) => escape(character, &mut out),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

fn escape(character: char, out: &mut String) {
    let number = u32::from(character);
    // Writing to a String cannot fail.
    let _ = match number {
        0..=0xffff => write!(out, "\\u{number:04x}"),
        _ => write!(out, "\\U{number:08x}"),
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Serialize as _;
    use serde_json::{Serializer, Value, json};

    use super::*;

    fn yaml(value: &Value) -> String {
        let mut out = Vec::new();
        value
            .serialize(&mut Serializer::with_formatter(&mut out, Yaml::default()))
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Whether YAML 1.1 (yaml.org/type: bool, int, float, null, timestamp, merge, value) may read a plain
    /// scalar as something other than text. The check covers a little too much rather than too little.
    fn resolves_to_something_else(plain: &str) -> bool {
        let words = [
            "y", "yes", "n", "no", "on", "off", "true", "false", "null", "~", "", "=", "<<", ".inf", ".nan",
        ];
        let unsigned = plain.trim_start_matches(['+', '-']);
        let is_number = unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.')
            && unsigned
                .chars()
                .all(|character| character.is_ascii_hexdigit() || "_.:-+xoTtZz ".contains(character));
        words.iter().any(|word| unsigned.eq_ignore_ascii_case(word)) || is_number
    }

    /// Asserts that every reader gets the text back: as a value, in a list, and as a key.
    fn assert_comes_back(text: &str) {
        let value = json!({"value": text, "list": [text, [text]], "key": {text: 1}});
        let written = yaml(&value);
        assert_eq!(
            serde_yaml::from_str::<Value>(&written).unwrap(),
            value,
            "{written}"
        );
        for line in written.lines() {
            let scalar = line.strip_prefix("value: ").unwrap_or("text");
            assert!(
                scalar.starts_with('"') || !resolves_to_something_else(scalar),
                "{scalar} is not text to YAML 1.1"
            );
        }
    }

    #[test]
    fn text_stays_text_for_readers_of_yaml_1_1() {
        #[rustfmt::skip]
        let texts = [
            "yes", "No", "on", "OFF", "y", "N", "true", "null", "Null", "~", "", "=", "<<", "22:22", "12:30:45", "1_000", "0x1f", "017", "0o17", "1e3",
            ".5", "-.INF", ".NaN", "+1", "-0", "2026-01-01", "2026-11-23T18:03:07Z", "685_230.15", "0b101", "- x", "? x", ": y", "x: y", "x #c", "#c", "%d",
            "@x", "`x`", "'q'", "\"q\"", "{a: b}", "[a]", "*a", "&a", "!t", "|", ">", "---", "--- x", "...", "a\nb\n", " a", "a ", "a\tb", "\t", "a:",
            "key: |", "\u{0}", "\u{85}", "a\u{2028}b", "\u{feff}x", "\u{fffe}", "\u{1f600}", "a\r\nb", "\\n", "\u{7f}", "é",
        ];
        for text in texts {
            assert_comes_back(text);
        }
    }

    #[test]
    fn harmless_text_stays_plain() {
        for text in [
            "busybox:1.36",
            "zoo/fail-oom",
            "BackoffLimitExceeded",
            "a b, c {d} [e] f=g",
            "yesterday",
            "nope",
        ] {
            assert_eq!(yaml(&json!({ "x": text })), format!("x: {text}\n"));
        }
    }

    #[test]
    fn collections_are_laid_out_as_kubectl_does() {
        let value =
            json!({"a": {"b": [], "c": {}}, "d": [1, {"e": true, "f": [null, "x"]}, [[-2.5], []], "yes"]});
        let expected = "a:\n  b: []\n  c: {}\nd:\n- 1\n- e: true\n  f:\n  - null\n  - x\n- - - -2.5\n  - []\n- \"yes\"\n";
        assert_eq!(yaml(&value), expected);
        assert_eq!(yaml(&json!([])), "[]\n");
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in any::<String>()) {
            assert_comes_back(&text);
        }

        #[test]
        fn any_syntax_comes_back(text in "[yYnoN~=<0-9_:.+-eE #'\"\\\\|>\n\t\\[\\]{},&*!?%@`-]{0,8}") {
            assert_comes_back(&text);
        }

        #[test]
        fn long_keys_come_back(map in prop::collection::btree_map("[a: ]{1,3}", "[a-z]{0,3}", 0..4), length in 1000..1100_usize) {
            let mut map: BTreeMap<String, String> = map;
            map.insert("k".repeat(length), "v".to_owned());
            let value = json!({ "x": map });
            prop_assert_eq!(serde_yaml::from_str::<Value>(&yaml(&value)).unwrap(), value);
        }
    }
}
