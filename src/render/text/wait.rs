//! What `wait` says: a line while it waits, a line at the end, and the cause where the end is no good one.

use textwrap::core::display_width;

use super::{findings, headline, logs, page::Page, progress};
use crate::{
    model::{Ending, JobReport, duration},
    render::{Detail, Style, style::Tone},
};

/// Columns that a cause needs at least to be worth a place.
const LEAST_CAUSE: usize = 16;

/// The Job as it ended, or did not: one line, however long, for those who read lines.
pub fn verdict(report: &JobReport, ending: &Ending, style: &Style) -> String {
    let endless = style.endless();
    let mut page = Page::new(&endless, Detail::default(), report.snapshot.as_of);
    headline::verdict(&mut page, report, &ending.to_string());
    page.finish()
}

/// Why, what to do, and the evidence that fits between other output.
pub fn cause(report: &JobReport, style: &Style) -> String {
    let mut page = Page::new(style, Detail::default(), report.snapshot.as_of);
    headline::cause(&mut page, report);
    headline::moment(&mut page, report);
    headline::unknown(&mut page, report);
    findings::write(&mut page, report);
    logs::write(&mut page, report);
    page.finish()
}

/// What goes on, in one line that fits the width.
pub fn line(report: &JobReport, style: &Style) -> String {
    let page = Page::new(style, Detail::default(), report.snapshot.as_of);
    let job = &report.snapshot.job;
    let state = report.verdict.state;
    let (unicode, ascii) = headline::glyphs(state);
    let name = format!("{}/{}", job.namespace, job.name);
    let state_word = format!("{} {state}", style.glyph(unicode, ascii));
    let mut parts = vec![
        (headline::tone(state), state_word),
        (Tone::Strong, page.clean(&name)),
    ];
    parts.extend(progress::short(&page, report));
    for text in [&report.timing.duration.map(duration), &next(&page, report)]
        .into_iter()
        .flatten()
    {
        parts.push((Tone::Plain, text.clone()));
    }
    let cause = page.clean(&report.verdict.message);
    fit(style, &parts, &cause)
}

/// What happens next, and when.
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

/// As many of the parts as there is room for, then as much of the cause.
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

/// The beginning of a text in so many columns.
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
