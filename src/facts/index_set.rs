//! Sets of completion indexes, stored as intervals. The intervals are never expanded: `completions` may be
//! 2·10⁹.

use std::fmt;

/// A set of completion indexes, written as in the API: `1,3-5,7` (`JobStatus.completedIndexes` in types.go).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexSet {
    /// Inclusive intervals, sorted, neither overlapping nor touching.
    intervals: Vec<(u32, u32)>,
}

impl IndexSet {
    /// Parses the API's format. Returns `None` for any other text (a reversed interval, a sign, a word). The
    /// empty string is the empty set.
    pub fn parse(text: &str) -> Option<Self> {
        if text.trim().is_empty() {
            return Some(Self::default());
        }
        text.split(',').map(parse_interval).collect::<Option<Self>>()
    }

    /// The number of indexes in the set. It can be 2³², which does not fit in a `u32`.
    pub fn len(&self) -> u64 {
        self.intervals
            .iter()
            .map(|&(first, last)| u64::from(last - first) + 1)
            .sum()
    }

    /// Whether no index is in the set.
    pub fn is_empty(&self) -> bool {
        self.intervals.is_empty()
    }

    /// Whether `index` is in the set.
    pub fn contains(&self, index: u32) -> bool {
        let after = self.intervals.partition_point(|&(first, _)| first <= index);
        after > 0 && self.intervals[after - 1].1 >= index
    }

    /// The indexes of the set that are below `limit`.
    #[must_use]
    pub fn below(&self, limit: u32) -> Self {
        let intervals = self.intervals.iter().filter(|(first, _)| *first < limit);
        intervals
            .map(|&(first, last)| (first, last.min(limit - 1)))
            .collect()
    }

    /// The union of this set and `other`.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.intervals.iter().chain(&other.intervals).copied().collect()
    }

    /// The indexes of this set that are not in `other`.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        for &(first, last) in &self.intervals {
            let from = other.intervals.partition_point(|&(_, end)| end < first);
            let overlapping = other.intervals[from..]
                .iter()
                .take_while(|&&(start, _)| start <= last);
            // The first index of the interval that is not handled yet.
            let mut rest = Some(first);
            for &(start, end) in overlapping {
                left.extend(
                    rest.filter(|&first| first < start)
                        .map(|first| (first, start - 1)),
                );
                rest = end.checked_add(1);
            }
            left.extend(rest.filter(|&first| first <= last).map(|first| (first, last)));
        }
        Self { intervals: left }
    }

    /// The inclusive intervals, ascending.
    pub fn intervals(&self) -> &[(u32, u32)] {
        &self.intervals
    }
}

fn parse_interval(part: &str) -> Option<(u32, u32)> {
    let number = |digits: &str| {
        let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        all_digits.then(|| digits.parse().ok()).flatten()
    };
    let part = part.trim();
    let (first, last) = match part.split_once('-') {
        Some((first, last)) => (number(first)?, number(last)?),
        None => (number(part)?, number(part)?),
    };
    (first <= last).then_some((first, last))
}

impl FromIterator<(u32, u32)> for IndexSet {
    fn from_iter<I: IntoIterator<Item = (u32, u32)>>(intervals: I) -> Self {
        let mut sorted: Vec<_> = intervals
            .into_iter()
            .filter(|(first, last)| first <= last)
            .collect();
        sorted.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match merged.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = (*end).max(last),
                _ => merged.push((first, last)),
            }
        }
        Self { intervals: merged }
    }
}

impl FromIterator<u32> for IndexSet {
    fn from_iter<I: IntoIterator<Item = u32>>(indexes: I) -> Self {
        indexes.into_iter().map(|index| (index, index)).collect()
    }
}

impl fmt::Display for IndexSet {
    /// Writes the API's format: only runs of three or more indexes become an interval (`8,9` but `3-5`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, &(first, last)) in self.intervals.iter().enumerate() {
            let comma = if position > 0 { "," } else { "" };
            match last - first {
                0 => write!(f, "{comma}{first}")?,
                1 => write!(f, "{comma}{first},{last}")?,
                _ => write!(f, "{comma}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::IndexSet;

    #[test]
    fn reads_and_writes_the_form_of_the_api() {
        for text in ["", "0", "8,9", "1,3-5,7", "0-4294967295"] {
            assert_eq!(IndexSet::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(IndexSet::parse("0-4294967295").unwrap().len(), 1 << 32);
    }

    #[test]
    fn a_difference_reaches_to_the_last_index() {
        let all = IndexSet::parse("0-4294967295").unwrap();
        let end = IndexSet::parse("5,4294967290-4294967295").unwrap();
        assert_eq!(all.without(&end).to_string(), "0-4,6-4294967289");
        assert_eq!(end.without(&all), IndexSet::default());
    }

    #[test]
    fn refuses_what_the_api_never_writes() {
        for text in ["-1", "3-1", "a", "1,,2", "1-", "+1", "4294967296", "1-2-3"] {
            assert_eq!(IndexSet::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_difference_is_that_of_the_numbers(
            numbers in prop::collection::btree_set(0_u32..40, 0..40),
            others in prop::collection::btree_set(0_u32..40, 0..40),
        ) {
            let [set, other]: [IndexSet; 2] = [&numbers, &others].map(|numbers| numbers.iter().copied().collect());
            let expected: IndexSet = numbers.difference(&others).copied().collect();
            prop_assert_eq!(set.without(&other), expected);
        }

        #[test]
        fn behaves_like_a_set_of_numbers(numbers in prop::collection::btree_set(0_u32..60, 0..40)) {
            let set: IndexSet = numbers.iter().copied().collect();
            prop_assert_eq!(set.len(), numbers.len() as u64);
            prop_assert_eq!(set.is_empty(), numbers.is_empty());
            for index in 0..61 {
                prop_assert_eq!(set.contains(index), numbers.contains(&index));
                let (below, above): (Vec<u32>, Vec<u32>) = numbers.iter().partition(|number| **number < index);
                prop_assert_eq!(set.below(index), below.into_iter().collect());
                prop_assert_eq!(set.below(index).and(&above.into_iter().collect()), set.clone());
            }
            let back: BTreeSet<u32> = set.intervals().iter().flat_map(|&(first, last)| first..=last).collect();
            prop_assert_eq!(back, numbers);
            prop_assert_eq!(IndexSet::parse(&set.to_string()), Some(set));
        }
    }
}
