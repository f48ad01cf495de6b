//! `cyjob assert`.

use clap::{Args, ValueEnum};
use jiff::SignedDuration;

use super::{SelectionArgs, duration::signed_duration, format::FormatParser};
use crate::facts::IndexSet;
use crate::render::{DocumentKind, Format};

/// Arguments of `assert`.
#[derive(Args, Debug)]
pub struct AssertArgs {
    /// Which Jobs.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", value_parser = FormatParser(DocumentKind::Assertions))]
    pub output: Format,
    /// What to assert.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// What to assert of each Job.
#[derive(Args, Debug)]
#[command(next_help_heading = "Assertions")]
pub struct LimitArgs {
    /// How the Job must have ended [default: complete]
    #[arg(long, value_enum, value_name = "END")]
    pub expect: Option<End>,
    /// With --expect failed: the exact reason of the Failed condition, e.g. BackoffLimitExceeded
    #[arg(long, value_name = "REASON", value_parser = reason)]
    pub reason: Option<String>,
    /// At most N failed pods (container restarts do not count)
    #[arg(long, value_name = "N", value_parser = count, allow_negative_numbers = true)]
    pub max_failed: Option<u64>,
    /// At most N container restarts, in all pods of the Job
    #[arg(long, value_name = "N", value_parser = count, allow_negative_numbers = true)]
    pub max_restarts: Option<u64>,
    /// The Job took at most this long, e.g. 90s, 5m or 1h30m
    #[arg(long, value_name = "DURATION", value_parser = whole_seconds, allow_hyphen_values = true)]
    pub max_duration: Option<SignedDuration>,
    /// At least N succeeded pods (Indexed Job: indexes)
    #[arg(long, value_name = "N", value_parser = count, allow_negative_numbers = true)]
    pub min_succeeded: Option<u64>,
    /// These indexes of an Indexed Job succeeded, e.g. 0-9 or 1,3-5
    #[arg(long, value_name = "INDEXES", value_parser = indexes, allow_hyphen_values = true)]
    pub indexes: Option<IndexSet>,
    /// describe finds no error and no warning; events, and findings based on them, expire after an hour by default
    #[arg(long)]
    pub no_warnings: bool,
    /// The Job ended at most this long ago, so an old success does not pass for a new one
    #[arg(long, value_name = "DURATION", value_parser = whole_seconds, allow_hyphen_values = true)]
    pub finished_within: Option<SignedDuration>,
}

/// How a Job can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum End {
    /// A Complete condition with status True
    Complete,
    /// A Failed condition with status True
    Failed,
}

impl LimitArgs {
    /// Why these flags cannot be combined, if they cannot.
    pub(super) fn conflict(&self) -> Option<&'static str> {
        let expects_failure = self.expect == Some(End::Failed);
        if self.reason.is_some() && !expects_failure {
            Some("--reason is the reason of a failure: add --expect failed")
        } else if self.no_warnings && expects_failure {
            Some("--no-warnings never holds for a failed Job: use --expect failed without it")
        } else {
            None
        }
    }
}

fn reason(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Err("expected the reason of a Failed condition, such as BackoffLimitExceeded");
    }
    Ok(text.to_owned())
}

fn count(text: &str) -> Result<u64, &'static str> {
    text.parse()
        .map_err(|_| "expected a whole number, such as 0 or 3")
}

/// A Job's timestamps are whole seconds, so a smaller limit would assert nothing.
fn whole_seconds(text: &str) -> Result<SignedDuration, &'static str> {
    let length = signed_duration(text)?;
    if length.subsec_nanos() == 0 {
        Ok(length)
    } else {
        Err("expected whole seconds: a Job's timestamps have no fractions")
    }
}

pub(super) fn indexes(text: &str) -> Result<IndexSet, &'static str> {
    IndexSet::parse(text)
        .filter(|indexes| !indexes.is_empty())
        .ok_or("expected indexes as the API writes them, such as 0-9 or 1,3-5")
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob assert report-nightly -n shop                       did the Job succeed?
  cyjob assert import --max-failed 0 --max-duration 30m     at the first attempt, and in time?
  cyjob assert cronjob/report --finished-within 25h         did the newest run succeed, recently?
  cyjob assert train --indexes 0-9 -o junit > report.xml    a test report for a CI server
  cyjob assert guard --expect failed --reason PodFailurePolicy
  cyjob assert ok-parallel --max-failed 0 --min-succeeded 12 --demo

`assert` does not wait: run `cyjob wait` first if the Job may still run. An assertion whose
facts are unknown never passes.

Exit codes: 0 every assertion holds, 1 an assertion failed or is unknown, 2 usage error,
3 not found, 5 could not read what an assertion needs. With several Jobs, the first of
5, 3, 1, 0 that applies.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_durations_that_a_job_can_have() {
        let seconds = |text| whole_seconds(text).map(|length| length.as_secs());
        for (text, expected) in [
            ("90", 90),
            ("90s", 90),
            ("5m", 300),
            ("1h30m", 5400),
            ("0s", 0),
            ("2 hours", 7200),
        ] {
            assert_eq!(seconds(text), Ok(expected), "{text}");
        }
        for bad in [
            "",
            "-5m",
            "5m ago",
            "500ms",
            "1.5s",
            "PT5M",
            "soon",
            "99999999999999999999h",
        ] {
            assert!(whole_seconds(bad).is_err(), "{bad:?} should be refused");
        }
    }

    #[test]
    fn reads_indexes_and_counts() {
        assert_eq!(indexes("0-9,12").map(|set| set.len()), Ok(11));
        for bad in ["", " ", "9-0", "a", "0..9", "-1"] {
            assert!(indexes(bad).is_err(), "{bad:?} should be refused");
        }
        for bad in ["", "-1", "1.5", "none", "18446744073709551616"] {
            assert!(count(bad).is_err(), "{bad:?} should be refused");
        }
    }
}
