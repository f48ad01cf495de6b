//! Searching lines and highlighting matches.

use proptest::prelude::*;

use super::*;

fn grep(pattern: &str, context: usize) -> LogLook {
    LogLook {
        grep: Some(Grep {
            pattern: regex(pattern),
            invert: false,
            context,
        }),
        ..piped()
    }
}

fn inverted(mut look: LogLook) -> LogLook {
    look.grep.as_mut().unwrap().invert = true;
    look
}

#[test]
fn lines_are_shown_that_match_or_that_do_not() {
    let lines = ["GET /a", "error: b", "GET /c\r", ""];
    assert_eq!(of_lines(grep("^error", 0), &lines), "error: b\n");
    assert_eq!(of_lines(grep("c$", 0), &lines), "GET /c\r\n");
    assert_eq!(of_lines(grep("^$", 0), &lines), "\n");
    assert_eq!(of_lines(inverted(grep("GET", 0)), &lines), "error: b\n\n");
    assert_eq!(
        of_lines(grep("2026", 0), &lines),
        "",
        "the time is no part of a line"
    );
    let bytes = LogLook {
        grep: Some(Grep {
            pattern: regex(r"(?-u)\xff"),
            invert: false,
            context: 0,
        }),
        ..json()
    };
    assert!(
        printed(bytes, &[(0, whole(b"a")), (0, whole(b"\xff"))]).ends_with("\"message\":\"\u{fffd}\"}\n")
    );
}

#[test]
fn groups_of_lines_with_context_are_set_apart() {
    let lines = ["0", "1", "2", "x3", "4", "5", "6", "7", "8", "x9", "10", "x11"];
    assert_eq!(of_lines(grep("x", 1), &lines), "2\nx3\n4\n--\n8\nx9\n10\nx11\n");
    assert_eq!(of_lines(grep("x", 3), &lines), lines.join("\n") + "\n");
    assert_eq!(of_lines(grep("x", 0), &lines), "x3\nx9\nx11\n");
    let objects = of_lines(
        LogLook {
            form: LogForm::Json,
            ..grep("x", 1)
        },
        &lines,
    );
    assert_eq!(objects.lines().count(), 7, "{objects}");
}

#[test]
fn context_is_of_the_same_log() {
    let look = LogLook {
        prefix: true,
        ..grep("x", 1)
    };
    let lines = [
        (0, whole(b"a")),
        (1, whole(b"b")),
        (0, whole(b"x")),
        (1, whole(b"c")),
        (1, whole(b"d")),
        (1, whole(b"x")),
    ];
    assert_eq!(
        printed(look, &lines),
        "[pod-0/main] a\n[pod-0/main] x\n--\n[pod-1/main] d\n[pod-1/main] x\n"
    );
}

/// The first MiB decides; the rest of the line follows the decision and is not kept.
#[test]
fn a_long_line_is_decided_on_by_its_beginning() {
    let piece = vec![b'a'; 64 << 10];
    for (beginning, shown) in [("x", true), ("y", false)] {
        let mut printer = LogPrinter::new(grep("x", 0));
        let mut out = Vec::new();
        let mut most_kept = 0;
        printer.line(0, &source("a"), &begins(beginning.as_bytes()), &mut out);
        for _ in 0..64 {
            let before = out.len();
            printer.line(0, &source("a"), &goes_on(&piece), &mut out);
            most_kept = most_kept.max(out.len() - before);
        }
        printer.line(0, &source("a"), &ends(b"x"), &mut out);
        assert_eq!(out.len(), if shown { (4 << 20) + 3 } else { 0 });
        assert!(most_kept <= (1 << 20) + (64 << 10), "{most_kept}");
    }
}

#[test]
fn a_long_line_is_context_by_its_beginning() {
    let long = vec![b'a'; 3 << 20];
    let out = printed(
        grep("x", 1),
        &[(0, begins(&long)), (0, ends(&long)), (0, whole(b"x"))],
    );
    assert_eq!(out.len(), (3 << 20) + "...\nx\n".len());
    assert!(out.ends_with("a...\nx\n"));
}

#[test]
fn the_last_line_is_searched_without_its_end() {
    for (pattern, shown) in [("b$", "ab"), ("c", "")] {
        assert_eq!(of_bytes(grep(pattern, 0), b"ab", &[1]), shown.as_bytes());
    }
}

#[test]
fn matches_are_marked_where_there_are_colours() {
    let marking = |pattern: &str, look: LogLook| LogLook {
        color: true,
        highlight: Some(regex(pattern)),
        ..look
    };
    assert_eq!(
        of_lines(marking("b+", piped()), &["abbc b"]),
        "a\u{1b}[1;31mbb\u{1b}[0mc \u{1b}[1;31mb\u{1b}[0m\n"
    );
    assert_eq!(
        of_lines(marking("b*|^|$", piped()), &["ac"]),
        "ac\n",
        "an empty match marks nothing"
    );
    assert_eq!(
        of_lines(marking("b", grep("a", 0)), &["ab"]),
        "\u{1b}[1;31mab\u{1b}[0m\n",
        "neighbours are one"
    );
    assert_eq!(
        of_lines(marking("b", inverted(grep("z", 0))), &["zb", "b"]),
        "\u{1b}[1;31mb\u{1b}[0m\n"
    );
    assert_eq!(
        of_lines(
            LogLook {
                highlight: Some(regex("b")),
                ..piped()
            },
            &["b"]
        ),
        "b\n"
    );
    assert_eq!(
        of_lines(
            LogLook {
                form: LogForm::Json,
                ..marking("b", piped())
            },
            &["b"]
        )
        .matches('\u{1b}')
        .count(),
        0
    );
}

#[test]
fn a_lines_own_colours_go_on_after_a_match() {
    let look = LogLook {
        highlight: Some(regex("ERROR")),
        ..on_terminal()
    };
    assert_eq!(
        of_lines(
            look.clone(),
            &["\u{1b}[32mok \u{1b}[1mERR\u{1b}[33mOR after\u{1b}[0m ERROR"]
        ),
        "\u{1b}[32mok \u{1b}[1m\u{1b}[1;31mERROR\u{1b}[0m\u{1b}[32m\u{1b}[1m\u{1b}[33m after\u{1b}[0m \
         \u{1b}[1;31mERROR\u{1b}[0m\u{1b}[0m\n"
    );
    assert_eq!(
        of_lines(look, &["an \u{1b}[2JERR\u{1b}[KOR"]),
        "an \u{1b}[1;31mERROR\u{1b}[0m\n",
        "what is shown matches"
    );
}

proptest! {
    /// A line is shown if a matching line is at most `context` lines away.
    #[test]
    fn context_is_what_is_near(lines in proptest::collection::vec("[ab]", 0..20), context in 0..4_usize) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let is_near = |at: usize| lines.iter().enumerate().any(|(other, line)| *line == "b" && other.abs_diff(at) <= context);
        let mut expected = String::new();
        let mut last = None;
        for at in (0..lines.len()).filter(|at| is_near(*at)) {
            if context > 0 && last.is_some_and(|last| last + 1 < at) {
                expected += "--\n";
            }
            expected = expected + lines[at] + "\n";
            last = Some(at);
        }
        prop_assert_eq!(of_lines(grep("b", context), &lines), expected);
    }
}
