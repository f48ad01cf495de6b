//! `cyjob describe`.

use clap::{Args, ValueEnum};

use super::SelectionArgs;

/// Arguments of `describe`.
#[derive(Args, Debug)]
pub struct DescribeArgs {
    /// Which Jobs.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Form of the answer [default: a report for people]
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    pub output: Option<OutputFormat>,
    /// Last lines to show of the log of each kind of failing container; 0 shows none
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(0..=1000))]
    pub log_lines: u16,
    /// List every pod, not only those that tell most
    #[arg(long)]
    pub all: bool,
    /// Show literal environment values whose name looks like a credential
    #[arg(long)]
    pub show_env: bool,
    /// Go on as things change until every Job has ended: in place on a terminal, else a report for each change of state
    #[arg(short, long)]
    pub watch: bool,
    /// Exit with the verdict: 0 only if every Job is Complete
    #[arg(long)]
    pub exit_status: bool,
}

/// Forms of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// The report with everything in it
    Wide,
    /// A versioned document, see the README
    Json,
    /// The same as YAML
    Yaml,
    /// job.batch/NAME
    Name,
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob describe report-nightly -n shop
  cyjob describe cronjob/report job/import      several; a missing one hides none
  cyjob describe -l app=report -A -o json       all that carry a label
  kubectl get job,pod,event -o yaml | cyjob describe report --from -
  cyjob describe fail-oom --demo                without a cluster
  cyjob describe --demo                         says which examples there are

Exit codes: 0 done, 2 usage, 3 not found, 5 could not ask; with --exit-status 1 if a Job is not Complete.
With -w 130 after Ctrl-C, 3 if the Job was deleted before it ended";
