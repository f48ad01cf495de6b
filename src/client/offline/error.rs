//! Why files cannot be loaded.

use std::path::{Path, PathBuf};

/// Why `--from` cannot be read. Each message is one sentence that names the file and, if known, the place.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The path does not exist.
    #[error("{} does not exist", shown(path))]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// The operating system refuses to read the path.
    #[error("cannot read {}: {cause}", shown(path))]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// The operating system's error. Not a `source`, which would be said twice.
        cause: std::io::Error,
    },
    /// A pipe, a device or a socket, which might never end.
    #[error(
        "{} is neither a file nor a folder; pipe its contents in and use --from -",
        shown(path)
    )]
    NotRegular {
        /// The path.
        path: PathBuf,
    },
    /// A limit is exceeded.
    #[error("{} {bound}", shown(path))]
    TooMuch {
        /// The file or folder.
        path: PathBuf,
        /// Which limit is exceeded, as the rest of a sentence.
        bound: String,
    },
    /// The bytes are not text.
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
    /// The text is neither JSON nor YAML.
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
    /// The path holds no Kubernetes object.
    #[error("{} holds no Kubernetes object{detail}", shown(path))]
    NoObjects {
        /// The path.
        path: PathBuf,
        /// What the path holds instead, as the rest of the sentence; may be empty.
        detail: String,
    },
}

impl LoadError {
    /// The message without the path.
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

/// A path for people. The names of a bundle come from elsewhere, and may hold characters that move the cursor
/// or begin a new line.
pub(super) fn shown(path: &Path) -> String {
    let harmless = |c: char| match c {
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    path.to_string_lossy().chars().map(harmless).collect()
}
