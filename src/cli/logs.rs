//! `cyjob logs`.

use std::{path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};
use jiff::{SignedDuration, Timestamp};
use regex::{Regex, bytes};

use super::{
    SelectionArgs,
    assert::indexes,
    connection::moment,
    duration::{duration, signed_duration},
    number::number,
};
use crate::facts::IndexSet;
use crate::model::AttemptChoice;

/// The default limit of logs that are read at the same time.
pub const MOST_STREAMS: u16 = 100;
/// The default limit with `--merge`. Merging by time needs every log open: a log that waits for its turn has to be requested
/// again, and its node reads the file from the beginning.
pub const MOST_MERGED_STREAMS: u16 = 500;

/// Arguments of `logs`.
#[derive(Args, Debug)]
pub struct LogsArgs {
    /// Which Jobs.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Stream the logs until the Jobs have ended; pods that start later are included
    #[arg(short, long)]
    pub follow: bool,
    /// Output format
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t = LogsFormat::Text)]
    pub output: LogsFormat,
    /// Also save each complete log to a file in this directory, with an index
    #[arg(long, value_name = "DIR")]
    pub save: Option<PathBuf>,
    /// Give up after this time, e.g. 90s or 1h [default: no limit]
    #[arg(long, value_name = "DURATION", value_parser = duration, allow_hyphen_values = true)]
    pub timeout: Option<Duration>,
    /// Exit with 0 only if every Job is Complete, otherwise with 1
    #[arg(long)]
    pub exit_status: bool,
    /// Read at most N logs at the same time [default: 100; 500 with --merge]
    #[arg(long, alias = "max-log-requests", value_name = "N", value_parser = number(1..=1000), allow_negative_numbers = true)]
    pub max_streams: Option<u16>,
    // Last, because clap puts all arguments after a heading below that heading.
    /// Which logs of the Jobs.
    #[command(flatten)]
    pub which: WhichLogsArgs,
    /// Which lines of the logs.
    #[command(flatten)]
    pub lines: WhichLinesArgs,
    /// How lines look.
    #[command(flatten)]
    pub look: LineArgs,
}

/// Which logs of a Job to print; each flag narrows the choice.
#[derive(Args, Debug)]
#[command(next_help_heading = "Which logs")]
pub struct WhichLogsArgs {
    /// Only logs of failed pods, and of failed containers that were restarted
    #[arg(long)]
    pub failed: bool,
    /// Only logs of this attempt (Indexed Job: at each index): first, last, or a number from 1
    #[arg(long, value_name = "WHICH", value_parser = attempt)]
    pub attempt: Option<AttemptChoice>,
    /// Only logs of these indexes of an Indexed Job, e.g. 3,7-9
    #[arg(long, value_name = "INDEXES", value_parser = indexes, allow_hyphen_values = true)]
    pub index: Option<IndexSet>,
    /// Only logs of this pod
    #[arg(long, value_name = "NAME", value_parser = pod)]
    pub pod: Option<String>,
    /// Only logs of this container (init containers and sidecars too); repeatable
    #[arg(short, long, value_name = "NAME")]
    pub container: Vec<String>,
    /// Only logs of containers whose name matches; adds to --container
    #[arg(long, value_name = "REGEX", value_parser = regex)]
    pub container_regex: Option<Regex>,
    /// Also print the previous instance of restarted containers
    #[arg(short, long)]
    pub previous: bool,
    /// A flag of kubectl; always true for cyjob.
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = anyway)]
    pub all_containers: Option<bool>,
    /// A flag of kubectl; always true for cyjob.
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = anyway)]
    pub all_pods: Option<bool>,
}

/// Which lines of the logs.
#[derive(Args, Debug)]
#[command(next_help_heading = "Which lines")]
pub struct WhichLinesArgs {
    /// Only lines newer than this, e.g. 30s, 5m or 1h30m (0: all)
    #[arg(long, value_name = "DURATION", value_parser = signed_duration, conflicts_with = "since_time", allow_hyphen_values = true)]
    pub since: Option<SignedDuration>,
    /// Only lines since this time (RFC 3339), e.g. 2026-11-23T18:30:00Z
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub since_time: Option<Timestamp>,
    /// Only the last N lines of each container (-1: all)
    #[arg(long, value_name = "N", default_value_t = -1, allow_negative_numbers = true, value_parser = tail)]
    pub tail: i64,
    /// At most N bytes of each container (0: no limit)
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true, value_parser = limit_bytes)]
    pub limit_bytes: u64,
    /// Only lines that match
    #[arg(long, alias = "include", value_name = "REGEX", value_parser = bytes_regex)]
    pub grep: Option<bytes::Regex>,
    /// With --grep: also print N lines of the same log before and after each match
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0, requires = "grep", allow_negative_numbers = true, value_parser = number(0..=u16::MAX))]
    pub grep_context: u16,
    /// With --grep: only lines that do not match
    #[arg(long, requires = "grep")]
    pub invert: bool,
}

