//! Assertions about Jobs for people: one line per assertion below the Job's first lines.

use std::io::{self, Write};

use super::{headline, page::Page};
use crate::{
    model::{Assertion, AssertionReport, Judgement},
    render::{Detail, Style, assertions::comparison, style::Tone},
};

/// Writes the reports with an empty line between them.
pub(in crate::render) fn write(
    reports: &[AssertionReport],
    detail: Detail,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (position, report) in reports.iter().enumerate() {
        if position > 0 {
            writeln!(out)?;
        }
        out.write_all(text(report, detail, style).as_bytes())?;
    }
    Ok(())
}

/// Shows the cause, and what could not be read, only if an assertion did not pass.
fn text(report: &AssertionReport, detail: Detail, style: &Style) -> String {
    let job = &report.job;
    let mut page = Page::new(style, detail, job.snapshot.as_of);
    headline::verdict(&mut page, job, "");
    if !report.passed() {
        headline::cause(&mut page, job);
    }
    headline::moment(&mut page, job);
    if !report.passed() {
        headline::unknown(&mut page, job);
    }
    let longest = report.assertions.iter().map(|assertion| assertion.name.len());
    let longest = longest.max().unwrap_or(0);
    for assertion in &report.assertions {
        line(&mut page, assertion, longest);
    }
    page.finish()
}

/// Writes one line, whatever the width, so that `grep` finds the whole assertion.
fn line(page: &mut Page<'_>, assertion: &Assertion, longest: usize) {
    let (tone, sign) = match assertion.judgement {
        Judgement::Passed => (Tone::Good, page.style.glyph("✓", "+")),
        Judgement::Failed => (Tone::Bad, page.style.glyph("✗", "x")),
        Judgement::Unknown | Judgement::Unreadable => (Tone::Warning, "?"),
    };
    let sign = page.style.paint(tone, sign);
    let name = page.style.paint(Tone::Strong, assertion.name);
    let gap = " ".repeat(longest - assertion.name.len());
    let comparison = page.clean(&comparison(assertion));
    page.push_line(&format!("  {sign} {name}{gap}  {comparison}"));
}
