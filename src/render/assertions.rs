//! What was demanded of Jobs and what was found, in each of its forms.

use std::io::{self, Write};

use jiff::{
    Timestamp,
    fmt::friendly::{Spacing, SpanPrinter},
};

use super::{Style, github, junit, text, wire};
use crate::model::{Assertion, AssertionReport, JobReport, Judgement, Relation, Value, grouped};

/// The forms of what `assert` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssertionFormat {
    /// For people: a line for each assertion, under that of its Job.
    Text,
    /// An `AssertionReport`, or an `AssertionReportList`, of `cyjob.dev/v1`.
    Json,
    /// The same as YAML.
    Yaml,
    /// JUnit XML.
    Junit,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// What `assert` answers.
pub struct AssertionAnswer<'a> {
    /// The Jobs that were found.
    pub reports: &'a [AssertionReport],
    /// The others.
    pub missing: Vec<MissingJob>,
    /// Whether the person asked for possibly several.
    pub is_list: bool,
    /// The moment that the answer speaks of.
    pub as_of: Timestamp,
}

/// A Job that was asked for and could not be had.
pub struct MissingJob {
    /// As the person named it.
    pub name: String,
    /// Why, with what to do.
    pub message: String,
}

impl AssertionAnswer<'_> {
    /// Writes the answer. Jobs that could not be had are errors, which have their place on standard error; only the forms for
    /// CI servers, which show nothing else, have a place for them.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(&self, format: AssertionFormat, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        match format {
            AssertionFormat::Junit => junit::write(self, out),
            AssertionFormat::Github => github::write(self, out),
            AssertionFormat::Text if self.reports.is_empty() => Ok(()),
            AssertionFormat::Json | AssertionFormat::Yaml if self.reports.is_empty() && !self.is_list => {
                Ok(())
            }
            AssertionFormat::Text => text::write_assertions(self.reports, style, out),
            AssertionFormat::Json => wire::assertions_json(self, out),
            AssertionFormat::Yaml => wire::assertions_yaml(self, out),
        }
    }
}

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

/// What became of the Job and what to do, line by line: describe's first lines for where there is neither width nor colour.
pub(super) fn explanation(report: &JobReport) -> Vec<String> {
    let verdict = &report.verdict;
    let reason = verdict.reason.as_deref();
    let reason = reason.map_or_else(String::new, |reason| format!(" ({reason})"));
    let message: String = text::folded(&verdict.message)
        .chars()
        .take(LONGEST_MESSAGE)
        .collect();
    let hints = text::hinting(&report.findings).filter_map(|finding| finding.hint.as_deref());
    std::iter::once(format!("{}{reason}: {message}", verdict.state))
        .chain(hints.map(|hint| format!("→ {}", text::folded(hint))))
        .collect()
}

/// A value for people. Durations are exact, because a rounded one may look as if it kept a limit that it does not.
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

/// Characters of a verdict's sentence, which holds a cluster's words.
const LONGEST_MESSAGE: usize = 1_000;

/// Intervals of indexes that are written out.
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
