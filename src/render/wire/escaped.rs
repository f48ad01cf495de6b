//! Escapes JSON so that no terminal obeys it: control characters beyond ASCII, and characters that hide text
//! or change its direction. A JSON parser reads the same text.

use std::io::{self, Write};

use crate::render::sanitize;

/// Writes escaped JSON. Each piece must hold whole characters, as a serializer writes them.
pub(super) struct Escaped<'a>(pub(super) &'a mut dyn Write);

impl Write for Escaped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let is_plain = bytes.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\n'));
        let text = Some(bytes).filter(|_| !is_plain).map(str::from_utf8);
        let Some(Ok(text)) = text else {
            return self.0.write_all(bytes).map(|()| bytes.len());
        };
        let mut rest = text;
        while let Some((position, character)) = rest.char_indices().find(|(_, one)| is_obeyed(*one)) {
            self.0.write_all(&rest.as_bytes()[..position])?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(self.0, "\\u{unit:04x}")?;
            }
            rest = &rest[position + character.len_utf8()..];
        }
        self.0.write_all(rest.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Whether a terminal obeys the character. A line end only stands between values; the serializer escapes line
/// ends in strings.
fn is_obeyed(character: char) -> bool {
    character != '\n' && sanitize::is_control(character)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        serde_json::to_writer(Escaped(&mut out), text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_a_terminal_obeys_is_escaped() {
        assert_eq!(
            written("a\u{9b}31m\u{7f}b\u{202e}c\u{e0041}é"),
            r#""a\u009b31m\u007fb\u202ec\udb40\udc41é""#
        );
    }

    proptest! {
        #[test]
        fn the_text_stays_the_same(text in "\\PC{0,8}[\u{80}-\u{9f}\u{200b}-\u{202e}\u{7f}\n\"\\\\a]{0,8}\\PC{0,8}") {
            let json = written(&text);
            prop_assert!(!json.chars().any(sanitize::is_control), "{}", json);
            prop_assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), Value::from(text));
        }
    }
}
