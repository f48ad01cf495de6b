//! The colours of a line: its own, and those of matches.

use regex::bytes::Regex;

/// How a match is shown: bold and red.
const MARK: &[u8] = b"\x1b[1;31m";

/// Resets all colours.
pub(super) const RESET: &[u8] = b"\x1b[0m";

/// The most bytes of colour sequences that are remembered. Beyond the limit only the newest sequence counts.
const MOST_REMEMBERED: usize = 256;

/// The colours that a line has set so far.
#[derive(Debug, Default)]
pub(super) struct Paint {
    /// The colour sequences since the last full reset.
    active: Vec<u8>,
    /// Whether the line has set any colour.
    is_used: bool,
}

impl Paint {
    /// Whether the line has set colours.
    pub(super) fn is_used(&self) -> bool {
        self.is_used
    }

    /// Sets the line's colours again, when the line continues after another log's line.
    pub(super) fn resume(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.active);
    }

    /// Writes `text` with every match of `marks` highlighted. The patterns see the text without colour
    /// sequences, as a reader does.
    pub(super) fn pass(&mut self, text: &[u8], marks: &[Regex], out: &mut Vec<u8>) {
        if marks.is_empty() && !text.contains(&0x1b) {
            return out.extend_from_slice(text);
        }
        let (plain, codes) = without_colors(text);
        let matches = merged(&plain, marks);
        let mut codes = codes.into_iter().peekable();
        let mut at = 0;
        for (from, to) in matches {
            while let Some((place, code)) = codes.next_if(|(place, _)| *place <= from) {
                out.extend_from_slice(&plain[at..place]);
                at = place;
                self.choose(code);
                out.extend_from_slice(code);
            }
            out.extend_from_slice(&plain[at..from]);
            out.extend_from_slice(MARK);
            out.extend_from_slice(&plain[from..to]);
            out.extend_from_slice(RESET);
            at = to;
            while let Some((_, code)) = codes.next_if(|(place, _)| *place < to) {
                self.choose(code);
            }
            self.resume(out);
        }
        for (place, code) in codes {
            out.extend_from_slice(&plain[at..place]);
            at = place;
            self.choose(code);
            out.extend_from_slice(code);
        }
        out.extend_from_slice(&plain[at..]);
    }

    fn choose(&mut self, code: &[u8]) {
        self.is_used = true;
        let ends_all = matches!(code, b"\x1b[m" | b"\x1b[0m");
        let is_too_much = self.active.len() + code.len() > MOST_REMEMBERED;
        if ends_all || is_too_much || code.starts_with(b"\x1b[0;") {
            self.active.clear();
        }
        if !ends_all && code.len() <= MOST_REMEMBERED {
            self.active.extend_from_slice(code);
        }
    }
}

/// The text without colour sequences, and the sequences with their positions in that text.
fn without_colors(text: &[u8]) -> (Vec<u8>, Vec<(usize, &[u8])>) {
    let mut plain = Vec::with_capacity(text.len());
    let mut codes = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.iter().position(|&byte| byte == 0x1b) {
        let length = color_length(&rest[at..]);
        plain.extend_from_slice(&rest[..at + usize::from(length.is_none())]);
        if let Some(length) = length {
            codes.push((plain.len(), &rest[at..at + length]));
        }
        rest = &rest[at + length.unwrap_or(1)..];
    }
    plain.extend_from_slice(rest);
    (plain, codes)
}

/// The length of the colour sequence (SGR) at the beginning of `text`.
fn color_length(text: &[u8]) -> Option<usize> {
    let parameters = text.strip_prefix(b"\x1b[")?;
    let end = parameters
        .iter()
        .position(|byte| !matches!(byte, b'0'..=b'9' | b';' | b':'))?;
    (parameters[end] == b'm').then_some(end + 3)
}

/// The ranges to highlight, sorted and merged. Empty matches are dropped.
fn merged(text: &[u8], marks: &[Regex]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = marks
        .iter()
        .flat_map(|mark| mark.find_iter(text))
        .filter(|one| !one.is_empty())
        .map(|one| (one.start(), one.end()))
        .collect();
    found.sort_unstable();
    found.dedup_by(|next, one| {
        let overlaps = next.0 <= one.1;
        if overlaps {
            one.1 = one.1.max(next.1);
        }
        overlaps
    });
    found
}
