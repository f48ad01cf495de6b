//! Splits the bytes of a log into lines. Does no I/O.
//!
//! If timestamps are requested, the kubelet writes one before each line: RFC 3339 with nanoseconds, and a
//! space (`logWriter.write` in `pkg/kubelet/kuberuntime/logs/logs.go`). The runtime sends a long line in
//! parts of 16 KiB, of which only the first has a timestamp.

use bytes::{Bytes, BytesMut};

use crate::facts::LogChunk;
use crate::facts::Span;

/// The greatest number of bytes of an incomplete line that are held back. A line may have gigabytes.
const MOST_HELD: usize = 64 << 10;

/// The greatest length of a timestamp, including its space: `2006-01-02T15:04:05.000000000+07:00 `.
const LONGEST_STAMP: usize = 36;

/// The lines of a whole body.
pub(super) fn split(body: Bytes) -> [LogChunk; 2] {
    let mut splitter = Splitter::default();
    [splitter.take(body), splitter.finish()]
}

/// Splits a body into lines. Holds back the beginning of a line until the line ends or the beginning is too
/// long.
#[derive(Default)]
pub(super) struct Splitter {
    held: BytesMut,
    /// Whether a part of the current line was passed on already.
    is_inside: bool,
}

impl Splitter {
    /// The lines that end in this piece, and the rest of a line that is too long to be held back.
    pub(super) fn take(&mut self, piece: Bytes) -> LogChunk {
        let data = if self.held.is_empty() {
            piece
        } else {
            let mut held = std::mem::take(&mut self.held);
            held.extend_from_slice(&piece);
            held.freeze()
        };
        let mut spans = Vec::with_capacity(data.len() / 64 + 1);
        let mut from = 0;
        for end in memchr::memchr_iter(b'\n', &data) {
            spans.push(self.span(&data, from, end, true));
            from = end + 1;
        }
        let rest = &data[from..];
        if rest.len() >= MOST_HELD || self.is_inside && !rest.is_empty() {
            spans.push(self.span(&data, from, data.len(), false));
        } else {
            self.held.extend_from_slice(rest);
        }
        LogChunk::new(data, spans)
    }

    /// Whether the next piece starts with a new line.
    pub(super) fn is_between_lines(&self) -> bool {
        self.held.is_empty() && !self.is_inside
    }

    /// What was held back: the last line of a log without a line end. A piece of a timestamp is not a line.
    pub(super) fn finish(self) -> LogChunk {
        let mut rest = self;
        let data = std::mem::take(&mut rest.held).freeze();
        let spans = if data.is_empty() || !rest.is_inside && is_piece_of_stamp(&data) {
            Vec::new()
        } else {
            vec![rest.span(&data, 0, data.len(), false)]
        };
        LogChunk::new(data, spans)
    }

    fn span(&mut self, data: &[u8], from: usize, to: usize, ends: bool) -> Span {
        let begins = !std::mem::replace(&mut self.is_inside, !ends);
        // A piece of a body is far shorter than 4 GiB.
        let at = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        let pair = |from: usize, to: usize| (at(from), at(to));
        let stamp = if begins {
            stamp_length(&data[from..to])
        } else {
            None
        };
        Span {
            stamp: stamp.map(|length| pair(from, from + length)),
            text: pair(stamp.map_or(from, |length| from + length + 1), to),
            begins,
            ends,
        }
    }
}

/// The length of the timestamp at the beginning of a line, without the space after it.
fn stamp_length(line: &[u8]) -> Option<usize> {
    let is_date = line.len() > 20
        && line[0].is_ascii_digit()
        && line[4] == b'-'
        && line[10] == b'T'
        && line[13] == b':';
    if !is_date {
        return None;
    }
    memchr::memchr(b' ', &line[..line.len().min(LONGEST_STAMP)])
}

