//! Conditions, of Jobs and of pods.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::schema::Time;
use crate::facts::Condition;

/// A condition, as the API has it.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireCondition<'a> {
    /// For example `Complete`.
    r#type: &'a str,
    /// `True`, `False` or `Unknown`.
    status: &'a str,
    /// The reason, in one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// The reason, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
    /// When the status changed last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    last_transition_time: Option<Timestamp>,
}

impl<'a> WireCondition<'a> {
    pub(super) fn of(condition: &'a Condition) -> Self {
        Self {
            r#type: &condition.kind,
            status: &condition.status,
            reason: condition.reason.as_deref(),
            message: condition.message.as_deref(),
            last_transition_time: condition.since,
        }
    }
}
