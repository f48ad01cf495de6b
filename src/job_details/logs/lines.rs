//! From the bytes that a server sends to lines. Pure.
//!
//! Asked for time stamps, the kubelet writes one before each line: RFC 3339 with nanoseconds and a blank (`logWriter.write` in
//! `pkg/kubelet/kuberuntime/logs/logs.go`). A long line comes from the runtime in parts of 16 KiB, of which only the first has one.

use bytes::Bytes;

/// No part of a line is held back once it has so many bytes: a line may have gigabytes.
const MOST_HELD: usize = 64 << 10;

/// The longest a stamp can be, its blank included: `2006-01-02T15:04:05.000000000+07:00 `.
const LONGEST_STAMP: usize = 36;

/// Part of a log: whole lines, and pieces of such as are too long to be held in one.
#[derive(Clone, Debug, Default)]
pub struct LogChunk {
    data: Bytes,
    spans: Vec<Span>,
}

/// A line, or a piece of a long one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogLine<'a> {
    /// The time stamp before the line, as the server wrote it, without the blank; `None` for a later piece of a line, and where
    /// the server gave none.
    pub stamp: Option<&'a [u8]>,
    /// The bytes, without stamp and line end.
    pub text: &'a [u8],
    /// Whether the line begins here.
    pub begins: bool,
    /// Whether the line ends here, with a line end.
    pub ends: bool,
}

/// Positions in the data of a chunk: stamps and line ends lie between them.
#[derive(Clone, Copy, Debug)]
struct Span {
    stamp: Option<(u32, u32)>,
    text: (u32, u32),
    begins: bool,
    ends: bool,
}

impl LogChunk {
    /// Its lines, in their order.
    pub fn lines(&self) -> impl Iterator<Item = LogLine<'_>> {
        self.spans.iter().map(|span| LogLine {
            stamp: span.stamp.map(|stamp| self.part(stamp)),
            text: self.part(span.text),
            begins: span.begins,
            ends: span.ends,
        })
    }

    fn part(&self, (from, to): (u32, u32)) -> &[u8] {
        &self.data[from as usize..to as usize]
    }
}
