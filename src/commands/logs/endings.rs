//! How the reading of each log ended, told in few lines however many failed for one reason.

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
    broken: Vec<Broken>,
}

/// Those that failed in one way, in a namespace, whose rights are its own.
struct Broken {
    namespace: String,
    kind: RequestErrorKind,
    first: String,
    others: u64,
}

impl Endings {
    /// Notes that a log could not be read to its end, and tells of the first of each kind.
    pub(super) fn note(&mut self, source: &LogSource, error: &RequestError) {
        let is_same =
            |broken: &&mut Broken| broken.kind == error.kind && broken.namespace == source.namespace;
        if let Some(known) = self.broken.iter_mut().find(is_same) {
            known.others += 1;
            return;
        }
        let first = format!("{}/{}", source.pod, source.container);
        streams::tell_line(&format!(
            "error: the log of {first} cannot be read to its end: {}",
            error.message
        ));
        self.broken.push(Broken {
            namespace: source.namespace.clone(),
            kind: error.kind,
            first,
            others: 0,
        });
    }

    /// Tells how many more there were.
    pub(super) fn tell(&self) {
        for broken in self.broken.iter().filter(|broken| broken.others > 0) {
            let others = counted(broken.others, "more container");
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
