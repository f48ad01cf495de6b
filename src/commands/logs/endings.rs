//! How the reading of each log ended, told in few lines however many failed for one reason.

use crate::facts::LogSource;
use crate::{client::RequestErrorKind, job_details::LogError, model::counted, outcome::Outcome, streams};

/// Logs that could not be read to their ends, or of which nobody knows that.
#[derive(Default)]
pub(super) struct Endings {
    groups: Vec<Group>,
}

/// Why a log may not be whole without being an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Lack {
    /// It may be whole, which nobody can tell any more.
    Unproven,
    /// The node keeps no more.
    ThrownAway,
}

impl Lack {
    pub(super) fn why(self) -> &'static str {
        match self {
            Self::Unproven => {
                "it was deleted when it had ended, so it cannot be checked that this is all of it"
            }
            Self::ThrownAway => {
                "its node has thrown it away: it keeps that of the instance that runs and of the last that has ended"
            }
        }
    }
}

/// Those of one kind, in a namespace, whose rights are its own.
struct Group {
    namespace: String,
    kind: Kind,
    first: String,
    others: u64,
}

#[derive(PartialEq, Eq)]
enum Kind {
    Failed(RequestErrorKind),
    Lacking(Lack),
}

impl Endings {
    /// Notes that a log could not be read to its end, or at all, and tells of the first of each kind.
    pub(super) fn fail(&mut self, source: &LogSource, error: &LogError, is_begun: bool) {
        if let Some(first) = self.first_of_kind(source, Kind::Failed(error.kind())) {
            streams::tell_line(&format!(
                "error: the log of {first} cannot be read{}: {}",
                if is_begun { " to its end" } else { "" },
                error
            ));
        }
    }

    /// Notes that a log may not be whole, and tells of the first for each reason.
    pub(super) fn note(&mut self, source: &LogSource, lack: Lack) {
        if let Some(first) = self.first_of_kind(source, Kind::Lacking(lack)) {
            streams::tell_line(&format!("note: the log of {first}: {}", lack.why()));
        }
    }

    /// What the log is called, if it is the first of its kind.
    fn first_of_kind(&mut self, source: &LogSource, kind: Kind) -> Option<String> {
        let is_same = |group: &&mut Group| group.kind == kind && group.namespace == source.namespace;
        if let Some(known) = self.groups.iter_mut().find(is_same) {
            known.others += 1;
            return None;
        }
        let restart = match source.restart {
            0 => String::new(),
            restart => format!(" restart {restart}"),
        };
        let first = format!("{}/{}{restart}", source.pod, source.container);
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
        let has_failed = |group: &Group| matches!(group.kind, Kind::Failed(_));
        if self.groups.iter().any(has_failed) {
            Outcome::CouldNotAsk
        } else {
            Outcome::Done
        }
    }
}
