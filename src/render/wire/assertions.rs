//! The documents of `assert`: what was expected of a Job and what was found.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{
    API_VERSION, Seq,
    report::{WireUnknown, WireVerdict},
    schema::Time,
};
use crate::facts::JobFacts;
use crate::{
    model::{Assertion, AssertionReport, Judgement, Value},
    render::AssertionAnswer,
};

/// What `assert` found for several Jobs.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct WireReportList<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "AssertionReportList"))]
    kind: &'static str,
    /// Whether every Job was found and every assertion holds.
    passed: bool,
    /// One report for each Job that was found.
    items: Seq<'a, AssertionReport, WireReport<'a>>,
    /// The Jobs that could not be read.
    missing: Vec<WireMissing<'a>>,
}

impl<'a> WireReportList<'a> {
    pub(super) fn of(answer: &'a AssertionAnswer<'a>) -> Self {
        let missing = answer.missing.iter().map(|missing| WireMissing {
            name: &missing.name,
            message: &missing.message,
        });
        Self {
            api_version: API_VERSION,
            kind: "AssertionReportList",
            passed: answer.missing.is_empty() && answer.reports.iter().all(AssertionReport::passed),
            items: Seq::new(answer.reports, WireReport::of),
            missing: missing.collect(),
        }
    }
}

/// A Job that could not be read.
#[derive(JsonSchema, Serialize)]
struct WireMissing<'a> {
    /// The name as the user gave it.
    name: &'a str,
    /// Why the Job could not be read.
    message: &'a str,
}

/// What `assert` found for one Job.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "AssertionReport")]
pub(in crate::render) struct WireReport<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "AssertionReport"))]
    kind: &'static str,
    /// The time of the answer.
    #[schemars(with = "Time")]
    as_of: Timestamp,
    /// The Job.
    job: WireIdentity<'a>,
    /// The state of the Job, and why.
    verdict: WireVerdict<'a>,
    /// Whether every assertion holds.
    passed: bool,
    /// The assertions, that on the state of the Job first.
    assertions: Seq<'a, Assertion, WireAssertion<'a>>,
    /// What could not be read.
    unknown: Vec<WireUnknown<'a>>,
}

impl<'a> WireReport<'a> {
    pub(super) fn of(report: &'a AssertionReport) -> Self {
        let snapshot = &report.job.snapshot;
        Self {
            api_version: API_VERSION,
            kind: "AssertionReport",
            as_of: snapshot.as_of,
            job: WireIdentity::of(&snapshot.job),
            verdict: WireVerdict::of(&report.job.verdict),
            passed: report.passed(),
            assertions: Seq::new(&report.assertions, WireAssertion::of),
            unknown: snapshot.unknown().map(WireUnknown::of).collect(),
        }
    }
}

/// Which Job the report is about.
#[derive(JsonSchema, Serialize)]
struct WireIdentity<'a> {
    /// The name of the Job.
    name: &'a str,
    /// The namespace of the Job.
    namespace: &'a str,
    /// The UID of the Job.
    #[serde(skip_serializing_if = "str::is_empty")]
    uid: &'a str,
}

impl<'a> WireIdentity<'a> {
    fn of(job: &'a JobFacts) -> Self {
        Self {
            name: &job.name,
            namespace: &job.namespace,
            uid: &job.uid,
        }
    }
}

/// One assertion.
#[derive(JsonSchema, Serialize)]
struct WireAssertion<'a> {
    /// The flag, such as `max-failed`; `complete` or `failed` for the state of the Job.
    name: &'static str,
    /// The limit: a number, seconds, a word, or indexes such as `0-2,4`.
    expected: WireValue<'a>,
    /// What was found; absent if there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    actual: Option<WireValue<'a>>,
    /// Whether the assertion holds; false if unknown.
    passed: bool,
    /// A remark on what was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    /// Why the value is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<&'a str>,
}

impl<'a> WireAssertion<'a> {
    fn of(assertion: &'a Assertion) -> Self {
        let remark = assertion.remark.as_deref();
        let (message, unknown) = match assertion.judgement {
            Judgement::Passed | Judgement::Failed => (remark, None),
            Judgement::Unknown | Judgement::Unreadable => (None, remark.or(Some(""))),
        };
        Self {
            name: assertion.name,
            expected: WireValue(&assertion.expected),
            actual: assertion.actual.as_ref().map(WireValue),
            passed: assertion.judgement.passed(),
            message,
            unknown,
        }
    }
}

/// A word, a number, seconds, or indexes as the API writes them.
pub(super) struct WireValue<'a>(&'a Value);

impl Serialize for WireValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Word(word) => serializer.serialize_str(word),
            Value::Count(count) => serializer.serialize_u64(*count),
            Value::Duration(length) => serializer.serialize_i64(length.as_secs()),
            Value::Indexes(indexes) => serializer.collect_str(indexes),
        }
    }
}
