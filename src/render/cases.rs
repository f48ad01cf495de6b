//! Turns the Jobs of an answer into test cases for CI servers: each Job passed, failed, or is still open.

use jiff::SignedDuration;

use super::{Document, JobResult, MissingJob, Reported, assertions::comparison, text};
use crate::model::{AssertionReport, JobReport, JobState, JobSummary, Verdict};

/// The most characters of a verdict's message. The message may quote text from the cluster.
const LONGEST_MESSAGE: usize = 1_000;

/// The test case of one Job.
pub(super) struct Case<'a> {
    pub(super) namespace: &'a str,
    pub(super) name: &'a str,
    pub(super) state: JobState,
    pub(super) result: JobResult,
    pub(super) duration: Option<SignedDuration>,
    /// The verdict, the hints, and the failed assertions or how the wait ended.
    pub(super) lines: Vec<String>,
}

/// The Jobs of an answer, and the Jobs that could not be read.
pub(super) fn cases<'a>(document: &'a Document<'a>) -> (Vec<Case<'a>>, &'a [MissingJob]) {
    match document {
        Document::Reports(reports) | Document::Endings(reports) => {
            (reports.jobs.iter().map(of_report).collect(), &reports.missing)
        }
        Document::List(list, _) => (list.jobs.iter().map(of_summary).collect(), &[]),
        Document::Assertions(answer) => (
            answer.reports.iter().map(of_assertions).collect(),
            &answer.missing,
        ),
        Document::Version(_) => (Vec::new(), &[]),
    }
}

fn of_report<'a>(job: &'a Reported<'a>) -> Case<'a> {
    let report = job.report;
    let mut lines = explanation(report);
    lines.extend(Some(job.ending.to_string()).filter(|ending| !ending.is_empty()));
    Case {
        namespace: &report.snapshot.job.namespace,
        name: &report.snapshot.job.name,
        state: report.verdict.state,
        result: job.result,
        duration: report.timing.duration,
        lines,
    }
}

fn of_summary(job: &JobSummary) -> Case<'_> {
    Case {
        namespace: &job.namespace,
        name: &job.name,
        state: job.verdict.state,
        result: JobResult::of(job.verdict.state),
        duration: job.duration,
        lines: vec![sentence(&job.verdict)],
    }
}

fn of_assertions(report: &AssertionReport) -> Case<'_> {
    let broken = report
        .assertions
        .iter()
        .filter(|assertion| !assertion.judgement.passed());
    let broken = broken.map(|assertion| format!("{}: {}", assertion.name, comparison(assertion)));
    let passed = report.passed();
    Case {
        namespace: &report.job.snapshot.job.namespace,
        name: &report.job.snapshot.job.name,
        state: report.job.verdict.state,
        result: if passed {
            JobResult::Passed
        } else {
            JobResult::Failed
        },
        duration: report.job.timing.duration,
        lines: explanation(&report.job).into_iter().chain(broken).collect(),
    }
}

/// The verdict and the hints of a Job, one per line: the first lines of `describe`, without wrapping and
/// colour.
pub(super) fn explanation(report: &JobReport) -> Vec<String> {
    let hints = text::hinting(report.findings()).filter_map(|finding| finding.hint.as_deref());
    std::iter::once(sentence(&report.verdict))
        .chain(hints.map(|hint| format!("→ {}", text::folded(hint))))
        .collect()
}

/// `Failed (BackoffLimitExceeded): 3 attempts; …`.
fn sentence(verdict: &Verdict) -> String {
    let reason = verdict.reason.as_deref();
    let reason = reason.map_or_else(String::new, |reason| format!(" ({reason})"));
    let message = text::folded(&verdict.message);
    let message: String = message.chars().take(LONGEST_MESSAGE).collect();
    if message.is_empty() {
        format!("{}{reason}", verdict.state)
    } else {
        format!("{}{reason}: {message}", verdict.state)
    }
}
