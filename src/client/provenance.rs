//! What a connection tells about its answers: the moment that they describe, and what is missing from them.

use jiff::Timestamp;

/// The moment that the answers describe, and what the user must know about their source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The moment that the answers describe.
    pub time: AsOf,
    /// Notes for the user, one sentence each.
    pub notes: Vec<String>,
    /// Files that were left out, each with the reason.
    pub skipped: Vec<String>,
}

/// The moment that answers describe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AsOf {
    /// The time of the request: a cluster answers.
    #[default]
    Now,
    /// The moment to which the examples were moved. A report does not mention the moment.
    Moved(Timestamp),
    /// A moment in the past, which a report mentions; `None` if the objects hold no timestamp.
    Past(Option<Timestamp>),
}

impl Provenance {
    /// The moment that the answers describe; `now` is the clock's reading.
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
