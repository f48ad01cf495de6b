//! Decodes bytes that come in pieces.

/// Decodes bytes as `String::from_utf8_lossy` does, wherever the bytes are cut into pieces.
#[derive(Debug, Default)]
pub(super) struct Lossy {
    /// The beginning of an incomplete character: at most three bytes.
    held: Vec<u8>,
}

impl Lossy {
    /// Whether some bytes are held back.
    pub(super) fn holds(&self) -> bool {
        !self.held.is_empty()
    }

    /// Passes the text of `bytes` to `to`. If `is_last`, holds nothing back.
    pub(super) fn pass(&mut self, bytes: &[u8], is_last: bool, mut to: impl FnMut(&str)) {
        // The usual case: the standard library validates it fast.
        if let (false, Ok(text)) = (self.holds(), str::from_utf8(bytes)) {
            return to(text);
        }
        let mut held = std::mem::take(&mut self.held);
        let mut rest = if held.is_empty() {
            bytes
        } else {
            held.extend_from_slice(bytes);
            &held
        };
        for part in rest.utf8_chunks() {
            to(part.valid());
            rest = &rest[part.valid().len() + part.invalid().len()..];
            if part.invalid().is_empty() {
                continue;
            }
            let may_go_on = rest.is_empty()
                && str::from_utf8(part.invalid()).is_err_and(|error| error.error_len().is_none());
            if may_go_on && !is_last {
                self.held = part.invalid().to_vec();
            } else {
                to("\u{fffd}");
            }
        }
    }
}
