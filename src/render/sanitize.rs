//! Makes all text for people harmless. Anybody may have written the text of a cluster, and a terminal obeys
//! some characters (cursor, title, clipboard, colours, direction of writing).
//!
//! Only colours, and other complete sequences that show nothing by themselves, are dropped silently. Other
//! control characters are shown in a visible form.

mod sequences;

use std::fmt::Write as _;

use self::sequences::{Sequence, Sequences};

/// The text as one harmless line. Line ends in the text are shown, not obeyed.
pub(crate) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    Gate::default().pass(text, true, &mut out);
    out
}

/// The gate for one line, which may come in pieces. The result does not depend on where the line is cut.
pub(super) struct Gate {
    /// Whether to keep sequences that only set colours and weights (SGR).
    keeps_colors: bool,
    /// Whether a tab becomes blanks up to the next tab stop, instead of one blank.
    expands_tabs: bool,
    /// Whether to write ASCII only.
    is_ascii: bool,
    /// The most bytes of a sequence. An incomplete sequence is held back, so its length must be bounded.
    longest_sequence: usize,
    /// The previous character.
    before: char,
    /// How many characters of the line have been shown.
    column: usize,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            keeps_colors: false,
            expands_tabs: false,
            is_ascii: false,
            longest_sequence: usize::MAX,
            before: ' ',
            column: 0,
        }
    }
}

impl Gate {
    /// A gate for a line of a log.
    pub(super) fn for_log(keeps_colors: bool, is_ascii: bool) -> Self {
        Self {
            keeps_colors,
            expands_tabs: true,
            is_ascii,
            // Enough for any link that a terminal would follow.
            longest_sequence: 4096,
            ..Self::default()
        }
    }

    /// Passes `text` to `out`. Returns the end of `text` that cannot be judged before more of the line comes;
    /// the caller must pass this end again, in front of the next piece. With `is_last`, nothing is returned.
    pub(super) fn pass<'a>(&mut self, text: &'a str, is_last: bool, out: &mut String) -> &'a str {
        let mut sequences = Sequences::default();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            let plain = rest
                .bytes()
                .take_while(|byte| (b' '..=b'~').contains(byte))
                .count();
            if plain > 0 {
                let (run, after) = rest.split_at(plain);
                out.push_str(run);
                self.column += plain;
                self.before = ' ';
                rest = after;
                continue;
            }
            match sequences.first(rest, self.longest_sequence) {
                Sequence::Whole { colors, after } => {
                    if let Some(colors) = colors.filter(|_| self.keeps_colors) {
                        out.push_str("\u{1b}[");
                        out.push_str(colors);
                    }
                    rest = after;
                    continue;
                }
                Sequence::Cut if !is_last && rest.len() < self.longest_sequence => return rest,
                Sequence::Cut | Sequence::None => {}
            }
            let after = &rest[character.len_utf8()..];
            if after.is_empty() && matches!(character, '\r' | '\u{200c}' | '\u{200d}') {
                match (is_last, character) {
                    (false, _) => return rest,
                    // The line end of Windows.
                    (true, '\r') => return after,
                    (true, _) => {}
                }
            }
            self.put(character, after, out);
            self.before = character;
            rest = after;
        }
        rest
    }

    /// Writes one character that is not part of a sequence.
    fn put(&mut self, character: char, after: &str, out: &mut String) {
        let from = out.len();
        match character {
            '\t' => {
                let blanks = if self.expands_tabs {
                    TAB - self.column % TAB
                } else {
                    1
                };
                out.extend(std::iter::repeat_n(' ', blanks));
            }
            // A joiner joins emoji, and letters of scripts that need it. Next to ASCII, a joiner only hides
            // text.
            '\u{200c}' | '\u{200d}'
                if !self.before.is_ascii() && after.starts_with(|next: char| !next.is_ascii()) =>
            {
                self.put_visible(character, out);
            }
            // One selector chooses the form of the character before it. Further selectors only hide text.
            _ if is_selector(character) && !self.before.is_ascii() && !is_control(self.before) => {
                self.put_visible(character, out);
            }
            _ if is_control(character) => show(character, out),
            _ => self.put_visible(character, out),
        }
        self.column += out[from..].chars().count();
    }

    fn put_visible(&self, character: char, out: &mut String) {
        if self.is_ascii {
            put_ascii(character, out);
        } else {
            out.push(character);
        }
    }
}

/// The columns between two tab stops of a terminal.
const TAB: usize = 8;

/// The text in ASCII, for a locale without Unicode.
pub(super) fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        put_ascii(character, &mut out);
    }
    out
}

fn put_ascii(character: char, out: &mut String) {
    match character {
        ' '..='~' => out.push(character),
        '…' => out.push_str("..."),
        '×' => out.push('x'),
        '→' => out.push_str("->"),
        '–' | '−' => out.push('-'),
        '‘' | '’' => out.push('\''),
        '“' | '”' => out.push('"'),
        _ => show(character, out),
    }
}

