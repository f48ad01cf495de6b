//! Lines with sequences that a terminal would obey.

use super::*;

fn shown(text: &str) -> String {
    let out = of_bytes(on_terminal(), text.as_bytes(), &[]);
    String::from_utf8(out).unwrap()
}

#[test]
fn colours_stay_and_end_with_the_line() {
    let cases = [
        (
            "\u{1b}[1;31mERROR\u{1b}[0m x\n",
            "\u{1b}[1;31mERROR\u{1b}[0m x\u{1b}[0m\n",
        ),
        ("\u{1b}[38:5:9mred", "\u{1b}[38:5:9mred\u{1b}[0m"),
        ("\u{9b}32mgreen\n", "\u{1b}[32mgreen\u{1b}[0m\n"),
        ("\u{1b}[>4;2mx\n", "x\n"),
        ("\u{1b}[?25lx\u{1b}[2J\u{1b}[H\n", "x\n"),
        ("\u{1b}]52;c;aGk=\u{7}x\n", "x\n"),
        ("a\u{1b}[31", "a^[[31"),
        ("nul\0 bell\u{7}\n", "nul^@ bell^G\n"),
        ("10%\r20%\r\n", "10%^M20%\n"),
        (
            "a\tb\n\tc\n12345678\td\n",
            "a       b\n        c\n12345678        d\n",
        ),
        ("\u{202e}abc\n", "\\u{202e}abc\n"),
    ];
    for (text, expected) in cases {
        // The last line has a line end even if the log's last line has none.
        assert_eq!(
            shown(text),
            format!("{}\n", expected.trim_end_matches('\n')),
            "{text:?}"
        );
    }
    assert_eq!(
        of_bytes(on_terminal(), b"a\xffb\xe6\xbc", &[]),
        "a\u{fffd}b\u{fffd}\n".as_bytes()
    );
}

/// The output of a hostile container: it clears the screen, sets the title, overwrites text, and reverses a
/// name.
const HOSTILE: &str =
    "\u{1b}[2J\u{1b}]0;pwned\u{7}\u{1b}[31mfake SUCCESS\u{1b}[0m\rok \u{202e}txt.exe 你好\n";

#[test]
fn a_hostile_line_is_seen_for_what_it_is() {
    let looks = [
        (
            on_terminal(),
            "\u{1b}[31mfake SUCCESS\u{1b}[0m^Mok \\u{202e}txt.exe 你好\u{1b}[0m\n",
        ),
        (
            LogLook {
                color: false,
                ..on_terminal()
            },
            "fake SUCCESS^Mok \\u{202e}txt.exe 你好\n",
        ),
        (
            LogLook {
                color: false,
                unicode: false,
                ..on_terminal()
            },
            "fake SUCCESS^Mok \\u{202e}txt.exe \\u{4f60}\\u{597d}\n",
        ),
        (piped(), HOSTILE),
    ];
    for (look, expected) in looks {
        for cut in 0..HOSTILE.len() {
            let out = of_bytes(look.clone(), HOSTILE.as_bytes(), &[cut]);
            assert_eq!(String::from_utf8(out).unwrap(), expected, "cut at {cut}");
        }
    }
}

#[test]
fn names_are_made_harmless_too() {
    let mut printer = LogPrinter::new(LogLook {
        prefix: true,
        ..piped()
    });
    let mut out = Vec::new();
    printer.line(0, &source("a\n\u{1b}[2Jb"), &whole(b"x"), &mut out);
    assert_eq!(out, b"[a^Jb/main] x\n");
}
