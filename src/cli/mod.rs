//! The command line: clap types and their help, nothing else.
//!
//! Must not read the environment or the terminal; `settings` resolves these types. `Auto` exists only here.

mod assert;
mod connection;
mod describe;
mod duration;
mod format;
mod help;
mod list;
mod logs;
mod number;
mod schema;
mod selection;
mod switches;
mod version;
mod wait;

pub use assert::{AssertArgs, End, LimitArgs};
pub use connection::{ConnectionArgs, SourceArgs};
pub use describe::DescribeArgs;
pub use help::HelpArgs;
pub use list::{FilterArgs, ListArgs, SortBy};
pub use logs::{
    LineArgs, LogsArgs, LogsFormat, MOST_MERGED_STREAMS, MOST_STREAMS, PrefixChoice, WhichLinesArgs,
    WhichLogsArgs,
};
pub use schema::SchemaArgs;
pub use selection::SelectionArgs;
pub use version::VersionArgs;
pub use wait::{GoalChoice, LogsChoice, ProgressChoice, WaitArgs};

use clap::{
    Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum,
    error::{ContextKind, ContextValue, ErrorKind},
};
use clap_complete::Shell;

use crate::facts::JobRefError;

/// Did this Kubernetes Job succeed? If not, why? And what now?
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
    /// The command.
    #[command(subcommand)]
    pub command: Command,
    /// Which cluster to read, and as which user.
    #[command(flatten)]
    pub connection: ConnectionArgs,
    /// Other sources of objects.
    #[command(flatten)]
    pub source: SourceArgs,
    /// How the output looks.
    #[command(flatten)]
    pub appearance: AppearanceArgs,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Explain what happened to Jobs: the verdict, the cause, what to do
    #[command(visible_alias = "explain", after_help = describe::EXAMPLES)]
    Describe(DescribeArgs),
    /// Wait until Jobs end; the exit code is the verdict
    #[command(after_help = wait::EXAMPLES)]
    Wait(WaitArgs),
    /// Check that Jobs succeeded and stayed within limits; exit 1 if not
    #[command(after_help = assert::EXAMPLES)]
    Assert(AssertArgs),
    /// List Jobs with their true state
    #[command(visible_aliases = ["ls", "get"], after_help = list::EXAMPLES)]
    List(ListArgs),
    /// Print the logs of Jobs: every attempt, index and container
    #[command(after_help = logs::EXAMPLES)]
    Logs(LogsArgs),
    /// Print the help of a command, or what a rule means
    #[command(after_help = help::EXAMPLES)]
    Help(HelpArgs),
    /// Print the JSON Schema of a document, or the kinds of documents
    #[command(after_help = schema::EXAMPLES)]
    Schema(SchemaArgs),
    /// Print the versions of cyjob and of the server
    #[command(after_help = version::EXAMPLES)]
    Version(VersionArgs),
    /// Print a shell completion script
    #[command(
        after_help = "Examples:\n  cyjob completions bash > /etc/bash_completion.d/cyjob\n  source <(cyjob completions zsh)"
    )]
    Completions {
        /// Shell that runs the script
        shell: Shell,
    },
}

/// How the output looks.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub struct AppearanceArgs {
    /// When to use colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
    /// Wrap text at this many columns [default: the terminal's width; a pipe or file gets whole lines]
    #[arg(long, global = true, value_name = "COLUMNS", value_parser = number::number(40..=1000), allow_negative_numbers = true)]
    pub width: Option<u16>,
    /// Show times in UTC instead of local time
    #[arg(long, global = true)]
    pub utc: bool,
    /// Print more on stderr: each request and the files that --from skipped; -vv also each decision
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set
    Auto,
    /// In pipes and files too
    Always,
    /// Nowhere
    Never,
}

const EXAMPLES: &str = "Examples:
  cyjob describe report-nightly -n shop     why did the Job fail?
  cyjob describe cronjob/report -o json     the newest run, for jq
  cyjob wait import --timeout 30m           wait until the Job ends; did it succeed?
  cyjob assert import --max-failed 0        did it succeed at the first attempt?
  cyjob list -A --failed --since 12h        what failed last night?
  cyjob logs import --failed                what did the failed attempts write?
  cyjob describe fail-oom --demo            without a cluster

Exit codes: 0 done, 1 a Job failed (wait, --exit-status) or an assertion failed, 2 usage error,
3 not found, 4 blocked or suspended (wait), 5 could not read from the cluster, 124 timed out";

const LONG_EXAMPLES: &str = "Examples:
  cyjob describe report-nightly -n shop     why did the Job fail?
  cyjob describe cronjob/report -o json     the newest run, for jq
  cyjob wait import --timeout 30m           wait until the Job ends; did it succeed?
  cyjob assert import --max-failed 0        did it succeed at the first attempt?
  cyjob list -A --failed --since 12h        what failed last night?
  cyjob logs import --failed                what did the failed attempts write?
  cyjob describe fail-oom --demo            without a cluster

