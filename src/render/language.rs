//! How an answer is read, and so how a character in the answer can be written differently without saying something else.

/// The language of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Text for people, who read past a backslash.
    Text,
    /// JSON, and YAML whose strings with `#[` are double-quoted: `\u005b` is a bracket.
    Json,
    /// XML: `&#91;` is a bracket.
    Xml,
    /// Bytes that must stay as they are: a script, or commands for a CI server.
    Verbatim,
}
