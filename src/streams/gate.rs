//! No word of a cluster or a log is a command to the runner of GitHub Actions.
//!
//! The runner reads what a step prints, on both streams: `::name::` at the start of a line, after blanks or not, and `##[name]`
//! anywhere in a line are commands, such as to mask a word from there on (`TryParseV2` and `TryParse` in `ActionCommand.cs` of
//! actions/runner; CVE-2020-15228 is what followed). The runner compares by the rules of a human language, which skip
//! characters that show nothing: bytes that are not printable ASCII neither end the start of a line nor separate the signs.
//!
//! Outside a runner nothing is changed. Lines that cyjob writes as commands are [`Language::Verbatim`].

use std::{
    io::{self, Write},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use crate::render::Language;

/// Whether a runner reads standard output, and standard error.
static STDOUT: AtomicBool = AtomicBool::new(false);
static STDERR: AtomicBool = AtomicBool::new(false);

/// Says which streams a runner of GitHub Actions reads, before anything is written.
pub(crate) fn guard(stdout: bool, stderr: bool) {
    STDOUT.store(stdout, Relaxed);
    STDERR.store(stderr, Relaxed);
}

/// Writes so that a runner finds no command.
pub(super) struct Gate<W> {
    out: W,
    filter: Option<Filter>,
}

impl<W: Write> Gate<W> {
    /// For standard output.
    pub(super) fn stdout(language: Language, out: W) -> Self {
        let is_read = STDOUT.load(Relaxed);
        Self {
            out,
            filter: Filter::of(language).filter(|_| is_read),
        }
    }
}

impl<W: Write> Write for Gate<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.filter {
            Some(filter) => filter.pass(bytes, &mut self.out).map(|()| bytes.len()),
            None => self.out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Text on its way to standard error, which comes in pieces from several places.
pub(super) struct StderrGate(Filter);

impl StderrGate {
    pub(super) const fn new() -> Self {
        Self(Filter::new(Escapes::BACKSLASH))
    }

    pub(super) fn write(&mut self, bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
        if STDERR.load(Relaxed) {
            self.0.pass(bytes, out)
        } else {
            out.write_all(bytes)
        }
    }
}

/// Finds the last character of what would begin a command, and writes that character differently.
struct Filter {
    escapes: Escapes,
    place: Place,
    /// Number signs just before.
    signs: usize,
}

/// How the two characters are written.
#[derive(Clone, Copy)]
struct Escapes {
    bracket: &'static [u8],
    colon: &'static [u8],
}

impl Escapes {
    const BACKSLASH: Self = Self {
        bracket: b"\\[",
        colon: b"\\:",
    };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the start of a line, or after nothing but blanks.
    Start,
    /// After a colon there.
    Colon,
    Within,
}

impl Filter {
    const fn new(escapes: Escapes) -> Self {
        Self {
            escapes,
            place: Place::Start,
            signs: 0,
        }
    }

    fn of(language: Language) -> Option<Self> {
        let escapes = match language {
            Language::Text => Escapes::BACKSLASH,
            // No line of JSON or YAML starts with a colon.
            Language::Json => Escapes {
                bracket: b"\\u005b",
                colon: b":",
            },
            Language::Xml => Escapes {
                bracket: b"&#91;",
                colon: b"&#58;",
            },
            Language::Verbatim => return None,
        };
        Some(Self::new(escapes))
    }

    fn pass(&mut self, bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
        let mut from = 0;
        for (position, &byte) in bytes.iter().enumerate() {
            if let Some(escape) = self.escape(byte) {
                out.write_all(&bytes[from..position])?;
                out.write_all(escape)?;
                from = position + 1;
            }
        }
        out.write_all(&bytes[from..])
    }

    /// Takes in the next byte, and says how to write the byte differently.
    fn escape(&mut self, byte: u8) -> Option<&'static [u8]> {
        let escape = match byte {
            b'[' if self.signs >= 2 => Some(self.escapes.bracket),
            b':' if self.place == Place::Colon => Some(self.escapes.colon),
            _ => None,
        };
        if matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r') {
            self.signs = if byte == b'#' { self.signs + 1 } else { 0 };
            self.place = match self.place {
                _ if byte == b'\n' || byte == b'\r' => Place::Start,
                Place::Start if byte == b':' => Place::Colon,
                Place::Start if byte.is_ascii_whitespace() => Place::Start,
                Place::Start | Place::Colon | Place::Within => Place::Within,
            };
        }
        escape
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn passed(language: Language, pieces: &[&str]) -> String {
        let mut out = Vec::new();
        let mut gate = Gate {
            out: &mut out,
            filter: Filter::of(language),
        };
        for piece in pieces {
            gate.write_all(piece.as_bytes()).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    /// Whether the runner would act on the line, as the module says.
    fn is_command(line: &str) -> bool {
        let shown = line.replace(|character| !matches!(character, ' '..='~'), "");
        shown.trim_start().starts_with("::") || shown.contains("##[")
    }

    #[test]
    fn commands_are_written_differently_and_nothing_else_is() {
        for (line, expected) in [
            ("::add-mask::x", ":\\:add-mask::x"),
            ("  ::set-output name=a::b", "  :\\:set-output name=a::b"),
            ("\u{a0}\u{3000}::x::", "\u{a0}\u{3000}:\\:x::"),
            ("text ##[add-mask]x", "text ##\\[add-mask]x"),
            ("##\u{200b}[add-mask]x", "##\u{200b}\\[add-mask]x"),
            ("####[a]##[b]", "####\\[a]##\\[b]"),
            ("::##[a]::", ":\\:##\\[a]::"),
            ("std::io::Error at ::1", "std::io::Error at ::1"),
            ("## [x] #[y] [::]", "## [x] #[y] [::]"),
            ("a\n::x\r::y", "a\n:\\:x\r:\\:y"),
            (": :", ": :"),
            ("", ""),
        ] {
            assert_eq!(passed(Language::Text, &[line]), expected);
        }
        assert_eq!(
            passed(Language::Json, &["{\"a\":\"##[b]\"}"]),
            "{\"a\":\"##\\u005bb]\"}"
        );
        assert_eq!(passed(Language::Xml, &["::a ##[b]"]), ":&#58;a ##&#91;b]");
        assert_eq!(passed(Language::Verbatim, &["::a ##[b]"]), "::a ##[b]");
    }

    proptest! {
        #[test]
        fn no_line_is_a_command_wherever_the_lines_are_cut(
            pieces in proptest::collection::vec("[ \u{a0}\u{200b}\u{7f}:#\\[\\]a\\\\\n]{0,5}", 0..8)
        ) {
            let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
            for language in [Language::Text, Language::Xml] {
                let cut = passed(language, &pieces);
                prop_assert_eq!(&cut, &passed(language, &[&pieces.concat()]));
                prop_assert!(!cut.lines().any(is_command), "{}", cut);
            }
        }
    }
}
