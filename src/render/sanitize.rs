//! The gate through which every text passes on its way to a person: a cluster's words are anybody's words, and a terminal obeys
//! some of them (cursor, title, clipboard, colours, direction of writing).
//!
//! Nothing is dropped unseen but colours and other complete sequences that show nothing by themselves; what is left of a control
//! is shown as a person would write it down.

use std::fmt::Write as _;

/// One line of harmless text. A line end in it is shown, not obeyed.
pub(crate) fn line(text: &str) -> String {
    let text = text.strip_suffix('\r').unwrap_or(text);
    let mut out = String::with_capacity(text.len());
    let mut sequences = Sequences::default();
    let mut rest = text;
    let mut before = ' ';
    while let Some(character) = rest.chars().next() {
        if let Some(after) = sequences.after(rest) {
            rest = after;
            continue;
        }
        rest = &rest[character.len_utf8()..];
        match character {
            '\t' => out.push(' '),
            // A joiner joins emoji and letters of scripts that need it; between ASCII it only hides.
            '\u{200c}' | '\u{200d}'
                if !before.is_ascii() && rest.starts_with(|next: char| !next.is_ascii()) =>
            {
                out.push(character);
            }
            // One selector chooses the form of the character before it; more of them only hide.
            _ if is_selector(character) && !before.is_ascii() && !is_control(before) => out.push(character),
            _ if is_control(character) => show(character, &mut out),
            _ => out.push(character),
        }
        before = character;
    }
    out
}

/// The same in ASCII, for a locale that has nothing else.
pub(super) fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            ' '..='~' => out.push(character),
            '…' => out.push_str("..."),
            '×' => out.push('x'),
            '→' => out.push_str("->"),
            '–' | '−' => out.push('-'),
            '‘' | '’' => out.push('\''),
            '“' | '”' => out.push('"'),
            _ => show(character, &mut out),
        }
    }
    out
}

/// Whether a terminal or a reader would obey the character instead of seeing it: C0, DEL, C1, line and paragraph separators, and what Unicode 16 calls
/// format characters (general category Cf) or ignorable (`Default_Ignorable_Code_Point`, the Hangul fillers among them), which hide or turn text around; and the
/// blank Braille pattern.
fn is_control(character: char) -> bool {
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

/// Writes a character down: `^[` for C0 and DEL, `\u{202e}` for others.
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

/// Finds the complete control sequences that show nothing by themselves (ECMA-48 §5.4, §8.3).
#[derive(Default)]
struct Sequences {
    /// How much of the text is left where a command string last turned out to have no end: one that begins before has none either, and
    /// need not be read again.
    endless_until: Option<usize>,
}

impl Sequences {
    /// What follows the sequence that `text` begins with; `None` if it does not begin with a complete one.
    fn after<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let rest = text.strip_prefix('\u{1b}');
        let (kind, rest) = match rest.unwrap_or(text).chars().next()? {
            kind @ ('[' | ']' | '(' | ')') if rest.is_some() => (kind, rest?.get(1..)?),
            '\u{9b}' if rest.is_none() => ('[', text.get(2..)?),
            '\u{9d}' if rest.is_none() => (']', text.get(2..)?),
            _ => return None,
        };
        match kind {
            '[' => {
                let end = rest.find(|character| !matches!(character, ' '..='?'))?;
                matches!(rest.as_bytes()[end], b'@'..=b'~').then(|| &rest[end + 1..])
            }
            ']' => self.after_command(rest),
            // Choosing a character set.
            _ => matches!(rest.as_bytes().first()?, b'0'..=b'~').then(|| &rest[1..]),
        }
    }

    /// What follows an operating system command: a number, for a title, a link, a clipboard, and its text, which ends with BEL or ST. Anything
    /// else in that place is somebody's words, and stays to be seen.
    fn after_command<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let number = text.find(|character: char| !character.is_ascii_digit())?;
        let is_command = number > 0 && text[number..].starts_with([';', '\u{7}', '\u{9c}', '\u{1b}']);
        if !is_command || self.endless_until.is_some_and(|left| text.len() > left) {
            return None;
        }
        let end = text.find(['\u{7}', '\u{9c}', '\u{1b}']).unwrap_or(text.len());
        let rest = &text[end..];
        let after = ["\u{7}", "\u{9c}", "\u{1b}\\"]
            .iter()
            .find_map(|terminator| rest.strip_prefix(terminator));
        if after.is_none() {
            self.endless_until = Some(rest.len());
        }
        after
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

    /// A million introducers: in the square of that nobody would see the end.
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
