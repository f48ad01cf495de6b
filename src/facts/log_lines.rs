//! Lines of a log, as a server sent them: borrowed from one buffer, so that a log of gigabytes is not copied line by line.

use bytes::Bytes;
use jiff::Timestamp;

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
pub(crate) struct Span {
    /// Where the stamp is, if there is one.
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

    /// Its lines, in their order.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = LogLine<'_>> + DoubleEndedIterator {
        self.spans.iter().map(|span| self.line(span))
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A line by its position.
    pub fn get(&self, position: usize) -> Option<LogLine<'_>> {
        self.spans.get(position).map(|span| self.line(span))
    }

    /// Bytes of the lines, with their line ends and without stamps.
    pub(crate) fn len(&self) -> u64 {
        self.lines().map(|line| line.len()).sum()
    }

    /// Leaves out lines, or their beginnings.
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

    /// Takes the lines before that position out of it.
    pub(crate) fn split_to(&mut self, position: usize) -> Self {
        let rest = self.spans.split_off(position);
        Self {
            data: self.data.clone(),
            spans: std::mem::replace(&mut self.spans, rest),
        }
    }

    /// Leaves out all that comes after so many bytes.
    pub(crate) fn truncate(&mut self, mut bytes: u64) {
        self.spans.retain_mut(|span| {
            let length = u64::from(span.text.1 - span.text.0);
            let whole = length + u64::from(span.ends);
            if bytes >= whole {
                bytes -= whole;
                return true;
            }
            span.ends = false;
            // It fits: it is less than a length that did.
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

/// What becomes of a line.
pub(crate) enum Keep {
    All,
    Nothing,
    /// What comes after so many bytes of its text, as a later piece of a line that began before.
    After(u32),
}

impl LogLine<'_> {
    /// When it was written; `None` where it has no stamp that can be read.
    pub fn time(&self) -> Option<Timestamp> {
        self.stamp.and_then(moment)
    }

    /// Bytes of the text with its line end.
    pub(crate) fn len(&self) -> u64 {
        self.text.len() as u64 + u64::from(self.ends)
    }
}

/// The moment of a stamp.
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
