//! Equal strings stored once.

use std::collections::HashSet;

use crate::facts::Text;

/// The strings that were met so far. Facts outlive it.
#[derive(Default)]
pub(in crate::job_details) struct Interner {
    texts: HashSet<Text>,
}

impl Interner {
    /// The text of `bytes`, of which what is no UTF-8 is replaced.
    pub(super) fn text(&mut self, bytes: &[u8]) -> Text {
        let text = String::from_utf8_lossy(bytes);
        if let Some(known) = self.texts.get(&*text) {
            return Text::clone(known);
        }
        let new = Text::from(text);
        self.texts.insert(Text::clone(&new));
        new
    }

    /// As [`Self::text`], where empty means that the API did not say.
    pub(super) fn said(&mut self, bytes: &[u8]) -> Option<Text> {
        (!bytes.is_empty()).then(|| self.text(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::Interner;

    #[test]
    fn equal_texts_share_one_allocation_and_any_bytes_become_text() {
        let mut interner = Interner::default();
        let (first, second) = (interner.text(b"node1"), interner.text(b"node1"));
        assert_eq!(first.as_ptr(), second.as_ptr());
        assert_eq!(&*interner.text(b"caf\xe9"), "caf\u{fffd}");
        assert_eq!(interner.said(b""), None);
    }
}
