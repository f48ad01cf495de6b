//! What can be typed: clap types and their help, nothing else.
//!
//! Nothing here reads the environment or the terminal; `settings` turns these types into resolved ones. `Auto` exists
//! only here.

mod assert;
mod connection;
mod describe;
mod duration;
mod list;
mod logs;
mod selection;
mod switches;
mod wait;

pub use assert::{AssertArgs, AssertionOutput, End, LimitArgs};
pub use connection::{ConnectionArgs, SourceArgs};
pub use describe::{DescribeArgs, OutputFormat};
pub use list::{FilterArgs, ListArgs, ListFormat, SortBy};
pub use logs::{
    LineArgs, LogsArgs, LogsFormat, MOST_MERGED_STREAMS, MOST_STREAMS, PrefixChoice, WhichLinesArgs,
    WhichLogsArgs,
};
pub use selection::SelectionArgs;
pub use wait::{GoalChoice, LogsChoice, ProgressChoice, WaitArgs, WaitFormat};

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum, error::ErrorKind};
use clap_complete::Shell;

use crate::facts::JobRefError;

/// Did this Kubernetes Job succeed; if not, why; what now?
#[derive(Debug, Parser)]
#[command(
    name = "cyjob",
    version,
    about,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = EXAMPLES,
    after_long_help = LONG_EXAMPLES,
    subcommand_help_heading = "Commands"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Which cluster to ask, and as whom.
    #[command(flatten)]
    pub connection: ConnectionArgs,
    /// Other sources of objects.
    #[command(flatten)]
    pub source: SourceArgs,
    /// How the answer looks.
    #[command(flatten)]
    pub appearance: AppearanceArgs,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say what became of Jobs, why, and what to do
    #[command(visible_alias = "explain", after_help = describe::EXAMPLES)]
    Describe(DescribeArgs),
    /// Wait until Jobs have ended, and exit with the verdict
    #[command(after_help = wait::EXAMPLES)]
    Wait(WaitArgs),
    /// Check that Jobs succeeded and kept to limits; the exit code tells
    #[command(after_help = assert::EXAMPLES)]
    Assert(AssertArgs),
    /// List Jobs with what became of each
    #[command(visible_aliases = ["ls", "get"], after_help = list::EXAMPLES)]
    List(ListArgs),
    /// Print all that Jobs wrote: every attempt, index and container; with -f until they have ended
    #[command(after_help = logs::EXAMPLES)]
    Logs(LogsArgs),
    /// Print the completion script for a shell
    #[command(
        after_help = "Examples:\n  cyjob completions bash > /etc/bash_completion.d/cyjob\n  source <(cyjob completions zsh)"
    )]
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// How the answer looks.
#[derive(Args, Debug)]
#[command(next_help_heading = "Appearance")]
pub struct AppearanceArgs {
    /// Colour: auto is on for a terminal unless NO_COLOR is set, and where CLICOLOR_FORCE is
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
    /// Columns to fill [default: the terminal's, else 80]
    #[arg(long, global = true, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    pub width: Option<u16>,
    /// Write times in UTC instead of the local zone
    #[arg(long, global = true)]
    pub utc: bool,
    /// Say more on standard error: the files that --from skipped
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// Where a person looks.
    Auto,
    /// In pipes and files too.
    Always,
    /// Not at all.
    Never,
}

const EXAMPLES: &str = "Examples:
  cyjob describe report-nightly -n shop     why did it fail?
  cyjob describe cronjob/report -o json     the newest run, for jq
  cyjob wait import --timeout 30m           until it has ended; what became of it?
  cyjob logs import --failed                what did the failed attempts write?
  cyjob list -A --failed --since 12h        what failed last night?
  cyjob describe fail-oom --demo            without a cluster
  cyjob assert import --max-failed 0        did it succeed at the first try?

Exit codes: 0 done, 1 the Job failed (wait, --exit-status) or an assertion does not hold, 2 usage,
3 not found, 4 held up or suspended (wait), 5 could not ask, 124 --timeout passed (wait)";

const LONG_EXAMPLES: &str = "Examples:
  cyjob describe report-nightly -n shop     why did it fail?
  cyjob describe cronjob/report -o json     the newest run, for jq
  cyjob wait import --timeout 30m           until it has ended; what became of it?
  cyjob logs import --failed                what did the failed attempts write?
  cyjob list -A --failed --since 12h        what failed last night?
  cyjob describe fail-oom --demo            without a cluster
  cyjob assert import --max-failed 0        did it succeed at the first try?

Exit codes:
    0  done; wait and --exit-status: the Job is Complete; assert: and every assertion holds
    1  wait: the Job failed; --exit-status: or has not ended; assert: one does not hold, or is unknown
    2  usage
    3  not found; wait: or not created in time, deleted before it ended, or replaced by a namesake
    4  wait: held up for longer than --fail-if-blocked, or suspended with --fail-if-suspended
    5  could not ask: kubeconfig, login, rights, network, server, unreadable --from
  124  wait: --timeout passed
  130  wait and -w: interrupted; 143: terminated
  With several Jobs the worst is reported, in the order 5, 3, 4, 124, 1, 0; 2 comes before all.";

