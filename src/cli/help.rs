//! `cyjob help`.

use clap::Args;

/// What `help` takes.
#[derive(Args, Debug)]
pub struct HelpArgs {
    /// A command, a rule such as oom-killed, or `rules` to list all rules
    #[arg(value_name = "TOPIC")]
    pub topic: Option<String>,
}

pub(super) const EXAMPLES: &str = "Examples:
  cyjob help wait              the help of a command
  cyjob help oom-killed        what a rule means: cause, advice, sources
  cyjob help rules             all rules";
