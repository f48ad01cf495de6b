//! Assertions: compares a Job's report with the requirements of a pipeline or a test.
//!
//! An unknown value never passes. Each limit is compared with the numbers at the time of the report. The
//! first assertion is always present. It requires a Complete or Failed condition, so it says whether the
//! numbers are final.

use jiff::SignedDuration;

use super::{JobReport, JobState, Severity, timing, words::indexes};
use crate::facts::{IndexSet, PodFacts, Unknown};

/// The requirements for a Job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// How the Job must end.
    pub end: ExpectedEnd,
    /// The maximum number of failed pods.
    pub max_failed: Option<u64>,
    /// The maximum number of container restarts.
    pub max_restarts: Option<u64>,
    /// The maximum time from start to end.
    pub max_duration: Option<SignedDuration>,
    /// The minimum number of succeeded pods (of an Indexed Job: indexes).
    pub min_succeeded: Option<u64>,
    /// The indexes that must have succeeded.
    pub indexes: Option<IndexSet>,
    /// Whether findings of severity error or warning are forbidden.
    pub no_warnings: bool,
    /// The maximum time since the Job ended.
    pub finished_within: Option<SignedDuration>,
}

/// How a Job must end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ExpectedEnd {
    /// With condition Complete.
    #[default]
    Complete,
    /// With condition Failed, and with this reason if one is given.
    Failed {
        /// The condition's reason, compared exactly.
        reason: Option<String>,
    },
}

/// One requirement, with the value found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// The assertion's name, in kebab case and stable: the name of its flag, or `complete` or `failed`.
    pub name: &'static str,
    /// How the value found must compare with the expected value.
    pub relation: Relation,
    /// The expected value.
    pub expected: Value,
    /// The value found; `None` if there is no such value, or the value is unknown.
    pub actual: Option<Value>,
    /// Whether the assertion holds.
    pub judgement: Judgement,
    /// A remark on the value found: why it is unknown, or which indexes are missing.
    pub remark: Option<String>,
}

/// How two values must compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The values are equal.
    Is,
    /// The value found is at most the expected value.
    AtMost,
    /// The value found is at least the expected value; a set contains the expected set.
    AtLeast,
}

/// A value that is expected or found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A state or a reason; empty if the Job has none.
    Word(String),
    /// A number of pods, restarts or findings.
    Count(u64),
    /// A length of time.
    Duration(SignedDuration),
    /// Completion indexes.
    Indexes(IndexSet),
}

/// Whether an assertion holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The assertion holds.
    Passed,
    /// The assertion does not hold.
    Failed,
    /// The known facts of the Job do not decide the assertion.
    Unknown,
    /// The data that the assertion needs could not be read.
    Unreadable,
}

impl Judgement {
    fn of(holds: bool) -> Self {
        if holds { Self::Passed } else { Self::Failed }
    }

    /// Whether the assertion holds. An assertion about an unknown value does not hold.
    pub fn passed(self) -> bool {
        self == Self::Passed
    }
}

/// A Job's report, with the assertions about the Job.
#[derive(Clone, Debug)]
pub struct AssertionReport {
    /// The report of the Job.
    pub job: JobReport,
    /// The assertions, each with the value found; never empty.
    pub assertions: Vec<Assertion>,
}

impl AssertionReport {
    /// Compares a Job's report with the limits.
    pub fn derive(job: JobReport, limits: &Limits) -> Self {
        let mut assertions = end(&job, &limits.end);
        let limited = [
            limits.max_failed.map(|most| max_failed(&job, most)),
            limits.max_restarts.map(|most| max_restarts(&job, most)),
            limits.max_duration.map(|most| max_duration(&job, most)),
            limits.min_succeeded.map(|least| min_succeeded(&job, least)),
            limits.indexes.as_ref().map(|wanted| indexes(&job, wanted)),
            limits.no_warnings.then(|| no_warnings(&job)),
            limits.finished_within.map(|most| finished_within(&job, most)),
        ];
        assertions.extend(limited.into_iter().flatten());
        Self { job, assertions }
    }

    /// Whether every assertion holds.
    pub fn passed(&self) -> bool {
        self.assertions
            .iter()
            .all(|assertion| assertion.judgement.passed())
    }
}

/// The assertion about the state, which is always present, and the assertion about the reason.
fn end(report: &JobReport, expected: &ExpectedEnd) -> Vec<Assertion> {
    let state = |name, wanted: JobState| {
        let expected = Value::Word(wanted.to_string());
        let actual = Value::Word(report.verdict.state.to_string());
        Assertion::is(name, expected, actual)
    };
    match expected {
        ExpectedEnd::Complete => vec![state("complete", JobState::Complete)],
        ExpectedEnd::Failed { reason } => {
            let found = || report.verdict.reason.clone().unwrap_or_default();
            let reason = reason
                .iter()
                .map(|reason| Assertion::is("reason", Value::Word(reason.clone()), Value::Word(found())));
            std::iter::once(state("failed", JobState::Failed))
                .chain(reason)
                .collect()
        }
    }
}

/// Finished pods that the counters do not include yet (KEP-2307) count as failed.
fn max_failed(report: &JobReport, most: u64) -> Assertion {
    let counts = &report.counts;
    let found = sum(counts.failed, counts.uncounted_failed);
    Assertion::at_most("max-failed", most, found)
}

fn min_succeeded(report: &JobReport, least: u64) -> Assertion {
    let counts = &report.counts;
    let found = sum(counts.succeeded, counts.uncounted_succeeded);
    Assertion {
        name: "min-succeeded",
        relation: Relation::AtLeast,
        expected: Value::Count(least),
        actual: Some(Value::Count(found)),
        judgement: Judgement::of(found >= least),
        remark: None,
    }
}

