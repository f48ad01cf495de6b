//! Render: from reports to bytes. Pure: it fetches nothing, judges nothing, and knows no clock and no terminal.
//!
//! [`text`](self) is for people and made harmless for a terminal; the documents for programs stay faithful.

mod assertions;
mod demo;
mod detail;
mod github;
mod inert;
mod junit;
mod logs;
mod mask;
mod name;
pub(crate) mod sanitize;
mod style;
mod text;
mod wire;

use std::io::{self, Write};

use jiff::Timestamp;

use crate::facts::LogSource;
use crate::model::{JobList, JobReport, JobSummary};

pub use assertions::{AssertionAnswer, AssertionFormat, MissingJob};
pub use demo::{list as demo_list, names as demo_names};
pub use detail::Detail;
use inert::Sign;
pub(crate) use inert::{Inert, inert};
pub use logs::{Grep, LogForm, LogLook, LogPrinter};
pub use style::Style;
pub use text::wait::{cause, line as progress_line, verdict as verdict_line};
pub use text::{ListLayout, none_of, remarks};

/// The forms of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A report or a table for people.
    Text,
    /// A `JobReport`, a `JobReportList` or a `JobList` of `cyjob.dev/v1`.
    Json,
    /// The same as YAML.
    Yaml,
    /// `job.batch/NAME`, one a line.
    Name,
}

/// A log that was saved in a file.
#[derive(Clone, Debug)]
pub struct SavedLog {
    /// The file's name.
    pub file: String,
    /// Which log it is.
    pub source: LogSource,
    /// The file's length in bytes.
    pub bytes: u64,
    /// Why it is not the whole log.
    pub problem: Option<String>,
}

/// Writes the index of saved logs.
///
/// # Errors
///
/// Those of `out`.
pub fn write_saved_logs(logs: &[SavedLog], out: &mut dyn Write) -> io::Result<()> {
    wire::saved_logs(logs, out)
}

/// Writes reports. `is_list` is whether the person asked for possibly several, which decides between the two kinds
/// of documents whatever their number came to be.
///
/// # Errors
///
/// Those of `out`.
pub fn write(
    reports: &[JobReport],
    format: Format,
    is_list: bool,
    detail: Detail,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::write(reports, detail, style, out),
        Format::Json => wire::json(reports, is_list, detail.show_env, out),
        Format::Yaml => wire::yaml(reports, is_list, detail.show_env, out),
        Format::Name => name::write(reports.iter().map(|report| &*report.snapshot.job.name), out),
    }
}

/// Writes a list of Jobs.
///
/// # Errors
///
/// Those of `out`.
pub fn write_list(
    list: &JobList,
    format: Format,
    layout: ListLayout,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::write_list(list, layout, style, out),
        Format::Json => wire::list_as_json(list, out),
        Format::Yaml => wire::list_as_yaml(list, out),
        Format::Name => name::write(list.jobs.iter().map(|job| &*job.name), out),
    }
}

/// Writes Jobs that come one after the other as they change: lines of JSON, documents of YAML, names, or rows for people,
/// with the titles of the columns above the first.
///
/// # Errors
///
/// Those of `out`.
pub fn append_to_list(
    jobs: &[JobSummary],
    as_of: Timestamp,
    is_first: bool,
    format: Format,
    layout: ListLayout,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::append_to_list(jobs, is_first, layout, style, out),
        Format::Json => wire::summaries_as_json_lines(jobs, as_of, out),
        Format::Yaml => wire::summaries_as_yaml(jobs, as_of, out),
        Format::Name => name::write(jobs.iter().map(|job| &*job.name), out),
    }
}

/// Writes a report of several that come one after the other: a line of JSON, a document of YAML, or for people, with a rule
/// between it and the one that it `follows`.
///
/// # Errors
///
/// Those of `out`.
pub fn append(
    report: &JobReport,
    follows: bool,
    format: Format,
    detail: Detail,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let reports = std::slice::from_ref(report);
    match format {
        Format::Text => {
            if follows {
                text::rule(style, out)?;
            }
            text::write(reports, detail, style, out)
        }
        Format::Json => wire::json_line(report, detail.show_env, out),
        Format::Yaml => {
            writeln!(out, "---")?;
            wire::yaml(reports, false, detail.show_env, out)
        }
        Format::Name => name::write(reports.iter().map(|report| &*report.snapshot.job.name), out),
    }
}
