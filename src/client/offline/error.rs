//! Why files could not be loaded.

use std::path::{Path, PathBuf};

/// Why `--from` could not be read. Each message is one sentence that names the file and, where there is one, the place.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Nothing is there.
    #[error("{} does not exist", shown(path))]
    Missing {
        /// What was named.
        path: PathBuf,
    },
    /// The operating system refuses.
    #[error("cannot read {}: {cause}", shown(path))]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// Its words. Not a `source`, which would be said twice.
        cause: std::io::Error,
    },
    /// A pipe, a device or a socket, which might never end.
    #[error(
        "{} is neither a file nor a folder; pipe its contents in and use --from -",
        shown(path)
    )]
    NotRegular {
        /// What was named.
        path: PathBuf,
    },
    /// One of the bounds is reached.
    #[error("{} {bound}", shown(path))]
    TooMuch {
        /// The file or folder.
        path: PathBuf,
        /// What is too much, and how much is read at most, as the rest of a sentence.
        bound: String,
    },
    /// Bytes that are no text.
    #[error("{}, line {line}, column {column}: {reason}", shown(path))]
    NotText {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What the bytes are.
        reason: &'static str,
    },
    /// Text that is neither JSON nor YAML.
    #[error("{}, line {line}, column {column}: not valid {format}: {reason}", shown(path))]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// `JSON` or `YAML`.
        format: &'static str,
        /// What is wrong there.
        reason: String,
    },
    /// Nothing in it is a Kubernetes object.
    #[error("{} holds no Kubernetes object{detail}", shown(path))]
    NoObjects {
        /// What was named.
        path: PathBuf,
        /// What it holds instead, as the rest of the sentence; may be empty.
        detail: String,
    },
}

impl LoadError {
    /// What is wrong, without the file.
    pub(super) fn reason(&self) -> String {
        let text = self.to_string();
        let (Self::Missing { path }
        | Self::Unreadable { path, .. }
        | Self::NotRegular { path }
        | Self::TooMuch { path, .. }
        | Self::NotText { path, .. }
        | Self::Syntax { path, .. }
        | Self::NoObjects { path, .. }) = self;
        let path = shown(path);
        let rest = text
            .strip_prefix(&path)
            .or_else(|| text.split_once(&*path)?.1.strip_prefix(": "));
        rest.unwrap_or(&text).trim_start_matches([',', ' ']).to_owned()
    }
}

/// A path for people: the names of a bundle come from elsewhere, and may hold what moves the cursor or begins a new line.
pub(super) fn shown(path: &Path) -> String {
    let harmless = |c: char| match c {
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    path.to_string_lossy().chars().map(harmless).collect()
}
