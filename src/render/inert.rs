//! Lines that no runner of GitHub Actions takes for a command, whatever a cluster's words in them are.
//!
//! The runner reads what a step prints, on both streams: `::name::` at the beginning of a line, behind blanks or not, and `##[name]`
//! anywhere in it are commands, such as to mask a word in all that follows (`TryParseV2` and `TryParse` in `ActionCommand.cs` of
//! actions/runner; CVE-2020-15228 is what that led to). It compares by the rules of a language, which skip characters that show
//! nothing: what was through [`sanitize`](super::sanitize) has none of these.
//!
//! All text for people is made so, not only in a runner: it may be kept in a file that a later step prints.

use std::borrow::Cow;

/// The line with a backslash in each of what would be a command.
pub(crate) fn inert(line: &str) -> Cow<'_, str> {
    let line = if line.contains("##[") {
        Cow::Owned(line.replace("##[", "##\\["))
    } else {
        Cow::Borrowed(line)
    };
    let text = line.trim_start();
    if text.starts_with("::") {
        let blanks = &line[..line.len() - text.len()];
        Cow::Owned(format!("{blanks}\\{text}"))
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::inert;

    #[test]
    fn commands_get_a_backslash_and_nothing_else_does() {
        for (line, expected) in [
            ("::add-mask::x", "\\::add-mask::x"),
            ("  ::set-output name=a::b", "  \\::set-output name=a::b"),
            ("\u{a0}\u{3000}::x::", "\u{a0}\u{3000}\\::x::"),
            ("text ##[add-mask]x", "text ##\\[add-mask]x"),
            ("####[a]##[b]", "####\\[a]##\\[b]"),
            ("::##[a]::", "\\::##\\[a]::"),
            ("std::io::Error at ::1", "std::io::Error at ::1"),
            ("## [x] #[y] [::]", "## [x] #[y] [::]"),
            (": :", ": :"),
            ("", ""),
        ] {
            assert_eq!(inert(line), expected);
        }
    }

    proptest! {
        #[test]
        fn no_line_is_a_command(line in "[ \u{a0}:#\\[\\]ax\\\\]{0,12}") {
            let inert = inert(&line);
            prop_assert!(!inert.trim_start().starts_with("::") && !inert.contains("##["), "{inert}");
        }
    }
}
