//! An answer that came and cannot be used, as data; [`words`](super::words) has the sentence.

use std::{sync::Arc, time::Duration};

use super::{RequestError, RequestErrorKind as Kind};

/// What is wrong with an answer, or with the list or watch that the answers make.
pub(crate) enum Unusable<'a> {
    /// The answer to GET `path`.
    Answer {
        /// Path and query.
        path: &'a str,
        /// What is wrong.
        fault: Fault,
        /// The file that the answer is from, for people.
        file: Option<Arc<str>>,
    },
    /// A body has more bytes than any good one.
    TooLong(usize),
    /// No answer of a client without a transport policy, in its words.
    Client(&'a str),
    /// The list of `what`.
    List {
        /// In the plural.
        what: &'a str,
        /// What is wrong, as a clause.
        why: &'a str,
    },
    /// The list of `what` had not ended after that time.
    LateList {
        /// In the plural.
        what: &'a str,
        /// The time.
        limit: Duration,
    },
    /// The list of `what` expired before its end.
    ExpiredList(&'a str),
    /// A watch.
    Watch(&'a str),
    /// A watch ended within an event.
    CutWatch,
    /// An event of the watch of `what`.
    Event {
        /// In the plural.
        what: &'a str,
        /// What is wrong, as a clause.
        why: &'a str,
    },
    /// A Job within a list or a watch.
    Job {
        /// Its namespace.
        namespace: &'a str,
        /// Its name.
        name: &'a str,
        /// What is wrong, as a clause.
        why: &'a str,
    },
}

/// What is wrong with one answer. None of the answer is quoted: it may be a secret.
pub(crate) enum Fault {
    /// The request cannot be sent at all.
    Unsendable(String),
    /// An encoding that was not asked for.
    Encoded(String),
    /// A media type other than JSON.
    NotJson(String),
    /// JSON that ends after so many bytes.
    CutOff(usize),
    /// Text that is no JSON.
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// JSON of another kind of object.
    OtherKind,
    /// JSON with a field that has the wrong type.
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