Exit codes:
    0  done; wait, --exit-status: every Job is Complete; assert: every assertion holds
    1  wait: a Job failed; --exit-status: a Job is not Complete; assert: an assertion failed or is
       unknown
    2  usage error
    3  not found; wait: or not created in time, deleted, or replaced by another Job of that name
    4  wait: blocked for longer than --fail-if-blocked, or suspended with --fail-if-suspended
    5  could not read: kubeconfig, login, permissions, network, server, --from
  124  wait, logs: timed out (--timeout)
  130  interrupted (Ctrl-C); 143: terminated
  With several Jobs, the first of 5, 3, 4, 124, 1, 0 that applies; 2 comes before all.";

impl Cli {
    /// Parses a command line. `program` is how the user calls cyjob: `kubectl cyjob` as a plugin.
    ///
    /// # Errors
    ///
    /// Clap's usage error, or the text of `--help` or `--version`.
    pub fn read(program: &str, words: Vec<std::ffi::OsString>) -> Result<Self, clap::Error> {
        let mut command = command(program);
        let words = switches::without_values(&command, words);
        if let Some(word) = switches::verbosity_level(&words) {
            let message =
                format!("{word}: cyjob has no levels; use -v for each request, -vv also for each decision");
            return Err(command.error(ErrorKind::InvalidValue, message));
        }
        let matches = command
            .try_get_matches_from_mut(words)
            .map_err(without_escape_tip)?;
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
            return Err(refuse(ErrorKind::ArgumentConflict, message));
        }
        cli.command
            .read_names()
            .map_err(|error| refuse(ErrorKind::ValueValidation, error.to_string()))?;
        if cli.names_nothing() {
            let choices = match cli.command {
                Command::Describe(_) | Command::Logs(_) => {
                    "NAME, -l SELECTOR, or --demo to list the examples"
                }
                Command::Wait(_) => "NAME, -l SELECTOR or --all",
                Command::List(_)
                | Command::Assert(_)
                | Command::Help(_)
                | Command::Schema(_)
                | Command::Version(_)
                | Command::Completions { .. } => "NAME or -l SELECTOR",
            };
            let message = format!("no Job given: use {choices}");
            return Err(refuse(ErrorKind::MissingRequiredArgument, message));
        }
        Ok(cli)
    }

    /// Whether the command needs Jobs and none are given. `--demo` without a name lists the examples.
    fn names_nothing(&self) -> bool {
        match &self.command {
            Command::Describe(describe) => describe.selection.is_empty() && !self.source.demo,
            Command::Logs(logs) => logs.selection.is_empty() && !self.source.demo,
            Command::Wait(wait) => wait.selection.is_empty(),
            Command::Assert(assert) => assert.selection.is_empty(),
            Command::List(_)
            | Command::Help(_)
            | Command::Schema(_)
            | Command::Version(_)
            | Command::Completions { .. } => false,
        }
    }
}

impl Command {
    /// Reads the names of Jobs, if the command takes any.
    fn read_names(&mut self) -> Result<(), JobRefError> {
        match self {
            Self::Describe(describe) => describe.selection.read_names(),
            Self::Wait(wait) => wait.selection.read_names(),
            Self::Assert(assert) => assert.selection.read_names(),
            Self::Logs(logs) => logs.selection.read_names(),
            Self::List(list) => list.read_names(),
            Self::Help(_) | Self::Schema(_) | Self::Version(_) | Self::Completions { .. } => Ok(()),
        }
    }

    /// Why the command's own flags cannot be combined, if they cannot.
    fn conflict(&self) -> Option<String> {
        match self {
            Self::Describe(describe) => describe.conflict(),
            Self::List(list) => list.conflict(),
            Self::Assert(assert) => assert.limits.conflict().map(str::to_owned),
            Self::Logs(logs) => logs.conflict().map(str::to_owned),
            Self::Wait(_) | Self::Help(_) | Self::Schema(_) | Self::Version(_) | Self::Completions { .. } => {
                None
            }
        }
    }
}

/// Drops clap's tip to write `-- --flag` for a mistyped flag: no Job's name starts with a hyphen.
fn without_escape_tip(mut error: clap::Error) -> clap::Error {
    if error.kind() == ErrorKind::UnknownArgument {
        error.insert(ContextKind::Suggested, ContextValue::None);
    }
    error
}

/// The clap definition of the command line; completions are generated from it.
pub fn command(program: &str) -> clap::Command {
    let command = Cli::command().bin_name(program.to_owned());
    if program == "cyjob" {
        command
    } else {
        in_words_of(program, command)
    }
}

/// Rewrites the examples to call the program as the user does.
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
