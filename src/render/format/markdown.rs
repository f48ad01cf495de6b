//! Markdown for the step summary of GitHub Actions (`$GITHUB_STEP_SUMMARY`), and for tickets.
//!
//! GitHub drops a summary of more than 1 MiB entirely (docs.github.com, "Workflow commands", step isolation
//! and limits). So parts that do not fit are left out, and the last line counts them. Text from the cluster
//! never becomes Markdown or HTML.

use std::io::{self, Write};

use super::{ALL, Detail, Document, Entry, Language, Reader, Style, Writer, without_argument};
use crate::facts::LogTail;
use crate::model::{AttemptOutcome, JobReport, counted, duration};
use crate::render::{
    JobResult,
    cases::{Case, cases},
    sanitize,
    text::{log_tails, more_logs},
};

pub(super) const MARKDOWN: Entry = Entry {
    name: "markdown",
    about: "Markdown for the step summary of GitHub Actions or a ticket",
    documents: ALL,
    reader: Reader::Server,
    language: Language::Text,
    is_brief: false,
    writer: |argument| without_argument(argument, Markdown),
};

/// The most bytes of all parts. The rest of 1 MiB is for other output of the step.
const MOST_BYTES: usize = 960 << 10;
/// The most characters of a table cell, of a line of text, and of a line of a log.
const LONGEST_CELL: usize = 160;
const LONGEST_TEXT: usize = 2_000;
const LONGEST_LINE: usize = 400;
/// The pods in the table of a Job.
const MOST_PODS: usize = 10;

struct Markdown;

impl Writer for Markdown {
    fn write(&self, document: &Document<'_>, _: Detail, _: &Style, out: &mut dyn Write) -> io::Result<()> {
        let (cases, missing) = cases(document);
        let mut parts = Vec::new();
        parts.extend(missing.iter().map(|missing| {
            let name = code(&missing.name);
            format!("### ✖ {name}\n\n{}", paragraph(&missing.message))
        }));
        if cases.len() > 1 {
            parts.push("| Job | State | Cause | Took |\n|-|-|-|-|\n".to_owned());
            parts.extend(cases.iter().map(row));
            parts.push("\n".to_owned());
        }
        let reports = reports(document);
        for (position, case) in cases.iter().enumerate() {
            // A list has its table. Of several Jobs, only failed ones get a section; a row is enough for the
            // others.
            let is_told = cases.len() == 1 || case.result == JobResult::Failed;
            let report = reports.get(position).copied();
            if is_told && (report.is_some() || cases.len() == 1) {
                parts.push(heading(case));
                parts.extend(report.into_iter().flat_map(details));
            }
        }
        if parts.is_empty() {
            parts.push("No Jobs.\n".to_owned());
        }
        write_within(&parts, out)
    }
}

/// Writes the parts that fit, and counts the rest.
fn write_within(parts: &[String], out: &mut dyn Write) -> io::Result<()> {
    let mut left = MOST_BYTES;
    for (position, part) in parts.iter().enumerate() {
        let Some(rest) = left.checked_sub(part.len()) else {
            let more = counted((parts.len() - position) as u64, "more part");
            return writeln!(out, "\n_{more} left out: a step summary holds 1 MiB._");
        };
        left = rest;
        out.write_all(part.as_bytes())?;
    }
    Ok(())
}

/// The full reports on the Jobs, if the document has them.
fn reports<'a>(document: &Document<'a>) -> Vec<&'a JobReport> {
    match document {
        Document::Reports(reports) | Document::Endings(reports) => reports.iter().collect(),
        Document::Assertions(answer) => answer.reports.iter().map(|report| &report.job).collect(),
        Document::List(..) | Document::Version(_) => Vec::new(),
    }
}

fn row(case: &Case<'_>) -> String {
    let took = case.duration.map_or_else(String::new, duration);
    let state = case.state;
    // The state has a cell of its own.
    let sentence = case.lines.first().map_or("", String::as_str);
    let why = sentence.split_once(": ").map_or("", |(_, why)| why);
    cells(&[
        code(&format!("{}/{}", case.namespace, case.name)),
        format!("{} {state}", sign(case.result)),
        text(why, LONGEST_CELL),
        took,
    ])
}

