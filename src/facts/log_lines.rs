//! Lines of a log as the server sent them. All lines borrow from one buffer, so that a log of gigabytes is
//! not copied line by line.

use bytes::Bytes;
use jiff::Timestamp;

/// Part of a log: whole lines, and pieces of lines that are too long to be held in one.
#[derive(Clone, Debug, Default)]
pub struct LogChunk {
    data: Bytes,
    spans: Vec<Span>,
}

/// A line, or a piece of a long line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogLine<'a> {
    /// The timestamp before the line, as the server wrote it, without the space. `None` for a later piece of
    /// a line, and for a line that the server sent without a timestamp.
    pub stamp: Option<&'a [u8]>,
    /// The bytes of the line, without timestamp and line end.
    pub text: &'a [u8],
    /// Whether the line begins here.
    pub begins: bool,
    /// Whether the line ends here, with a line end.
    pub ends: bool,
}

/// Positions in the data of a chunk. Timestamps and line ends lie between the texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// The position of the timestamp, if there is one.
    pub(crate) stamp: Option<(u32, u32)>,
    pub(crate) text: (u32, u32),
    pub(crate) begins: bool,
    pub(crate) ends: bool,
}

impl LogChunk {
    /// The lines at these positions of `data`.
    pub(crate) fn new(data: Bytes, spans: Vec<Span>) -> Self {
        Self { data, spans }
    }

    /// The lines, in their order.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = LogLine<'_>> + DoubleEndedIterator {
        self.spans.iter().map(|span| self.line(span))
    }

    /// Whether the chunk has no lines.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The line at a position.
    pub fn get(&self, position: usize) -> Option<LogLine<'_>> {
        self.spans.get(position).map(|span| self.line(span))
    }

    /// The number of bytes of all lines, including line ends but not timestamps.
    pub(crate) fn len(&self) -> u64 {
        self.lines().map(|line| line.len()).sum()
    }

    /// Removes lines, or the beginnings of lines.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&LogLine<'_>) -> Keep) {
        let data = self.data.clone();
        self.spans.retain_mut(|span| match keep(&line_of(&data, span)) {
            Keep::All => true,
            Keep::Nothing => false,
            Keep::After(bytes) => {
                span.text.0 = span.text.0.saturating_add(bytes).min(span.text.1);
                span.begins = false;
                span.stamp = None;
                true
            }
        });
    }

    /// Takes the lines before `position` out of the chunk.
    pub(crate) fn split_to(&mut self, position: usize) -> Self {
        let rest = self.spans.split_off(position);
        Self {
            data: self.data.clone(),
            spans: std::mem::replace(&mut self.spans, rest),
        }
    }

    /// Removes everything after the first `bytes` bytes.
    pub(crate) fn truncate(&mut self, mut bytes: u64) {
        self.spans.retain_mut(|span| {
            let length = u64::from(span.text.1 - span.text.0);
            let whole = length + u64::from(span.ends);
            if bytes >= whole {
                bytes -= whole;
                return true;
            }
            span.ends = false;
            // The conversion cannot fail: the value is at most the length of the text, a `u32`.
            span.text.1 = span.text.0 + u32::try_from(bytes.min(length)).unwrap_or(u32::MAX);
            let is_part = bytes > 0;
            bytes = 0;
            is_part
        });
    }

    fn line(&self, span: &Span) -> LogLine<'_> {
        line_of(&self.data, span)
    }
}

/// What to keep of a line.
pub(crate) enum Keep {
    All,
    Nothing,
    /// The text after this many bytes, as a later piece of a line that began earlier.
    After(u32),
}

impl LogLine<'_> {
    /// When the line was written; `None` if it has no readable timestamp.
    pub fn time(&self) -> Option<Timestamp> {
        self.stamp.and_then(moment)
    }

    /// The number of bytes of the text and its line end.
    pub(crate) fn len(&self) -> u64 {
        self.text.len() as u64 + u64::from(self.ends)
    }
}

/// The point in time of a timestamp.
pub(crate) fn moment(stamp: &[u8]) -> Option<Timestamp> {
    std::str::from_utf8(stamp).ok()?.parse().ok()
}

fn line_of<'a>(data: &'a [u8], span: &Span) -> LogLine<'a> {
    let part = |(from, to): (u32, u32)| &data[from as usize..to as usize];
    LogLine {
        stamp: span.stamp.map(part),
        text: part(span.text),
        begins: span.begins,
        ends: span.ends,
    }
}