/// Whether a terminal or a reader would obey the character instead of seeing it. These are C0, DEL, C1, line
/// and paragraph separators, and what Unicode 16 calls format characters (general category Cf) or ignorable
/// (`Default_Ignorable_Code_Point`, including the Hangul fillers), which hide text or change its direction;
/// and the blank Braille pattern.
pub(super) fn is_control(character: char) -> bool {
    character.is_control()
        || is_selector(character)
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
            | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Variation selectors: emoji or text, and the forms of Han characters.
fn is_selector(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Writes a character in visible form: as `^[` for C0 and DEL, as `\u{202e}` for others.
fn show(character: char, out: &mut String) {
    match character {
        '\0'..='\u{1f}' | '\u{7f}' => {
            out.push('^');
            out.push(char::from(character as u8 ^ 0x40));
        }
        // Writing to a String cannot fail.
        _ => drop(write!(out, "\\u{{{:x}}}", u32::from(character))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn colours_vanish_and_commands_are_not_obeyed() {
        let cases = [
            ("plain ✔ 日本語 é", "plain ✔ 日本語 é"),
            ("\u{1b}[1;31mERROR\u{1b}[0m x", "ERROR x"),
            ("\u{1b}]0;owned\u{7}rest", "rest"),
            ("\u{1b}]8;;http://a\u{1b}\\link\u{1b}]8;;\u{1b}\\", "link"),
            ("\u{1b}]0;never ends", "^[]0;never ends"),
            ("\u{1b}]0;a\u{1b}]0;b\u{7}c", "^[]0;ac"),
            ("\u{9d}0;owned\u{9c}rest", "rest"),
            (
                "before \u{1b}]FATAL: disk full\u{7} after",
                "before ^[]FATAL: disk full^G after",
            ),
            (
                "a\u{1b}PFATAL\u{1b}\\b \u{90}x\u{9c}",
                "a^[PFATAL^[\\b \\u{90}x\\u{9c}",
            ),
            ("a\u{1b}(Bb", "ab"),
            ("\u{1b}[31", "^[[31"),
            ("\u{1b}", "^["),
            ("\u{1b}c", "^[c"),
            ("\u{9b}2Jx", "x"),
            ("\u{9b}", "\\u{9b}"),
            ("a\tb\rc\nd\0\u{7f}", "a b^Mc^Jd^@^?"),
            ("windows\r", "windows"),
            ("abc\u{202e}fed\u{200b}", "abc\\u{202e}fed\\u{200b}"),
            ("👨\u{200d}👩 a\u{200d}b", "👨\u{200d}👩 a\\u{200d}b"),
            (
                "❤\u{fe0f} a\u{fe0f} ❤\u{fe0f}\u{fe0f}",
                "❤\u{fe0f} a\\u{fe0f} ❤\u{fe0f}\\u{fe0f}",
            ),
            (
                "\u{115f}\u{3164}\u{2800}\u{34f}",
                "\\u{115f}\\u{3164}\\u{2800}\\u{34f}",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(line(text), expected, "{text:?}");
        }
    }

    /// A million introducers: quadratic work would never end.
    #[test]
    fn the_work_grows_with_the_length() {
        for (unit, end) in [
            ("\u{9d}", ""),
            ("\u{9d}0;", ""),
            ("\u{9d}0;", "\u{1b}x"),
            ("\u{1b}]0;", ""),
            ("\u{9b}", ""),
            ("\u{1b}[1;", ""),
            ("\u{1b}P", ""),
            ("\u{90}", ""),
        ] {
            let text = unit.repeat(1_000_000) + end;
            assert!(line(&text).len() > text.len(), "{unit:?}");
        }
    }

    #[test]
    fn ascii_keeps_what_was_meant() {
        assert_eq!(ascii("a… 2× → é"), "a... 2x -> \\u{e9}");
    }

    proptest! {
        #[test]
        fn no_control_character_is_left(text in any::<String>()) {
            let joins = |character| is_selector(character) || matches!(character, '\u{200c}' | '\u{200d}');
            prop_assert!(!line(&text).chars().any(|character| is_control(character) && !joins(character)));
            prop_assert!(ascii(&line(&text)).bytes().all(|byte| (b' '..=b'~').contains(&byte)));
        }

        #[test]
        fn no_sequence_survives_being_cut(text in "[\\x1b\\[\\]0-9;mJa\\\\\\x07\u{9b}\u{9d}]{0,12}") {
            prop_assert!(!line(&text).contains(is_control));
        }

        #[test]
        fn harmless_text_stays_as_it_is(text in "[ -~éß漢字😀]*") {
            prop_assert_eq!(line(&text), text);
        }
    }
}
