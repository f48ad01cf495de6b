//! What can be typed after `cyjob logs`, and what is refused with a word on why.

use crate::support::Cyjob;

#[test]
fn flags_that_do_not_go_together_are_refused() {
    for (words, word) in [
        ("x -f --merge", "--merge"),
        ("x --since 5m --since-time 2026-11-23T18:30:00Z", "--since-time"),
        ("x --invert", "--grep"),
        ("x -C 3", "--grep"),
        ("x --raw -o json", "--raw is for text"),
        ("x -l app=report", "--selector"),
    ] {
        Cyjob::new("logs --demo").words(words).run().assert_usage(word);
    }
}

#[test]
fn values_that_mean_nothing_are_refused() {
    for (words, word) in [
        ("--attempt 0", "last, first, or a number from 1"),
        ("--attempt newest", "last, first, or a number from 1"),
        ("--index 9-1", "0-9 or 1,3-5"),
        ("--index=", "0-9 or 1,3-5"),
        ("--grep (", "unclosed group"),
        ("--highlight [", "unclosed character class"),
        ("--container-regex *", "repetition operator missing expression"),
        ("--tail -2", "whole number of lines, or -1 for all"),
        ("--tail ten", "whole number of lines, or -1 for all"),
        ("--limit-bytes=-1", "whole number of bytes, or 0 for all"),
        ("--limit-bytes 5k", "whole number of bytes, or 0 for all"),
        ("--grep x -C -1", "whole number from 0 to 65535"),
        ("--follow=perhaps", "--follow"),
        ("--grep=true --follow=true=true", "--follow"),
        ("--since yesterday", "90, 90s, 5m"),
        ("--since-time yesterday", "2026-11-23T18:03:07Z"),
        ("--max-streams 0", "a whole number from 1 to 1000"),
        ("--max-streams 1001", "a whole number from 1 to 1000"),
        ("--prefix=sometimes", "auto, always, never"),
        ("-o yaml", "text, json"),
        ("--all-containers=false", "choose with --container"),
        ("--all-pods=false", "choose with --container"),
    ] {
        Cyjob::new("logs x --demo").words(words).run().assert_usage(word);
    }
}

#[test]
fn a_job_has_to_be_meant() {
    Cyjob::new("logs")
        .run()
        .assert_usage("no Job given: use NAME, -l SELECTOR, or --demo");
    Cyjob::new("logs -f")
        .run()
        .assert_usage("or --demo to list the examples");
    let examples = Cyjob::new("logs --demo").answer();
    assert_eq!(examples, Cyjob::new("describe --demo").answer());
}

/// The command line alone: the source cannot be read, which is 5 and not 2.
#[test]
fn habits_of_kubectl_and_stern_are_taken() {
    for words in [
        "job/x --all-containers --all-pods --prefix --timestamps",
        "job x --all-containers=true --prefix=true --tail=-1 --limit-bytes=0 --since=0",
        "job/x --prefix=false --tail 20 --max-log-requests 50 -c main -c proxy -p",
        "job/x --since-time=2026-11-23T18:30:00+01:00 --context prod",
        "job/x -f -t --include ERROR -H warn --color always",
        "-l app=report -A --tail -1",
        "job/x --follow=true --timestamps=T --previous=false --insecure-skip-tls-verify=true",
    ] {
        let output = Cyjob::new("logs").words(words).run();
        assert_eq!(output.code, 5, "{words}: {}", output.stderr);
    }
}

/// As for kubectl a flag may be turned off: what is shown has no times then, and what follows `--` is a name.
#[test]
fn a_flag_that_is_false_is_none() {
    // The times of the examples follow the clock: of each line only whether it has one counts.
    let have_times = |words: &str| -> Vec<bool> {
        let shown = Cyjob::new("logs --demo fail-exit --utc --prefix=false")
            .words(words)
            .answer();
        shown
            .lines()
            .map(|line| line.starts_with("20") && line.contains("Z "))
            .collect()
    };
    let plain = have_times("");
    assert!(!plain.is_empty() && !plain.contains(&true), "{plain:?}");
    assert_eq!(have_times("--timestamps=false --raw=0"), plain);
    let stamped = vec![true; plain.len()];
    assert_eq!(have_times("--timestamps"), stamped);
    assert_eq!(have_times("--timestamps=TRUE"), stamped);
    Cyjob::new("logs --demo -- --raw=true")
        .run()
        .assert_usage("--raw=true");
}
