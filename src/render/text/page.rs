//! The page that a report is written on. All text on the page passes [`sanitize`]. The page wraps text at its
//! width and leaves no blanks at the ends of lines.

use std::borrow::Cow;

use jiff::Timestamp;
use textwrap::{Options, WordSeparator, WordSplitter, core::display_width};

use crate::{
    model::duration,
    render::{Detail, Style, sanitize, style::Tone},
};

/// The width of labels of fields.
const LABEL: usize = 14;

/// The indent of further lines of an item, so that no line of an item looks like the next item.
const HANG: usize = 2;

/// The most characters of a paragraph without `-o wide`: a message from the cluster may be megabytes long.
const LONGEST_PARAGRAPH: usize = 1_000;

/// A piece of text with its tone.
pub(super) type Part<'a> = (Tone, Cow<'a, str>);

/// A label and its items, one item per line.
pub(super) struct Field {
    pub(super) label: String,
    pub(super) items: Vec<String>,
}

/// A report that is being written.
pub(super) struct Page<'a> {
    pub(super) style: &'a Style,
    pub(super) detail: Detail,
    /// The moment of the report, from which ages are counted.
    pub(super) now: Timestamp,
    out: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(style: &'a Style, detail: Detail, now: Timestamp) -> Self {
        Self {
            style,
            detail,
            now,
            out: String::new(),
        }
    }

    /// The text of the page.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// The text as it may be shown: harmless, and in ASCII if the style has no Unicode.
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

    /// Writes text after a prefix, and aligns further lines with the first. Line ends in the text become
    /// blanks.
    pub(super) fn paragraph(&mut self, prefix: &[(Tone, &str)], tone: Tone, text: &str) {
        let text = folded(&self.excerpt(text, LONGEST_PARAGRAPH)).into_owned();
        self.items(prefix, tone, &[text], 0);
    }

    /// Writes a paragraph whose further lines are indented more. So a sign in the cluster's text never stands
    /// in the column of the report's own signs.
    pub(super) fn statement(&mut self, prefix: &[(Tone, &str)], text: &str) {
        let text = folded(&self.excerpt(text, LONGEST_PARAGRAPH)).into_owned();
        self.items(prefix, Tone::Plain, &[text], HANG);
    }

    /// Writes a labelled value.
    pub(super) fn field(&mut self, label: &str, tone: Tone, text: &str) {
        self.paragraph(&[(Tone::Faint, &format!("  {label:<LABEL$}  "))], tone, text);
    }

    /// Writes labelled items. The labels of one call are aligned; a label that is too long has its own line.
    pub(super) fn fields(&mut self, indent: &str, fields: &[Field]) {
        let most = LABEL.max(self.style.visible_width() / 3);
        let labels = fields.iter().map(|field| indent.len() + field.label.len());
        let column = labels.filter(|width| *width <= most).fold(LABEL, usize::max);
        for Field { label, items } in fields {
            let label = format!("{indent}{label}");
            let prefix = if label.len() > column {
                let label = self.style.paint(Tone::Faint, &label);
                self.push_line(&format!("  {label}"));
                " ".repeat(column + 4)
            } else {
                format!("  {label:<column$}  ")
            };
            let hang = if items.len() > 1 { HANG } else { 0 };
            self.items(&[(Tone::Faint, &prefix)], Tone::Plain, items, hang);
        }
    }

    /// Writes items after a prefix, each on its own line. Only items may have line ends; the lines after a
    /// line end are indented.
    fn items(&mut self, prefix: &[(Tone, &str)], tone: Tone, items: &[String], hang: usize) {
        let prefix: Vec<_> = prefix
            .iter()
            .map(|(tone, part)| (*tone, self.clean(part)))
            .collect();
        let indent = prefix.iter().map(|(_, part)| display_width(part)).sum();
        let mut painted: String = prefix
            .iter()
            .map(|(tone, part)| self.style.paint(*tone, part))
            .collect();
        for item in items {
            for (number, line) in item.trim_end_matches('\n').split('\n').enumerate() {
                let first = if number == 0 { 0 } else { HANG };
                let [first, further] = [first, first.max(hang)].map(|columns| " ".repeat(columns));
                let options = options(self.style.width.saturating_sub(indent).max(10))
                    .initial_indent(&first)
                    .subsequent_indent(&further);
                for piece in textwrap::wrap(&self.clean(line), options) {
                    painted.push_str(&self.style.paint(tone, &piece));
                    self.push_line(&painted);
                    painted = " ".repeat(indent);
                }
            }
        }
    }

    /// The text cut to `most` characters, between words if possible. With `-o wide`, the text is not cut.
    pub(super) fn excerpt<'t>(&self, text: &'t str, most: usize) -> Cow<'t, str> {
        match text.char_indices().nth(most) {
            Some((end, _)) if !self.detail.wide => {
                let start = &text[..end];
                let start = match start.rfind([' ', '\n']) {
                    Some(blank) if blank > end / 2 => &start[..blank],
                    Some(_) | None => start,
                };
                Cow::Owned(format!("{start}… (-o wide shows all)"))
            }
            Some(_) | None => Cow::Borrowed(text),
        }
    }

    /// Writes parts one after another with blanks between, broken at any blank. Further lines are indented by
    /// `further`.
    pub(super) fn flow(&mut self, indent: &str, further: usize, parts: &[Part<'_>]) {
        let mut line = self.clean(indent);
        let (mut used, mut gap) = (display_width(&line), 0);
        for (tone, text) in parts {
            let before = " ".repeat(used + gap);
            let after = " ".repeat(further);
            let options = options(self.style.width)
                .initial_indent(&before)
                .subsequent_indent(&after);
            let text = self.clean(&self.excerpt(text, LONGEST_PARAGRAPH));
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

    /// Writes a line of cleaned text, without blanks at its end.
    pub(super) fn push_line(&mut self, line: &str) {
        self.out.push_str(line.trim_end_matches(' '));
        self.out.push('\n');
    }

    /// A point in time, and its distance from now.
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

    /// How long ago a moment was, as kubectl writes ages; empty if the moment is unknown.
    pub(super) fn age(&self, at: Option<Timestamp>) -> String {
        at.map_or_else(String::new, |at| duration(self.now.duration_since(at)))
    }
}

/// The text on one line.
pub(in crate::render) fn folded(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Cow::Owned(lines.collect::<Vec<_>>().join(" "))
}

/// Breaks lines at blanks, and inside words that are longer than a line, but never at the hyphens of names.
fn options<'a>(width: usize) -> Options<'a> {
    Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
}
