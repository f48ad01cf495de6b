//! The first lines of a report: verdict, cause and hints.

use std::borrow::Cow;

use super::page::Page;
use crate::{
    model::{Finding, JobReport, JobState, Severity, duration},
    render::style::Tone,
};

/// How many hints are shown at the top.
const HINTS: usize = 3;

pub(super) fn write(page: &mut Page<'_>, report: &JobReport) {
    verdict(page, report, "");
    cause(page, report);
    moment(page, report);
    unknown(page, report);
}

/// The line of the verdict: state, Job, reason and times, followed by `also`.
pub(super) fn verdict(page: &mut Page<'_>, report: &JobReport, also: &str) {
    let job = &report.snapshot.job;
    let state = report.verdict.state;
    let (unicode, ascii) = glyphs(state);
    let mut parts = vec![
        (
            tone(state),
            Cow::from(format!("{} {state}", page.style.glyph(unicode, ascii))),
        ),
        (Tone::Strong, Cow::from(format!("{}/{}", job.namespace, job.name))),
    ];
    let remark = remark(page, report);
    if !remark.is_empty() {
        parts.push((Tone::Plain, Cow::from(remark)));
    }
    if !also.is_empty() {
        parts.push((Tone::Warning, Cow::from(also)));
    }
    page.flow("", 2, &parts);
}

/// The cause and the hints.
pub(super) fn cause(page: &mut Page<'_>, report: &JobReport) {
    page.statement(&[(Tone::Plain, "  ")], &report.verdict.message);
    for finding in hinting(report.findings()) {
        let arrow = format!("  {} ", page.style.glyph("→", "->"));
        page.paragraph(
            &[(Tone::Good, &arrow)],
            Tone::Plain,
            finding.hint.as_deref().unwrap_or_default(),
        );
    }
}

/// Writes the moment of a report that is not of now.
pub(super) fn moment(page: &mut Page<'_>, report: &JobReport) {
    if report.snapshot.historic {
        let moment = page.moment(report.snapshot.as_of);
        page.paragraph(
            &[(Tone::Plain, "  ")],
            Tone::Faint,
            &format!("as of {moment} (from files)"),
        );
    }
}

/// Writes what could not be read.
pub(super) fn unknown(page: &mut Page<'_>, report: &JobReport) {
    for unknown in report.snapshot.unknown() {
        let text = format!("{} unknown: {}", unknown.what, unknown.why);
        page.paragraph(&[(Tone::Warning, "  ? ")], Tone::Warning, &text);
    }
}

/// The findings whose hints are shown at the top: errors, else warnings, else infos.
pub(in crate::render) fn hinting(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    let worst = findings
        .iter()
        .filter(|finding| finding.hint.is_some())
        .map(|finding| finding.severity)
        .min();
    findings
        .iter()
        .filter(move |finding| finding.hint.is_some() && Some(finding.severity) == worst)
        .take(HINTS)
}

/// The reason, the age of the state, and how long the Job took.
fn remark(page: &Page<'_>, report: &JobReport) -> String {
    let verdict = &report.verdict;
    let since = verdict.since.map(|since| page.age(Some(since)));
    let since = since.map(|age| {
        if verdict.terminal {
            format!("{age} ago")
        } else {
            format!("for {age}")
        }
    });
    let took = report.timing.duration.filter(|_| verdict.terminal);
    let took = took.map(|took| format!("after {}", duration(took)));
    let parts: Vec<String> = verdict.reason.iter().cloned().chain(since).chain(took).collect();
    parts.join(", ")
}

pub(super) fn tone(state: JobState) -> Tone {
    match state {
        JobState::Complete | JobState::Completing => Tone::Good,
        JobState::Failed | JobState::Failing | JobState::Blocked => Tone::Bad,
        JobState::Retrying | JobState::Suspended | JobState::Deleting => Tone::Warning,
        JobState::Running | JobState::Pending | JobState::External => Tone::Busy,
    }
}

/// Characters one column wide in every terminal: no emoji.
pub(super) fn glyphs(state: JobState) -> (&'static str, &'static str) {
    match state {
        JobState::Complete | JobState::Completing => ("✔", "+"),
        JobState::Failed | JobState::Failing => ("✖", "x"),
        JobState::Blocked => ("■", "!"),
        JobState::Retrying => ("↻", "~"),
        JobState::Suspended => ("‖", "="),
        JobState::Deleting => ("−", "-"),
        JobState::Running => ("●", "*"),
        JobState::Pending => ("○", "o"),
        JobState::External => ("◇", "?"),
    }
}

/// The sign of a severity.
pub(super) fn severity_sign(page: &Page<'_>, severity: Severity) -> (Tone, &'static str) {
    match severity {
        Severity::Error => (Tone::Bad, page.style.glyph("✖", "x")),
        Severity::Warning => (Tone::Warning, page.style.glyph("▲", "!")),
        Severity::Info => (Tone::Busy, page.style.glyph("•", "-")),
    }
}