/// Whether these bytes are only the beginning of a timestamp.
fn is_piece_of_stamp(bytes: &[u8]) -> bool {
    const FORM: &[u8] = b"0000-00-00T00:00:00.000000000";
    let fits = |(byte, form): (&u8, &u8)| {
        if *form == b'0' {
            byte.is_ascii_digit()
        } else {
            byte == form
        }
    };
    let (date, rest) = bytes.split_at(bytes.len().min(FORM.len()));
    // Fractions may be shorter, and the time zone is `Z` or an offset.
    let is_rest = |byte: &u8| byte.is_ascii_digit() || b"Z+-:".contains(byte);
    let (second, fraction) = date.split_at(date.len().min(20));
    second.iter().zip(FORM).all(fits)
        && fraction.iter().chain(rest).all(is_rest)
        && bytes.len() < LONGEST_STAMP
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STAMP: &str = "2026-11-25T00:34:38.123456789Z";

    /// A line as (stamp, text, begins, ends).
    type Seen = (Option<String>, Vec<u8>, bool, bool);

    fn in_pieces(pieces: &[&[u8]]) -> Vec<Seen> {
        let mut splitter = Splitter::default();
        let mut chunks: Vec<LogChunk> = pieces
            .iter()
            .map(|piece| splitter.take(Bytes::copy_from_slice(piece)))
            .collect();
        chunks.push(splitter.finish());
        let lines = chunks.iter().flat_map(LogChunk::lines);
        lines
            .map(|line| {
                let stamp = line.stamp.map(|stamp| String::from_utf8(stamp.to_vec()).unwrap());
                (stamp, line.text.to_vec(), line.begins, line.ends)
            })
            .collect()
    }

    #[test]
    fn stamps_are_told_from_words() {
        let body = format!("{STAMP} one\n{STAMP} \n\n2026 was fine\n{STAMP}\nlast");
        let lines = in_pieces(&[body.as_bytes()]);
        let told: Vec<(bool, &str)> = lines
            .iter()
            .map(|(stamp, text, ..)| (stamp.is_some(), std::str::from_utf8(text).unwrap()))
            .collect();
        assert_eq!(
            told,
            [
                (true, "one"),
                (true, ""),
                (false, ""),
                (false, "2026 was fine"),
                (false, STAMP),
                (false, "last")
            ]
        );
        assert!(!lines.last().unwrap().3, "the last has no line end");
    }

    #[test]
    fn a_line_that_is_too_long_comes_in_pieces() {
        let long = vec![b'x'; MOST_HELD];
        let body = [STAMP.as_bytes(), b" ", &long].concat();
        let lines = in_pieces(&[&body, b"yy", b"z\nnext\n"]);
        let shape: Vec<_> = lines
            .iter()
            .map(|(stamp, text, begins, ends)| (stamp.is_some(), text.len(), *begins, *ends))
            .collect();
        assert_eq!(
            shape,
            [
                (true, MOST_HELD, true, false),
                (false, 2, false, false),
                (false, 1, false, true),
                (false, 4, true, true)
            ]
        );
    }

    #[test]
    fn a_piece_of_a_stamp_is_no_line() {
        for length in 1..=STAMP.len() {
            assert!(in_pieces(&[&STAMP.as_bytes()[..length]]).is_empty(), "{length}");
        }
        for text in ["x", "2026-11-25 T", "2026.", "20261"] {
            assert_eq!(in_pieces(&[text.as_bytes()]).len(), 1, "{text}");
        }
    }

    #[test]
    fn what_is_too_much_is_cut_off() {
        for (bytes, left) in [
            (0, vec![]),
            (2, vec![(2, false)]),
            (3, vec![(3, false)]),
            (4, vec![(3, true)]),
            (5, vec![(3, true), (1, false)]),
            (99, vec![(3, true), (2, true)]),
        ] {
            let mut chunk = Splitter::default().take(Bytes::from_static(b"abc\nde\n"));
            chunk.truncate(bytes);
            let lines: Vec<_> = chunk.lines().map(|line| (line.text.len(), line.ends)).collect();
            assert_eq!(lines, left, "{bytes}");
        }
    }

    #[test]
    fn lines_before_a_position_are_taken_out() {
        let text = |chunk: &LogChunk| chunk.lines().map(|line| line.text.to_vec()).collect::<Vec<_>>();
        for at in 0..=3 {
            let mut rest = Splitter::default().take(Bytes::from_static(b"a\nb\nc\n"));
            let all = text(&rest);
            let first = rest.split_to(at);
            assert_eq!(
                (text(&first), text(&rest)),
                (all[..at].to_vec(), all[at..].to_vec())
            );
        }
    }

    proptest! {
        /// The lines of a body do not depend on where the body is cut into pieces.
        #[test]
        fn cuts_between_pieces_leave_no_trace(lines in prop::collection::vec("[ -~\r\0]{0,40}", 0..12), cuts in prop::collection::vec(0_usize..600, 0..8), ends: bool) {
            let mut body: String = lines.iter().flat_map(|line| [STAMP, " ", line, "\n"]).collect();
            if !ends { body.pop(); }
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(body.len())).collect();
            cuts.sort_unstable();
            let mut pieces = Vec::new();
            let mut from = 0;
            for cut in cuts { pieces.push(&body.as_bytes()[from..cut]); from = cut; }
            pieces.push(&body.as_bytes()[from..]);
            prop_assert_eq!(in_pieces(&pieces), in_pieces(&[body.as_bytes()]));
        }
    }
}
