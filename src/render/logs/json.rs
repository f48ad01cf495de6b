//! Writes a line as a JSON object. The message may come in pieces.

use std::borrow::Cow;

use super::{lossy::Lossy, stamp};
use crate::facts::LogSource;
use crate::render::sanitize;

/// The members between the time and the message, which are the same for all lines of a log. The text ends
/// inside the string of the message.
pub(super) fn members(source: &LogSource, is_harmless: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut text = |key: &str, value: &str| {
        out.extend_from_slice(format!("\"{key}\":\"").as_bytes());
        escape(value, is_harmless, &mut out);
        out.extend_from_slice(b"\",");
    };
    text("job", &source.job);
    text("namespace", &source.namespace);
    text("pod", &source.pod);
    text("container", &source.container);
    let mut number = |key: &str, value: u32| {
        out.extend_from_slice(format!("\"{key}\":{value},").as_bytes());
    };
    source
        .attempt
        .into_iter()
        .for_each(|attempt| number("attempt", attempt));
    source.index.into_iter().for_each(|index| number("index", index));
    Some(source.restart)
        .filter(|&restart| restart > 0)
        .into_iter()
        .for_each(|restart| number("restart", restart));
    out.extend_from_slice(b"\"message\":\"");
    out
}

/// Begins an object.
pub(super) fn begin(stamp: &[u8], members: &[u8], out: &mut Vec<u8>) {
    out.push(b'{');
    if !stamp.is_empty() {
        out.extend_from_slice(b"\"time\":\"");
        let stamp: Cow<'_, [u8]> = stamp::in_utc(stamp);
        escape(&String::from_utf8_lossy(&stamp), true, out);
        out.extend_from_slice(b"\",");
    }
    out.extend_from_slice(members);
}

/// Ends an object, including the line end.
pub(super) fn end(is_partial: bool, out: &mut Vec<u8>) {
    let end: &[u8] = if is_partial {
        b"\",\"partial\":true}\n"
    } else {
        b"\"}\n"
    };
    out.extend_from_slice(end);
}

/// A message that comes in pieces.
#[derive(Debug, Default)]
pub(super) struct Message {
    pub(super) text: Lossy,
    /// Whether to escape characters that a terminal would obey.
    pub(super) is_harmless: bool,
}

impl Message {
    pub(super) fn pass(&mut self, bytes: &[u8], is_last: bool, out: &mut Vec<u8>) {
        self.text.pass(bytes, is_last, |text| {
            escape(text, self.is_harmless, out);
        });
    }
}

/// Writes a part of a JSON string (RFC 8259 §7). The harmless form also escapes characters that a terminal
/// would obey; a JSON parser reads the same text.
fn escape(text: &str, is_harmless: bool, out: &mut Vec<u8>) {
    let mut rest = text;
    loop {
        let (plain, special) = rest.split_at(plain_length(rest.as_bytes()));
        out.extend_from_slice(plain.as_bytes());
        let mut characters = special.chars();
        let Some(character) = characters.next() else {
            return;
        };
        escape_one(character, is_harmless, out);
        rest = characters.as_str();
    }
}

/// The length of the leading printable ASCII that needs no escape, which is most of a log.
fn plain_length(text: &[u8]) -> usize {
    /// The bytes that are checked together, without branches, so that the compiler can vectorise the loop.
    const BLOCK: usize = 32;
    let is_plain = |byte: &u8| matches!(byte, b' ' | b'!' | b'#'..=b'[' | b']'..=b'~');
    let is_plain_block = |block: &&[u8]| block.iter().fold(true, |all, byte| all & is_plain(byte));
    let blocks = text.chunks_exact(BLOCK).take_while(is_plain_block).count();
    let (_, rest) = text.split_at(blocks * BLOCK);
    blocks * BLOCK + rest.iter().take_while(|byte| is_plain(byte)).count()
}

fn escape_one(character: char, is_harmless: bool, out: &mut Vec<u8>) {
    match character {
        '"' => out.extend_from_slice(b"\\\""),
        '\\' => out.extend_from_slice(b"\\\\"),
        '\n' => out.extend_from_slice(b"\\n"),
        '\r' => out.extend_from_slice(b"\\r"),
        '\t' => out.extend_from_slice(b"\\t"),
        _ if character < ' ' || is_harmless && sanitize::is_control(character) => {
            for unit in character.encode_utf16(&mut [0; 2]) {
                out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
            }
        }
        _ => out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}
