//! Counts, by the seconds of their timestamps, the lines that come again when a log is requested from a
//! moment on.

use jiff::Timestamp;

use crate::facts::moment;

/// Length of `2006-01-02T15:04:05`.
const SECOND: usize = 19;

/// The lines that were passed on and would come again.
#[derive(Default)]
pub(super) struct Counted {
    /// The lines of the newest second and of the second before, in the order of their first lines. All lines
    /// of a log without timestamps count as one second.
    newest: Vec<Second>,
    /// All lines, under the earliest second.
    all: Option<Second>,
    /// Whether the clock was set back. Lines still to come may then be older than earlier lines, so all lines
    /// have to come again.
    pub(super) is_set_back: bool,
    /// The second of the current line.
    current: i64,
}

/// The lines of one second.
struct Second {
    /// Seconds since 1970.
    number: i64,
    /// The timestamp of the first line.
    first: Vec<u8>,
    /// The number of lines, without the current one.
    lines: u64,
}

impl Counted {
    /// The moment from which to request the log again; `None` if no line was passed on. If the clock was set
    /// back, this is the earliest second of all lines that were passed on.
    pub(super) fn since(&self) -> Option<Timestamp> {
        let number = if self.is_set_back {
            self.all.as_ref()?.number
        } else {
            self.newest.iter().map(|second| second.number).max()? - 1
        };
        Timestamp::from_second(number).ok()
    }

    /// The timestamp of the first line that comes again.
    pub(super) fn first(&self) -> Option<&[u8]> {
        let all = self.all.as_ref().filter(|_| self.is_set_back);
        all.or(self.newest.first()).map(|second| &*second.first)
    }

    /// The number of complete lines that come again.
    pub(super) fn lines(&self) -> u64 {
        match &self.all {
            Some(all) if self.is_set_back => all.lines,
            Some(_) | None => self.newest.iter().map(|second| second.lines).sum(),
        }
    }

    /// Notes that a line with this timestamp begins.
    pub(super) fn begin(&mut self, stamp: &[u8]) {
        let same = |second: &&Second| second_of(&second.first) == second_of(stamp);
        // Most lines are of the newest second.
        if let Some(known) = self.newest.iter().rev().find(same) {
            self.current = known.number;
            return;
        }
        let number = moment(stamp).map_or(0, Timestamp::as_second);
        let second = || Second {
            number,
            first: stamp.to_vec(),
            lines: 0,
        };
        self.current = number;
        let all = self.all.get_or_insert_with(second);
        all.number = all.number.min(number);
        let newest = self.newest.iter().map(|second| second.number).max();
        if newest.is_some_and(|newest| number + 1 < newest) {
            self.is_set_back = true;
        } else {
            self.newest.retain(|second| second.number + 1 >= number);
            self.newest.push(second());
        }
    }

    /// Notes that the current line has ended.
    pub(super) fn end(&mut self) {
        let current = self
            .newest
            .iter_mut()
            .find(|second| second.number == self.current);
        for second in current.into_iter().chain(&mut self.all) {
            second.lines += 1;
        }
    }
}

pub(super) fn second_of(stamp: &[u8]) -> &[u8] {
    &stamp[..stamp.len().min(SECOND)]
}
