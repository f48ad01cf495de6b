//! What a connection tells about its answers: which moment they speak of, and what is missing from them.

use jiff::Timestamp;

/// Which moment the answers speak of, and what the person should know about their source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The moment.
    pub time: AsOf,
    /// What the person should know, one sentence each.
    pub notes: Vec<String>,
    /// Files that were left out, each with the reason.
    pub skipped: Vec<String>,
}

/// The moment that answers speak of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AsOf {
    /// The moment of the question: a cluster answers.
    #[default]
    Now,
    /// This moment, to which the examples were moved: a report does not mention it.
    Moved(Timestamp),
    /// A moment of the past, which a report mentions; `None` if the objects hold no timestamp.
    Past(Option<Timestamp>),
}

impl Provenance {
    /// The moment, given that of the clock.
    pub fn as_of(&self, now: Timestamp) -> Timestamp {
        match self.time {
            AsOf::Moved(moment) | AsOf::Past(Some(moment)) => moment,
            AsOf::Now | AsOf::Past(None) => now,
        }
    }

    /// Whether a report mentions the moment.
    pub fn is_historic(&self) -> bool {
        matches!(self.time, AsOf::Past(_))
    }
}
