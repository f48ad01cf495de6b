//! Lines of several logs, with prefixes and timestamps.

use super::*;

#[test]
fn a_line_says_whose_it_is_and_when() {
    let look = LogLook {
        prefix: true,
        timestamps: true,
        ..piped()
    };
    let lines = [(0, whole(b"one")), (1, whole(b"two\r")), (0, whole(b""))];
    assert_eq!(
        printed(look, &lines),
        "[pod-0/main] 2026-11-23T18:02:57.421816770Z one\n\
         [pod-1/main] 2026-11-23T18:02:57.421816770Z two\r\n\
         [pod-0/main] 2026-11-23T18:02:57.421816770Z \n"
    );
}

#[test]
fn a_later_instance_says_so() {
    let mut printer = LogPrinter::new(LogLook {
        prefix: true,
        ..piped()
    });
    let mut out = Vec::new();
    let source = LogSource {
        restart: 2,
        ..source("a")
    };
    printer.line(7, &source, &whole(b"x"), &mut out);
    assert_eq!(out, b"[a/main restart 2] x\n");
}

#[test]
fn times_are_in_the_zone_that_is_asked_for() {
    let zone = TimeZone::fixed(jiff::tz::offset(5));
    let stamps = [
        ("2026-11-23T18:02:57.4Z", "2026-11-23T23:02:57.400000000+05:00"),
        (
            "2026-11-23T18:02:57.4-01:00",
            "2026-11-24T00:02:57.400000000+05:00",
        ),
        ("no\u{1b}time", "no^[time"),
    ];
    for (stamp, shown) in stamps {
        let look = LogLook {
            timestamps: true,
            zone: zone.clone(),
            ..piped()
        };
        let line = LogLine {
            stamp: Some(stamp.as_bytes()),
            ..whole(b"x")
        };
        assert_eq!(printed(look, &[(0, line)]), format!("{shown} x\n"));
    }
    let line = LogLine {
        stamp: Some(b"2026-11-23T18:02:57.4-01:00"),
        ..whole(b"x")
    };
    let look = LogLook {
        timestamps: true,
        ..piped()
    };
    assert_eq!(
        printed(look.clone(), &[(0, line)]),
        "2026-11-23T19:02:57.400000000Z x\n"
    );
    let without = LogLine {
        stamp: None,
        ..whole(b"x")
    };
    assert_eq!(printed(look, &[(0, without)]), "x\n");
}

#[test]
fn each_pod_has_its_colour() {
    let look = || LogLook {
        prefix: true,
        ..on_terminal()
    };
    let out = printed(look(), &[(0, whole(b"x")), (1, whole(b"x")), (0, whole(b"y"))]);
    let colors: Vec<&str> = out.lines().map(|line| line.split('[').nth(1).unwrap()).collect();
    assert_eq!(colors[0], colors[2]);
    assert_ne!(colors[0], colors[1]);
    assert!(out.ends_with("[pod-0/main]\u{1b}[0m y\n"), "{out:?}");
}

#[test]
fn an_object_has_what_is_known() {
    let mut printer = LogPrinter::new(json());
    let mut out = Vec::new();
    let source = LogSource {
        restart: 1,
        index: Some(0),
        attempt: Some(3),
        ..source("a\"b")
    };
    let line = LogLine {
        stamp: None,
        ..begins(b"tab\t nul\0 quote\" back\\ \xff")
    };
    printer.line(0, &source, &line, &mut out);
    printer.end(0, &mut out);
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "{\"job\":\"load\",\"namespace\":\"data\",\"pod\":\"a\\\"b\",\"container\":\"main\",\"attempt\":3,\"index\":0,\"restart\":1,\
         \"message\":\"tab\\t nul\\u0000 quote\\\" back\\\\ \u{fffd}\"}\n"
    );
}

/// A log may end without a line end. The line of the next log still begins on its own line.
#[test]
fn the_next_log_begins_on_a_line_of_its_own() {
    let prefixed = LogLook {
        prefix: true,
        ..piped()
    };
    // A pipe without prefixes gets the last line unchanged. A terminal, and lines with prefixes, get a line
    // end.
    for (look, last, end) in [
        (piped(), "last", ""),
        (on_terminal(), "last", "\n"),
        (prefixed, "[a/main] last", "\n"),
    ] {
        let mut printer = LogPrinter::new(look);
        let mut out = Vec::new();
        printer.line(0, &source("a"), &begins(b"last"), &mut out);
        printer.end(0, &mut out);
        assert_eq!(String::from_utf8_lossy(&out), format!("{last}{end}"));
        printer.end(1, &mut out);
        printer.line(0, &source("a"), &whole(b"x"), &mut out);
        assert_eq!(
            String::from_utf8_lossy(&out),
            format!("{last}\n{}", last.replace("last", "x\n"))
        );
    }
}