/// A row of a table. A bar would end its cell.
fn cells(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

/// What became of the Job, and what to do.
fn heading(case: &Case<'_>) -> String {
    let name = code(&format!("{}/{}", case.namespace, case.name));
    let mut part = format!("### {} {} {name}\n\n", sign(case.result), case.state);
    for line in &case.lines {
        part.push_str(&paragraph(line));
    }
    part
}

/// What the verdict rests on.
fn details(report: &JobReport) -> Vec<String> {
    let unknown = report.snapshot.unknown();
    let unknown = unknown.map(|unknown| paragraph(&format!("? {} unknown: {}", unknown.what, unknown.why)));
    let logs = log_tails(report)
        .into_iter()
        .map(|(title, tail)| format!("{}{}", paragraph(&title), log(tail)));
    unknown
        .chain(pods(report))
        .chain(logs)
        .chain(more_logs(report).map(|more| paragraph(&more)))
        .collect()
}

/// The pods that did not succeed.
fn pods(report: &JobReport) -> Option<String> {
    let own = &report.snapshot.pods.as_ref().ok()?.own;
    let attempts = report.attempts.iter();
    let telling = attempts.filter(|attempt| attempt.outcome != AttemptOutcome::Succeeded);
    let (count, now) = (telling.clone().count(), report.snapshot.as_of);
    let mut part = match report.indexes {
        Some(_) => "| Pod | Index | State | Reason | Node | Took |\n|-|-|-|-|-|-|\n".to_owned(),
        None => "| Pod | State | Reason | Node | Took |\n|-|-|-|-|-|\n".to_owned(),
    };
    for attempt in telling.take(MOST_PODS) {
        let pod = &own[attempt.pod];
        let index = || pod.index.map_or_else(String::new, |index| index.to_string());
        let mut row = vec![code(&pod.name)];
        row.extend(report.indexes.is_some().then(index));
        row.extend([
            attempt.outcome.as_str().to_owned(),
            text(attempt.reason.as_deref().unwrap_or_default(), LONGEST_CELL),
            text(pod.node.as_deref().unwrap_or_default(), LONGEST_CELL),
            attempt.duration(pod, now).map(duration).unwrap_or_default(),
        ]);
        part.push_str(&cells(&row));
    }
    part.push('\n');
    if count > MOST_PODS {
        let more = counted((count - MOST_PODS) as u64, "more pod");
        part.push_str(&paragraph(&format!("{more} did not succeed")));
    }
    (count > 0).then_some(part)
}

fn sign(result: JobResult) -> &'static str {
    match result {
        JobResult::Passed => "✔",
        JobResult::Failed => "✖",
        JobResult::Open => "●",
    }
}

/// The last lines of a log, in a code fence that no line of the log can close.
fn log(tail: &LogTail) -> String {
    if tail.lines.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = tail
        .lines
        .iter()
        .map(|line| cut(&sanitize::line(line), LONGEST_LINE))
        .collect();
    let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    format!("{fence}text\n{}\n{fence}\n\n", lines.join("\n"))
}

/// Words that stay words: nothing in them is Markdown, HTML, or a mention of a person.
fn paragraph(words: &str) -> String {
    format!("{}\n\n", text(words, LONGEST_TEXT))
}

fn text(words: &str, most: usize) -> String {
    const NOTHING: &str = "<!-- -->";
    let words = cut(&sanitize::line(&words.replace('\n', " ")), most);
    let mut out = String::new();
    let mut characters = words.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // The cells of a table escape their bars.
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
        let is_before_a_name = characters.peek().is_some_and(char::is_ascii_alphanumeric);
        if matches!(character, '@' | '#') && is_before_a_name {
            out.push_str(NOTHING);
        }
    }
    out
}

/// A name as code. Within a table a bar would end the cell.
fn code(name: &str) -> String {
    let name = sanitize::line(name);
    if name.contains(['|', '\\']) {
        return text(&name, LONGEST_TEXT);
    }
    let ticks = "`".repeat(longest_run(&name) + 1);
    let pad = if name.starts_with('`') || name.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{ticks}{pad}{name}{pad}{ticks}")
}

/// The length of the longest run of back-quotes.
fn longest_run(line: &str) -> usize {
    let runs = line.split(|character| character != '`').map(str::len);
    runs.max().unwrap_or(0)
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_markdown() {
        assert_eq!(
            text("<b> [x](y) **z** `c` # &amp; ~s~ ![i] $x$\nend", 100),
            "&lt;b&gt; \\[x\\](y) \\*\\*z\\*\\* \\`c\\` \\# &amp;amp; \\~s\\~ \\!\\[i\\] \\$x\\$ end"
        );
        assert_eq!(
            text("@me a@b @ #7 #", 100),
            "@<!-- -->me a@<!-- -->b @ \\#<!-- -->7 \\#"
        );
        assert_eq!(text("abcdef", 3), "abc…");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(cells(&[code("a\\|b"), text("c|d", 9)]), "| a\\\\\\|b | c\\|d |\n");
    }

    #[test]
    fn no_line_of_a_log_closes_its_fence() {
        let tail = LogTail {
            pod: "p".into(),
            container: "c".into(),
            lines: vec!["```".to_owned(), "````` x".to_owned()],
            previous: false,
            pod_is_gone: false,
        };
        let text = log(&tail);
        assert!(text.starts_with("``````text\n```\n````` x\n``````\n"), "{text}");
    }

    #[test]
    fn parts_beyond_the_limit_are_counted() {
        let mut out = Vec::new();
        let part = "x".repeat(MOST_BYTES / 2);
        write_within(&[part.clone(), part.clone(), part.clone(), part], &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.len() < 1 << 20);
        assert!(text.ends_with("\n_2 more parts left out: a step summary holds 1 MiB._\n"));
    }
}
