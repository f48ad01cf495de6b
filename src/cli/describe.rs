//! `cyjob describe`.

use clap::Args;

use super::{SelectionArgs, format::FormatParser, number::number};
use crate::render::{DocumentKind, Format};

/// Arguments of `describe`.
#[derive(Args, Debug)]
pub struct DescribeArgs {
    /// Which Jobs.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Output format
    #[arg(short, long, value_name = "FORMAT", default_value = "text", value_parser = FormatParser(DocumentKind::Reports))]
    pub output: Format,
    /// Show the last N log lines of each kind of failing container (0: none)
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = number(0..=1000), allow_negative_numbers = true)]
    pub log_lines: u16,
    /// List every pod, not only the most relevant ones
    #[arg(long)]
    pub all: bool,
    /// Show values that look like credentials instead of masking them
    #[arg(long)]
    pub show_env: bool,
    /// Keep updating until every Job ends: in place on a terminal, otherwise one report per state change
    #[arg(short, long)]
    pub watch: bool,
    /// Exit with 0 only if every Job is Complete, otherwise with 1
    #[arg(long)]
    pub exit_status: bool,
}

impl DescribeArgs {
    /// Why these flags cannot be combined, if they cannot.
    pub(super) fn conflict(&self) -> Option<String> {
        self.output
            .refuses_to_go_on(DocumentKind::Reports)
            .filter(|_| self.watch)
    }
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob describe report-nightly -n shop
  cyjob describe cronjob/report job/import      several Jobs; all that exist are shown
  cyjob describe -l app=report -A -o json       all Jobs with a label
  kubectl get job,pod,event -o yaml | cyjob describe report --from -
  cyjob describe fail-oom --demo                without a cluster
  cyjob describe --demo                         list the built-in examples

Exit codes: 0 done, 2 usage error, 3 not found (-w: or deleted before it ended), 5 could not
read from the cluster or --from, 130 interrupted. With --exit-status: 1 if a Job is not Complete.";
