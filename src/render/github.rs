//! Workflow commands of GitHub Actions, which become annotations of the run.
//!
//! One command a Job, because GitHub shows ten errors and ten notices of a step and drops the rest. A command is one line
//! that begins with `::`; everything of a cluster stands behind that and is escaped as the runner reads it
//! (`ActionCommand.cs` of actions/runner; `command.ts` of actions/toolkit), so none of it begins a command of its own.

use std::io::{self, Write};

use super::{
    AssertionAnswer,
    assertions::{comparison, explanation},
    sanitize,
};
use crate::model::AssertionReport;

pub(super) fn write(answer: &AssertionAnswer<'_>, out: &mut dyn Write) -> io::Result<()> {
    for missing in &answer.missing {
        let lines: Vec<String> = missing.message.lines().map(str::to_owned).collect();
        command("error", &missing.name, &lines, out)?;
    }
    answer.reports.iter().try_for_each(|report| annotate(report, out))
}

fn annotate(report: &AssertionReport, out: &mut dyn Write) -> io::Result<()> {
    let job = &report.job.snapshot.job;
    let title = format!("{}/{}: {}", job.namespace, job.name, report.job.verdict.state);
    let mut lines = explanation(&report.job);
    let broken = report
        .assertions
        .iter()
        .filter(|assertion| !assertion.judgement.passed());
    lines.extend(broken.map(|assertion| format!("{}: {}", assertion.name, comparison(assertion))));
    let level = if report.passed() { "notice" } else { "error" };
    command(level, &title, &lines, out)
}

fn command(level: &str, title: &str, lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    let lines: Vec<String> = lines.iter().map(|line| data(line)).collect();
    writeln!(out, "::{level} title={}::{}", property(title), lines.join("%0A"))
}

/// A line of a command's message.
fn data(text: &str) -> String {
    sanitize::line(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a command's property, where a colon and a comma mean something too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
