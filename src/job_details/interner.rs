//! Stores equal strings once.

use std::collections::HashSet;

use crate::facts::Text;

/// The strings seen so far. The facts that use them outlive the interner.
#[derive(Default)]
pub(in crate::job_details) struct Interner {
    texts: HashSet<Text>,
}

impl Interner {
    /// The text of `bytes`. Bytes that are not UTF-8 are replaced.
    pub(super) fn text(&mut self, bytes: &[u8]) -> Text {
        let text = String::from_utf8_lossy(bytes);
        if let Some(known) = self.texts.get(&*text) {
            return Text::clone(known);
        }
        let new = Text::from(text);
        self.texts.insert(Text::clone(&new));
        new
    }

    /// Like [`Self::text`], but `None` if `bytes` is empty: the API did not say.
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
