//! `cyjob wait`.

use std::{path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};

use super::{SelectionArgs, duration::duration};
use crate::model::Goal;

/// Arguments of `wait`.
#[derive(Args, Debug)]
pub struct WaitArgs {
    /// Which Jobs.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// All Jobs of the namespace, or with -A of all
    #[arg(long, conflicts_with_all = ["words", "selector"])]
    pub all: bool,
    /// What to wait for
    #[arg(long = "for", value_enum, value_name = "STATE", default_value_t = GoalChoice::Finished, ignore_case = true)]
    pub goal: GoalChoice,
    /// Give up after this time, as `90s` or `1h`; 0 looks once [default: none, the Job's own deadline is the limit]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub timeout: Option<Duration>,
    /// Return as soon as one Job is done, with its verdict
    #[arg(long)]
    pub any: bool,
    /// Return as soon as one Job has failed, or cannot succeed any more
    #[arg(long, conflicts_with = "any")]
    pub fail_fast: bool,
    /// Return once the outcome is decided (FailureTarget, SuccessCriteriaMet), while pods are still being stopped
    #[arg(long)]
    pub early: bool,
    /// Wait for Jobs that do not exist yet, at most this long if given
    #[arg(long, value_name = "DURATION", value_parser = duration, num_args = 0..=1, require_equals = true)]
    pub wait_for_creation: Option<Option<Duration>>,
    /// Give up on a Job that is held up (image, quota, scheduling, …) for this long; given bare: 5m
    #[arg(long, value_name = "DURATION", value_parser = duration, num_args = 0..=1, require_equals = true, default_missing_value = "5m")]
    pub fail_if_blocked: Option<Duration>,
    /// Give up on a Job that is suspended
    #[arg(long)]
    pub fail_if_suspended: bool,
    /// Of a failed Job, exit with the exit code of its failed container
    #[arg(long)]
    pub propagate_exit_code: bool,
    /// The container whose exit code counts [default: the first that failed]
    #[arg(short, long, value_name = "NAME", requires = "propagate_exit_code")]
    pub container: Option<String>,
    /// Print logs on standard error: of what failed the last 100 lines, not 10, or all as they come; given bare: failed
    #[arg(long, value_enum, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "failed")]
    pub logs: Option<LogsChoice>,
    /// Write each log to a file in this folder while it comes, with an index of the files
    #[arg(long, value_name = "DIR")]
    pub save: Option<PathBuf>,
    /// How to show on standard error what goes on: auto is live on a terminal, else lines
    #[arg(long, value_enum, value_name = "HOW", default_value_t = ProgressChoice::Auto)]
    pub progress: ProgressChoice,
    /// Form of the answer [default: a line for each Job]
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub output: Option<WaitFormat>,
}

/// What can be waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GoalChoice {
    /// Complete or Failed, whichever comes
    Finished,
    /// Complete; a Job that failed cannot get there, so this too ends with it
    Complete,
    /// Failed: 0 if it did, 1 if it completed
    Failed,
    /// The first pod runs, or has run
    Started,
    /// The controller has stopped all pods of a suspended Job
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

/// Which logs are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogsChoice {
    /// The last 100 lines of containers that failed, once a Job has failed
    Failed,
    /// All, as they come
    All,
}

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProgressChoice {
    /// As standard error is a terminal or not
    Auto,
    /// Lines that are drawn anew; where standard error is no terminal, as lines
    Live,
    /// A line for each change of state
    Lines,
    /// Nothing
    None,
}

/// Forms of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WaitFormat {
    /// The reports, as those of describe
    Json,
    /// The same as YAML
    Yaml,
    /// job.batch/NAME
    Name,
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob wait report-nightly --timeout 30m
  cyjob wait -l app=report --fail-fast            all that carry a label now
  cyjob wait job/migrate --wait-for-creation=1m --fail-if-blocked
  cyjob wait migrate --logs --save logs           for CI: why, and all that was written
  cyjob wait import -o json | jq -r .verdict.reason
  cyjob wait ok-single --demo                     without a cluster

Exit codes:
    0  every Job is Complete
    1  a Job failed; with --propagate-exit-code its container's exit code
    2  usage
    3  not found, deleted before it ended, replaced by a namesake, or not created in time
    4  held up for longer than --fail-if-blocked, or suspended with --fail-if-suspended
    5  could not ask: kubeconfig, login, rights, network, server, unreadable --from
  124  --timeout passed
  130  interrupted; 143: terminated";
