//! Control sequences that show nothing by themselves (ECMA-48 §5.4, §8.3).

/// The sequence at the beginning of a text.
pub(super) enum Sequence<'a> {
    /// No such control sequence.
    None,
    /// A complete sequence. `colors` is set if the sequence only sets colours and weights (SGR), and includes
    /// its `m`.
    Whole { colors: Option<&'a str>, after: &'a str },
    /// Possibly a sequence, but its end is missing.
    Cut,
}

/// Finds sequences in a text, from its beginning to its end.
pub(super) struct Sequences {
    /// The length of the text that remained where the last search for the end of a command stopped. The text
    /// before that place holds no such end and is not searched again.
    searched_until: usize,
}

impl Default for Sequences {
    fn default() -> Self {
        Self {
            searched_until: usize::MAX,
        }
    }
}

impl Sequences {
    /// The sequence at the beginning of `text`, if the sequence has at most `longest` bytes.
    pub(super) fn first<'a>(&mut self, text: &'a str, longest: usize) -> Sequence<'a> {
        let Some((kind, introducer)) = introducer(text) else {
            return Sequence::None;
        };
        let window = text.floor_char_boundary(longest);
        let rest = &text[introducer..];
        let within = &text[introducer..window.max(introducer)];
        match kind {
            Kind::Unknown => Sequence::Cut,
            Kind::Control => {
                let Some(end) = within.find(|character| !matches!(character, ' '..='?')) else {
                    return Sequence::Cut;
                };
                if !matches!(within.as_bytes()[end], b'@'..=b'~') {
                    return Sequence::None;
                }
                let is_color = within[end..].starts_with('m')
                    && within[..end]
                        .bytes()
                        .all(|byte| matches!(byte, b'0'..=b'9' | b';' | b':'));
                Sequence::Whole {
                    colors: is_color.then_some(&within[..=end]),
                    after: &rest[end + 1..],
                }
            }
            Kind::Command => self.command(rest, within.len()),
            Kind::Charset => match within.as_bytes().first() {
                None => Sequence::Cut,
                Some(b'0'..=b'~') => Sequence::Whole {
                    colors: None,
                    after: &rest[1..],
                },
                Some(_) => Sequence::None,
            },
        }
    }

    /// An operating system command: a number (for a title, a link, a clipboard) and a text, which ends with
    /// BEL or ST. Other text in this place may be a message, and stays visible.
    fn command<'a>(&mut self, text: &'a str, window: usize) -> Sequence<'a> {
        let within = &text[..window];
        let Some(number) = within.find(|character: char| !character.is_ascii_digit()) else {
            return Sequence::Cut;
        };
        if number == 0 || !within[number..].starts_with([';', '\u{7}', '\u{9c}', '\u{1b}']) {
            return Sequence::None;
        }
        let searched = text.len().saturating_sub(self.searched_until).min(window);
        let end = within[searched..]
            .find(['\u{7}', '\u{9c}', '\u{1b}'])
            .map_or(window, |end| searched + end);
        self.searched_until = text.len() - end;
        let rest = &within[end..];
        if rest.is_empty() || rest == "\u{1b}" {
            return Sequence::Cut;
        }
        ["\u{7}", "\u{9c}", "\u{1b}\\"]
            .iter()
            .find(|terminator| rest.starts_with(**terminator))
            .map_or(Sequence::None, |terminator| Sequence::Whole {
                colors: None,
                after: &text[end + terminator.len()..],
            })
    }
}

/// The kinds of sequences, by how they end.
enum Kind {
    /// CSI.
    Control,
    /// OSC.
    Command,
    /// The choice of a character set.
    Charset,
    /// The character after the escape is missing.
    Unknown,
}

/// The kind of the sequence at the beginning of `text`, and the length of its introducer in bytes.
fn introducer(text: &str) -> Option<(Kind, usize)> {
    let Some(after) = text.strip_prefix('\u{1b}') else {
        return match text.chars().next()? {
            '\u{9b}' => Some((Kind::Control, 2)),
            '\u{9d}' => Some((Kind::Command, 2)),
            _ => None,
        };
    };
    match after.bytes().next() {
        None => Some((Kind::Unknown, 1)),
        Some(b'[') => Some((Kind::Control, 2)),
        Some(b']') => Some((Kind::Command, 2)),
        Some(b'(' | b')') => Some((Kind::Charset, 2)),
        Some(_) => None,
    }
}
