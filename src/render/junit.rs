//! JUnit XML: a test suite for each Job, a test case for each assertion.
//!
//! There is no standard, but two schemas in common use, that of the Ant task (windyroad/JUnit-Schema) and that of Jenkins
//! (`junit-10.xsd` of its xUnit plugin): the document is valid by both, hence the empty elements. GitLab takes the class
//! name for the suite and shows the text of a failure, not its message.

use std::io::{self, Write};

use jiff::Timestamp;

use super::{
    AssertionAnswer,
    assertions::{MissingJob, comparison, explanation},
    sanitize,
};
use crate::model::{Assertion, AssertionReport, Judgement};

pub(super) fn write(answer: &AssertionAnswer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let suites = answer.reports.iter().map(Suite::of);
    let missing = answer
        .missing
        .iter()
        .map(|missing| Suite::of_missing(missing, answer.as_of));
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n")?;
    for (id, suite) in suites.chain(missing).enumerate() {
        suite.write(id, out)?;
    }
    out.write_all(b"</testsuites>\n")
}

struct Suite {
    name: String,
    package: String,
    moment: Timestamp,
    seconds: i64,
    cases: Vec<Case>,
}

struct Case {
    name: &'static str,
    class: String,
    seconds: i64,
    fault: Option<Fault>,
}

/// What a failure is, which the test asserts, and what an error, which kept it from being judged.
enum Fault {
    Failure(Vec<String>),
    Error(Vec<String>),
}

impl Suite {
    fn of(report: &AssertionReport) -> Self {
        let snapshot = &report.job.snapshot;
        let (namespace, name) = (&snapshot.job.namespace, &snapshot.job.name);
        let seconds = report.job.timing.duration.map_or(0, |took| took.as_secs());
        let cases = report
            .assertions
            .iter()
            .enumerate()
            .map(|(position, assertion)| Case {
                name: assertion.name,
                class: format!("{namespace}.{name}"),
                // The time that the first one takes is the Job's, so that a CI server's curves are of use.
                seconds: if position == 0 { seconds } else { 0 },
                fault: fault(report, assertion),
            });
        Self {
            name: format!("{namespace}/{name}"),
            package: namespace.clone(),
            moment: snapshot.as_of,
            seconds,
            cases: cases.collect(),
        }
    }

    fn of_missing(missing: &MissingJob, moment: Timestamp) -> Self {
        Self {
            name: missing.name.clone(),
            package: String::new(),
            moment,
            seconds: 0,
            cases: vec![Case {
                name: "found",
                class: missing.name.clone(),
                seconds: 0,
                fault: Some(Fault::Error(missing.message.lines().map(str::to_owned).collect())),
            }],
        }
    }

    fn write(&self, id: usize, out: &mut dyn Write) -> io::Result<()> {
        let count = |wanted: fn(&Fault) -> bool| {
            let faults = self.cases.iter().filter_map(|case| case.fault.as_ref());
            faults.filter(|fault| wanted(fault)).count()
        };
        writeln!(
            out,
            "  <testsuite name=\"{}\" package=\"{}\" id=\"{id}\" hostname=\"localhost\" timestamp=\"{}\" time=\"{}\" \
             tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"0\">\n    <properties/>",
            escaped(&self.name),
            escaped(&self.package),
            self.moment.strftime("%Y-%m-%dT%H:%M:%S"),
            self.seconds,
            self.cases.len(),
            count(|fault| matches!(fault, Fault::Failure(_))),
            count(|fault| matches!(fault, Fault::Error(_))),
        )?;
        self.cases.iter().try_for_each(|case| case.write(out))?;
        out.write_all(b"    <system-out/>\n    <system-err/>\n  </testsuite>\n")
    }
}

impl Case {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (name, class) = (self.name, escaped(&self.class));
        write!(
            out,
            "    <testcase name=\"{name}\" classname=\"{class}\" time=\"{}\"",
            self.seconds
        )?;
        let (element, lines) = match &self.fault {
            None => return writeln!(out, "/>"),
            Some(Fault::Failure(lines)) => ("failure", lines),
            Some(Fault::Error(lines)) => ("error", lines),
        };
        let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
        let message = lines.first().map_or("", String::as_str);
        let text = lines.join("\n");
        writeln!(
            out,
            ">\n      <{element} type=\"{name}\" message=\"{message}\">{text}</{element}>\n    </testcase>"
        )
    }
}

fn fault(report: &AssertionReport, assertion: &Assertion) -> Option<Fault> {
    let lines = || {
        let mut lines = vec![comparison(assertion)];
        lines.extend(explanation(&report.job));
        lines
    };
    match assertion.judgement {
        Judgement::Passed => None,
        Judgement::Failed => Some(Fault::Failure(lines())),
        Judgement::Unknown | Judgement::Unreadable => Some(Fault::Error(lines())),
    }
}

/// A line as it may stand in a text and in a value: harmless to people, and without what XML 1.0 cannot hold even escaped
/// (production 2, `Char`), of which only noncharacters are left then.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in sanitize::line(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(character),
        }
    }
    out
}
