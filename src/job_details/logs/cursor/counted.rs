//! Which lines come again when a log is asked for from a moment on, by the seconds of their stamps.

use jiff::Timestamp;

use crate::facts::moment;

/// Length of `2006-01-02T15:04:05`.
const SECOND: usize = 19;

/// Lines that were given away, as far as they would come again.
#[derive(Default)]
pub(super) struct Counted {
    /// Those of the newest second and of the one before, in the order of their first lines; of a log without stamps all, as
    /// one.
    newest: Vec<Second>,
    /// All, under the earliest second.
    all: Option<Second>,
    /// Whether the clock was set back. Then lines still to come may be older than some that came, so that all has to come
    /// again.
    pub(super) is_set_back: bool,
    /// The second of the line under way.
    current: i64,
}

/// Lines of one second.
struct Second {
    /// Since 1970.
    number: i64,
    /// The stamp of the first one.
    first: Vec<u8>,
    /// How many there are. The one under way is not counted.
    lines: u64,
}

impl Counted {
    /// From when on to ask for the log anew: if the clock was set back, from the earliest line on that was given away; `None`
    /// where there was none.
    pub(super) fn since(&self) -> Option<Timestamp> {
        let number = if self.is_set_back {
            self.all.as_ref()?.number
        } else {
            self.newest.iter().map(|second| second.number).max()? - 1
        };
        Timestamp::from_second(number).ok()
    }

    /// The stamp of the first line that comes again.
    pub(super) fn first(&self) -> Option<&[u8]> {
        let all = self.all.as_ref().filter(|_| self.is_set_back);
        all.or(self.newest.first()).map(|second| &*second.first)
    }

    /// How many come again and have ended.
    pub(super) fn lines(&self) -> u64 {
        match &self.all {
            Some(all) if self.is_set_back => all.lines,
            Some(_) | None => self.newest.iter().map(|second| second.lines).sum(),
        }
    }

    /// A line with that stamp begins.
    pub(super) fn begin(&mut self, stamp: &[u8]) {
        let same = |second: &&Second| second_of(&second.first) == second_of(stamp);
        // Most are of the newest.
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

    /// The line under way has ended.
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
