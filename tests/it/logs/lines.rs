//! Which lines of a log are shown, and how they look.

use super::world::{at, complete, exited, logs, pod, shown};
use crate::support::Cluster;

fn letters() -> Cluster {
    let cluster = complete([pod("p", 0, &[exited("main", 0, 0)])]);
    for (number, letter) in (0..).zip('a'..='j') {
        cluster
            .logs
            .write_at("p", "main", at(number * 500), format!("{letter}\n"));
    }
    cluster
}

#[test]
fn each_choice_of_lines() {
    let cluster = letters();
    for (words, expected) in [
        ("--tail 3", "h\ni\nj\n"),
        ("--tail 0", ""),
        ("--tail -1", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n"),
        ("--tail 99", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n"),
        ("--limit-bytes 5", "a\nb\nc"),
        ("--limit-bytes 0 --tail 1", "j\n"),
        ("--limit-bytes 1000 --tail 1", "j\n"),
        ("--tail 2 --limit-bytes 3", "i\nj"),
        ("--since-time 2025-11-23T18:00:04Z", "i\nj\n"),
        ("--since-time 2025-11-23T19:00:04+01:00", "i\nj\n"),
        ("--since-time 2099-01-01T00:00:00Z", ""),
        ("--since 1s", ""),
        ("--since 0 --tail 1", "j\n"),
        ("--grep [ch]", "c\nh\n"),
        ("--include [ch]", "c\nh\n"),
        ("--grep [ch] -C 1", "b\nc\nd\n--\ng\nh\ni\n"),
        ("--grep [c-h] --invert", "a\nb\ni\nj\n"),
        ("--grep nothing", ""),
        ("--grep d --tail 2", ""),
        ("--highlight c --tail 8", "c\nd\ne\nf\ng\nh\ni\nj\n"),
        ("-t --tail 1", "2025-11-23T18:00:04.500000000Z j\n"),
        (
            "-t --tail 1 --prefix",
            "[p/main] 2025-11-23T18:00:04.500000000Z j\n",
        ),
    ] {
        for follow in ["", " -f"] {
            let output = logs(&cluster, words).words(follow).run();
            assert_eq!(
                (output.code, output.stdout.as_str()),
                (0, expected),
                "{words}{follow}: {output:?}"
            );
        }
    }
}

/// A fraction of a second is no fault of who gave it: the API server leaves it out.
#[test]
fn since_is_exact() {
    let cluster = letters();
    assert_eq!(shown(&cluster, "--since-time 2025-11-23T18:00:04.25Z"), "j\n");
}

#[test]
fn times_are_those_of_the_reader() {
    let cluster = letters();
    let output = logs(&cluster, "-t --tail 1").env("TZ", "Asia/Kolkata").run();
    assert_eq!(
        output.stdout, "2025-11-23T23:30:04.500000000+05:30 j\n",
        "{output:?}"
    );
    let output = logs(&cluster, "-t --tail 1 --utc")
        .env("TZ", "Asia/Kolkata")
        .run();
    assert_eq!(output.stdout, "2025-11-23T18:00:04.500000000Z j\n", "{output:?}");
    let output = logs(&cluster, "-o json --tail 1").env("TZ", "Asia/Kolkata").run();
    assert!(
        output
            .stdout
            .contains(r#""time":"2025-11-23T18:00:04.500000000Z""#),
        "{output:?}"
    );
}

#[test]
fn a_search_is_of_lines_as_they_were_written() {
    let cluster = complete([pod("p", 0, &[exited("main", 0, 0)])]);
    let text = b"caf\xe9 ok\r\n\x1b[31mERROR\x1b[0m: red\n\0zero\nlast ERROR";
    cluster.logs.write_at("p", "main", at(0), text);
    let found = |pattern: &str| {
        let (stdout, output) = logs(&cluster, "--grep").arg(pattern).run_bytes();
        assert_eq!(output.code, 0, "{output:?}");
        stdout
    };
    assert_eq!(found("ERROR"), b"\x1b[31mERROR\x1b[0m: red\nlast ERROR");
    assert_eq!(found("^caf"), b"caf\xe9 ok\r\n");
    assert_eq!(found("(?i)ZERO$"), b"\0zero\n");
}

#[test]
fn no_color_goes_into_a_pipe_unless_it_is_asked_for() {
    let cluster = letters();
    assert_eq!(shown(&cluster, "--tail 1 --grep j --prefix"), "[p/main] j\n");
    let output = logs(&cluster, "--tail 1 --grep j --prefix --color always").run();
    assert!(output.stdout.contains("\u{1b}["), "{output:?}");
}
