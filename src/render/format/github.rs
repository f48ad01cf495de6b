//! Workflow commands of GitHub Actions, which become annotations of the run.
//!
//! Each Job becomes one command, because GitHub shows at most ten errors and ten notices of a step. A command
//! is one line that begins with `::`. Text from the cluster follows the `::` and is escaped as the runner
//! expects (`ActionCommand.cs` of actions/runner; `command.ts` of actions/toolkit), so such text never begins
//! another command.

use std::io::{self, Write};

use super::{ALL, Detail, Document, Entry, Language, Reader, Style, Writer, without_argument};
use crate::render::{
    JobResult,
    cases::{Case, cases},
    sanitize,
};

pub(super) const GITHUB: Entry = Entry {
    name: "github",
    about: "GitHub Actions workflow commands: one annotation per Job",
    documents: ALL,
    reader: Reader::Runner,
    language: Language::Verbatim,
    is_brief: false,
    writer: |argument| without_argument(argument, Github),
};

struct Github;

impl Writer for Github {
    fn write(&self, document: &Document<'_>, _: Detail, _: &Style, out: &mut dyn Write) -> io::Result<()> {
        let (cases, missing) = cases(document);
        for missing in missing {
            let lines: Vec<String> = missing.message.lines().map(str::to_owned).collect();
            command("error", &missing.name, &lines, out)?;
        }
        cases.iter().try_for_each(|case| annotate(case, out))
    }
}

fn annotate(case: &Case<'_>, out: &mut dyn Write) -> io::Result<()> {
    let title = format!("{}/{}: {}", case.namespace, case.name, case.state);
    let level = match case.result {
        JobResult::Failed => "error",
        JobResult::Passed | JobResult::Open => "notice",
    };
    command(level, &title, &case.lines, out)
}

fn command(level: &str, title: &str, lines: &[String], out: &mut dyn Write) -> io::Result<()> {
    let lines: Vec<String> = lines.iter().map(|line| data(line)).collect();
    writeln!(out, "::{level} title={}::{}", property(title), lines.join("%0A"))
}

/// Escapes one line of a command's message.
fn data(text: &str) -> String {
    sanitize::line(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes the value of a command's property, where a colon and a comma have a meaning.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
