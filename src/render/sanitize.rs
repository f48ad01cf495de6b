//! The gate through which every text passes on its way to a person: a cluster's words are anybody's words, and a terminal obeys
//! some of them (cursor, title, clipboard, colours, direction of writing).
//!
//! Nothing is dropped unseen but colours and other complete sequences that show nothing by themselves; what is left of a control
//! is shown as a person would write it down.

use std::{fmt::Write as _, iter::Peekable, str::Chars};

/// One line of harmless text. A line end in it is shown, not obeyed.
pub(crate) fn line(text: &str) -> String {
    let text = text.strip_suffix('\r').unwrap_or(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut before = ' ';
    while let Some(character) = rest.next() {
        match character {
            '\u{1b}' | '\u{9b}' | '\u{9d}' | '\u{90}' | '\u{98}' | '\u{9e}' | '\u{9f}' => {
                if let Some(after) = after_sequence(character, &rest) {
                    rest = after;
                } else {
                    show(character, &mut out);
                }
            }
            '\t' => out.push(' '),
            // A joiner joins emoji and letters of scripts that need it; between ASCII it only hides.
            '\u{200c}' | '\u{200d}'
                if !before.is_ascii() && rest.peek().is_some_and(|next| !next.is_ascii()) =>
            {
                out.push(character);
            }
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

/// Whether a terminal or a reader would obey the character instead of seeing it: C0, DEL, C1, line and paragraph separators, and Unicode's format characters
/// (general category Cf, Unicode 16), which hide or turn text around.
fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
            | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}')
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

/// What follows the control sequence that `introducer` begins (ECMA-48 §5.4, §8.3), `None` if it is not a complete one.
fn after_sequence<'a>(introducer: char, rest: &Peekable<Chars<'a>>) -> Option<Peekable<Chars<'a>>> {
    let mut rest = rest.clone();
    let kind = if introducer == '\u{1b}' {
        rest.next()?
    } else {
        introducer
    };
    match kind {
        '[' | '\u{9b}' => loop {
            match rest.next()? {
                ' '..='?' => {}
                '@'..='~' => return Some(rest),
                _ => return None,
            }
        },
        // Operating system commands and other strings: a title, a link, a clipboard. They end with BEL or ST.
        ']' | 'P' | 'X' | '^' | '_' | '\u{9d}' | '\u{90}' | '\u{98}' | '\u{9e}' | '\u{9f}' => loop {
            match rest.next()? {
                '\u{7}' | '\u{9c}' => return Some(rest),
                '\u{1b}' => return (rest.next()? == '\\').then_some(rest),
                _ => {}
            }
        },
        // Choosing a character set.
        '(' | ')' => matches!(rest.next()?, '0'..='~').then_some(rest),
        _ => None,
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
            ("\u{1b}[31", "^[[31"),
            ("\u{1b}", "^["),
            ("\u{1b}c", "^[c"),
            ("\u{9b}2Jx", "x"),
            ("\u{9b}", "\\u{9b}"),
            ("a\tb\rc\nd\0\u{7f}", "a b^Mc^Jd^@^?"),
            ("windows\r", "windows"),
            ("abc\u{202e}fed\u{200b}", "abc\\u{202e}fed\\u{200b}"),
            ("👨\u{200d}👩 a\u{200d}b", "👨\u{200d}👩 a\\u{200d}b"),
        ];
        for (text, expected) in cases {
            assert_eq!(line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn ascii_keeps_what_was_meant() {
        assert_eq!(ascii("a… 2× → é"), "a... 2x -> \\u{e9}");
    }

    proptest! {
        #[test]
        fn no_control_character_is_left(text in any::<String>()) {
            let joiner = |character| matches!(character, '\u{200c}' | '\u{200d}');
            prop_assert!(!line(&text).chars().any(|character| is_control(character) && !joiner(character)));
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
