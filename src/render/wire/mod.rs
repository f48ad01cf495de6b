//! The machine-readable documents of `cyjob.dev/v1`, on which users build.
//!
//! The documents have their own types, separate from the model, so that the model can change and the
//! documents cannot. Keys are camelCase, times are RFC 3339 in UTC, durations are seconds, and enums are
//! words. An absent key is unknown; `0`, `""` and `[]` are known. Within `v1`, keys are added, but never
//! renamed or removed. Text from the cluster stays unchanged; the formats escape it.

mod assertions;
mod condition;
mod escaped;
mod event;
mod finding;
mod job;
mod list;
mod pod;
mod report;
mod saved_logs;
mod schema;
mod version;
mod yaml;

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{Document, Item, Reported, Reports, SavedLog};
pub use schema::{kinds, schema};

use assertions::{WireReport, WireReportList};
use escaped::Escaped;
use report::Report;

const API_VERSION: &str = "cyjob.dev/v1";

/// What `describe` and `wait` say of several Jobs.
#[derive(JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReportList<'a> {
    #[schemars(extend("const" = API_VERSION))]
    api_version: &'static str,
    #[schemars(extend("const" = "JobReportList"))]
    kind: &'static str,
    /// One report for each Job that was found.
    items: Seq<'a, Reported<'a>, Report<'a>>,
}

impl<'a> ReportList<'a> {
    fn of(reports: &'a Reports<'a>, show_env: bool) -> Self {
        let write: fn(&'a Reported<'a>) -> Report<'a> = if show_env {
            |job| Report::of(job.report, true)
        } else {
            |job| Report::of(job.report, false)
        };
        Self {
            api_version: API_VERSION,
            kind: "JobReportList",
            items: Seq::new(&reports.jobs, write),
        }
    }
}

/// A whole document.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum WireDocument<'a> {
    Report(Box<Report<'a>>),
    Reports(ReportList<'a>),
    List(list::List<'a>),
    Assertions(Box<WireReport<'a>>),
    AssertionsList(WireReportList<'a>),
    Version(version::About<'a>),
}

/// The document; `None` if the command asked for one Job and that Job is missing.
pub(super) fn document<'a>(document: &'a Document<'a>, show_env: bool) -> Option<WireDocument<'a>> {
    match document {
        Document::Reports(reports) | Document::Endings(reports) => match reports.jobs.as_slice() {
            _ if reports.is_list => Some(WireDocument::Reports(ReportList::of(reports, show_env))),
            [job, ..] => Some(WireDocument::Report(Box::new(Report::of(job.report, show_env)))),
            [] => None,
        },
        Document::List(list, _) => Some(WireDocument::List(list::List::of(list))),
        Document::Assertions(answer) => match answer.reports {
            _ if answer.is_list => Some(WireDocument::AssertionsList(WireReportList::of(answer))),
            [report, ..] => Some(WireDocument::Assertions(Box::new(WireReport::of(report)))),
            [] => None,
        },
        Document::Version(report) => Some(WireDocument::Version(version::About::of(report))),
    }
}

/// One item of a document, written on its own.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum WireItem<'a> {
    Report(Box<Report<'a>>),
    Job(Box<list::Single<'a>>),
    Assertions(Box<WireReport<'a>>),
}

/// One item of a document, to be written on its own.
pub(super) fn item<'a>(item: &Item<'a>, show_env: bool) -> WireItem<'a> {
    match item {
        Item::Report(report) => WireItem::Report(Box::new(Report::of(report, show_env))),
        Item::Job(job, as_of, _) => WireItem::Job(Box::new(list::Single::of(job, *as_of))),
        Item::Assertions(report) => WireItem::Assertions(Box::new(WireReport::of(report))),
    }
}

/// The index of saved logs as JSON, with a line end.
pub(super) fn saved_logs(logs: &[SavedLog], out: &mut dyn Write) -> io::Result<()> {
    write_json(&saved_logs::SavedLogs::of(logs), out)
}

/// Writes JSON with a line end.
pub(super) fn write_json(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaped(out), document)?;
    writeln!(out)
}

/// Writes JSON as one line.
pub(super) fn write_json_line(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(Escaped(out), document)?;
    writeln!(out)
}

/// Writes YAML.
pub(super) fn write_yaml(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, yaml::Yaml::default());
    Ok(document.serialize(&mut serializer)?)
}

/// A sequence that makes each entry while it is written, because a Job may have 100,000 pods.
struct Seq<'a, T, W> {
    entries: &'a [T],
    write: fn(&'a T) -> W,
}

impl<'a, T, W> Seq<'a, T, W> {
    fn new(entries: &'a [T], write: fn(&'a T) -> W) -> Self {
        Self { entries, write }
    }
}

impl<T, W: Serialize> Serialize for Seq<'_, T, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.entries.iter().map(self.write))
    }
}
