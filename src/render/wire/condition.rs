//! Conditions, of Jobs and of pods.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::schema::Time;
use crate::facts::Condition;

#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireCondition<'a> {
    r#type: &'a str,
    status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
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
