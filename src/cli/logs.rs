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
};
use crate::facts::IndexSet;
use crate::model::AttemptChoice;

/// Logs that are read at the same time, at most, unless the person says otherwise.
pub const MOST_STREAMS: u16 = 100;
/// The same where each line has its place by its time, so that all have to be read at the same time: one that gives its place to
/// another is asked for anew, and read from its beginning by the node.
pub const MOST_MERGED_STREAMS: u16 = 500;

/// Arguments of `logs`.
#[derive(Args, Debug)]
pub struct LogsArgs {
    /// Which Jobs.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Go on until the Jobs have ended and all is read; pods that come later join
    #[arg(short, long)]
    pub follow: bool,
    /// Form of the answer
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t = LogsFormat::Text)]
    pub output: LogsFormat,
    /// Write each log to a file in this folder too, whole, with an index of the files
    #[arg(long, value_name = "DIR")]
    pub save: Option<PathBuf>,
    /// Give up after this time, as `90s` or `1h` [default: none]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub timeout: Option<Duration>,
    /// Exit with the verdict: 0 only if every Job is Complete
    #[arg(long)]
    pub exit_status: bool,
    /// Logs that are read at the same time, at most [default: 100, with --merge 500]
    #[arg(long, alias = "max-log-requests", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub max_streams: Option<u16>,
    // Last, because what follows a heading stands below it.
    /// Which logs of the Jobs.
    #[command(flatten)]
    pub which: WhichLogsArgs,
    /// Which lines of them.
    #[command(flatten)]
    pub lines: WhichLinesArgs,
    /// How lines look.
    #[command(flatten)]
    pub look: LineArgs,
}

/// Which logs of a Job; each flag narrows the choice.
#[derive(Args, Debug)]
#[command(next_help_heading = "Which logs")]
pub struct WhichLogsArgs {
    /// Only those of failed attempts: pods that failed, and containers that failed and were started again
    #[arg(long)]
    pub failed: bool,
    /// Only those of this try at the Job, or at each index: last, first, or its number from 1
    #[arg(long, value_name = "WHICH", value_parser = attempt)]
    pub attempt: Option<AttemptChoice>,
    /// Only those of these indexes of an Indexed Job, as in 3,7-9
    #[arg(long, value_name = "INDEXES", value_parser = indexes, allow_hyphen_values = true)]
    pub index: Option<IndexSet>,
    /// Only those of this pod
    #[arg(long, value_name = "NAME", value_parser = pod)]
    pub pod: Option<String>,
    /// Only those of this container, be it an init container; repeatable
    #[arg(short, long, value_name = "NAME")]
    pub container: Vec<String>,
    /// Only those of containers whose name has a match, and of those that --container names
    #[arg(long, value_name = "REGEX", value_parser = regex)]
    pub container_regex: Option<Regex>,
    /// Of a container that was started again, the instance before too
    #[arg(short, long)]
    pub previous: bool,
    /// kubectl's; it is the case anyway.
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = anyway)]
    pub all_containers: Option<bool>,
    /// kubectl's; it is the case anyway.
    #[arg(long, hide = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = anyway)]
    pub all_pods: Option<bool>,
}

/// Which lines of the logs.
#[derive(Args, Debug)]
#[command(next_help_heading = "Which lines")]
pub struct WhichLinesArgs {
    /// Only lines of the last so long, as 30s, 5m or 1h30m; 0 is all
    #[arg(long, value_name = "DURATION", value_parser = signed_duration, conflicts_with = "since_time", allow_hyphen_values = true)]
    pub since: Option<SignedDuration>,
    /// Only lines from this moment on, as 2026-11-23T18:30:00Z
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub since_time: Option<Timestamp>,
    /// Only the last lines of each container; -1 is all
    #[arg(long, value_name = "N", default_value_t = -1, allow_negative_numbers = true, value_parser = tail)]
    pub tail: i64,
    /// So many bytes of each container at most; 0 is all
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true, value_parser = limit_bytes)]
    pub limit_bytes: u64,
    /// Only lines that have a match
    #[arg(long, alias = "include", value_name = "REGEX", value_parser = bytes_regex)]
    pub grep: Option<bytes::Regex>,
    /// With --grep: and so many lines before and after each, of the same log
    #[arg(short = 'C', long, value_name = "N", default_value_t = 0, requires = "grep", allow_negative_numbers = true, value_parser = lines_around)]
    pub grep_context: u16,
    /// With --grep: only lines that have none
    #[arg(long, requires = "grep")]
    pub invert: bool,
}

