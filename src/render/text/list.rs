//! A list of Jobs, one line per Job.

use std::borrow::Cow;

use textwrap::core::display_width;

use super::{
    headline,
    page::{Page, Part, folded},
    table::Table,
};
use crate::{
    model::{Basis, Counts, JobList, JobSummary, counted, duration, grouped},
    render::style::Tone,
};

/// Reasons that say no more than their state.
const NO_REASON: [&str; 2] = ["CompletionsReached", "JobSuspended"];

/// The parts of a table of Jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListLayout {
    /// Whether to show the column NAMESPACE.
    pub namespaces: bool,
    /// Whether to show column headers.
    pub headers: bool,
    /// Whether to show the summary line: the number of Jobs in each state.
    pub tally: bool,
}

pub(super) fn write(page: &mut Page<'_>, list: &JobList, layout: ListLayout) {
    let mut table = Table::of_page(layout.headers);
    if layout.namespaces {
        table = table.column("NAMESPACE");
    }
    // On a narrow terminal, the least informative column goes first.
    table = table
        .column("NAME")
        .column("STATE")
        .optional_column("REASON", 1)
        .optional_column("COMPLETIONS", 3)
        .optional_column("FAILED", 5)
        .optional_column("DURATION", 4)
        .optional_column("AGE", 2);
    if page.detail.wide {
        table = table
            .column("NODES")
            .column("OWNER")
            .column("QUEUE")
            .column("IMAGES");
    }
    for job in &list.jobs {
        table.row(row(job, layout.namespaces, page.detail.wide));
    }
    table.write(page);
    if layout.tally {
        page.push_line("");
        write_tally(page, list);
    }
}

/// The columns of rows that are printed one by one, before the widths of later rows are known.
const WIDTHS: [(&str, usize); 7] = [
    ("NAME", 40),
    ("STATE", 11),
    ("REASON", 24),
    ("COMPLETIONS", 11),
    ("FAILED", 6),
    ("DURATION", 8),
    ("AGE", 6),
];

/// Appends a row, with column headers before the first row.
pub(super) fn append(page: &mut Page<'_>, job: &JobSummary, is_first: bool, layout: ListLayout) {
    let wide = [("NODES", 5), ("OWNER", 24), ("QUEUE", 12), ("IMAGES", 0)];
    let mut columns: Vec<(&str, usize)> = Vec::new();
    columns.extend(layout.namespaces.then_some(("NAMESPACE", 16)));
    columns.extend(WIDTHS);
    columns.extend(wide.iter().filter(|_| page.detail.wide));
    let titles = columns.iter().map(|(title, _)| (Tone::Faint, Cow::from(*title)));
    let titles: Option<Vec<Part<'_>>> = (is_first && layout.headers).then(|| titles.collect());
    let row = row(job, layout.namespaces, page.detail.wide);
    for row in titles.into_iter().chain([row]) {
        let mut line = String::new();
        for ((tone, text), (_, width)) in row.iter().zip(&columns) {
            // A program that splits lines at blanks would not see an empty cell.
            let text = page.clean(&folded(text));
            let text = if text.is_empty() { "-".to_owned() } else { text };
            let blanks = width.saturating_sub(display_width(&text)) + 2;
            line.push_str(&page.style.paint(*tone, &text));
            line.push_str(&" ".repeat(blanks));
        }
        page.push_line(&line);
    }
}