fn sum(counted: i32, uncounted: u32) -> u64 {
    u64::try_from(counted).unwrap_or(0) + u64::from(uncounted)
}

/// Pods that are gone hide their restarts. The restarts of the remaining pods may already exceed the limit.
fn max_restarts(report: &JobReport, most: u64) -> Assertion {
    let name = "max-restarts";
    let open = || Assertion::open(name, Relation::AtMost, Value::Count(most));
    let pods = match &report.snapshot.pods {
        Ok(pods) => &pods.own,
        Err(unknown) => return open().unreadable(unknown),
    };
    let seen: u64 = pods.iter().map(PodFacts::restarts).sum();
    match report.counts.restarts {
        Some(found) => Assertion::at_most(name, most, found),
        None if seen > most => {
            Assertion::at_most(name, most, seen).with_remark("or more: some of its pods are gone")
        }
        None => open().with_remark("some of its pods are gone"),
    }
}

fn max_duration(report: &JobReport, most: SignedDuration) -> Assertion {
    let open = Assertion::open("max-duration", Relation::AtMost, Value::Duration(most));
    let timing = &report.timing;
    match timing.duration {
        Some(found) if timing.ended.is_some() => open.took(found, most),
        Some(_) | None if report.verdict.terminal => open.with_remark("its status has no times"),
        Some(found) => open.took(found, most).with_remark("so far"),
        None => open.with_remark("it is not running"),
    }
}

/// An end in the future, as a slow clock sees it, counts as now.
fn finished_within(report: &JobReport, most: SignedDuration) -> Assertion {
    let open = Assertion::open("finished-within", Relation::AtMost, Value::Duration(most));
    match report.timing.ended {
        Some(ended) => {
            let age = timing::between(ended, report.snapshot.as_of);
            open.took(age, most)
        }
        None if report.verdict.terminal => open.with_remark("its status has no times"),
        None => Assertion {
            judgement: Judgement::Failed,
            ..open.with_remark("it has not ended")
        },
    }
}

fn indexes(report: &JobReport, wanted: &IndexSet) -> Assertion {
    let open = Assertion::open("indexes", Relation::AtLeast, Value::Indexes(wanted.clone()));
    let Some(indexes) = &report.indexes else {
        return Assertion {
            judgement: Judgement::Failed,
            ..open.with_remark("the Job is not Indexed")
        };
    };
    let Some(completed) = &indexes.completed else {
        return open.with_remark("its completedIndexes cannot be read");
    };
    let missing = wanted.without(completed);
    let found = open.found(Value::Indexes(wanted.without(&missing)), missing.is_empty());
    match missing.len() {
        0 => found,
        1 => found.with_remark(&format!("{missing} has not succeeded")),
        _ => found.with_remark(&format!("{} have not succeeded", indexes::some_of(&missing))),
    }
}

fn no_warnings(report: &JobReport) -> Assertion {
    let name = "no-warnings";
    let warnings = report
        .findings()
        .iter()
        .filter(|finding| finding.severity != Severity::Info);
    let rules: Vec<&str> = warnings.map(|finding| finding.rule.name).collect();
    let unread = report.snapshot.unknown().next();
    match unread {
        Some(unknown) if rules.is_empty() => {
            Assertion::open(name, Relation::AtMost, Value::Count(0)).unreadable(unknown)
        }
        // No finding says what happened in pods that are gone.
        None if rules.is_empty() && report.counts.restarts.is_none() => {
            let open = Assertion::open(name, Relation::AtMost, Value::Count(0));
            open.with_remark("some of its pods are gone")
        }
        Some(_) | None => {
            let assertion = Assertion::at_most(name, 0, rules.len() as u64);
            if rules.is_empty() {
                assertion
            } else {
                assertion.with_remark(&rules.join(", "))
            }
        }
    }
}

impl Assertion {
    fn is(name: &'static str, expected: Value, actual: Value) -> Self {
        let holds = expected == actual;
        Self::open(name, Relation::Is, expected).found(actual, holds)
    }

    fn at_most(name: &'static str, most: u64, found: u64) -> Self {
        Self::open(name, Relation::AtMost, Value::Count(most)).found(Value::Count(found), found <= most)
    }

    /// An assertion without a value found, whose judgement is unknown.
    fn open(name: &'static str, relation: Relation, expected: Value) -> Self {
        Self {
            name,
            relation,
            expected,
            actual: None,
            judgement: Judgement::Unknown,
            remark: None,
        }
    }

    fn found(self, actual: Value, holds: bool) -> Self {
        Self {
            actual: Some(actual),
            judgement: Judgement::of(holds),
            ..self
        }
    }

    /// Sets the time found, in whole seconds, as Kubernetes writes times.
    fn took(self, length: SignedDuration, most: SignedDuration) -> Self {
        let length = SignedDuration::from_secs(length.as_secs());
        self.found(Value::Duration(length), length <= most)
    }

    fn unreadable(self, unknown: &Unknown) -> Self {
        let remark = format!(
            "{} could not be read ({})",
            unknown.what,
            unknown.reason().as_str()
        );
        Self {
            judgement: Judgement::Unreadable,
            ..self.with_remark(&remark)
        }
    }

    fn with_remark(self, remark: &str) -> Self {
        Self {
            remark: Some(remark.to_owned()),
            ..self
        }
    }
}

#[cfg(test)]
mod tests;
