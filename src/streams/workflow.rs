//! Between these two lines a runner of GitHub Actions takes nothing for a command, so that a container's words stay as they are. The
//! second has to begin a line (`ActionCommandManager.cs` of actions/runner).
//!
//! For standard output only: the runner reads both streams at once, and the end of one would be the end of both. What goes to
//! standard error passes the [gate](super::gate) instead.

use std::io::{self, Write};

/// From here on nothing is a command.
///
/// # Errors
///
/// Those of `out`.
pub fn stop_commands(token: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "::stop-commands::{token}")
}

/// From here on commands are commands.
///
/// # Errors
///
/// Those of `out`.
pub fn resume_commands(token: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "::{token}::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_the_runners() {
        let mut out = Vec::new();
        stop_commands("c0ffee", &mut out).unwrap();
        resume_commands("c0ffee", &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "::stop-commands::c0ffee\n::c0ffee::\n"
        );
    }
}
