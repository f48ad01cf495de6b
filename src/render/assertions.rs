//! The text of an assertion: what it expects and what was found.

use jiff::fmt::friendly::{Spacing, SpanPrinter};

use crate::model::{Assertion, Judgement, Relation, Value, grouped};

/// `expected at most 0, found 3 (…)`.
pub(super) fn comparison(assertion: &Assertion) -> String {
    let relation = match assertion.relation {
        Relation::AtMost => "at most ",
        Relation::AtLeast if matches!(assertion.expected, Value::Indexes(_)) => "",
        Relation::AtLeast => "at least ",
        Relation::Is => "",
    };
    let expected = words(&assertion.expected);
    let remark = assertion.remark.as_deref();
    let found = match (assertion.judgement, &assertion.actual) {
        (Judgement::Unknown | Judgement::Unreadable, _) => {
            format!("unknown: {}", remark.unwrap_or_default())
        }
        (Judgement::Passed | Judgement::Failed, Some(actual)) => {
            let remark = remark.map_or_else(String::new, |remark| format!(" ({remark})"));
            format!("found {}{remark}", words(actual))
        }
        (Judgement::Passed | Judgement::Failed, None) => format!("but {}", remark.unwrap_or_default()),
    };
    format!("expected {relation}{expected}, {found}")
}

/// The text of a value. Durations are exact: a rounded duration may look as if it met a limit that it
/// exceeds.
fn words(value: &Value) -> String {
    match value {
        Value::Word(word) if word.is_empty() => "none".to_owned(),
        Value::Word(word) => word.clone(),
        Value::Count(count) => grouped(*count),
        Value::Duration(length) => SpanPrinter::new()
            .spacing(Spacing::None)
            .duration_to_string(length),
        Value::Indexes(indexes) if indexes.is_empty() => "none".to_owned(),
        Value::Indexes(indexes) if indexes.intervals().len() <= INTERVALS => indexes.to_string(),
        Value::Indexes(indexes) => format!("{} indexes", grouped(indexes.len())),
    }
}

/// At most so many intervals of indexes are listed; of more, only the number of indexes is shown.
const INTERVALS: usize = 10;

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::facts::IndexSet;

    #[test]
    fn values_are_exact_and_short() {
        let duration = |seconds| words(&Value::Duration(SignedDuration::from_secs(seconds)));
        assert_eq!(duration(0), "0s");
        assert_eq!(duration(90), "1m30s");
        assert_eq!(duration(30 * 60 + 1), "30m1s");
        assert_eq!(duration(25 * 3600), "25h");
        let indexes = |indexes: IndexSet| words(&Value::Indexes(indexes));
        assert_eq!(indexes(IndexSet::default()), "none");
        assert_eq!(indexes((0..20).step_by(2).collect()), "0,2,4,6,8,10,12,14,16,18");
        assert_eq!(indexes((0..4000).step_by(2).collect()), "2,000 indexes");
        assert_eq!(words(&Value::Word(String::new())), "none");
        assert_eq!(words(&Value::Count(4812)), "4,812");
    }
}
