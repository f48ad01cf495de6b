//! How the reading of each log ended, told in few lines however many failed for one reason.

use crate::facts::LogSource;
use crate::{client::RequestErrorKind, job_details::LogError, model::counted, outcome::Outcome, streams};

/// Logs that are incomplete, or may be.
#[derive(Default)]
pub(super) struct Endings {
    groups: Vec<Group>,
}

/// Why a log may be incomplete without an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Incomplete {
    /// The log may be complete, which can no longer be checked.
    Unproven,
    /// The node no longer has the log.
    ThrownAway,
}

impl Incomplete {
    pub(super) fn why(self) -> &'static str {
        match self {
            Self::Unproven => "may be incomplete: the pod was deleted when the container ended",
            Self::ThrownAway => {
                "is gone: the node keeps only the log of the running and of the last ended instance"
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
    Lacking(Incomplete),
}

impl Endings {
    /// Notes that a log could not be read to its end, or at all, and tells of the first of each kind.
    pub(super) fn fail(&mut self, source: &LogSource, error: &LogError, is_begun: bool) {
        if let Some(first) = self.first_of_kind(source, Kind::Failed(error.kind())) {
            streams::tell_line(&format!(
                "error: cannot read the log of {first}{}: {}",
                if is_begun { " to the end" } else { "" },
                error
            ));
        }
    }

    /// Notes that a log may not be whole, and tells of the first for each reason.
    pub(super) fn note(&mut self, source: &LogSource, why: Incomplete) {
        if let Some(first) = self.first_of_kind(source, Kind::Lacking(why)) {
            streams::tell_line(&format!("note: the log of {first} {}", why.why()));
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
            streams::tell_line(&format!("note: as for {} for {others}", group.first));
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
