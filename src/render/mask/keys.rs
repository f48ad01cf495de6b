//! The bodies of private keys: PEM and similar formats (`OpenSSH`, PGP, SSH2), and the files of `PuTTY`.

use super::Spans;

/// The words before the dashes in the first line of a key.
const BEGIN: &str = "PRIVATE KEY";

/// The lines before and after the private part in a file of `PuTTY`.
const PUTTY: &str = "Private-Lines:";
const PUTTY_END: &str = "Private-MAC:";

pub(super) fn find(text: &str, spans: &mut Spans) {
    pem(text, spans);
    let mut at = 0;
    while let Some(found) = text[at..].find(PUTTY) {
        let start = at + found + PUTTY.len();
        at = text[start..]
            .find(PUTTY_END)
            .map_or(text.len(), |end| start + end);
        spans.push(start..at);
    }
}

fn pem(text: &str, spans: &mut Spans) {
    let mut at = 0;
    while let Some(found) = text[at..].find(BEGIN) {
        at += found + BEGIN.len();
        let rest = text[at..].strip_prefix(" BLOCK").unwrap_or(&text[at..]);
        let Some(body) = rest.trim_start_matches(' ').strip_prefix("----") else {
            continue;
        };
        let body = body.trim_start_matches('-');
        let start = text.len() - body.len();
        let end = body.find("----").map_or(text.len(), |end| start + end);
        spans.push(start..end);
        // The last line repeats the words of the first.
        let last = text[end..].trim_start_matches(['-', ' ']);
        at = match last.strip_prefix("END") {
            Some(last) => text.len() - last.find("----").map_or(0, |length| last.len() - length),
            None => end,
        };
    }
}
