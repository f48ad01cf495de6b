//! The JSON Schema of each document, made from the types that write the documents.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};

use super::{
    ReportList, Seq, assertions,
    assertions::{WireReport, WireReportList},
    list::{List, Single},
    pod,
    report::Report,
    saved_logs::SavedLogs,
    version::About,
};

/// Makes the schema of one kind.
type Maker = fn(SchemaGenerator) -> Schema;

/// The kinds of documents, each with what writes documents of the kind and how to make the schema.
const KINDS: [(&str, &str, Maker); 9] = [
    (
        "JobReport",
        "describe, wait: one Job",
        SchemaGenerator::into_root_schema_for::<Report<'_>>,
    ),
    (
        "JobReportList",
        "describe, wait: several Jobs",
        SchemaGenerator::into_root_schema_for::<ReportList<'_>>,
    ),
    (
        "JobList",
        "list",
        SchemaGenerator::into_root_schema_for::<List<'_>>,
    ),
    (
        "JobSummary",
        "list -w and list -o jsonl: one Job",
        SchemaGenerator::into_root_schema_for::<Single<'_>>,
    ),
    (
        "AssertionReport",
        "assert: one Job",
        SchemaGenerator::into_root_schema_for::<WireReport<'_>>,
    ),
    (
        "AssertionReportList",
        "assert: several Jobs",
        SchemaGenerator::into_root_schema_for::<WireReportList<'_>>,
    ),
    (
        "LogLine",
        "logs -o json: one line",
        SchemaGenerator::into_root_schema_for::<LogLine>,
    ),
    (
        "SavedLogs",
        "logs --save, wait --save: index.json",
        SchemaGenerator::into_root_schema_for::<SavedLogs<'_>>,
    ),
    (
        "Version",
        "version",
        SchemaGenerator::into_root_schema_for::<About<'_>>,
    ),
];

/// The kinds of documents, each with what writes it.
pub fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.iter().map(|(kind, about, _)| (*kind, *about))
}

/// The JSON Schema (draft 2020-12) of a kind of documents; `None` for a kind that does not exist.
pub fn schema(kind: &str) -> Option<Schema> {
    let (kind, _, make) = KINDS.iter().find(|(name, ..)| *name == kind)?;
    let mut schema = make(SchemaSettings::draft2020_12().for_serialize().into_generator());
    schema.insert("title".to_owned(), (*kind).into());
    Some(schema)
}

/// A moment, RFC 3339 in UTC.
pub(super) struct Time;

impl JsonSchema for Time {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Time".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time"})
    }
}

impl<T, W: JsonSchema> JsonSchema for Seq<'_, T, W> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}List", W::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<W>::json_schema(generator)
    }
}

impl JsonSchema for pod::Pods<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Pods".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<pod::WirePod<'_>>::json_schema(generator)
    }
}

impl JsonSchema for assertions::WireValue<'_> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "integer"]})
    }
}

/// A line of a log, which is written piece by piece and so has no type of its own.
struct LogLine;

impl JsonSchema for LogLine {
    fn schema_name() -> Cow<'static, str> {
        "LogLine".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "One line of a log.",
            "type": "object",
            "properties": {
                "time": {"type": "string", "format": "date-time", "description": "When the line was written; absent if unknown."},
                "job": {"type": "string"},
                "namespace": {"type": "string"},
                "pod": {"type": "string"},
                "container": {"type": "string"},
                "attempt": {"type": "integer", "minimum": 1, "description": "The number of the pod among the pods of the Job, or of the index, from 1."},
                "index": {"type": "integer", "minimum": 0, "description": "The completion index."},
                "restart": {"type": "integer", "minimum": 1, "description": "How often the container was restarted before."},
                "message": {"type": "string", "description": "The line without its line end; invalid UTF-8 is replaced."},
                "partial": {"const": true, "description": "The line continues in the next object of the same log."}
            },
            "required": ["job", "namespace", "pod", "container", "message"]
        })
    }
}
