//! Any bytes in a log, cut into pieces anywhere.

use proptest::prelude::*;

use super::*;
use crate::render::sanitize;

/// Random bytes with many control characters, sequences and parts of characters.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..4),
        "[ -~]{0,5}".prop_map(String::into_bytes),
        proptest::sample::select(
            &[
                "\n",
                "\r",
                "\r\n",
                "\t",
                "\0",
                "é",
                "漢",
                "😀",
                "\u{1b}",
                "\u{1b}[",
                "\u{1b}[31m",
                "\u{1b}[0m",
                "\u{1b}[1;38;5;9m",
                "\u{1b}[2J",
                "\u{1b}]0;title",
                "\u{7}",
                "\u{1b}\\",
                "\u{9b}",
                "\u{9d}8;",
                "\u{9c}",
                "\u{202e}",
                "\u{200d}",
                "\u{fe0f}",
                "0;",
                "m",
                "\"",
                "\\",
                "#",
                "#[",
                "["
            ][..]
        )
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

fn cuts() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0..60_usize, 0..8)
}

fn everything() -> Grep {
    Grep {
        pattern: regex(""),
        invert: false,
        context: 2,
    }
}

proptest! {
    #[test]
    fn on_a_pipe_they_stay_as_they_are(bytes in bytes(), cuts in cuts()) {
        prop_assert_eq!(&of_bytes(piped(), &bytes, &cuts), &bytes);
        let searched = LogLook { grep: Some(everything()), ..piped() };
        prop_assert_eq!(&of_bytes(searched, &bytes, &cuts), &bytes);
        let highlighted = LogLook { color: true, highlight: Some(regex("never ever")), ..piped() };
        prop_assert_eq!(&of_bytes(highlighted, &bytes, &cuts), &bytes);
    }

    #[test]
    fn messages_of_json_say_the_same(bytes in bytes(), cuts in cuts(), harmless in any::<bool>(), all in any::<bool>()) {
        let grep = all.then(everything);
        let out = String::from_utf8(of_bytes(LogLook { harmless, grep, ..json() }, &bytes, &cuts)).unwrap();
        let is_whole = out.is_empty() || out.ends_with("}\n");
        prop_assert!(is_whole);
        let messages: Vec<String> = out.lines().map(|line| {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            object["message"].as_str().unwrap().to_owned()
        }).collect();
        let lines: Vec<String> = bytes
            .split_inclusive(|&byte| byte == b'\n')
            .map(|line| String::from_utf8_lossy(line.strip_suffix(b"\n").unwrap_or(line)).into_owned())
            .collect();
        prop_assert_eq!(messages, lines);
        if harmless {
            prop_assert!(!out.replace('\n', "").contains(sanitize::is_control));
        }
    }

    #[test]
    fn a_terminal_gets_nothing_to_obey_but_colours(bytes in bytes(), cuts in cuts(), color in any::<bool>(), unicode in any::<bool>()) {
        let look = LogLook { color, unicode, ..on_terminal() };
        let out = String::from_utf8(of_bytes(look, &bytes, &cuts)).unwrap();
        let colors = regex::Regex::new("\u{1b}\\[[0-9;:]*m").unwrap();
        let has_escape = out.contains('\u{1b}');
        prop_assert!(color || !has_escape);
        for line in out.lines() {
            prop_assert!(!colors.is_match(line) || line.ends_with("\u{1b}[0m"), "{:?}", line);
            let plain = colors.replace_all(line, "");
            let joins = |character| matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe0f}');
            prop_assert!(!plain.chars().any(|character| sanitize::is_control(character) && !joins(character)), "{:?}", line);
            prop_assert!(unicode || plain.is_ascii(), "{:?}", line);
        }
        let ends = |bytes: &[u8]| bytes.split_inclusive(|byte| *byte == b'\n').count();
        prop_assert_eq!(ends(out.as_bytes()), ends(&bytes));
        prop_assert!(out.is_empty() || out.ends_with('\n'));
    }

    #[test]
    fn a_terminal_shows_the_same_wherever_they_are_cut(bytes in bytes(), cuts in cuts(), color in any::<bool>()) {
        let look = || LogLook { color, ..on_terminal() };
        let whole = of_bytes(look(), &bytes, &[]);
        prop_assert_eq!(String::from_utf8(of_bytes(look(), &bytes, &cuts)), String::from_utf8(whole.clone()));
        let everywhere: Vec<usize> = (0..bytes.len()).collect();
        prop_assert_eq!(String::from_utf8(of_bytes(look(), &bytes, &everywhere)), String::from_utf8(whole));
    }
}

/// The held part of a sequence is bounded, and the bound does not depend on the cuts.
#[test]
fn a_sequence_that_is_too_long_is_none() {
    for length in [4000, 4090, 4091, 4092, 4093, 4094, 5000, 70_000] {
        let text = format!("a\u{1b}]0;{}\u{7}b\u{1b}[31mc", "x".repeat(length));
        let whole = of_bytes(on_terminal(), text.as_bytes(), &[]);
        for cut in [
            2,
            3,
            100,
            4000,
            4096,
            4097,
            length,
            length + 5,
            length + 6,
            length + 9,
        ] {
            let cut = of_bytes(on_terminal(), text.as_bytes(), &[cut, 4050]);
            assert_eq!(
                String::from_utf8(cut),
                String::from_utf8(whole.clone()),
                "{length}"
            );
        }
        assert_eq!(whole.starts_with(b"ab"), length < 4092, "{length}");
    }
}

/// As many introducers as fit: a quadratic algorithm would never end.
#[test]
fn the_work_grows_with_the_length() {
    for unit in ["\u{9d}0;", "\u{1b}]0;", "\u{9b}", "\u{1b}[1;", "\u{1b}"] {
        let text = unit.repeat(300_000);
        let cuts: Vec<usize> = (0..text.len()).step_by(64 << 10).collect();
        assert!(
            of_bytes(on_terminal(), text.as_bytes(), &cuts).len() > text.len(),
            "{unit:?}"
        );
    }
}
