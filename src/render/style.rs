//! How a report for people looks: its width, its colours and its characters.
//!
//! The sixteen base colours only, because people choose them to be readable on their own background.

use jiff::tz::TimeZone;

/// What text for people looks like.
#[derive(Clone, Debug)]
pub struct Style {
    /// Columns to fill, at least 40; [`Style::ENDLESS`] breaks no line.
    pub width: usize,
    /// Whether to colour.
    pub color: bool,
    /// Whether characters other than ASCII can be shown.
    pub unicode: bool,
    /// The zone of absolute times.
    pub zone: TimeZone,
}

/// What a piece of text means, from which its colour follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tone {
    #[default]
    Plain,
    /// What the eye is to find first: names and titles.
    Strong,
    /// What may be skipped.
    Faint,
    Good,
    Bad,
    Warning,
    Busy,
}

impl Style {
    /// The width where one sentence is one line: programs read the text.
    pub const ENDLESS: usize = 10_000;

    /// The same look, with lines that end only where the text does.
    pub(super) fn endless(&self) -> Self {
        Self {
            width: Self::ENDLESS,
            ..self.clone()
        }
    }

    /// The columns that a line for the eye may take: a rule, a label.
    pub(super) fn visible_width(&self) -> usize {
        if self.width < Self::ENDLESS {
            self.width
        } else {
            80
        }
    }

    /// `text` in the colour of its tone.
    pub(super) fn paint(&self, tone: Tone, text: &str) -> String {
        if !self.color || text.is_empty() {
            return text.to_owned();
        }
        let style = owo_colors::Style::new();
        let style = match tone {
            Tone::Plain => return text.to_owned(),
            Tone::Strong => style.bold(),
            Tone::Faint => style.dimmed(),
            Tone::Good => style.green(),
            Tone::Bad => style.red(),
            Tone::Warning => style.yellow(),
            Tone::Busy => style.cyan(),
        };
        style.style(text).to_string()
    }

    /// The one of two characters that can be shown.
    pub(super) fn glyph<'a>(&self, unicode: &'a str, ascii: &'a str) -> &'a str {
        if self.unicode { unicode } else { ascii }
    }
}

/// `text` in one of the colours that tell pods apart, always the same for the same name. Red is what is wrong or looked for.
pub(super) fn in_color_of(name: &str, text: &str) -> String {
    use owo_colors::AnsiColors::{BrightBlue, BrightCyan, BrightMagenta, Cyan, Green, Magenta, Yellow};

    const COLORS: [owo_colors::AnsiColors; 7] = [
        Cyan,
        Yellow,
        Green,
        Magenta,
        BrightBlue,
        BrightCyan,
        BrightMagenta,
    ];
    // FNV-1a: the standard hasher does not promise to stay the same.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let color = COLORS[usize::try_from(hash % COLORS.len() as u64).unwrap_or_default()];
    owo_colors::Style::new().color(color).style(text).to_string()
}
