//! Markdown for the step summary of GitHub Actions (`$GITHUB_STEP_SUMMARY`), and for tickets.
//!
//! GitHub drops a summary of more than 1 MiB whole (docs.github.com, "Workflow commands", step isolation and limits), so what
//! does not fit is left out, and that is said. No word of a cluster becomes Markdown or HTML.

use std::io::{self, Write};

use super::{ALL, Detail, Document, Entry, Language, Reader, Style, Writer, without_argument};
use crate::facts::LogTail;
use crate::model::{JobReport, counted, duration};
use crate::render::{
    JobResult,
    cases::{Case, cases},
    sanitize,
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

/// The bytes of all parts. What else a step writes into its summary needs room, too.
const MOST_BYTES: usize = 960 << 10;
/// The characters of a cell, of a line of text, and of a log's line.
const LONGEST_CELL: usize = 160;
const LONGEST_TEXT: usize = 2_000;
const LONGEST_LINE: usize = 400;

struct Markdown;

impl Writer for Markdown {
    fn write(&self, document: &Document<'_>, _: Detail, _: &Style, out: &mut dyn Write) -> io::Result<()> {
        let (cases, missing) = cases(document);
        let mut parts = Vec::new();
        parts.extend(missing.iter().map(|missing| {
            let name = code(&missing.name);
            format!("### ✖ {name}\n\n{}\n", text(&missing.message, LONGEST_TEXT))
        }));
        if cases.len() > 1 {
            parts.push("| Job | State | Cause | Took |\n|-|-|-|-|\n".to_owned());
            parts.extend(cases.iter().map(row));
            parts.push("\n".to_owned());
        }
        let reports = reports(document);
        for (position, case) in cases.iter().enumerate() {
            // A list has its table; of several Jobs those that went well are rows enough.
            let is_told = cases.len() == 1 || case.result == JobResult::Failed;
            let report = reports.get(position).copied();
            if is_told && (report.is_some() || cases.len() == 1) {
                parts.push(section(case, report));
            }
        }
        if parts.is_empty() {
            parts.push("No Jobs.\n".to_owned());
        }
        write_within(&parts, out)
    }
}

/// Writes the parts that fit, and how many do not.
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

/// The whole reports on the Jobs, where the document has these.
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
    format!(
        "| {} | {} {state} | {} | {took} |\n",
        code(&format!("{}/{}", case.namespace, case.name)),
        sign(case.result),
        text(why, LONGEST_CELL)
    )
}

fn section(case: &Case<'_>, report: Option<&JobReport>) -> String {
    let name = code(&format!("{}/{}", case.namespace, case.name));
    let mut part = format!("### {} {} {name}\n\n", sign(case.result), case.state);
    for line in &case.lines {
        part.push_str(&text(line, LONGEST_TEXT));
        part.push_str("\n\n");
    }
    let tails: Vec<&LogTail> = report
        .into_iter()
        .flat_map(|report| report.snapshot.logs.iter().flatten())
        .collect();
    for (position, tail) in tails.iter().enumerate() {
        let is_same = |other: &&LogTail| other.container == tail.container && other.lines == tail.lines;
        if !tails[..position].iter().any(is_same) {
            part.push_str(&log(tail));
        }
    }
    part
}

fn sign(result: JobResult) -> &'static str {
    match result {
        JobResult::Passed => "✔",
        JobResult::Failed => "✖",
        JobResult::Open => "●",
    }
}

/// The last lines of a log, in a fence that no line can close.
fn log(tail: &LogTail) -> String {
    let lines: Vec<String> = tail
        .lines
        .iter()
        .map(|line| cut(&sanitize::line(line), LONGEST_LINE))
        .collect();
    let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    let pod = code(&tail.pod);
    let container = code(&tail.container);
    format!(
        "Log of {pod}, container {container}:\n\n{fence}text\n{}\n{fence}\n\n",
        lines.join("\n")
    )
}

/// Words that stay words: nothing in them is Markdown, HTML, or a mention of a person.
fn text(words: &str, most: usize) -> String {
    let mut out = String::new();
    for character in cut(&sanitize::line(&words.replace('\n', " ")), most).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

/// A name as code. Within a table a bar would end the cell.
fn code(name: &str) -> String {
    let name = sanitize::line(name).replace('|', "\\|");
    let ticks = "`".repeat(longest_run(&name) + 1);
    let pad = if name.starts_with('`') || name.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{ticks}{pad}{name}{pad}{ticks}")
}

/// The most back-quotes in a row.
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
            text("<b> [x](y) **z** `c` # | @me &amp; ~s~ ![i] $x$\nend", 100),
            "&lt;b&gt; \\[x\\](y) \\*\\*z\\*\\* \\`c\\` \\# \\| &#64;me &amp;amp; \\~s\\~ \\!\\[i\\] \\$x\\$ end"
        );
        assert_eq!(text("abcdef", 3), "abc…");
        assert_eq!(code("a`b|c"), "``a`b\\|c``");
        assert_eq!(code("`a"), "`` `a ``");
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
        assert!(text.contains("\n``````text\n```\n````` x\n``````\n"), "{text}");
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