/// How lines look, and in which order they come.
#[derive(Args, Debug)]
#[command(next_help_heading = "Line format")]
pub struct LineArgs {
    /// Prefix each line with its timestamp, in local time (or UTC with --utc)
    #[arg(short, long)]
    pub timestamps: bool,
    /// Prefix each line with its pod and container; without a value: always
    #[arg(long, value_enum, value_name = "WHEN", num_args = 0..=1, require_equals = true, default_missing_value = "always", default_value_t = PrefixChoice::Auto)]
    pub prefix: PrefixChoice,
    /// Highlight matches where colours are on; --grep highlights its own matches
    #[arg(short = 'H', long, value_name = "REGEX", value_parser = bytes_regex)]
    pub highlight: Option<bytes::Regex>,
    /// Sort the lines of all logs by timestamp instead of printing one log after the other
    #[arg(long, conflicts_with = "follow")]
    pub merge: bool,
    /// Print control characters as they are on a terminal, and no lines for GitHub Actions; pipes and files always get
    /// the bytes unchanged
    #[arg(long)]
    pub raw: bool,
}

/// Output formats of `logs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogsFormat {
    /// Lines as the containers wrote them
    Text,
    /// One JSON object per line; the README lists its keys
    Json,
}

/// When to prefix lines with their pod and container.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PrefixChoice {
    /// If there can be more than one log
    Auto,
    /// On every line
    #[value(alias = "true")]
    Always,
    /// On no line
    #[value(alias = "false")]
    Never,
}

impl LogsArgs {
    /// Why these flags cannot be combined, if they cannot.
    pub(super) fn conflict(&self) -> Option<&'static str> {
        (self.look.raw && self.output == LogsFormat::Json)
            .then_some("--raw is for text: JSON keeps every control character, escaped")
    }
}

fn attempt(text: &str) -> Result<AttemptChoice, &'static str> {
    match text {
        "first" => Ok(AttemptChoice::First),
        "last" => Ok(AttemptChoice::Last),
        number => {
            let number = number.parse().ok().filter(|number| *number > 0);
            number
                .map(AttemptChoice::Number)
                .ok_or("expected last, first, or a number from 1")
        }
    }
}

/// A pod's name, with or without the `pod/` that kubectl prints.
#[expect(clippy::unnecessary_wraps, reason = "clap wants a result")]
fn pod(text: &str) -> Result<String, &'static str> {
    Ok(text.strip_prefix("pod/").unwrap_or(text).to_owned())
}

fn tail(text: &str) -> Result<i64, &'static str> {
    let lines = text.parse().ok().filter(|lines| *lines >= -1);
    lines.ok_or("expected a whole number of lines, or -1 for all")
}

fn limit_bytes(text: &str) -> Result<u64, &'static str> {
    text.parse()
        .map_err(|_| "expected a whole number of bytes, or 0 for all")
}

fn regex(text: &str) -> Result<Regex, String> {
    Regex::new(text).map_err(|error| explain(&error))
}

fn bytes_regex(text: &str) -> Result<bytes::Regex, String> {
    bytes::Regex::new(text).map_err(|error| explain(&error))
}

/// What is wrong with a regular expression: the last line of the error. The lines before it repeat the expression, as clap does.
fn explain(error: &regex::Error) -> String {
    if let regex::Error::CompiledTooBig(_) = error {
        return "the expression needs too much memory: it repeats too much".to_owned();
    }
    let drawn = error.to_string();
    let last = drawn.lines().last().unwrap_or_default();
    let what = last.strip_prefix("error: ").unwrap_or(last);
    format!("not a regular expression: {what}")
}

fn anyway(text: &str) -> Result<bool, &'static str> {
    if text == "true" {
        Ok(true)
    } else {
        Err("cyjob always prints all logs; choose with --container and --pod")
    }
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob logs report-nightly -n shop             every attempt, every container
  cyjob logs report-nightly --failed --tail 50  the last lines of what failed
  cyjob logs import -f --exit-status            until the Job ends; the exit code is the verdict
  cyjob logs train --index 3,7-9 --attempt last
  cyjob logs import --grep 'ERROR|WARN' -C 3 -t
  cyjob logs import -o json | jq -r 'select(.attempt == 2).message'
  cyjob logs fail-exit --demo                   without a cluster

Exit codes:
    0  all requested logs are printed; with --exit-status: and every Job is Complete
    1  with --exit-status: a Job failed or has not ended
    2  usage error
    3  not found; with -f --exit-status: or deleted before it ended
    5  could not read from the cluster, or not all of a log
  124  timed out (--timeout)
  130  interrupted (Ctrl-C); 143: terminated";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_attempts() {
        for (text, expected) in [
            ("last", AttemptChoice::Last),
            ("first", AttemptChoice::First),
            ("1", AttemptChoice::Number(1)),
            ("12", AttemptChoice::Number(12)),
        ] {
            assert_eq!(attempt(text), Ok(expected), "{text}");
        }
        for bad in ["", "0", "-1", "1.5", "Last", "newest", "4294967296"] {
            assert!(attempt(bad).is_err(), "{bad:?} should be refused");
        }
    }

    #[test]
    fn says_in_a_line_what_is_wrong_with_a_regular_expression() {
        assert!(bytes_regex("ERROR|(?i)warn").is_ok_and(|grep| grep.is_match(b"a Warning\xff")));
        for (text, word) in [
            ("(", "unclosed group"),
            ("a\n(?x\n", "unrecognized flag"),
            ("[z-a]", "invalid character class range"),
            ("a(?!b)", "look-around"),
            ("a{1000}{1000}{1000}", "too much memory"),
        ] {
            let message = bytes_regex(text).map(drop).unwrap_err();
            assert!(message.contains(word), "{message}");
            assert_eq!(message.lines().count(), 1, "{message}");
            assert_eq!(regex(text).map(drop), Err(message));
        }
    }
}