fn row(job: &JobSummary, namespaces: bool, wide: bool) -> Vec<Part<'static>> {
    let plain = |text: String| (Tone::Plain, Cow::from(text));
    let Counts { failed, .. } = job.counts;
    let reason = job.verdict.reason.as_deref();
    let reason = reason.filter(|reason| !NO_REASON.contains(reason));
    let reason = if job.is_deleted { Some("Deleted") } else { reason };
    let mut cells = Vec::new();
    if namespaces {
        cells.push(plain(job.namespace.clone()));
    }
    cells.extend([
        plain(job.name.clone()),
        state(job),
        plain(reason.unwrap_or_default().to_owned()),
        plain(completions(&job.counts)),
        (
            if failed > 0 { Tone::Bad } else { Tone::Faint },
            Cow::from(failed.to_string()),
        ),
        plain(job.duration.map(duration).unwrap_or_default()),
        plain(job.age.map(duration).unwrap_or_default()),
    ]);
    if wide {
        let owner = job.owner.as_ref();
        let owner = owner.map(|owner| format!("{}/{}", owner.kind.to_lowercase(), owner.name));
        cells.extend([
            plain(job.nodes.map(|nodes| nodes.to_string()).unwrap_or_default()),
            plain(owner.unwrap_or_default()),
            plain(job.queue.clone().unwrap_or_default()),
            plain(job.images.join(",")),
        ]);
    }
    cells
}

/// The state, with `?` if the pods could not be read and may change the state.
fn state(job: &JobSummary) -> Part<'static> {
    let state = job.verdict.state;
    let text = match job.basis {
        Basis::Job | Basis::Pods => Cow::from(state.as_str()),
        Basis::JobAlone => Cow::from(format!("{state}?")),
    };
    (headline::tone(state), text)
}

/// Completions as kubectl prints them: `3/10`, and `0/1 of 4` for a work queue, where one success is enough
/// (`printJob` in pkg/printers/internalversion).
fn completions(counts: &Counts) -> String {
    match counts.completions {
        Some(all) => format!("{}/{all}", counts.succeeded),
        None if counts.parallelism > 1 => format!("{}/1 of {}", counts.succeeded, counts.parallelism),
        None => format!("{}/1", counts.succeeded),
    }
}

/// `12 Jobs: 3 Failed, 1 Blocked, 8 Complete`.
fn write_tally(page: &mut Page<'_>, list: &JobList) {
    let all = counted(list.fitting() as u64, "Job");
    let head = if list.jobs.len() < list.fitting() {
        format!("{} of {all}:", grouped(list.jobs.len() as u64))
    } else if list.tally.is_empty() {
        all
    } else {
        format!("{all}:")
    };
    let mut line = page.style.paint(Tone::Faint, &head);
    for (position, (state, count)) in list.tally.iter().enumerate() {
        let separator = if position > 0 { "," } else { "" };
        let text = format!("{} {state}", grouped(*count as u64));
        line = format!(
            "{line}{separator} {}",
            page.style.paint(headline::tone(*state), &text)
        );
    }
    page.push_line(&line);
}

/// Says that no Job matches the filters, and how many Jobs there are.
pub fn none_of(of: usize, place: &str) -> String {
    format!(
        "No Job{place} matches the filters ({} in all)",
        counted(of as u64, "Job")
    )
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, tz::TimeZone};

    use super::*;
    use crate::{
        model::JobState,
        render::{Detail, Style},
    };

    #[test]
    fn the_tally_counts_all_and_says_how_many_are_shown() {
        let style = Style {
            width: 80,
            color: false,
            unicode: true,
            zone: TimeZone::UTC,
        };
        let list = JobList {
            as_of: Timestamp::UNIX_EPOCH,
            jobs: Vec::new(),
            tally: vec![
                (JobState::Failed, 3),
                (JobState::Blocked, 1),
                (JobState::Complete, 1_008),
            ],
            of: 2_000,
            unknown: Vec::new(),
            notes: Vec::new(),
        };
        let mut page = Page::new(&style, Detail::default(), list.as_of);
        write_tally(&mut page, &list);
        assert_eq!(
            page.finish(),
            "0 of 1,012 Jobs: 3 Failed, 1 Blocked, 1,008 Complete\n"
        );
    }

    #[test]
    fn completions_are_written_as_kubectl_does() {
        let counts = |completions, parallelism| Counts {
            completions,
            parallelism,
            succeeded: 2,
            ..Counts::default()
        };
        assert_eq!(completions(&counts(Some(10), 3)), "2/10");
        assert_eq!(completions(&counts(None, 4)), "2/1 of 4");
        assert_eq!(completions(&counts(None, 1)), "2/1");
    }
}
