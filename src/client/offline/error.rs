//! Why files could not be loaded.

use std::path::PathBuf;

/// Why `--from` could not be read. Each message is one sentence that names the file and, where there is one, the place.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Nothing is there.
    #[error("{} does not exist", path.display())]
    Missing {
        /// What was named.
        path: PathBuf,
    },
    /// The operating system refuses.
    #[error("cannot read {}: {cause}", path.display())]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// Its words. Not a `source`, which would be said twice.
        cause: std::io::Error,
    },
    /// A pipe, a device or a socket, which might never end.
    #[error("{} is neither a file nor a folder; pipe its contents in and use --from -", path.display())]
    NotRegular {
        /// What was named.
        path: PathBuf,
    },
    /// One of the bounds is reached.
    #[error("{} {bound}", path.display())]
    TooMuch {
        /// The file or folder.
        path: PathBuf,
        /// What is too much, and how much is read at most, as the rest of a sentence.
        bound: String,
    },
    /// Bytes that are no text.
    #[error("{}, line {line}, column {column}: {reason}", path.display())]
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
    #[error("{}, line {line}, column {column}: not valid {format}: {reason}", path.display())]
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
    #[error("{} holds no Kubernetes object{detail}", path.display())]
    NoObjects {
        /// What was named.
        path: PathBuf,
        /// What it holds instead, as the rest of the sentence; may be empty.
        detail: String,
    },
}
