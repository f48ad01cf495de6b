//! The page that a report is written on. Everything on it passes the gate of [`sanitize`], because there is no other way onto it; it
//! wraps at its width and leaves no blanks at the ends of lines.

use std::borrow::Cow;

use jiff::Timestamp;
use textwrap::{Options, WordSeparator, WordSplitter, core::display_width};

use crate::{
    model::duration,
    render::{Style, sanitize, style::Tone},
};

/// Columns of the labels of fields.
const LABEL: usize = 14;

/// What is to be written, with what it means.
pub(super) type Part<'a> = (Tone, Cow<'a, str>);

/// A report in the making.
pub(super) struct Page<'a> {
    pub(super) style: &'a Style,
    /// The moment that "now" means.
    pub(super) now: Timestamp,
    out: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(style: &'a Style, now: Timestamp) -> Self {
        Self {
            style,
            now,
            out: String::new(),
        }
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Text as it may be shown.
    pub(super) fn clean(&self, text: &str) -> String {
        let line = sanitize::line(text);
        if self.style.unicode {
            line
        } else {
            sanitize::ascii(&line)
        }
    }

    /// Begins a section.
    pub(super) fn title(&mut self, text: &str) {
        self.out.push('\n');
        self.paragraph(&[], Tone::Strong, text);
    }

    /// Text behind a prefix, under which its further lines are aligned. A line end in it begins a new one.
    pub(super) fn paragraph(&mut self, prefix: &[(Tone, &str)], tone: Tone, text: &str) {
        let prefix: Vec<_> = prefix
            .iter()
            .map(|(tone, part)| (*tone, self.clean(part)))
            .collect();
        let indent = prefix.iter().map(|(_, part)| display_width(part)).sum();
        let mut painted: String = prefix
            .iter()
            .map(|(tone, part)| self.style.paint(*tone, part))
            .collect();
        let width = self.style.width.saturating_sub(indent).max(10);
        for line in text.trim_end_matches('\n').split('\n') {
            for piece in wrap(&self.clean(line), width) {
                painted.push_str(&self.style.paint(tone, &piece));
                self.push_line(&painted);
                painted = " ".repeat(indent);
            }
        }
    }

    /// A labelled value.
    pub(super) fn field(&mut self, label: &str, tone: Tone, text: &str) {
        self.paragraph(&[(Tone::Faint, &format!("  {label:<LABEL$}  "))], tone, text);
    }

    /// Parts one after the other with blanks between, broken at any blank; further lines are indented `further`.
    pub(super) fn flow(&mut self, indent: &str, further: usize, parts: &[Part<'_>]) {
        let mut line = self.clean(indent);
        let (mut used, mut gap) = (display_width(&line), 0);
        for (tone, text) in parts {
            let before = " ".repeat(used + gap);
            let after = " ".repeat(further);
            let options = options(self.style.width)
                .initial_indent(&before)
                .subsequent_indent(&after);
            let text = self.clean(text);
            for (position, piece) in textwrap::wrap(&text, options).iter().enumerate() {
                let skipped = if position == 0 { used + gap } else { further };
                let piece = piece.get(skipped..).unwrap_or_default();
                if position > 0 {
                    self.push_line(&line);
                    (line, used, gap) = (after.clone(), further, 0);
                }
                if !piece.is_empty() {
                    line.push_str(&" ".repeat(gap));
                    line.push_str(&self.style.paint(*tone, piece));
                    used += gap + display_width(piece);
                }
            }
            gap = 2;
        }
        self.push_line(&line);
    }

    /// A line that was made of cleaned text; blanks at its end are dropped.
    pub(super) fn push_line(&mut self, line: &str) {
        self.out.push_str(line.trim_end_matches(' '));
        self.out.push('\n');
    }

    /// A point in time with how far from now it is.
    pub(super) fn when(&self, at: Timestamp) -> String {
        let absolute = self.moment(at);
        if at > self.now {
            format!("{absolute} (in {})", duration(at.duration_since(self.now)))
        } else {
            format!("{absolute} ({} ago)", duration(self.now.duration_since(at)))
        }
    }

    /// A point in time.
    pub(super) fn moment(&self, at: Timestamp) -> String {
        at.to_zoned_datetime(self.style.zone.clone())
            .strftime("%Y-%m-%d %H:%M:%S %Z")
            .to_string()
    }

    /// How long ago something was, as kubectl writes ages; empty where that is unknown.
    pub(super) fn age(&self, at: Option<Timestamp>) -> String {
        at.map_or_else(String::new, |at| duration(self.now.duration_since(at)))
    }
}

/// Lines of at most `width` columns.
fn wrap(text: &str, width: usize) -> Vec<Cow<'_, str>> {
    textwrap::wrap(text, options(width))
}

/// Lines are broken at blanks, and inside of words that are longer: never at the hyphens of names.
fn options<'a>(width: usize) -> Options<'a> {
    Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
}
