//! JUnit XML. Each namespace is a test suite and each Job a test case; for assertions, each Job is a test
//! suite and each assertion a test case.
//!
//! There is no standard, but two schemas are in common use: that of the Ant task (windyroad/JUnit-Schema) and
//! that of Jenkins (`junit-10.xsd` of its xUnit plugin). The document is valid by both, hence the empty
//! elements. quick-junit writes counts on `<testsuites>` and offsets in timestamps, which the Ant schema
//! refuses. GitLab shows the class name as the suite, and the text of a failure instead of its message.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use jiff::Timestamp;

use super::{ALL, Detail, Document, Entry, Language, Reader, Style, Writer, without_argument};
use crate::{
    model::{Assertion, AssertionReport, Judgement},
    render::{
        JobResult, MissingJob,
        assertions::comparison,
        cases::{Case, cases, explanation},
        sanitize,
    },
};

pub(super) const JUNIT: Entry = Entry {
    name: "junit",
    about: "JUnit XML, for the test reports of CI servers",
    documents: ALL,
    reader: Reader::Server,
    language: Language::Xml,
    is_brief: false,
    writer: |argument| without_argument(argument, Junit),
};

struct Junit;

impl Writer for Junit {
    fn write(&self, document: &Document<'_>, _: Detail, _: &Style, out: &mut dyn Write) -> io::Result<()> {
        let moment = document.as_of();
        let (cases, missing) = cases(document);
        let mut suites = match document {
            Document::Assertions(answer) => answer.reports.iter().map(Suite::of_assertions).collect(),
            Document::Reports(_) | Document::Endings(_) | Document::List(..) | Document::Version(_) => {
                by_namespace(&cases, moment)
            }
        };
        suites.extend(missing.iter().map(|missing| Suite::of_missing(missing, moment)));
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n")?;
        for (id, suite) in suites.iter().enumerate() {
            suite.write(id, out)?;
        }
        out.write_all(b"</testsuites>\n")
    }
}

/// One suite per namespace, sorted by name.
fn by_namespace(cases: &[Case<'_>], moment: Timestamp) -> Vec<Suite> {
    let mut namespaces = BTreeMap::<&str, Vec<Test>>::new();
    for case in cases {
        namespaces.entry(case.namespace).or_default().push(Test::of(case));
    }
    let suites = namespaces.into_iter().map(|(namespace, tests)| Suite {
        name: namespace.to_owned(),
        package: namespace.to_owned(),
        moment,
        seconds: tests.iter().map(|test| test.seconds).sum(),
        tests,
    });
    suites.collect()
}

struct Suite {
    name: String,
    package: String,
    moment: Timestamp,
    seconds: i64,
    tests: Vec<Test>,
}

struct Test {
    name: String,
    class: String,
    seconds: i64,
    result: Result<(), Fault>,
}

/// Why a test did not pass.
struct Fault {
    element: &'static str,
    /// The type of a failure or an error; `None` for a skipped test.
    kind: Option<String>,
    lines: Vec<String>,
}

/// A failed assertion is a failure. An assertion that could not be judged is an error.
const FAILURE: &str = "failure";
const ERROR: &str = "error";
const SKIPPED: &str = "skipped";

impl Suite {
    fn of_assertions(report: &AssertionReport) -> Self {
        let snapshot = &report.job.snapshot;
        let (namespace, name) = (&snapshot.job.namespace, &snapshot.job.name);
        let seconds = report.job.timing.duration.map_or(0, |took| took.as_secs());
        let tests = report.assertions.iter().enumerate();
        let tests = tests.map(|(position, assertion)| Test {
            name: assertion.name.to_owned(),
            class: format!("{namespace}.{name}"),
            // The first test has the duration of the whole Job, because CI servers plot the time of a test
            // over runs.
            seconds: if position == 0 { seconds } else { 0 },
            result: result(report, assertion),
        });
        Self {
            name: format!("{namespace}/{name}"),
            package: namespace.clone(),
            moment: snapshot.as_of,
            seconds,
            tests: tests.collect(),
        }
    }

    fn of_missing(missing: &MissingJob, moment: Timestamp) -> Self {
        Self {
            name: missing.name.clone(),
            package: String::new(),
            moment,
            seconds: 0,
            tests: vec![Test {
                name: "found".to_owned(),
                class: missing.name.clone(),
                seconds: 0,
                result: Err(Fault {
                    element: ERROR,
                    kind: Some("found".to_owned()),
                    lines: missing.message.lines().map(str::to_owned).collect(),
                }),
            }],
        }
    }

    fn write(&self, id: usize, out: &mut dyn Write) -> io::Result<()> {
        let count = |element| {
            let faults = self.tests.iter().filter_map(|test| test.result.as_ref().err());
            faults.filter(|fault| fault.element == element).count()
        };
        writeln!(
            out,
            "  <testsuite name=\"{}\" package=\"{}\" id=\"{id}\" hostname=\"localhost\" timestamp=\"{}\" time=\"{}\" \
             tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n    <properties/>",
            escaped(&self.name),
            escaped(&self.package),
            self.moment.strftime("%Y-%m-%dT%H:%M:%S"),
            self.seconds,
            self.tests.len(),
            count(FAILURE),
            count(ERROR),
            count(SKIPPED),
        )?;
        self.tests.iter().try_for_each(|test| test.write(out))?;
        out.write_all(b"    <system-out/>\n    <system-err/>\n  </testsuite>\n")
    }
}

impl Test {
    fn of(case: &Case<'_>) -> Self {
        let fault = |element, kind| {
            Err(Fault {
                element,
                kind,
                lines: case.lines.clone(),
            })
        };
        Self {
            name: case.name.to_owned(),
            class: case.namespace.to_owned(),
            seconds: case.duration.map_or(0, |took| took.as_secs()),
            result: match case.result {
                JobResult::Passed => Ok(()),
                JobResult::Failed => fault(FAILURE, Some(case.state.to_string())),
                JobResult::Open => fault(SKIPPED, None),
            },
        }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let (name, class, seconds) = (escaped(&self.name), escaped(&self.class), self.seconds);
        write!(
            out,
            "    <testcase name=\"{name}\" classname=\"{class}\" time=\"{seconds}\""
        )?;
        let Err(fault) = &self.result else {
            return writeln!(out, "/>");
        };
        let element = fault.element;
        let kind = fault.kind.as_deref();
        let kind = kind.map_or_else(String::new, |kind| format!(" type=\"{}\"", escaped(kind)));
        let lines: Vec<String> = fault.lines.iter().map(|line| escaped(line)).collect();
        let message = lines.first().map_or("", String::as_str);
        let text = lines.join("\n");
        writeln!(
            out,
            ">\n      <{element}{kind} message=\"{message}\">{text}</{element}>\n    </testcase>"
        )
    }
}

fn result(report: &AssertionReport, assertion: &Assertion) -> Result<(), Fault> {
    let fault = |element| {
        let lines = std::iter::once(comparison(assertion)).chain(explanation(&report.job));
        Err(Fault {
            element,
            kind: Some(assertion.name.to_owned()),
            lines: lines.collect(),
        })
    };
    match assertion.judgement {
        Judgement::Passed => Ok(()),
        Judgement::Failed => fault(FAILURE),
        Judgement::Unknown | Judgement::Unreadable => fault(ERROR),
    }
}

/// Escapes a line for text and attribute values. Control characters are made visible first. Characters that
/// XML 1.0 does not allow even escaped (production 2, `Char`) are dropped; only noncharacters are left by
/// then.
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
