//! The machine-readable documents: `cyjob.dev/v1`, on which people build.
//!
//! A type of its own, apart from the model, so that the model can change and the document cannot. Keys are camelCase, times RFC 3339
//! in UTC, durations seconds, enums words. An absent key is unknown; `0`, `""` and `[]` are known. Keys are added, never renamed
//! and never removed, within `v1`. Cluster text stays as it is: the formats escape it.

mod assertions;
mod condition;
mod inert;
mod job;
mod list;
mod pod;
mod report;
mod saved_logs;
mod yaml;

use std::io::{self, Write};

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use super::{AssertionAnswer, SavedLog};
use crate::model::{JobList, JobReport, JobSummary};
use assertions::{WireReport, WireReportList};
use inert::Inert;
use report::Report;

const API_VERSION: &str = "cyjob.dev/v1";

/// Several reports.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportList<'a> {
    api_version: &'static str,
    kind: &'static str,
    items: Seq<'a, JobReport, Report<'a>>,
}

/// The document as JSON, with a line end.
pub(super) fn json(
    reports: &[JobReport],
    is_list: bool,
    show_env: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    match one(reports, is_list, show_env) {
        Some(report) => write_json(&report, out),
        None => write_json(&several(reports, show_env), out),
    }
}

/// The document as YAML.
pub(super) fn yaml(
    reports: &[JobReport],
    is_list: bool,
    show_env: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    match one(reports, is_list, show_env) {
        Some(report) => write_yaml(&report, out),
        None => write_yaml(&several(reports, show_env), out),
    }
}

/// The document as one line of JSON.
pub(super) fn json_line(report: &JobReport, show_env: bool, out: &mut dyn Write) -> io::Result<()> {
    write_json_line(&Report::of(report, show_env), out)
}

/// The index of saved logs as JSON, with a line end.
pub(super) fn saved_logs(logs: &[SavedLog], out: &mut dyn Write) -> io::Result<()> {
    write_json(&saved_logs::SavedLogs::of(logs), out)
}

/// What was demanded of Jobs and what was found, as JSON with a line end.
pub(super) fn assertions_json(answer: &AssertionAnswer<'_>, out: &mut dyn Write) -> io::Result<()> {
    match answer.reports {
        [report] if !answer.is_list => write_json(&WireReport::of(report), out),
        _ => write_json(&WireReportList::of(answer), out),
    }
}

/// The same as YAML.
pub(super) fn assertions_yaml(answer: &AssertionAnswer<'_>, out: &mut dyn Write) -> io::Result<()> {
    match answer.reports {
        [report] if !answer.is_list => write_yaml(&WireReport::of(report), out),
        _ => write_yaml(&WireReportList::of(answer), out),
    }
}

/// A list as JSON, with a line end.
pub(super) fn list_as_json(jobs: &JobList, out: &mut dyn Write) -> io::Result<()> {
    write_json(&list::List::of(jobs), out)
}

/// Jobs of a list, each as one line of JSON.
pub(super) fn summaries_as_json_lines(
    jobs: &[JobSummary],
    as_of: Timestamp,
    out: &mut dyn Write,
) -> io::Result<()> {
    jobs.iter()
        .try_for_each(|job| write_json_line(&list::Single::of(job, as_of), out))
}

/// Jobs of a list, each as a document of YAML.
pub(super) fn summaries_as_yaml(
    jobs: &[JobSummary],
    as_of: Timestamp,
    out: &mut dyn Write,
) -> io::Result<()> {
    jobs.iter().try_for_each(|job| {
        writeln!(out, "---")?;
        write_yaml(&list::Single::of(job, as_of), out)
    })
}

/// A list as YAML.
pub(super) fn list_as_yaml(jobs: &JobList, out: &mut dyn Write) -> io::Result<()> {
    write_yaml(&list::List::of(jobs), out)
}

fn write_json(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Inert::new(out), document)?;
    writeln!(out)
}

fn write_json_line(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(Inert::new(out), document)?;
    writeln!(out)
}

fn write_yaml(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(Inert::new(out), yaml::Yaml::default());
    Ok(document.serialize(&mut serializer)?)
}

fn one(reports: &[JobReport], is_list: bool, show_env: bool) -> Option<Report<'_>> {
    match reports {
        [report] if !is_list => Some(Report::of(report, show_env)),
        _ => None,
    }
}

fn several(reports: &[JobReport], show_env: bool) -> ReportList<'_> {
    ReportList {
        api_version: API_VERSION,
        kind: "JobReportList",
        items: Seq::new(
            reports,
            if show_env {
                |report| Report::of(report, true)
            } else {
                |report| Report::of(report, false)
            },
        ),
    }
}

/// A sequence whose entries are made one at a time while it is written: a Job may have 100,000 pods.
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
