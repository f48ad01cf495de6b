//! Makes a line harmless for a terminal, even if the line comes in pieces.

use super::lossy::Lossy;
use crate::render::sanitize::Gate;

/// Makes a line harmless, wherever the line is cut into pieces.
pub(super) struct Harmless {
    bytes: Lossy,
    gate: Gate,
    /// An incomplete escape sequence, kept until more of the line comes.
    held: String,
}

impl Harmless {
    pub(super) fn new(keeps_colors: bool, is_ascii: bool) -> Self {
        Self {
            bytes: Lossy::default(),
            gate: Gate::for_log(keeps_colors, is_ascii),
            held: String::new(),
        }
    }

    /// Whether some text is held back.
    pub(super) fn holds(&self) -> bool {
        self.bytes.holds() || !self.held.is_empty()
    }

    /// The text that can be shown now. If the line ends here, that is all the rest.
    pub(super) fn pass(&mut self, bytes: &[u8], is_last: bool) -> String {
        let mut text = std::mem::take(&mut self.held);
        self.bytes.pass(bytes, is_last, |part| text.push_str(part));
        let mut shown = String::with_capacity(text.len());
        self.gate
            .pass(&text, is_last, &mut shown)
            .clone_into(&mut self.held);
        shown
    }
}
