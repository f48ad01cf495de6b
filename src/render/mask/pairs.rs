//! Finds credentials by the name next to them, in a text of any language: `NAME=x`, `name: x`, `"name": "x"`,
//! `<name>x</name>`, `name="password" value="x"`, netrc's `password x`, and SQL's `PASSWORD 'x'`.

use std::ops::Range;

use super::{
    Spans, credential,
    extent::{self, BLANKS, QUOTES, head},
    innocent::{is_number, is_words},
    is_of_name, markup,
    names::{self, Kind},
};

/// Headers whose value reaches to the end of the line.
const HEADERS: [&str; 4] = ["authorization", "proxy-authorization", "cookie", "set-cookie"];

/// The private members of a JSON Web Key.
const JWK: [&str; 7] = ["d", "dp", "dq", "k", "p", "q", "qi"];

/// The most bytes before a word that are searched for the word's statement.
const NEAR: usize = 256;

pub(super) fn find(text: &str, spans: &mut Spans) {
    let is_jwk = text.contains("\"kty\"");
    let mut at = 0;
    while let Some(found) = text[at..].find(is_of_name) {
        let start = at + found;
        let length = text[start..].find(|character| !is_of_name(character));
        at = length.map_or(text.len(), |length| start + length);
        let name = Name {
            text,
            word: &text[start..at],
            start,
            end: at,
        };
        let kind = if is_jwk && JWK.contains(&name.word) {
            Kind::Password
        } else {
            name.kind()
        };
        if let Some(value) = name.credential(kind) {
            at = value.end;
            spans.push(value);
        }
    }
}

/// A word of a text that may name the value next to it.
struct Name<'a> {
    text: &'a str,
    word: &'a str,
    start: usize,
    end: usize,
}

