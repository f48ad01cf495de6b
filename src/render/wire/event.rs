//! An event.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::schema::Time;
use crate::facts::EventFacts;

/// An event of the Job or of a pod.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WireEvent<'a> {
    /// `Normal` or `Warning`.
    r#type: &'a str,
    /// The reason, in one word.
    reason: &'a str,
    /// The reason, in words.
    message: &'a str,
    /// How often the event happened.
    count: u32,
    /// When the event happened first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    first_timestamp: Option<Timestamp>,
    /// When the event happened last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Time>")]
    last_timestamp: Option<Timestamp>,
    /// The controller that reported the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    reporting_component: Option<&'a str>,
    /// What the event is about.
    involved_object: WireObject<'a>,
}

/// What an event is about.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
struct WireObject<'a> {
    /// The kind of the object.
    kind: &'a str,
    /// The name of the object.
    name: &'a str,
    /// The UID of the object.
    uid: String,
    /// The part of the object, for example a container.
    #[serde(skip_serializing_if = "Option::is_none")]
    field_path: Option<&'a str>,
}

impl<'a> WireEvent<'a> {
    pub(super) fn of(event: &'a EventFacts) -> Self {
        Self {
            r#type: &event.kind,
            reason: &event.reason,
            message: &event.message,
            count: event.count,
            first_timestamp: event.first,
            last_timestamp: event.last,
            reporting_component: event.from.as_deref(),
            involved_object: WireObject {
                kind: &event.object.kind,
                name: &event.object.name,
                uid: event.object.uid.to_string(),
                field_path: event.object.field_path.as_deref(),
            },
        }
    }
}
