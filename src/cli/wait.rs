//! `cyjob wait`.

use std::{path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};

use super::{SelectionArgs, duration::duration, format::FormatParser};
use crate::model::Goal;
use crate::render::{DocumentKind, Format};

/// Heading of the flags that decide when `wait` returns.
const WHEN: &str = "When to return";

/// Arguments of `wait`.
#[derive(Args, Debug)]
pub struct WaitArgs {
    /// Which Jobs.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Select all Jobs in the namespace (with -A: in all namespaces)
    #[arg(long, conflicts_with_all = ["words", "selector"])]
    pub all: bool,
    /// State to wait for
    #[arg(long = "for", help_heading = WHEN, value_enum, value_name = "STATE", default_value_t = GoalChoice::Finished, ignore_case = true)]
    pub goal: GoalChoice,
    /// Give up after this time, e.g. 90s or 1h (0: check once) [default: no limit]
    #[arg(long, help_heading = WHEN, value_name = "DURATION", value_parser = duration, allow_hyphen_values = true)]
    pub timeout: Option<Duration>,
    /// Return as soon as one Job ends, with its verdict
    #[arg(long, help_heading = WHEN)]
    pub any: bool,
    /// Return as soon as one Job fails or can no longer succeed
    #[arg(long, help_heading = WHEN, conflicts_with = "any")]
    pub fail_fast: bool,
    /// Return once the outcome is decided (FailureTarget, SuccessCriteriaMet), before all pods have stopped
    #[arg(long, help_heading = WHEN)]
    pub early: bool,
    /// Also wait for Jobs that do not exist yet, at most this long if a DURATION is given
    #[arg(long, help_heading = WHEN, value_name = "DURATION", value_parser = duration, num_args = 0..=1, require_equals = true)]
    pub wait_for_creation: Option<Option<Duration>>,
    /// Give up on a Job that is blocked this long (image, quota, scheduling, …); without a value: 5m
    #[arg(long, help_heading = WHEN, value_name = "DURATION", value_parser = duration, num_args = 0..=1, require_equals = true, default_missing_value = "5m")]
    pub fail_if_blocked: Option<Duration>,
    /// Give up on a suspended Job
    #[arg(long, help_heading = WHEN)]
    pub fail_if_suspended: bool,
    /// If a Job failed, exit with the exit code of its failed container
    #[arg(long)]
    pub propagate_exit_code: bool,
    /// Container whose exit code to use [default: the first that failed]
    #[arg(short, long, value_name = "NAME", requires = "propagate_exit_code")]
    pub container: Option<String>,
    /// Print logs to stderr; without a value: failed
    #[arg(long, value_enum, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "failed")]
    pub logs: Option<LogsChoice>,
    /// Save each log to a file in this directory as it is written, with an index
    #[arg(long, value_name = "DIR")]
    pub save: Option<PathBuf>,
    /// How to show progress on stderr
    #[arg(long, value_enum, value_name = "HOW", default_value_t = ProgressChoice::Auto)]
    pub progress: ProgressChoice,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", value_parser = FormatParser(DocumentKind::Endings))]
    pub output: Format,
}

/// The states to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GoalChoice {
    /// Complete or Failed, whichever comes first
    Finished,
    /// Complete; returns too when the Job fails, with exit code 1
    Complete,
    /// Failed: exit code 0 if the Job failed, 1 if it completed
    Failed,
    /// The first pod is running or has run
    Started,
    /// Suspended, with all pods stopped
    Suspended,
}

impl From<GoalChoice> for Goal {
    fn from(choice: GoalChoice) -> Self {
        match choice {
            GoalChoice::Finished | GoalChoice::Complete => Self::Complete,
            GoalChoice::Failed => Self::Failed,
            GoalChoice::Started => Self::Started,
            GoalChoice::Suspended => Self::Suspended,
        }
    }
}

/// Which logs to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogsChoice {
    /// The last 100 lines of failed containers, once a Job has failed
    Failed,
    /// Every log, live
    All,
}

/// How to show progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProgressChoice {
    /// live if stderr is a terminal, otherwise lines
    Auto,
    /// A block that is redrawn in place; lines if stderr is not a terminal
    Live,
    /// One line per change of state
    Lines,
    /// No progress
    None,
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob wait report-nightly --timeout 30m
  cyjob wait -l app=report --fail-fast            all Jobs that have the label now
  cyjob wait job/migrate --wait-for-creation=1m --fail-if-blocked
  cyjob wait migrate --logs --save logs           for CI: the cause, and every log as a file
  cyjob wait import -o json | jq -r .verdict.reason
  cyjob wait ok-single --demo                     without a cluster

Exit codes:
    0  every Job is Complete
    1  a Job failed; with --propagate-exit-code: its container's exit code
    2  usage error
    3  not found, not created in time, deleted before it ended, or replaced by another Job of that name
    4  blocked for longer than --fail-if-blocked, or suspended with --fail-if-suspended
    5  could not read: kubeconfig, login, permissions, network, server, --from
  124  timed out (--timeout)
  130  interrupted (Ctrl-C); 143: terminated";
