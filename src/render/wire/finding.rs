//! A finding, and the values in its message.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::schema::Time;
use crate::model::{Fact, Facts, Finding};

/// The result of one rule.
#[derive(JsonSchema, Serialize)]
pub(super) struct WireFinding<'a> {
    /// The rule; `cyjob help RULE` explains each.
    rule: &'static str,
    /// `error`, `warning` or `info`.
    severity: &'static str,
    /// What the finding is about.
    subject: WireSubject<'a>,
    /// The finding, in one sentence.
    message: &'a str,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
    /// The values that the message is made of.
    #[serde(skip_serializing_if = "Facts::is_empty", serialize_with = "facts")]
    #[schemars(with = "BTreeMap<String, WireFact>")]
    facts: &'a Facts,
}

/// What a finding is about.
#[derive(JsonSchema, Serialize)]
struct WireSubject<'a> {
    /// `Job`, `Pod`, `Container`, `Index` or `Event`.
    kind: &'static str,
    /// The name of the object, or of the first of several; indexes such as `3,7`; the reason of an event.
    name: &'a str,
    /// How many objects the finding is about.
    count: u64,
}

impl<'a> WireFinding<'a> {
    pub(super) fn of(finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule.name,
            severity: finding.severity.as_str(),
            subject: WireSubject {
                kind: finding.subject.kind.as_str(),
                name: &finding.subject.name,
                count: finding.subject.count,
            },
            message: &finding.message,
            hint: finding.hint.as_deref(),
            facts: &finding.facts,
        }
    }
}

fn facts<S: Serializer>(facts: &Facts, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(facts.iter().map(|(name, fact)| (name, WireFact::of(fact))))
}

/// A value in a sentence.
#[derive(JsonSchema, Serialize)]
#[serde(untagged)]
enum WireFact<'a> {
    Text(&'a str),
    Number(i64),
    Time(#[schemars(with = "Time")] Timestamp),
    List(&'a [String]),
}

impl<'a> WireFact<'a> {
    fn of(fact: &'a Fact) -> Self {
        match fact {
            Fact::Text(text) => Self::Text(text),
            Fact::Number(number) => Self::Number(*number),
            Fact::Time(time) => Self::Time(*time),
            Fact::List(names) => Self::List(names),
        }
    }
}
