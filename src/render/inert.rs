//! Lines that no runner of GitHub Actions takes for a command, whatever a cluster's words in them are.
//!
//! The runner reads what a step prints, on both streams: `::name::` at the beginning of a line, behind blanks or not, and `##[name]`
//! anywhere in it are commands, such as to mask a word in all that follows (`TryParseV2` and `TryParse` in `ActionCommand.cs` of
//! actions/runner; CVE-2020-15228 is what that led to). It compares by the rules of a language, which skip characters that show
//! nothing: what was through [`sanitize`](super::sanitize) has none of these.
//!
//! All text for people is made so, not only in a runner: it may be kept in a file that a later step prints.

use std::borrow::Cow;

/// The line with a backslash in each of what would be a command.
pub(crate) fn inert(line: &str) -> Cow<'_, str> {
    if line.contains("##[") || line.trim_start().starts_with("::") {
        Cow::Owned(Inert::default().pass(line))
    } else {
        Cow::Borrowed(line)
    }
}

/// The same for lines that come in pieces: the backslash stands before the last character of what would begin a command, so that it
/// never comes too late.
#[derive(Debug, Default)]
pub(crate) struct Inert {
    place: Place,
    /// Number signs just before.
    signs: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// At the beginning of a line, or behind nothing but blanks.
    #[default]
    Start,
    /// Behind a colon there.
    Colon,
    Within,
}

impl Inert {
    /// A line begins, although the one before had no end.
    pub(crate) fn begin_line(&mut self) {
        *self = Self::default();
    }

    /// What to write for the next piece.
    pub(crate) fn pass(&mut self, piece: &str) -> String {
        let mut out = String::with_capacity(piece.len());
        for character in piece.chars() {
            let ends_sign = character == '[' && self.signs >= 2;
            let ends_colons = character == ':' && self.place == Place::Colon;
            if ends_sign || ends_colons {
                out.push('\\');
            }
            out.push(character);
            self.signs = if character == '#' { self.signs + 1 } else { 0 };
            self.place = match self.place {
                _ if character == '\n' => Place::Start,
                Place::Start if character == ':' => Place::Colon,
                Place::Start if character.is_whitespace() => Place::Start,
                Place::Start | Place::Colon | Place::Within => Place::Within,
            };
        }
        out
    }
}

/// What makes a string of JSON no command, in which a backslash would change what it says: a bracket behind a number sign is escaped,
/// whatever is between them that shows nothing.
#[derive(Debug, Default)]
pub(crate) struct Sign {
    /// Whether nothing that shows came since a number sign.
    pub(crate) is_near: bool,
}

impl Sign {
    /// How the bracket is written instead.
    pub(crate) const BRACKET: &[u8] = b"\\u005b";

    /// Takes in the next byte, and says whether it is a bracket to be escaped.
    pub(crate) fn escapes(&mut self, byte: u8) -> bool {
        let is_behind = self.is_near && byte == b'[';
        let may_show_nothing = !matches!(byte, b' '..=b'~');
        self.is_near = byte == b'#' || self.is_near && may_show_nothing;
        is_behind
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Inert, inert};

    #[test]
    fn commands_get_a_backslash_and_nothing_else_does() {
        for (line, expected) in [
            ("::add-mask::x", ":\\:add-mask::x"),
            ("  ::set-output name=a::b", "  :\\:set-output name=a::b"),
            ("\u{a0}\u{3000}::x::", "\u{a0}\u{3000}:\\:x::"),
            ("text ##[add-mask]x", "text ##\\[add-mask]x"),
            ("####[a]##[b]", "####\\[a]##\\[b]"),
            ("::##[a]::", ":\\:##\\[a]::"),
            ("std::io::Error at ::1", "std::io::Error at ::1"),
            ("## [x] #[y] [::]", "## [x] #[y] [::]"),
            (": :", ": :"),
            ("", ""),
        ] {
            assert_eq!(inert(line), expected);
        }
    }

    proptest! {
        #[test]
        fn no_line_is_a_command(line in "[ \u{a0}:#\\[\\]ax\\\\]{0,12}") {
            let inert = inert(&line);
            prop_assert!(!inert.trim_start().starts_with("::") && !inert.contains("##["), "{inert}");
        }

        #[test]
        fn pieces_become_what_the_lines_do(pieces in proptest::collection::vec("[ :#\\[\\]a\n]{0,4}", 0..8)) {
            let mut state = Inert::default();
            let passed: String = pieces.iter().map(|piece| state.pass(piece)).collect();
            let lines = pieces.concat();
            prop_assert_eq!(passed, lines.split_inclusive('\n').map(inert).collect::<String>());
        }
    }
}
