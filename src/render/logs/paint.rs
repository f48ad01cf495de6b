//! Colours of a line: its own, and those of what is looked for.

use regex::bytes::Regex;

/// How a match is shown: bold and red.
const MARK: &[u8] = b"\x1b[1;31m";

/// Ends all colours.
pub(super) const RESET: &[u8] = b"\x1b[0m";

/// More of a line's colours are not remembered: only the newest count then.
const MOST_REMEMBERED: usize = 256;

/// The colours that a line has chosen so far.
#[derive(Debug, Default)]
pub(super) struct Paint {
    /// The sequences since the last that ended them all.
    active: Vec<u8>,
    /// Whether any came.
    is_used: bool,
}

impl Paint {
    /// Whether the line has chosen colours.
    pub(super) fn is_used(&self) -> bool {
        self.is_used
    }

    /// Chooses them again, where the line is taken up after another.
    pub(super) fn resume(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.active);
    }

    /// Writes `text` with every match of `marks` marked. They see the text without its colours, as a reader does.
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

/// The text without its colours, and these with their places in it.
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

/// The length of the sequence for colours (SGR) that `text` begins with.
fn color_length(text: &[u8]) -> Option<usize> {
    let parameters = text.strip_prefix(b"\x1b[")?;
    let end = parameters
        .iter()
        .position(|byte| !matches!(byte, b'0'..=b'9' | b';' | b':'))?;
    (parameters[end] == b'm').then_some(end + 3)
}

/// Where something is to be marked, in order and apart. An empty match marks nothing.
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
