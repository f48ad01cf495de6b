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
    count: u64,
}

impl Endings {
    /// Notes that a log could not be read to its end, and tells of the first of each kind.
    pub(super) fn note(&mut self, source: &LogSource, error: &RequestError) {
        let key = kind(error.kind, &source.namespace);
        let broken = self.broken.entry(key).or_insert_with(|| Broken {
            first: format!("{}/{}", source.pod, source.container),
            count: 0,
        });
        broken.count += 1;
        if broken.count == 1 {
            streams::tell_line(&format!(
                "error: the log of {} cannot be read to its end: {}",
                broken.first, error.message
            ));
        }
    }

    /// Tells how many more there were.
    pub(super) fn tell(&self) {
        for broken in self.broken.values().filter(|broken| broken.count > 1) {
            let others = counted(broken.count - 1, "more container");
            streams::tell_line(&format!(
                "note: what is said above of the log of {} is true of {others}, too",
                broken.first
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
