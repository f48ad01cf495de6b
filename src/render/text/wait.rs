//! The output of `wait`: rows while the command waits, a line at the end, and the cause if a Job did not
//! succeed.

use textwrap::core::display_width;

use super::{findings, headline, logs, page::Page, progress};
use crate::{
    model::{Ending, JobReport, duration},
    render::{Detail, Style, style::Tone},
};

/// The least columns in which a cause is shown.
const LEAST_CAUSE: usize = 16;

/// The verdict of a Job and how the wait ended, on one line, however long, for readers that read line by
/// line.
pub fn verdict(report: &JobReport, ending: &Ending, style: &Style) -> String {
    let endless = style.endless();
    let mut page = Page::new(&endless, Detail::default(), report.snapshot.as_of);
    headline::verdict(&mut page, report, &ending.to_string());
    page.finish()
}

/// The cause, the hints, and the evidence that fits between other output.
pub fn cause(report: &JobReport, style: &Style) -> String {
    let mut page = Page::new(style, Detail::default(), report.snapshot.as_of);
    headline::cause(&mut page, report);
    headline::moment(&mut page, report);
    headline::unknown(&mut page, report);
    findings::write(&mut page, report);
    logs::write(&mut page, report);
    page.finish()
}

/// The progress of one Job, for a row of a [`progress_block`].
pub struct ProgressLine {
    /// One cell per column; empty if there is nothing to show.
    cells: [(Tone, String); 7],
    cause: String,
}

impl ProgressLine {
    /// The progress of a Job, with the glyphs of this style.
    pub fn of(report: &JobReport, style: &Style) -> Self {
        let page = Page::new(style, Detail::default(), report.snapshot.as_of);
        let job = &report.snapshot.job;
        let state = report.verdict.state;
        let (unicode, ascii) = headline::glyphs(state);
        let name = format!("{}/{}", job.namespace, job.name);
        let [bar, done, failed] = progress::short(&page, report);
        // The completions have a column of their own.
        let message = &report.verdict.message;
        let said = format!("{} completions", done.1);
        let cause = message.strip_prefix(&said).unwrap_or(message);
        Self {
            cells: [
                (
                    headline::tone(state),
                    format!("{} {state}", style.glyph(unicode, ascii)),
                ),
                (Tone::Strong, page.clean(&name)),
                bar,
                done,
                failed,
                (
                    Tone::Plain,
                    report.timing.duration.map(duration).unwrap_or_default(),
                ),
                (Tone::Plain, next(&page, report).unwrap_or_default()),
            ],
            cause: page.clean(cause.trim_start_matches(", ")),
        }
    }
}

/// Rows with aligned columns, each one line that fits the width.
pub fn progress_block(lines: &[&ProgressLine], style: &Style) -> Vec<String> {
    // A longer name shifts only its own row.
    let most = style.width / 3;
    let width = |column: usize| {
        let widths = lines.iter().map(|line| display_width(&line.cells[column].1));
        widths.max().unwrap_or(0).min(most)
    };
    let widths: [usize; 7] = std::array::from_fn(width);
    let rows = lines.iter().map(|line| {
        // The cause takes the place of empty cells at the end.
        let last = line.cells.iter().rposition(|(_, text)| !text.is_empty());
        let cells = &line.cells[..last.map_or(0, |last| last + 1)];
        let columns = cells.iter().zip(widths).filter(|(_, width)| *width > 0);
        let parts = columns.map(|((tone, text), width)| {
            let gap = width.saturating_sub(display_width(text));
            (*tone, format!("{text}{}", " ".repeat(gap)))
        });
        fit(style, &parts.collect::<Vec<_>>(), &line.cause)
    });
    rows.map(|row| row.trim_end().to_owned()).collect()
}

