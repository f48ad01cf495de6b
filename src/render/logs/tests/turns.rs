//! Lines of several logs that come in pieces.

use proptest::prelude::*;

use super::*;

/// A line as long as the limit.
fn long() -> Vec<u8> {
    vec![b'.'; MOST_HELD]
}

/// The output for these lines, with the text of `long()` replaced by `LONG`.
fn shortened(look: LogLook, lines: &[(usize, LogLine<'_>)]) -> String {
    let long = String::from_utf8(long()).unwrap();
    printed(look, lines).replace(&long, "LONG")
}

fn prefixed() -> LogLook {
    LogLook {
        prefix: true,
        ..piped()
    }
}

/// The members of a JSON object before its message.
fn members(pod: usize) -> String {
    format!(
        r#"{{"time":"2026-11-23T18:02:57.421816770Z","job":"load","namespace":"data","pod":"pod-{pod}","container":"main","#
    )
}

#[test]
fn a_line_in_pieces_is_shown_as_one() {
    let lines = [
        (0, whole(b"first")),
        (1, begins("h\u{e9}".as_bytes().split_last().unwrap().1)),
        (0, whole(b"second")),
        (1, goes_on(b"\xa9")),
        (0, begins(b"th")),
        (1, ends(b"!")),
        (1, whole(b"next")),
        (0, ends(b"ird")),
    ];
    assert_eq!(printed(piped(), &lines), "first\nsecond\nhé!\nnext\nthird\n");
    assert_eq!(
        printed(prefixed(), &lines),
        "[pod-0/main] first\n[pod-0/main] second\n[pod-1/main] hé!\n[pod-1/main] next\n[pod-0/main] third\n"
    );
    let object = |pod, message| format!("{}\"message\":\"{message}\"}}\n", members(pod));
    let objects = [(0, "first"), (0, "second"), (1, "hé!"), (1, "next"), (0, "third")];
    assert_eq!(
        printed(json(), &lines),
        objects.map(|(pod, message)| object(pod, message)).concat()
    );
}

/// A single log has written the beginning of a line: other logs wait for its end, in their order.
#[test]
fn a_line_that_has_begun_is_waited_for() {
    let lines = [
        (0, begins(b"one")),
        (1, whole(b"two")),
        (2, whole(b"three")),
        (1, begins(b"fi")),
        (2, whole(b"four")),
        (0, goes_on(b" goes")),
        (0, ends(b" on")),
        (1, ends(b"ve")),
    ];
    for (until, shown) in [
        (1, "one"),
        (5, "one"),
        (6, "one goes"),
        (7, "one goes on\ntwo\nthree\nfour\n"),
        (8, "one goes on\ntwo\nthree\nfour\nfive\n"),
    ] {
        assert_eq!(printed(piped(), &lines[..until]), shown, "{until}");
    }
}

/// For a single log, every piece is shown at once; also after the other logs have ended.
#[test]
fn a_log_that_is_alone_waits_for_nobody() {
    let mut printer = LogPrinter::new(prefixed());
    let mut out = Vec::new();
    let mut shows = |lines: &[(usize, LogLine<'_>)], ended: Option<usize>| {
        for (id, line) in lines {
            printer.line(*id, &source(&format!("pod-{id}")), line, &mut out);
        }
        if let Some(id) = ended {
            printer.end(id, &mut out);
        }
        String::from_utf8(std::mem::take(&mut out)).unwrap()
    };
    assert_eq!(shows(&[(0, begins(b"10 %\r"))], None), "[pod-0/main] 10 %\r");
    assert_eq!(shows(&[(0, goes_on(b"20 %\r"))], None), "20 %\r");
    assert_eq!(shows(&[(0, ends(b"done"))], None), "done\n");
    assert_eq!(
        shows(&[(1, whole(b"x")), (0, begins(b"who"))], None),
        "[pod-1/main] x\n"
    );
    assert_eq!(shows(&[], Some(1)), "[pod-0/main] who");
    assert_eq!(shows(&[(0, goes_on(b"?"))], None), "?");
}

/// A progress bar overwrites its line for hours.
#[test]
fn a_line_that_writes_over_itself_holds_up_no_other() {
    let lines = [
        (0, begins(b"10 %\r20 %\r")),
        (1, whole(b"two")),
        (0, goes_on(b"30 %\r")),
        (1, whole(b"three")),
        (0, ends(b"done")),
    ];
    assert_eq!(printed(piped(), &lines), "10 %\r20 %\r\ntwo\nthree\n30 %\rdone\n");
    // A carriage return at the end of a piece may be half of a line end.
    let lines = [(0, begins(b"one\r")), (1, whole(b"two\r")), (0, ends(b""))];
    assert_eq!(printed(piped(), &lines), "one\r\ntwo\r\n");
}

#[test]
fn a_line_that_is_too_long_is_broken_and_taken_up_again() {
    let (long, other) = (long(), [b"\x1b[31mr", &long()[..]].concat());
    let lines = [
        (1, whole(b"two")),
        (0, begins(&other)),
        (1, whole(b"three")),
        (0, goes_on(b"e")),
        (1, whole(b"four")),
        (0, ends(b"d")),
        (0, whole(b"end")),
        (1, begins(&long)),
        (0, whole(b"last")),
        (1, ends(b"")),
    ];
    assert_eq!(
        shortened(prefixed(), &lines),
        "[pod-1/main] two\n[pod-0/main] \u{1b}[31mrLONG\n[pod-1/main] three\n[pod-1/main] four\n[pod-0/main] ed\n[pod-0/main] end\n\
         [pod-1/main] LONG\n[pod-0/main] last\n"
    );
    assert_eq!(
        shortened(on_terminal(), &lines),
        "two\n\u{1b}[31mrLONG\u{1b}[0m\nthree\nfour\n\u{1b}[31med\u{1b}[0m\nend\nLONG\nlast\n"
    );
    let object = |pod, message, rest| format!("{}\"message\":\"{message}\"{rest}}}\n", members(pod));
    let (part, all) = (",\"partial\":true", "");
    assert_eq!(
        shortened(json(), &lines),
        [
            object(1, "two", all),
            object(0, "\\u001b[31mrLONG", part),
            object(1, "three", all),
            object(1, "four", all),
            object(0, "ed", part),
            object(0, "end", all),
            object(1, "LONG", part),
            object(0, "last", all),
        ]
        .concat()
    );
}

/// Lines wait for a line that does not end only up to a limit.
#[test]
fn what_waits_is_bounded() {
    let long = long();
    let most = &long[..MOST_HELD / 2];
    let lines = [
        (0, begins(b"one")),
        (1, whole(most)),
        (1, whole(most)),
        (0, ends(b"!")),
    ];
    assert_eq!(
        shortened(piped(), &lines),
        format!(
            "one\n{}!\n",
            [most, b"\n", most, b"\n"].map(String::from_utf8_lossy).concat()
        )
    );
    // The lines of a thousand logs together have one limit.
    let mut printer = LogPrinter::new(piped());
    let mut out = Vec::new();
    printer.line(1000, &source("p"), &whole(b"x"), &mut out);
    for id in 0..1000 {
        printer.line(id, &source("p"), &begins(&long[..100_000]), &mut out);
    }
    let given = 1000 * 100_000;
    assert!(out.len() > given - 17 * MOST_HELD, "{}", out.len());
    assert!(out.len() < given - 15 * MOST_HELD, "{}", out.len());
    printer.close(&mut out);
    assert_eq!(String::from_utf8(out).unwrap().matches('.').count(), given);
}

/// A log may end while another log's line is incomplete, or within its own line.
#[test]
fn what_waits_comes_out_at_the_end() {
    let ends_of = |ended: &[usize]| {
        let mut printer = LogPrinter::new(prefixed());
        let mut out = Vec::new();
        for (id, line) in [
            (0, begins(b"one")),
            (1, whole(b"two")),
            (1, begins(b"three")),
            (2, begins(b"four")),
        ] {
            printer.line(id, &source(&format!("pod-{id}")), &line, &mut out);
        }
        for id in ended {
            printer.end(*id, &mut out);
        }
        if ended.is_empty() {
            printer.close(&mut out);
        }
        String::from_utf8(out).unwrap().replace("/main", "")
    };
    let all = "[pod-0] one\n[pod-1] two\n[pod-1] three\n[pod-2] four\n";
    assert_eq!(ends_of(&[1]), "[pod-0] one");
    assert_eq!(ends_of(&[1, 0]), all.trim_end());
    assert_eq!(ends_of(&[0]), "[pod-0] one\n[pod-1] two\n");
    assert_eq!(ends_of(&[2, 1, 0]), all);
    assert_eq!(ends_of(&[0, 1, 2]), all);
    assert_eq!(ends_of(&[]), all);
}

/// Pieces of lines of several logs, in any order of the logs.
fn pieces() -> impl Strategy<Value = Vec<(usize, String, bool)>> {
    let piece = (0..4_usize, "[a-z#\\[\u{e9}]{0,6}", any::<bool>());
    proptest::collection::vec(piece, 0..60)
}

proptest! {
    #[test]
    fn lines_come_out_whole(pieces in pieces(), ended in proptest::collection::vec(0..60_usize, 4), as_json in any::<bool>(), harmless in any::<bool>()) {
        let form = if as_json { LogForm::Json } else { LogForm::Text };
        let mut printer = LogPrinter::new(LogLook { form, harmless, ..prefixed() });
        let mut out = Vec::new();
        let mut under_way: [Option<String>; 4] = [const { None }; 4];
        let mut lines: [Vec<String>; 4] = [const { Vec::new() }; 4];
        let mut has_ended = [false; 4];
        for (position, (id, text, is_end)) in pieces.iter().enumerate() {
            let id = *id;
            for other in 0..4 {
                if ended[other] == position && !std::mem::replace(&mut has_ended[other], true) {
                    printer.end(other, &mut out);
                    lines[other].extend(under_way[other].take());
                }
            }
            if has_ended[id] {
                continue;
            }
            let line = LogLine { begins: under_way[id].is_none(), ends: *is_end, ..goes_on(text.as_bytes()) };
            printer.line(id, &source(&id.to_string()), &line, &mut out);
            let begun = under_way[id].take().unwrap_or_default() + text;
            if *is_end { lines[id].push(begun) } else { under_way[id] = Some(begun) }
        }
        printer.close(&mut out);
        for (lines, rest) in lines.iter_mut().zip(under_way) {
            lines.extend(rest);
        }
        let mut seen: [Vec<String>; 4] = [const { Vec::new() }; 4];
        for line in String::from_utf8(out).unwrap().lines() {
            let (id, text) = if as_json {
                let object: serde_json::Value = serde_json::from_str(line).unwrap();
                prop_assert_eq!(&object["partial"], &serde_json::Value::Null);
                (object["pod"].as_str().unwrap().to_owned(), object["message"].as_str().unwrap().to_owned())
            } else {
                let (id, text) = line[1..].split_once("/main] ").unwrap();
                (id.to_owned(), text.to_owned())
            };
            seen[id.parse::<usize>().unwrap()].push(text);
        }
        prop_assert_eq!(seen, lines);
    }
}
