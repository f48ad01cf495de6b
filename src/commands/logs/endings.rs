//! How the reading of each log ended, told in few lines however many failed for one reason.

use super::output::UNPROVEN;
use crate::{
    client::{RequestError, RequestErrorKind},
    job_details::LogSource,
    model::counted,
    outcome::Outcome,
    streams,
};

/// Logs that could not be read to their ends, or of which nobody knows that.
#[derive(Default)]
pub(super) struct Endings {
    groups: Vec<Group>,
}

/// Those of one kind, in a namespace, whose rights are its own.
struct Group {
    namespace: String,
    /// How they failed; `None` for those that may be whole.
    kind: Option<RequestErrorKind>,
    first: String,
    others: u64,
}

impl Endings {
    /// Notes that a log could not be read to its end, or at all, and tells of the first of each kind.
    pub(super) fn note(&mut self, source: &LogSource, error: &RequestError, is_begun: bool) {
        if let Some(first) = self.first_of_kind(source, Some(error.kind)) {
            streams::tell_line(&format!(
                "error: the log of {first} cannot be read{}: {}",
                if is_begun { " to its end" } else { "" },
                error.message
            ));
        }
    }

    /// Notes that nobody knows whether a log was read to its end, and tells of the first.
    pub(super) fn note_unproven(&mut self, source: &LogSource) {
        if let Some(first) = self.first_of_kind(source, None) {
            streams::tell_line(&format!("note: the log of {first}: {UNPROVEN}"));
        }
    }

    /// What the log is called, if it is the first of its kind.
    fn first_of_kind(&mut self, source: &LogSource, kind: Option<RequestErrorKind>) -> Option<String> {
        let is_same = |group: &&mut Group| group.kind == kind && group.namespace == source.namespace;
        if let Some(known) = self.groups.iter_mut().find(is_same) {
            known.others += 1;
            return None;
        }
        let first = format!("{}/{}", source.pod, source.container);
        self.groups.push(Group {
            namespace: source.namespace.clone(),
            kind,
            first: first.clone(),
            others: 0,
        });
        Some(first)
    }

    /// Tells how many more there were.
    pub(super) fn tell(&self) {
        for group in self.groups.iter().filter(|group| group.others > 0) {
            let others = counted(group.others, "more container");
            streams::tell_line(&format!(
                "note: what is said above of the log of {} is true of {others}, too",
                group.first
            ));
        }
    }

    /// What they mean for the run.
    pub(super) fn outcome(&self) -> Outcome {
        if self.groups.iter().any(|group| group.kind.is_some()) {
            Outcome::CouldNotAsk
        } else {
            Outcome::Done
        }
    }
}
