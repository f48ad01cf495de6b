//! Documents of which no line is a command to a runner of GitHub Actions, which obeys `##[name]` wherever in a line it stands (see
//! [`inert`](crate::render::inert())). To a program they say the same.

use std::io::{self, Write};

use crate::render::Sign;

/// Writes JSON, or YAML whose strings with `#[` in them are quoted: there a bracket behind a number sign is part of a string.
pub(super) struct Inert<'a> {
    out: &'a mut dyn Write,
    sign: Sign,
}

impl<'a> Inert<'a> {
    pub(super) fn new(out: &'a mut dyn Write) -> Self {
        Self {
            out,
            sign: Sign::default(),
        }
    }
}

impl Write for Inert<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.sign.is_near && memchr::memchr(b'#', bytes).is_none() {
            return self.out.write(bytes);
        }
        let mut from = 0;
        for (position, &byte) in bytes.iter().enumerate() {
            if self.sign.escapes(byte) {
                self.out.write_all(&bytes[from..position])?;
                self.out.write_all(Sign::BRACKET)?;
                from = position + 1;
            }
        }
        self.out.write_all(&bytes[from..])?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_behind_a_number_sign_is_escaped_wherever_it_is_cut() {
        let text = "[\"##[a]#\u{200b}[b] ##x[c] # [d]\"]";
        let expected = "[\"##\\u005ba]#\u{200b}\\u005bb] ##x[c] # [d]\"]";
        for cut in 0..=text.len() {
            let mut out = Vec::new();
            let mut inert = Inert::new(&mut out);
            let (one, other) = text.as_bytes().split_at(cut);
            inert.write_all(one).unwrap();
            inert.write_all(other).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
