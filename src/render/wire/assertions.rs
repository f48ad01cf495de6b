//! What was demanded of a Job and what was found.

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

/// Several reports.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct WireReportList<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "AssertionReportList"))]
    kind: &'static str,
    /// Whether all Jobs were there and all assertions hold.
    passed: bool,
    items: Seq<'a, AssertionReport, WireReport<'a>>,
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

/// A Job that was asked for and could not be had.
#[derive(JsonSchema, Serialize)]
struct WireMissing<'a> {
    name: &'a str,
    message: &'a str,
}

/// One report.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::render) struct WireReport<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "AssertionReport"))]
    kind: &'static str,
    #[schemars(with = "Time")]
    as_of: Timestamp,
    job: WireIdentity<'a>,
    verdict: WireVerdict<'a>,
    passed: bool,
    assertions: Seq<'a, Assertion, WireAssertion<'a>>,
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

/// Which Job it is about; `describe` has all of it.
#[derive(JsonSchema, Serialize)]
struct WireIdentity<'a> {
    name: &'a str,
    namespace: &'a str,
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

#[derive(JsonSchema, Serialize)]
struct WireAssertion<'a> {
    name: &'static str,
    expected: WireValue<'a>,
    /// Absent where there is nothing of the kind, or it is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    actual: Option<WireValue<'a>>,
    passed: bool,
    /// What else there is to say of what was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    /// Why nobody can tell; absent where it is known.
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