impl Name<'_> {
    fn kind(&self) -> Kind {
        // SQL: `IDENTIFIED BY 'x'`, `IDENTIFIED WITH plugin BY 'x'`.
        if self.word.eq_ignore_ascii_case("by") && self.near().to_ascii_lowercase().contains("identified") {
            Kind::Password
        } else {
            names::kind(self.word)
        }
    }

    /// The part of the value that is a credential.
    fn credential(&self, kind: Kind) -> Option<Range<usize>> {
        if kind == Kind::Ordinary {
            return None;
        }
        let (kind, value) = self
            .assigned(kind)
            .or_else(|| markup::element(self.text, self.start..self.end).map(|value| (kind, value)))
            .or_else(|| markup::neighbour(self.text, self.start..self.end).map(|value| (kind, value)))
            .or_else(|| self.stated(kind))?;
        // In `key="password" value="x"`, the first value is a name.
        let is_name =
            self.word.eq_ignore_ascii_case("key") && markup::neighbour(self.text, value.clone()).is_some();
        let part = credential(&self.text[value.clone()], kind).filter(|_| !is_name)?;
        Some(value.start + part.start..value.start + part.end)
    }

    fn before(&self) -> &str {
        &self.text[..self.start]
    }

    /// The last bytes before the name.
    fn near(&self) -> &str {
        let from = (self.start.saturating_sub(NEAR)..=self.start).find(|at| self.text.is_char_boundary(*at));
        &self.text[from.unwrap_or(self.start)..self.start]
    }

    /// The value after `=`, `:`, or the `:-` of a shell's default.
    fn assigned(&self, kind: Kind) -> Option<(Kind, Range<usize>)> {
        let after = &self.text[self.end..];
        let closed = after.trim_start_matches(['\\', '"', '\'', ']']);
        let separator = closed.trim_start_matches(BLANKS);
        let is_spaced = separator.len() < closed.len();
        if let Some(value) = separator.strip_prefix('=') {
            let value = value.trim_start_matches(['=', '>', '~']);
            let is_line = is_spaced && value.starts_with(BLANKS) && self.begins_line();
            let kind = if is_spaced && self.word == "key" {
                Kind::Hint
            } else {
                kind
            };
            return Some((kind, self.value(value, is_line)));
        }
        if self.before().ends_with("${") {
            let default = separator
                .strip_prefix(":-")
                .or_else(|| separator.strip_prefix(":="))?;
            let start = self.text.len() - default.len();
            return Some((kind, start..start + default.find('}').unwrap_or(default.len())));
        }
        let value = separator.strip_prefix(':').filter(|_| !self.is_in_path(kind))?;
        let value = value.strip_prefix('=').unwrap_or(value);
        self.mapped(kind, value, closed.len() < after.len())
    }

    /// The value after a colon, unless the colon belongs to a sentence (`the token: see below`) or a task
    /// (`auth:test`).
    fn mapped(&self, kind: Kind, value: &str, is_quoted: bool) -> Option<(Kind, Range<usize>)> {
        let is_spaced = value.starts_with(BLANKS) || value.starts_with(['\n', '\r']);
        let is_lower = !self.word.contains(|character: char| !character.is_lowercase());
        let is_task = is_lower && !is_quoted && !is_spaced && kind == Kind::Token;
        let kind = if self.word == "key" || is_task {
            Kind::Hint
        } else {
            kind
        };
        let is_key = is_quoted || self.begins_entry();
        if !is_key && (is_spaced && is_sentence(value, kind) || !is_spaced && kind == Kind::Hint) {
            return None;
        }
        let is_header = HEADERS
            .iter()
            .any(|header| self.word.eq_ignore_ascii_case(header));
        if is_header && !is_quoted && is_spaced {
            let value = value.trim_start_matches(BLANKS);
            let start = self.text.len() - value.len();
            let quote = self
                .before()
                .chars()
                .next_back()
                .filter(|last| QUOTES.contains(last));
            let is_end = |character: char| matches!(character, '\n' | '\r') || Some(character) == quote;
            return Some((kind, start..start + value.find(is_end).unwrap_or(value.len())));
        }
        let below = extent::below(
            self.text,
            self.start,
            self.text.len() - value.len(),
            self.begins_line(),
        );
        Some((
            kind,
            below.unwrap_or_else(|| self.value(value, self.begins_line())),
        ))
    }

    fn value(&self, value: &str, is_line: bool) -> Range<usize> {
        let at = self.text.len() - value.len();
        extent::value(self.text, at, is_line, self.before().ends_with(';'))
    }

    /// Whether the name is a part of a path or an identifier, and not a Windows flag (`/password:x`).
    fn is_in_path(&self, kind: Kind) -> bool {
        let is_flag = |before: &str| {
            kind == Kind::Password && (before.is_empty() || before.ends_with(char::is_whitespace))
        };
        self.before().ends_with(':')
            || self
                .before()
                .strip_suffix('/')
                .is_some_and(|before| !is_flag(before))
    }

    /// Whether only blanks, dashes and quotes precede the name on its line.
    fn begins_line(&self) -> bool {
        let before = self.before().trim_end_matches([' ', '\t', '-', '"', '\'']);
        before.is_empty() || before.ends_with(['\n', '\r'])
    }

    /// Whether the name is in the place of a key, not within a sentence.
    fn begins_entry(&self) -> bool {
        let before = self.before().trim_end_matches(BLANKS);
        before.ends_with(['{', '[', '(', ',', ';', '|', '>', '&', '?', '"', '\'', '`', '\\'])
            || self.begins_line()
    }

    /// The value after a blank: netrc's `login x password y`, a line of two words as in redis.conf, SQL's
    /// `PASSWORD 'x'`.
    fn stated(&self, kind: Kind) -> Option<(Kind, Range<usize>)> {
        let after = &self.text[self.end..];
        let value = after.trim_start_matches(BLANKS);
        let value = value
            .strip_prefix('(')
            .filter(|value| value.starts_with('\''))
            .unwrap_or(value);
        if kind < Kind::Token || self.word.starts_with('-') || value.len() == after.len() {
            return None;
        }
        if kind == Kind::Password && value.trim_start_matches('\\').starts_with(QUOTES) {
            // In templates, `with secret "a/path"` reads a secret.
            let is_secret = self.word.to_ascii_lowercase().ends_with("secret");
            return Some((
                if is_secret { Kind::Hint } else { kind },
                self.value(value, false),
            ));
        }
        let length = head(value).find(char::is_whitespace).unwrap_or(head(value).len());
        let rest = value[length..].trim_start_matches(BLANKS);
        let is_directive = self.begins_line() && (rest.is_empty() || rest.starts_with(['\n', '\r', '#']));
        let before = self.near().split_whitespace().nth_back(1);
        let is_login = before.is_some_and(|word| matches!(word, "login" | "user" | "account"));
        let start = self.text.len() - value.len();
        (is_directive || is_login).then_some((kind, start..start + length))
    }
}

/// Whether the text after `word: ` continues a sentence.
fn is_sentence(value: &str, kind: Kind) -> bool {
    let line = head(value.trim_start_matches(BLANKS))
        .lines()
        .next()
        .unwrap_or_default();
    let mut words = line.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next());
    let is_word = |word: &str| is_words(word.trim_end_matches(['.', ',', '!', '?', ')', ':', ';']));
    let is_only_word = first.len() <= 4 || kind < Kind::Password;
    first.is_empty() || is_number(first) || is_word(first) && (second.is_some_and(is_word) || is_only_word)
}
