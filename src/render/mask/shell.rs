//! Splits texts into command lines and words, as a shell does. Any other text is split as well; the result
//! means nothing.

use std::ops::Range;

/// The depth to which quoted command lines are read: `sh -c "ssh host 'mysql …'"`.
const DEEPEST: usize = 3;

/// A command line: the ranges of its words in the text, and whether the next command line reads its output.
#[derive(Debug, Default)]
pub(super) struct Command {
    pub(super) words: Vec<Range<usize>>,
    pub(super) is_piped: bool,
}

/// The command lines of a text, including quoted ones.
pub(super) fn commands(text: &str) -> Vec<Command> {
    let mut reader = Reader {
        text,
        at: 0,
        done: Vec::new(),
        now: Command::default(),
        quoted: Vec::new(),
    };
    reader.read(text.len());
    for _ in 0..DEEPEST {
        for range in std::mem::take(&mut reader.quoted) {
            reader.at = range.start;
            reader.read(range.end);
        }
    }
    reader.done
}

/// The range of a word without its quotes.
pub(super) fn unquoted(text: &str, word: Range<usize>) -> Range<usize> {
    let raw = &text[word.clone()];
    let dollar = usize::from(raw.starts_with("$'") || raw.starts_with("$\""));
    let Some(quote) = raw[dollar..]
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''))
    else {
        return word;
    };
    let inside = word.start + dollar + 1;
    match text[inside..word.end].find(quote) {
        Some(length) if inside + length + 1 == word.end => inside..word.end - 1,
        Some(_) | None => word,
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    done: Vec<Command>,
    now: Command,
    /// Quoted text with blanks, which may be a command line.
    quoted: Vec<Range<usize>>,
}

impl Reader<'_> {
    fn read(&mut self, end: usize) {
        let bytes = self.text.as_bytes();
        while self.at < end {
            match bytes[self.at] {
                b'\n' | b';' | b'(' | b')' | b'`' => self.finish(false),
                b'|' | b'&' => {
                    let is_piped = bytes[self.at] == b'|' && bytes.get(self.at + 1) != Some(&b'|');
                    self.finish(is_piped);
                }
                byte if byte.is_ascii_whitespace() => {}
                b'\\' if matches!(bytes.get(self.at + 1), Some(b'\n' | b'\r')) => self.at += 1,
                _ => {
                    self.word(end);
                    continue;
                }
            }
            self.at += 1;
        }
        self.finish(false);
    }

    fn finish(&mut self, is_piped: bool) {
        if !self.now.words.is_empty() {
            self.now.is_piped = is_piped;
            self.done.push(std::mem::take(&mut self.now));
        }
    }

    fn word(&mut self, end: usize) {
        let bytes = self.text.as_bytes();
        let start = self.at;
        while self.at < end {
            match bytes[self.at] {
                byte if byte.is_ascii_whitespace() => break,
                b';' | b'(' | b')' | b'|' | b'&' | b'`' => break,
                b'\\' if bytes.get(self.at + 1) == Some(&b'\n') && bytes[self.at - 1] != b'=' => break,
                b'\\' => self.at += 1,
                quote @ (b'"' | b'\'') => self.skip_quoted(quote, end),
                _ => {}
            }
            self.at += 1;
        }
        self.at = self.at.min(end);
        self.now.words.push(start..self.at);
    }

    /// Goes to the closing quote. A quote without a closing quote is an apostrophe.
    fn skip_quoted(&mut self, quote: u8, end: usize) {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut at = start;
        while at < end && bytes[at] != quote {
            at += if bytes[at] == b'\\' && quote == b'"' { 2 } else { 1 };
        }
        if at < end {
            if bytes[start..at].iter().any(u8::is_ascii_whitespace) {
                self.quoted.push(start..at);
            }
            self.at = at;
        }
    }
}
