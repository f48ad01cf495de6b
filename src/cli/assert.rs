//! `cyjob assert`.

use clap::{Args, ValueEnum};
use jiff::SignedDuration;

use super::{SelectionArgs, duration::signed_duration};
use crate::facts::IndexSet;

/// Arguments of `assert`.
#[derive(Args, Debug)]
pub struct AssertArgs {
    /// Which Jobs.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Form of the answer [default: a line for each assertion]
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub output: Option<AssertionOutput>,
    /// What to assert.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// What to assert of each Job.
#[derive(Args, Debug)]
#[command(next_help_heading = "Assertions")]
pub struct LimitArgs {
    /// How it ended: by a condition Complete or Failed with status True [default: complete]
    #[arg(long, value_enum, value_name = "END")]
    pub expect: Option<End>,
    /// With --expect failed: the condition's reason, exactly, as in BackoffLimitExceeded
    #[arg(long, value_name = "REASON", value_parser = reason)]
    pub reason: Option<String>,
    /// At most N failed pods (restarts under OnFailure are none)
    #[arg(long, value_name = "N", value_parser = count, allow_negative_numbers = true)]
    pub max_failed: Option<u64>,
    /// At most N restarts of its pods' containers
    #[arg(long, value_name = "N", value_parser = count, allow_negative_numbers = true)]
    pub max_restarts: Option<u64>,
    /// It took at most this long, as in 90s, 5m or 1h30m
    #[arg(long, value_name = "DURATION", value_parser = whole_seconds, allow_hyphen_values = true)]
    pub max_duration: Option<SignedDuration>,
    /// At least N succeeded pods (of an Indexed Job: indexes)
    #[arg(long, value_name = "N", value_parser = count, allow_negative_numbers = true)]
    pub min_succeeded: Option<u64>,
    /// These indexes of an Indexed Job succeeded, as in 0-9 or 1,3-5
    #[arg(long, value_name = "INDEXES", value_parser = indexes, allow_hyphen_values = true)]
    pub indexes: Option<IndexSet>,
    /// No finding of severity error or warning, see describe. Those that rest on events are lost with them, by default after
    /// an hour
    #[arg(long)]
    pub no_warnings: bool,
    /// It ended at most this long ago, so that an earlier success does not pass for this one's
    #[arg(long, value_name = "DURATION", value_parser = whole_seconds, allow_hyphen_values = true)]
    pub finished_within: Option<SignedDuration>,
}

/// How a Job ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum End {
    /// It succeeded.
    Complete,
    /// It failed.
    Failed,
}

/// Forms of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AssertionOutput {
    /// A versioned document, see the README
    Json,
    /// The same as YAML
    Yaml,
    /// JUnit XML: a test suite for each Job, a test case for each assertion
    Junit,
    /// Workflow commands of GitHub Actions: an annotation for each Job
    Github,
}

impl LimitArgs {
    /// Why these flags do not go together.
    pub(super) fn conflict(&self) -> Option<&'static str> {
        let expects_failure = self.expect == Some(End::Failed);
        if self.reason.is_some() && !expects_failure {
            Some("--reason is that of a failure: add --expect failed")
        } else if self.no_warnings && expects_failure {
            Some("--no-warnings never holds for a failed Job: give --expect failed alone")
        } else {
            None
        }
    }
}

fn reason(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Err("give the reason of the Failed condition, such as BackoffLimitExceeded");
    }
    Ok(text.to_owned())
}

fn count(text: &str) -> Result<u64, &'static str> {
    text.parse().map_err(|_| "give a whole number, such as 0 or 3")
}

/// A Job's times are whole seconds, so a part of one would assert nothing.
fn whole_seconds(text: &str) -> Result<SignedDuration, &'static str> {
    let length = signed_duration(text)?;
    if length.subsec_nanos() == 0 {
        Ok(length)
    } else {
        Err("give whole seconds: a Job's times have no smaller parts")
    }
}

pub(super) fn indexes(text: &str) -> Result<IndexSet, &'static str> {
    IndexSet::parse(text)
        .filter(|indexes| !indexes.is_empty())
        .ok_or("give indexes as the API writes them, such as 0-9 or 1,3-5")
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob assert report-nightly -n shop                       did it succeed?
  cyjob assert import --max-failed 0 --max-duration 30m     at the first try, and in time
  cyjob assert cronjob/report --finished-within 25h         the newest run, if it is not an old one
  cyjob assert train --indexes 0-9 -o junit > report.xml    for the test reports of a CI server
  cyjob assert guard --expect failed --reason PodFailurePolicy
  cyjob assert ok-parallel --max-failed 0 --min-succeeded 12 --demo

Nothing is waited for: `cyjob wait` first, if the Job may still run. What is unknown never passes.

Exit codes: 0 every assertion holds, 1 one does not or is unknown, 2 usage, 3 not found,
5 could not ask, or not for what an assertion rests on. Of several the worst, in the order
5, 3, 1, 0";

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