/// The next retry, or else the deadline, and the time until then.
fn next(page: &Page<'_>, report: &JobReport) -> Option<String> {
    let timing = &report.timing;
    let until = |at: jiff::Timestamp| duration(at.duration_since(page.now));
    let retry = timing.next_retry.as_ref();
    let retry = retry
        .filter(|next| next.at > page.now)
        .map(|next| format!("retry in {}", until(next.at)));
    let deadline = timing.deadline.map(|at| format!("deadline in {}", until(at)));
    retry.or(deadline)
}

/// As many parts as fit the width, then as much of the cause as fits.
fn fit(style: &Style, parts: &[(Tone, String)], cause: &str) -> String {
    let mut line = String::new();
    let mut used = 0;
    for (position, (tone, text)) in parts.iter().enumerate() {
        let gap = if position == 0 { 0 } else { 2 };
        let width = display_width(text) + gap;
        if used + width > style.width {
            let rest = cut(text, style.width.saturating_sub(used + gap), style);
            if position < 2 && !rest.is_empty() {
                line.push_str(&" ".repeat(gap));
                line.push_str(&style.paint(*tone, &rest));
                used = style.width;
            }
            break;
        }
        line.push_str(&" ".repeat(gap));
        line.push_str(&style.paint(*tone, text));
        used += width;
    }
    let room = style.width.saturating_sub(used + 2);
    if room >= LEAST_CAUSE.min(display_width(cause)) && !cause.is_empty() {
        line.push_str("  ");
        line.push_str(&style.paint(Tone::Faint, &cut(cause, room, style)));
    }
    line
}

/// The beginning of a text, at most `columns` wide.
fn cut(text: &str, columns: usize, style: &Style) -> String {
    if display_width(text) <= columns {
        return text.to_owned();
    }
    let mark = style.glyph("…", "~");
    let mut cut = String::new();
    for character in text.chars() {
        if display_width(&cut) + display_width(character.encode_utf8(&mut [0; 4])) + 1 > columns {
            break;
        }
        cut.push(character);
    }
    if columns > 0 {
        cut.push_str(mark);
    }
    cut
}

#[cfg(test)]
impl ProgressLine {
    /// A row with only a name.
    pub(crate) fn of_name(name: &str) -> Self {
        let mut cells: [(Tone, String); 7] = Default::default();
        name.clone_into(&mut cells[1].1);
        Self {
            cells,
            cause: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, state: &str, failed: &str, cause: &str) -> ProgressLine {
        let mut line = ProgressLine::of_name(name);
        state.clone_into(&mut line.cells[0].1);
        failed.clone_into(&mut line.cells[4].1);
        cause.clone_into(&mut line.cause);
        line
    }

    fn block(lines: &[ProgressLine], width: usize) -> Vec<String> {
        let style = Style {
            width,
            color: false,
            unicode: true,
            zone: jiff::tz::TimeZone::UTC,
        };
        progress_block(&lines.iter().collect::<Vec<_>>(), &style)
    }

    #[test]
    fn rows_have_aligned_columns_and_no_empty_ones() {
        let lines = [
            line("shop/a", "Running", "", "1 pod running"),
            line("shop/import", "Retrying", "12 failed", "exit 1"),
            line("shop/x", "Running", "3 failed", "1 pod running"),
        ];
        let expected = [
            "Running   shop/a       1 pod running",
            "Retrying  shop/import  12 failed  exit 1",
            "Running   shop/x       3 failed   1 pod running",
        ];
        assert_eq!(block(&lines, 80), expected);
        assert_eq!(block(&lines[..1], 80), ["Running  shop/a  1 pod running"]);
    }

    #[test]
    fn a_long_name_pushes_its_own_row_and_every_row_fits() {
        let lines = [
            line("shop/a", "Running", "", "fine"),
            line(&"n".repeat(50), "Running", "", "late"),
        ];
        let rows = block(&lines, 60);
        assert_eq!(rows[0], format!("Running  shop/a{}  fine", " ".repeat(14)));
        assert!(rows.iter().all(|row| display_width(row) <= 60), "{rows:?}");
    }
}