impl Cli {
    /// Reads the words of a command line. `program` is how the person calls cyjob: `kubectl cyjob` as a plugin.
    ///
    /// # Errors
    ///
    /// What clap has to say: a usage error, or the text of `--help` and `--version`.
    pub fn read(program: &str, words: Vec<std::ffi::OsString>) -> Result<Self, clap::Error> {
        let mut command = command(program);
        let words = switches::without_values(&command, words);
        let matches = command.try_get_matches_from_mut(words)?;
        let mut cli = Self::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
        let mut refuse = |kind, message: String| {
            let asked = matches.subcommand_name();
            match asked.and_then(|name| command.find_subcommand_mut(name)) {
                Some(asked) => asked.error(kind, message),
                None => clap::Error::raw(kind, message),
            }
        };
        if let Some(message) = cli.source.conflict(&cli.connection) {
            return Err(refuse(ErrorKind::ArgumentConflict, message));
        }
        if let Command::Wait(wait) = &mut cli.command {
            wait.selection.all = wait.all;
        }
        if let Some(message) = cli.command.conflict() {
            return Err(refuse(ErrorKind::ArgumentConflict, message.to_owned()));
        }
        cli.command
            .read_names()
            .map_err(|error| refuse(ErrorKind::ValueValidation, error.to_string()))?;
        if cli.names_nothing() {
            let or = match cli.command {
                Command::Describe(_) | Command::Logs(_) => ", or --demo for the examples",
                Command::Wait(_) => ", or --all",
                Command::List(_) | Command::Assert(_) | Command::Completions { .. } => "",
            };
            let message = format!("which Job? Give a NAME, or -l SELECTOR{or}");
            return Err(refuse(ErrorKind::MissingRequiredArgument, message));
        }
        Ok(cli)
    }

    /// Whether Jobs are needed and none are named. Without a name, `--demo` lists its examples.
    fn names_nothing(&self) -> bool {
        match &self.command {
            Command::Describe(describe) => describe.selection.is_empty() && !self.source.demo,
            Command::Logs(logs) => logs.selection.is_empty() && !self.source.demo,
            Command::Wait(wait) => wait.selection.is_empty(),
            Command::Assert(assert) => assert.selection.is_empty(),
            Command::List(_) | Command::Completions { .. } => false,
        }
    }
}

impl Command {
    /// Reads the names of Jobs, for a command that takes them.
    fn read_names(&mut self) -> Result<(), JobRefError> {
        match self {
            Self::Describe(describe) => describe.selection.read_names(),
            Self::Wait(wait) => wait.selection.read_names(),
            Self::Assert(assert) => assert.selection.read_names(),
            Self::Logs(logs) => logs.selection.read_names(),
            Self::List(list) => list.read_names(),
            Self::Completions { .. } => Ok(()),
        }
    }

    /// Why its own flags do not go together.
    fn conflict(&self) -> Option<&'static str> {
        match self {
            Self::Assert(assert) => assert.limits.conflict(),
            Self::Logs(logs) => logs.conflict(),
            Self::Describe(_) | Self::List(_) | Self::Wait(_) | Self::Completions { .. } => None,
        }
    }
}

/// The command line as clap knows it; completions are made from it too.
pub fn command(program: &str) -> clap::Command {
    let command = Cli::command().bin_name(program.to_owned());
    if program == "cyjob" {
        command
    } else {
        in_words_of(program, command)
    }
}

/// Writes the examples as the person calls the program.
fn in_words_of(program: &str, command: clap::Command) -> clap::Command {
    let reword = |text: Option<&clap::builder::StyledStr>| {
        text.map(|text| text.to_string().replace("cyjob ", &format!("{program} ")))
            .unwrap_or_default()
    };
    let (short, long) = (
        reword(command.get_after_help()),
        reword(command.get_after_long_help()),
    );
    command
        .after_help(short)
        .after_long_help(long)
        .mut_subcommands(|inner| {
            let help = reword(inner.get_after_help());
            if help.is_empty() {
                inner
            } else {
                inner.after_help(help)
            }
        })
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn the_definition_holds_together() {
        command("cyjob").debug_assert();
    }

    #[test]
    fn a_plugin_speaks_of_kubectl() {
        let help = command("kubectl cyjob").render_long_help().to_string();
        assert!(help.contains("Usage: kubectl cyjob"), "{help}");
        assert!(help.contains("  kubectl cyjob describe report-nightly"), "{help}");
        assert!(!help.contains("  cyjob describe"), "{help}");
        let mut whole = command("kubectl cyjob");
        for name in ["describe", "list", "wait", "assert", "logs", "completions"] {
            let help = whole
                .find_subcommand_mut(name)
                .unwrap()
                .render_long_help()
                .to_string();
            let calls = help.matches("cyjob ").count();
            assert!(calls > 1, "{help}");
            assert_eq!(help.matches("kubectl cyjob ").count(), calls, "{help}");
        }
    }
}
