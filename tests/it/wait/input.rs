//! Command lines that ask for nothing that exists.

use crate::support::Cyjob;

#[test]
fn what_cannot_be_meant_is_refused() {
    let cases = [
        ("wait", "NAME"),
        ("wait x --for done", "done"),
        ("wait x --timeout", "--timeout"),
        (
            "wait x --timeout soon",
            "expected seconds or a number with a unit",
        ),
        ("wait x --timeout -5", "expected seconds or a number with a unit"),
        ("wait x --timeout=-1s", "-1s"),
        ("wait x --wait-for-creation=later", "later"),
        ("wait x --fail-if-blocked=", "--fail-if-blocked"),
        ("wait x --any --fail-fast", "--fail-fast"),
        ("wait x -c main", "--propagate-exit-code"),
        ("wait x --progress bar", "bar"),
        ("wait x -o xml", "wide"),
        ("wait x --all", "--all"),
        ("wait x -l app=report", "--selector"),
        ("wait --all -l app=report", "--selector"),
        ("wait pod/x", "pod"),
    ];
    for (words, word) in cases {
        let run = Cyjob::new(words).arg("--demo").run();
        assert_eq!(run.code, 2, "{words}: {run:?}");
        run.assert_usage(word);
    }
}

#[test]
fn a_selector_that_the_server_rejects_is_a_usage_error() {
    let run = Cyjob::new("wait -l a=b=c --demo").run();
    run.assert_error(2, &["a=b=c"]);
}
