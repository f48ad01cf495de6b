//! The fields of a `v1` Event that its facts need, in both the old and the new form of events.

use jiff::Timestamp;
use serde::Deserialize;

use crate::facts::{EventFacts, ObjectRef, Uid};
use crate::job_details::tolerant::{int64, or_default, time};

/// The prefix that client-go's correlator puts before the message of an event that combines several.
const COMBINED: &str = "(combined from similar events): ";

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Event {
    #[serde(deserialize_with = "or_default")]
    pub(super) metadata: Metadata,
    #[serde(deserialize_with = "or_default")]
    pub(super) involved_object: InvolvedObject,
    #[serde(rename = "type", deserialize_with = "or_default")]
    kind: String,
    #[serde(deserialize_with = "or_default")]
    reason: String,
    #[serde(deserialize_with = "or_default")]
    message: String,
    #[serde(deserialize_with = "int64")]
    count: Option<i64>,
    #[serde(deserialize_with = "time")]
    first_timestamp: Option<Timestamp>,
    #[serde(deserialize_with = "time")]
    last_timestamp: Option<Timestamp>,
    #[serde(deserialize_with = "time")]
    #[serde(rename = "eventTime")]
    occurred: Option<Timestamp>,
    #[serde(deserialize_with = "or_default")]
    series: Series,
    #[serde(deserialize_with = "or_default")]
    reporting_component: String,
    #[serde(deserialize_with = "or_default")]
    source: Source,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Metadata {
    #[serde(deserialize_with = "or_default")]
    pub(super) uid: String,
    #[serde(deserialize_with = "time")]
    creation_timestamp: Option<Timestamp>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct InvolvedObject {
    #[serde(deserialize_with = "or_default")]
    pub(super) kind: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) uid: String,
    field_path: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Series {
    #[serde(deserialize_with = "int64")]
    count: Option<i64>,
    #[serde(deserialize_with = "time")]
    last_observed_time: Option<Timestamp>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Source {
    #[serde(deserialize_with = "or_default")]
    component: String,
}

impl Event {
    /// The event's facts. The fields of [`EventFacts`] document their sources.
    pub(super) fn facts(self) -> EventFacts {
        let first = self
            .first_timestamp
            .or(self.occurred)
            .or(self.metadata.creation_timestamp);
        let count = self.series.count.or(self.count).unwrap_or(1).max(1);
        let from = [self.reporting_component, self.source.component];
        EventFacts {
            kind: self.kind,
            reason: self.reason,
            message: without_prefix(self.message),
            count: u32::try_from(count).unwrap_or(u32::MAX),
            first,
            last: self.series.last_observed_time.or(self.last_timestamp).or(first),
            from: from.into_iter().find(|name| !name.is_empty()),
            object: ObjectRef {
                kind: self.involved_object.kind,
                name: self.involved_object.name,
                uid: Uid::from(&*self.involved_object.uid),
                field_path: self.involved_object.field_path.filter(|path| !path.is_empty()),
            },
        }
    }
}

fn without_prefix(message: String) -> String {
    match message.strip_prefix(COMBINED) {
        Some(rest) => rest.to_owned(),
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn facts(event: Value) -> EventFacts {
        serde_json::from_value::<Event>(event).unwrap().facts()
    }

    fn at(text: &str) -> Option<Timestamp> {
        text.parse().ok()
    }

    #[test]
    fn reads_the_old_form() {
        let event = facts(json!({
            "metadata": {"uid": "e", "creationTimestamp": "2026-01-01T00:00:00Z"}, "type": "Warning",
            "reason": "FailedCreate", "message": "(combined from similar events): no quota", "count": 7,
            "firstTimestamp": "2026-01-01T00:00:01Z", "lastTimestamp": "2026-01-01T00:00:09Z", "eventTime": null,
            "involvedObject": {"kind": "Job", "name": "j", "uid": "u", "fieldPath": null},
            "reportingComponent": "", "source": {"component": "job-controller"}, "series": null,
        }));
        assert_eq!(
            (event.kind.as_str(), event.reason.as_str()),
            ("Warning", "FailedCreate")
        );
        assert_eq!((event.message.as_str(), event.count), ("no quota", 7));
        assert_eq!(
            (event.first, event.last),
            (at("2026-01-01T00:00:01Z"), at("2026-01-01T00:00:09Z"))
        );
        assert_eq!(event.from.as_deref(), Some("job-controller"));
        assert_eq!(
            (event.object.kind.as_str(), event.object.field_path),
            ("Job", None)
        );
    }

    #[test]
    fn reads_the_new_form() {
        let event = facts(json!({
            "metadata": {"creationTimestamp": "2026-01-01T00:00:00Z"}, "eventTime": "2026-01-01T00:00:01.5Z",
            "series": {"count": 4, "lastObservedTime": "2026-01-01T00:00:08.25Z"}, "firstTimestamp": null,
            "lastTimestamp": null, "count": 1, "reportingComponent": "default-scheduler", "source": {},
        }));
        assert_eq!(event.count, 4);
        assert_eq!(
            (event.first, event.last),
            (at("2026-01-01T00:00:01.5Z"), at("2026-01-01T00:00:08.25Z"))
        );
        assert_eq!(event.from.as_deref(), Some("default-scheduler"));
    }

    #[test]
    fn an_event_may_lack_anything_and_its_numbers_may_be_absurd() {
        let bare = facts(json!({"metadata": {"creationTimestamp": "2026-01-01T00:00:00Z"}}));
        assert_eq!((bare.count, bare.first), (1, bare.last));
        assert_eq!(bare.first, at("2026-01-01T00:00:00Z"));
        let counts = [
            ("count", json!(0), 1),
            ("count", json!(-5), 1),
            ("count", json!(1e30), u32::MAX),
        ];
        for (key, number, expected) in counts {
            assert_eq!(facts(json!({key: number})).count, expected);
        }
        let nulls = json!({"metadata": null, "involvedObject": null, "type": null, "source": null, "series": null,
            "message": null, "reason": null, "lastTimestamp": "yesterday"});
        assert_eq!(facts(nulls), facts(json!({})));
    }
}
