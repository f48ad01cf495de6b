//! The last log lines of failed containers.

use super::page::Page;
use crate::facts::LogTail;
use crate::{
    model::{JobReport, LogChoice, counted, grouped},
    render::style::Tone,
};

/// How many characters of a line are shown without `-o wide`. A line may be megabytes long.
const LONGEST_LINE: usize = 400;

pub(super) fn write(page: &mut Page<'_>, report: &JobReport) {
    for (title, tail) in tails(report) {
        page.title(&title);
        let bar = format!("  {} ", page.style.glyph("│", "|"));
        for line in &tail.lines {
            page.paragraph(&[(Tone::Faint, &bar)], Tone::Plain, &shortened(page, line));
        }
    }
    if let Some(more) = more(report) {
        page.paragraph(&[(Tone::Plain, "  ")], Tone::Faint, &more);
    }
}

/// The logs that were read, each with its title; of equal ones the first.
pub(in crate::render) fn tails(report: &JobReport) -> Vec<(String, &LogTail)> {
    let tails: Vec<&LogTail> = report.snapshot.logs.iter().flatten().collect();
    let same = |one: &LogTail, other: &LogTail| one.container == other.container && one.lines == other.lines;
    let mut different = Vec::new();
    for (position, tail) in tails.iter().enumerate() {
        if tails[..position].iter().any(|earlier| same(earlier, tail)) {
            continue;
        }
        let others = tails[position + 1..]
            .iter()
            .filter(|later| same(later, tail))
            .count();
        different.push((title(tail, others), *tail));
    }
    different
}

/// Names the command that shows the other logs of existing pods, where some were read.
pub(in crate::render) fn more(report: &JobReport) -> Option<String> {
    let tails = || report.snapshot.logs.iter().flatten();
    tails().next()?;
    let shown = tails().filter(|tail| !tail.pod_is_gone).count();
    let failed = LogChoice {
        failed_only: true,
        ..LogChoice::default()
    };
    let rest = report.logs(&failed).len().saturating_sub(shown);
    let job = &report.snapshot.job;
    (rest > 0).then(|| {
        format!(
            "{} of failed attempts: cyjob logs {} -n {} --failed",
            counted(rest as u64, "more log"),
            job.name,
            job.namespace
        )
    })
}

/// The pod and container of the log, and how many other pods have the same lines.
fn title(tail: &LogTail, others: usize) -> String {
    let instance = if tail.previous { ", previous instance" } else { "" };
    let extent = match tail.lines.len() {
        0 => "no output".to_owned(),
        1 => "last line".to_owned(),
        count => format!("last {} lines", grouped(count as u64)),
    };
    let others = match others {
        0 => String::new(),
        count => format!(" (same in {})", counted(count as u64, "more pod")),
    };
    let read = if tail.pod_is_gone {
        ", read before the pod was deleted"
    } else {
        ""
    };
    format!(
        "Log of {}, container {}{instance}{read}: {extent}{others}",
        tail.pod, tail.container
    )
}

fn shortened(page: &Page<'_>, line: &str) -> String {
    if page.detail.wide {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(LONGEST_LINE).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}
