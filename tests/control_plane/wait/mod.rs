//! `cyjob wait` while the real controllers work: each exit code by a history that brings it about.

mod ends;

use crate::support::{Namespace, Output, Running};

/// `cyjob wait` with these words, begun.
fn wait(space: &Namespace, words: &str) -> Running {
    space.cyjob("wait").words(words).start()
}

/// `cyjob wait` with these words, once it has said so of a Job.
fn wait_until(space: &Namespace, words: &str, said: &str) -> Running {
    let mut run = wait(space, words);
    run.until(said);
    run
}

/// Asserts the exit code, and that these words are in the answer and on standard error.
fn assert_end(output: &Output, code: i32, answer: &[&str], told: &[&str]) {
    assert_eq!(output.code, code, "{output:?}");
    for word in answer {
        assert!(
            output.stdout.contains(word),
            "{word:?} is not in: {}",
            output.stdout
        );
    }
    for word in told {
        assert!(
            output.stderr.contains(word),
            "{word:?} is not in: {}",
            output.stderr
        );
    }
}
