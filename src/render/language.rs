//! The language of an answer, which decides how characters can be escaped without changing the meaning.

/// The language of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Text for people, who can ignore a backslash.
    Text,
    /// JSON, and YAML whose strings with `#[` are double-quoted: `\u005b` is a bracket.
    Json,
    /// XML: `&#91;` is a bracket.
    Xml,
    /// Bytes that must stay unchanged: a script, or commands for a CI server.
    Verbatim,
}
