//! How the reading of each log ended, told in few lines however many failed for one reason.

use std::collections::BTreeMap;

use crate::{
    client::{RequestError, RequestErrorKind},
    job_details::LogSource,
    model::counted,
    outcome::Outcome,
    streams,
};

/// Logs that could not be read to their ends.
#[derive(Default)]
pub(super) struct Endings {
    broken: BTreeMap<String, Broken>,
}

/// Those that failed in one way.
struct Broken {
    first: String,
    message: String,
    count: u64,
}

impl Endings {
    /// Notes that a log could not be read to its end.
    pub(super) fn note(&mut self, source: &LogSource, error: &RequestError) {
        let key = kind(error.kind, &source.namespace);
        let broken = self.broken.entry(key).or_insert_with(|| Broken {
            first: format!("{}/{}", source.pod, source.container),
            message: error.message.clone(),
            count: 0,
        });
        broken.count += 1;
    }

    /// Tells of them.
    pub(super) fn tell(&self) {
        for broken in self.broken.values() {
            let others = match broken.count {
                1 => String::new(),
                count => format!(" (and those of {})", counted(count - 1, "more container")),
            };
            streams::tell_line(&format!(
                "error: the log of {}{others} cannot be read to its end: {}",
                broken.first, broken.message
            ));
        }
    }

    /// What they mean for the run.
    pub(super) fn outcome(&self) -> Outcome {
        if self.broken.is_empty() {
            Outcome::Done
        } else {
            Outcome::CouldNotAsk
        }
    }
}

/// What is told once: a kind of failure in a namespace, whose rights are its own.
fn kind(kind: RequestErrorKind, namespace: &str) -> String {
    let word = match kind {
        RequestErrorKind::Unauthorized => "unauthorized",
        RequestErrorKind::Forbidden => "forbidden",
        RequestErrorKind::NotFound => "not found",
        RequestErrorKind::ApiMissing => "missing",
        RequestErrorKind::Gone => "gone",
        RequestErrorKind::Rejected => "rejected",
        RequestErrorKind::ServerError => "server",
        RequestErrorKind::Timeout => "time",
        RequestErrorKind::Unreachable => "unreachable",
        RequestErrorKind::Tls => "tls",
        RequestErrorKind::Login => "login",
        RequestErrorKind::Cut => "cut",
        RequestErrorKind::BadAnswer => "bad answer",
    };
    format!("{namespace} {word}")
}