/// How lines look, and their order.
#[derive(Args, Debug)]
#[command(next_help_heading = "How they look")]
pub struct LineArgs {
    /// Write before each line when it was written; local time, or with --utc UTC
    #[arg(short, long)]
    pub timestamps: bool,
    /// Write before each line whose it is: auto does where more than one log may come; given bare: always
    #[arg(long, value_enum, value_name = "WHEN", num_args = 0..=1, require_equals = true, default_missing_value = "always", default_value_t = PrefixChoice::Auto)]
    pub prefix: PrefixChoice,
    /// Mark matches, where there are colours; those of --grep are marked anyway
    #[arg(short = 'H', long, value_name = "REGEX", value_parser = bytes_regex)]
    pub highlight: Option<bytes::Regex>,
    /// Put the lines of all logs in the order of their times, instead of one log after the other
    #[arg(long, conflicts_with = "follow")]
    pub merge: bool,
    /// Leave control characters as they are on a terminal, and put no lines for GitHub Actions around; into pipes and files all
    /// bytes go unchanged anyway
    #[arg(long)]
    pub raw: bool,
}

/// Forms of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogsFormat {
    /// Lines as the containers wrote them
    Text,
    /// A JSON object for each line, see the README
    Json,
}

/// When to say whose a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PrefixChoice {
    /// Where more than one log may come.
    Auto,
    /// Before each line.
    #[value(alias = "true")]
    Always,
    /// Not at all.
    #[value(alias = "false")]
    Never,
}

impl LogsArgs {
    /// Why these flags do not go together.
    pub(super) fn conflict(&self) -> Option<&'static str> {
        (self.look.raw && self.output == LogsFormat::Json)
            .then_some("--raw is for text: JSON holds control characters escaped, and loses none")
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
                .ok_or("give last, first, or a number from 1")
        }
    }
}

/// A pod's name, or the form in which kubectl prints it.
#[expect(clippy::unnecessary_wraps, reason = "clap wants a result")]
fn pod(text: &str) -> Result<String, &'static str> {
    Ok(text.strip_prefix("pod/").unwrap_or(text).to_owned())
}

fn tail(text: &str) -> Result<i64, &'static str> {
    let lines = text.parse().ok().filter(|lines| *lines >= -1);
    lines.ok_or("give a whole number of lines, or -1 for all")
}

fn limit_bytes(text: &str) -> Result<u64, &'static str> {
    text.parse()
        .map_err(|_| "give a whole number of bytes, or 0 for all")
}

fn lines_around(text: &str) -> Result<u16, &'static str> {
    text.parse()
        .map_err(|_| "give a whole number of lines, 65535 at most")
}

fn regex(text: &str) -> Result<Regex, String> {
    Regex::new(text).map_err(|error| explain(&error))
}

fn bytes_regex(text: &str) -> Result<bytes::Regex, String> {
    bytes::Regex::new(text).map_err(|error| explain(&error))
}

/// What is wrong with a regular expression. The crate draws it below the expression, which clap has just repeated, and
/// says it in the last line.
fn explain(error: &regex::Error) -> String {
    if let regex::Error::CompiledTooBig(_) = error {
        return "it repeats too much to be looked for in bounded memory".to_owned();
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
        Err("all are shown anyway; choose with --container and --pod")
    }
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob logs report-nightly -n shop             all that it wrote, every attempt
  cyjob logs report-nightly --failed --tail 50  the last words of what failed
  cyjob logs import -f --exit-status            until it has ended; the exit code is the verdict
  cyjob logs train --index 3,7-9 --attempt last
  cyjob logs import --grep 'ERROR|WARN' -C 3 -t
  cyjob logs import -o json | jq -r 'select(.attempt == 2).message'
  cyjob logs fail-exit --demo                   without a cluster

Exit codes:
    0  all that was asked for is written; with --exit-status and every Job is Complete
    1  with --exit-status: a Job failed, or has not ended
    2  usage
    3  not found; with -f --exit-status: or deleted before it ended
    5  could not ask, or a log could not be read to its end
  124  --timeout passed
  130  interrupted; 143: terminated";

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
            ("a{1000}{1000}{1000}", "bounded memory"),
        ] {
            let message = bytes_regex(text).map(drop).unwrap_err();
            assert!(message.contains(word), "{message}");
            assert_eq!(message.lines().count(), 1, "{message}");
            assert_eq!(regex(text).map(drop), Err(message));
        }
    }
}
