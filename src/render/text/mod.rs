//! The report for people: first the verdict, then its evidence. A section without content is left out.
//!
//! Each section is one file, which gets the page and the report. Numbers, names and words come from the
//! report; this module must not judge.

mod assertions;
mod conditions;
mod containers;
mod events;
mod findings;
mod headline;
mod list;
mod logs;
mod page;
mod pods;
mod progress;
mod rule;
mod spec;
mod table;
mod template;
mod version;
pub(super) mod wait;
mod yaml;

use std::io::{self, Write};

use super::{Detail, Style, style::Tone};
use jiff::Timestamp;

use crate::model::{JobList, JobReport, JobSummary};
use page::Page;

pub(super) use assertions::write as write_assertions;
pub(super) use headline::hinting;
pub use list::{ListLayout, none_of};
pub(super) use logs::{more as more_logs, tails as log_tails};
pub(super) use page::folded;
pub use rule::{rule, rules};
pub(super) use version::write as write_version;

/// Writes the reports with an empty line and a rule between them.
pub(super) fn write<'a>(
    reports: impl Iterator<Item = &'a JobReport>,
    detail: Detail,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (position, report) in reports.enumerate() {
        if position > 0 {
            separator(style, out)?;
        }
        out.write_all(text(report, detail, style).as_bytes())?;
    }
    Ok(())
}

pub(super) fn separator(style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}\n", style.glyph("─", "-").repeat(style.visible_width()))
}

/// Remarks below a display that is redrawn on a screen.
pub fn remarks(remarks: &[String], style: &Style) -> String {
    let mut page = Page::new(style, Detail::default(), Timestamp::UNIX_EPOCH);
    for remark in remarks {
        page.paragraph(&[], Tone::Warning, remark);
    }
    page.finish()
}

/// Writes a row of a list, with column headers before the first row.
pub(super) fn append_to_list(
    job: &JobSummary,
    is_first: bool,
    layout: ListLayout,
    detail: Detail,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page::new(style, detail, Timestamp::UNIX_EPOCH);
    list::append(&mut page, job, is_first, layout);
    out.write_all(page.finish().as_bytes())
}

/// Writes a list of Jobs.
pub(super) fn write_list(
    list: &JobList,
    layout: ListLayout,
    detail: Detail,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut page = Page::new(style, detail, list.as_of);
    list::write(&mut page, list, layout);
    out.write_all(page.finish().as_bytes())
}

fn text(report: &JobReport, detail: Detail, style: &Style) -> String {
    let mut page = Page::new(style, detail, report.snapshot.as_of);
    headline::write(&mut page, report);
    findings::write(&mut page, report);
    progress::write(&mut page, report);
    pods::write(&mut page, report);
    logs::write(&mut page, report);
    events::write(&mut page, report);
    conditions::write(&mut page, report);
    spec::write(&mut page, report);
    template::write(&mut page, report);
    page.finish()
}
