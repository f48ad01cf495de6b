//! Answers that arrived but cannot be used, as data. The sentences are in [`words`](super::words).

use std::{sync::Arc, time::Duration};

use super::{RequestError, RequestErrorKind as Kind};

/// What is wrong with an answer, or with a list or watch that consists of several answers.
pub(crate) enum Unusable<'a> {
    /// The answer to GET `path`.
    Answer {
        /// Path and query.
        path: &'a str,
        /// What is wrong.
        fault: Fault,
        /// The file that holds the object, as shown to people.
        file: Option<Arc<str>>,
    },
    /// A body is longer than this limit in bytes.
    TooLong(usize),
    /// A client without the transport policy returned this error.
    Client(&'a str),
    /// The list of `what` cannot be read.
    List {
        /// The objects, in the plural.
        what: &'a str,
        /// What is wrong, as a clause.
        why: &'a str,
    },
    /// The list of `what` did not end within `limit`.
    LateList {
        /// The objects, in the plural.
        what: &'a str,
        /// The time limit.
        limit: Duration,
    },
    /// The list of these objects expired before its end.
    ExpiredList(&'a str),
    /// A watch cannot be read, for this reason.
    Watch(&'a str),
    /// A watch ended in the middle of an event.
    CutWatch,
    /// An event of the watch of `what` cannot be read.
    Event {
        /// The objects, in the plural.
        what: &'a str,
        /// What is wrong, as a clause.
        why: &'a str,
    },
    /// A Job in a list or a watch cannot be read.
    Job {
        /// The Job's namespace.
        namespace: &'a str,
        /// The Job's name.
        name: &'a str,
        /// What is wrong, as a clause.
        why: &'a str,
    },
}

/// What is wrong with one answer. The body is never quoted, because it may hold a secret.
pub(crate) enum Fault {
    /// The request cannot be sent at all.
    Unsendable(String),
    /// The body has an encoding that was not asked for.
    Encoded(String),
    /// The body has a media type other than JSON.
    NotJson(String),
    /// The JSON ends after this many bytes.
    CutOff(usize),
    /// The text is not JSON.
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The JSON is an object of another kind.
    OtherKind,
    /// A field of the JSON has the wrong type; the text names the field and its type.
    Field(String),
}

impl Unusable<'_> {
    fn kind(&self) -> Kind {
        match self {
            Self::Answer {
                fault: Fault::Unsendable(_),
                ..
            } => Kind::Rejected,
            Self::Answer { .. }
            | Self::TooLong(_)
            | Self::List { .. }
            | Self::Watch(_)
            | Self::Event { .. }
            | Self::Job { .. } => Kind::BadAnswer,
            Self::Client(_) => Kind::Unreachable,
            Self::LateList { .. } => Kind::Timeout,
            Self::ExpiredList(_) => Kind::Gone,
            Self::CutWatch => Kind::Cut,
        }
    }
}

impl From<Unusable<'_>> for RequestError {
    fn from(unusable: Unusable<'_>) -> Self {
        Self::new(unusable.kind(), unusable.to_string())
    }
}
