//! Points in time as the API writes them.

use std::{cmp::Ordering, fmt};

use jiff::Timestamp;

/// A point in time as the API writes it, in whole seconds (`metav1.Time`), or unknown. It has a third of the
/// size of an `Option<Timestamp>`, and a pod has eight of them.
///
/// Runtimes write the epoch for a time that does not exist, for example the start of a container that never
/// started. The epoch therefore means unknown.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct ApiTime(i64);

impl ApiTime {
    /// The point in time `seconds` after the epoch; unknown outside the range of [`Timestamp`].
    pub fn from_second(seconds: i64) -> Self {
        Timestamp::from_second(seconds).ok().into()
    }

    /// The point in time, if it is known.
    pub fn get(self) -> Option<Timestamp> {
        let seconds = Some(self.0).filter(|seconds| *seconds != 0)?;
        Timestamp::from_second(seconds).ok()
    }
}

impl From<Option<Timestamp>> for ApiTime {
    /// Rounds the point in time down to its second.
    fn from(time: Option<Timestamp>) -> Self {
        Self(time.map_or(0, Timestamp::as_second))
    }
}

/// Orders like `Option<Timestamp>`: unknown comes before every known time.
impl Ord for ApiTime {
    fn cmp(&self, other: &Self) -> Ordering {
        self.get().cmp(&other.get())
    }
}

impl PartialOrd for ApiTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for ApiTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::ApiTime;

    #[test]
    fn any_second_comes_back_and_neither_the_epoch_nor_what_is_out_of_range() {
        for text in [
            "2026-11-24T11:00:00Z",
            "0000-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "9999-12-30T00:00:00Z",
        ] {
            let time = Some(text.parse().unwrap());
            assert_eq!(ApiTime::from(time).get(), time, "{text}");
        }
        for second in [0, i64::MAX, i64::MIN] {
            assert_eq!(ApiTime::from_second(second).get(), None, "{second}");
        }
        assert_eq!(ApiTime::default().get(), None);
    }

    #[test]
    fn the_unknown_comes_first_also_before_what_was_before_the_epoch() {
        let [old, new] = [-1, 1].map(ApiTime::from_second);
        assert!(ApiTime::default() < old && old < new);
    }
}
