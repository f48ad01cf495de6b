//! Progress and times: completions, indexes, start, end, deadline, next retry.

use jiff::Timestamp;

use super::page::Page;
use crate::{
    model::{Counts, Indexes, JobReport, counted, duration, grouped},
    render::style::Tone,
};

/// Longer index lists are cut without `-o wide`.
const LONGEST_LIST: usize = 240;

/// The width of the bar in the one-line form.
const SHORT_BAR: u64 = 10;

pub(super) fn write(page: &mut Page<'_>, report: &JobReport) {
    page.title("Progress");
    let cells = (page.style.visible_width() / 4).min(40) as u64;
    let [done, failed, active, rest] = bar(page, report, cells);
    let is_drawn = [&done, &failed, &active, &rest]
        .iter()
        .any(|part| !part.is_empty());
    let gap = if is_drawn { "  " } else { "" };
    let prefix = [
        (Tone::Plain, "  "),
        (Tone::Good, &*done),
        (Tone::Bad, &*failed),
        (Tone::Busy, &*active),
        (Tone::Faint, &*rest),
        (Tone::Plain, gap),
    ];
    page.paragraph(&prefix, Tone::Plain, &numbers(report));
    if let Some(indexes) = &report.indexes {
        write_indexes(page, indexes);
    }
    write_times(page, report);
}

/// The bar, the completions and the failures, for the one-line form. A part without content is empty.
pub(super) fn short(page: &Page<'_>, report: &JobReport) -> [(Tone, String); 3] {
    let counts = &report.counts;
    let done = match counts.completions {
        Some(total) => format!("{}/{}", grouped(counts.succeeded), grouped(total)),
        None => format!("{} succeeded", grouped(counts.succeeded)),
    };
    let has_bar = counts.completions.is_some_and(|total| total > 1);
    let bar = if has_bar {
        bar(page, report, SHORT_BAR).concat()
    } else {
        String::new()
    };
    let failed = match counts.failed {
        0 => String::new(),
        failed => format!("{} failed", grouped(failed)),
    };
    [(Tone::Busy, bar), (Tone::Plain, done), (Tone::Bad, failed)]
}

/// The bar: the shares of completions that are done, failed for good, in progress (running pods) and still to
/// do. Empty for a work queue, which has no total.
fn bar(page: &Page<'_>, report: &JobReport, cells: u64) -> [String; 4] {
    let counts = &report.counts;
    let Some(total) = counts
        .completions
        .and_then(|total| u64::try_from(total).ok())
        .filter(|total| *total > 0)
    else {
        return Default::default();
    };
    let number = |count: i32| u64::try_from(count).unwrap_or(0);
    let failed = report.indexes.as_ref().map_or(0, |indexes| indexes.failed.len());
    // An active pod can wait forever, so only running pods count as in progress. An old controller does not
    // report ready pods.
    let running = counts.pods.map_or(0, |pods| pods.running);
    let under_way = running
        .max(number(counts.ready.unwrap_or(0)))
        .min(number(counts.active));
    let counts = [number(counts.succeeded), failed, under_way];
    let mut left = cells;
    let [done, failed, active] = counts.map(|count| {
        // Any progress fills at least one cell; only complete progress fills the bar.
        let share = (count.min(total) * cells / total).max(u64::from(count > 0));
        let share = if count < total {
            share.min(cells - 1)
        } else {
            share
        }
        .min(left);
        left -= share;
        share
    });
    let draw = |unicode, ascii, cells: u64| {
        page.style
            .glyph(unicode, ascii)
            .repeat(usize::try_from(cells).unwrap_or(0))
    };
    [
        draw("█", "#", done),
        draw("▓", "x", failed),
        draw("▒", "=", active),
        draw("░", ".", left),
    ]
}

/// `8/10 completions, 4 failed, 2 active (1 ready)`.
fn numbers(report: &JobReport) -> String {
    let counts = &report.counts;
    let done = match counts.completions {
        Some(total) => format!("{}/{} completions", grouped(counts.succeeded), grouped(total)),
        None => format!("{} succeeded (work queue)", grouped(counts.succeeded)),
    };
    let mut numbers = vec![done, format!("{} failed", grouped(counts.failed)), active(counts)];
    let mut add = |count: i128, what: &str| {
        if count > 0 {
            numbers.push(format!("{} {what}", grouped(count)));
        }
    };
    add(counts.terminating.unwrap_or(0).into(), "terminating");
    add(
        (counts.uncounted_succeeded + counts.uncounted_failed).into(),
        "finished but not yet counted",
    );
    if let Some(restarts) = counts.restarts.filter(|restarts| *restarts > 0) {
        numbers.push(counted(restarts, "container restart"));
    }
    numbers.join(", ")
}

fn active(counts: &Counts) -> String {
    let ready = match counts.ready {
        Some(ready) if counts.active > 0 => format!(" ({} ready)", grouped(ready)),
        Some(_) | None => String::new(),
    };
    format!("{} active{ready}", grouped(counts.active))
}

fn write_indexes(page: &mut Page<'_>, indexes: &Indexes) {
    let failed = if indexes.failed_is_derived {
        "failed so far"
    } else {
        "failed"
    };
    let sets = [
        ("completed", Tone::Good, indexes.completed.as_ref()),
        (failed, Tone::Bad, Some(&indexes.failed)),
        ("active", Tone::Busy, Some(&indexes.active)),
    ];
    for (what, tone, set) in sets {
        if let Some(set) = set.filter(|set| !set.is_empty()) {
            let list = shortened(&set.to_string(), page.detail.wide);
            page.field(
                what,
                tone,
                &format!("{}: {list}", counted(set.len(), "index|indexes")),
            );
        }
    }
}

/// A list cut at a comma.
fn shortened(list: &str, whole: bool) -> String {
    if whole || list.len() <= LONGEST_LIST {
        return list.to_owned();
    }
    let cut = list[..LONGEST_LIST].rfind(',').unwrap_or(LONGEST_LIST);
    format!("{},… (-o wide lists all)", &list[..cut])
}

fn write_times(page: &mut Page<'_>, report: &JobReport) {
    let timing = &report.timing;
    let took = timing.duration.map(duration);
    let pair = |at: Option<Timestamp>, word: &str| {
        let took = took
            .as_ref()
            .map_or_else(String::new, |took| format!(", {word} {took}"));
        at.map(|at| (at, took))
    };
    let started = pair(timing.started, "active for").map(|(at, active)| {
        let active = if timing.ended.is_some() {
            String::new()
        } else {
            active
        };
        page.when(at) + &active
    });
    let ended = pair(timing.ended, "after").map(|(at, after)| page.when(at) + &after);
    let retry = timing.next_retry.as_ref().map(|next| {
        let index = next
            .index
            .map_or_else(String::new, |index| format!(", index {index}"));
        format!("{}{index}, estimated", page.when(next.at))
    });
    let rows = [
        ("started", started),
        ("ended", ended),
        ("deadline", timing.deadline.map(|at| page.when(at))),
        ("next retry", retry),
        // Not "failures left": with a limit of 0 the next failure ends the Job.
        ("fails after", report.failures_left()),
        ("TTL expires", timing.ttl_expires.map(|at| page.when(at))),
    ];
    for (label, text) in rows {
        if let Some(text) = text {
            page.field(label, Tone::Plain, &text);
        }
    }
}
