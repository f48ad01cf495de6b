//! The JSON Schema of each document, made from the types that write the documents.

use std::borrow::Cow;

use schemars::{
    JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema, transform::RecursiveTransform,
};
use serde_json::{Map, Value};

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

/// The kinds of documents, each with the commands that write it and the maker of its schema.
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

/// The kinds of documents, each with the commands that write it.
pub fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.iter().map(|(kind, about, _)| (*kind, *about))
}

/// The JSON Schema (draft 2020-12) of a kind of document; `None` for a kind that does not exist.
pub fn schema(kind: &str) -> Option<Schema> {
    let (kind, _, make) = KINDS.iter().find(|(name, ..)| *name == kind)?;
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with_transform(RecursiveTransform(without_null));
    let settings = settings.with_transform(RecursiveTransform(with_plain_names));
    let mut schema = make(settings.into_generator());
    schema.insert("title".to_owned(), (*kind).into());
    Some(schema)
}

/// A key without a value is absent: no document has a null.
fn without_null(schema: &mut Schema) {
    let is_null = |schema: &Value| schema["type"] == "null";
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_mut_slice() {
            let only = only.take();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.retain(|choice| !is_null(choice));
        if let [Value::Object(only)] = choices.as_mut_slice() {
            let only = std::mem::take(only);
            schema.remove("anyOf");
            schema.ensure_object().extend(only);
        }
    }
}

/// The types are named for what they describe, not for being the ones that are written.
fn with_plain_names(schema: &mut Schema) {
    if let Some(Value::String(reference)) = schema.get_mut("$ref") {
        *reference = reference.replace("/Wire", "/");
    }
    if let Some(Value::Object(types)) = schema.get_mut("$defs") {
        let named = std::mem::take(types).into_iter();
        let named = named.map(|(name, schema)| (name.trim_start_matches("Wire").to_owned(), schema));
        *types = named.collect::<Map<_, _>>();
    }
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

/// A line of a log. It is written piece by piece, and so has no type of its own.
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
                "time": {"type": "string", "format": "date-time", "description": "The timestamp of the node; absent if unknown."},
                "job": {"type": "string", "description": "The name of the Job."},
                "namespace": {"type": "string", "description": "The namespace of the Job."},
                "pod": {"type": "string", "description": "The name of the pod."},
                "container": {"type": "string", "description": "The name of the container."},
                "attempt": {"type": "integer", "minimum": 1, "description": "The number of the attempt; absent if pods are not attempts at the same work."},
                "index": {"type": "integer", "minimum": 0, "description": "The completion index."},
                "restart": {"type": "integer", "minimum": 1, "description": "How often the container had been restarted; absent for 0."},
                "message": {"type": "string", "description": "The line without its line end; invalid UTF-8 is U+FFFD."},
                "partial": {"const": true, "description": "True for a part of a line that the next object of the same log continues."}
            },
            "required": ["job", "namespace", "pod", "container", "message"]
        })
    }
}
