//! The last words of containers that failed.

use super::page::Page;
use crate::facts::LogTail;
use crate::{
    model::{JobReport, LogChoice, counted},
    render::style::Tone,
};

/// Characters of a line that are shown unless all was asked for: a line may be megabytes.
const LONGEST_LINE: usize = 400;

pub(super) fn write(page: &mut Page<'_>, report: &JobReport) {
    let tails: Vec<&LogTail> = report.snapshot.logs.iter().flatten().collect();
    let same = |one: &LogTail, other: &LogTail| one.container == other.container && one.lines == other.lines;
    for (position, tail) in tails.iter().enumerate() {
        if tails[..position].iter().any(|earlier| same(earlier, tail)) {
            continue;
        }
        let others = tails[position + 1..]
            .iter()
            .filter(|later| same(later, tail))
            .count();
        page.title(&title(tail, others));
        let bar = format!("  {} ", page.style.glyph("│", "|"));
        for line in &tail.lines {
            page.paragraph(&[(Tone::Faint, &bar)], Tone::Plain, &shortened(page, line));
        }
    }
    if !tails.is_empty() {
        let shown = tails.iter().filter(|tail| !tail.pod_is_gone).count();
        write_rest(page, report, shown);
    }
}

/// How to read what is not shown of the pods that are there.
fn write_rest(page: &mut Page<'_>, report: &JobReport, shown: usize) {
    let failed = LogChoice {
        failed_only: true,
        ..LogChoice::default()
    };
    let rest = report.logs(&failed).len().saturating_sub(shown);
    if rest > 0 {
        let job = &report.snapshot.job;
        let text = format!(
            "and {} of failed attempts; cyjob logs {} -n {} --failed shows all",
            counted(rest as u64, "more log"),
            job.name,
            job.namespace
        );
        page.paragraph(&[(Tone::Plain, "  ")], Tone::Faint, &text);
    }
}

/// Whose log it is, and how many other pods have the same.
fn title(tail: &LogTail, others: usize) -> String {
    let instance = if tail.previous { ", instance before" } else { "" };
    let extent = match tail.lines.len() {
        0 => "nothing was written".to_owned(),
        count => format!("last {}", counted(count as u64, "line")),
    };
    let others = match others {
        0 => String::new(),
        count => format!(", the same in {} more", counted(count as u64, "pod")),
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
