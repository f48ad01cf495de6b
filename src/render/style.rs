//! How text for people looks: its width, its colours and its characters.
//!
//! Only the sixteen base colours are used, because people choose them to be readable on their own background.

use jiff::tz::TimeZone;

/// The look of text for people.
#[derive(Clone, Debug)]
pub struct Style {
    /// Columns to fill, at least 40; [`Style::ENDLESS`] breaks no line.
    pub width: usize,
    /// Whether to colour.
    pub color: bool,
    /// Whether characters other than ASCII can be shown.
    pub unicode: bool,
    /// The time zone of absolute times.
    pub zone: TimeZone,
}

/// The meaning of a piece of text, which decides its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tone {
    #[default]
    Plain,
    /// Names and titles, which readers look for first.
    Strong,
    /// Text that readers may skip.
    Faint,
    Good,
    Bad,
    Warning,
    Busy,
}

impl Style {
    /// The width of text that programs read: each sentence is one line.
    pub const ENDLESS: usize = 10_000;

    /// The same style with the width [`Style::ENDLESS`].
    pub(super) fn endless(&self) -> Self {
        Self {
            width: Self::ENDLESS,
            ..self.clone()
        }
    }

    /// The columns for a rule or a label: the width, or 80 if the width is endless.
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

    /// `unicode` if the style has Unicode, else `ascii`.
    pub(super) fn glyph<'a>(&self, unicode: &'a str, ascii: &'a str) -> &'a str {
        if self.unicode { unicode } else { ascii }
    }
}

/// `text` in the colour of `name`, which tells pods apart and is always the same for the same name. Red is
/// left for errors and matches.
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
    // FNV-1a, because the standard hasher does not promise to stay the same.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let color = COLORS[usize::try_from(hash % COLORS.len() as u64).unwrap_or_default()];
    owo_colors::Style::new().color(color).style(text).to_string()
}
