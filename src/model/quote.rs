//! What to quote from a longer text: a log, a termination message, an error.

/// The maximum length of a quotation in a sentence, in characters.
const QUOTE_LENGTH: usize = 200;

/// The most informative line of a longer text: the last line that is not part of a stack trace. A Python
/// traceback ends with the error. A Java trace begins with the error, and its frames are indented.
pub(super) fn telling_line(text: &str) -> Option<String> {
    let lines = || text.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    let is_frame =
        |line: &str| line.starts_with([' ', '\t']) || line.starts_with("at ") || line.starts_with("... ");
    let line = lines()
        .rfind(|line| !is_frame(line))
        .or_else(|| lines().next_back())?
        .trim();
    let mut short: String = line.chars().take(QUOTE_LENGTH).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    Some(short)
}

/// The end of an error from Go code, which appends causes to one another: the last cause is what happened.
/// The text that runc puts before that and containerd's code for the error after it (`errdefs.ErrUnknown`)
/// are left out.
pub(super) fn innermost_cause(text: &str) -> Option<String> {
    let line = text.trim();
    let line = line.strip_suffix(": unknown").unwrap_or(line);
    let (_, line) = line
        .rsplit_once("unable to start container process: ")
        .unwrap_or(("", line));
    let surplus = line.chars().count().saturating_sub(QUOTE_LENGTH);
    let end: String = line.chars().skip(surplus).collect();
    // Starts at the beginning of a cause, not within a word.
    let whole = end
        .split_once(": ")
        .filter(|_| surplus > 0)
        .map(|(_, rest)| format!("…{rest}"));
    (!line.is_empty()).then(|| whole.unwrap_or(end))
}

#[cfg(test)]
mod tests {
    use super::{innermost_cause, telling_line};

    #[test]
    fn the_error_of_a_stack_trace_is_quoted() {
        let python = "Traceback (most recent call last):\n  File \"a.py\", line 1\nKeyError: 'x'\n";
        assert_eq!(telling_line(python).unwrap(), "KeyError: 'x'");
        let java = "Exception in thread \"main\" java.lang.Error: no\n\tat A.main(A.java:3)\n";
        assert_eq!(
            telling_line(java).unwrap(),
            "Exception in thread \"main\" java.lang.Error: no"
        );
        assert_eq!(telling_line(" \n\n"), None);
        let runtime = format!(
            "failed to create task: {}: exec: \"x\": no such file",
            "y".repeat(180)
        );
        assert_eq!(innermost_cause(&runtime).unwrap(), "…exec: \"x\": no such file");
        assert_eq!(
            innermost_cause("exec: no such file\n").unwrap(),
            "exec: no such file"
        );
        let runc = "failed to create task: runc create failed: unable to start container process: exec: \"x\": denied: unknown";
        assert_eq!(innermost_cause(runc).unwrap(), "exec: \"x\": denied");
        assert_eq!(innermost_cause(&"x".repeat(1000)).unwrap().chars().count(), 200);
        assert_eq!(innermost_cause("\n"), None);
        assert_eq!(
            telling_line("  only an indented line").unwrap(),
            "only an indented line"
        );
        assert_eq!(telling_line(&"x".repeat(1000)).unwrap().chars().count(), 201);
    }
}
