//! The command line together with the environment, the terminal and the clock: everything resolved, once.
//!
//! This is the only place that reads any of the three. Behind it `Auto` does not exist and nothing is ambient.

mod ambient;
mod assert;
mod list;
mod logs;
mod session;
mod zone;

use std::path::PathBuf;

use crate::{
    cli::{Cli, Command, ConnectionArgs, DescribeArgs, LogsChoice, ProgressChoice, VersionArgs, WaitArgs},
    client::{ClusterOptions, Environment, Source},
    render::{Detail, Format},
};

pub use ambient::{Ambient, program_name};
pub use assert::AssertSettings;
pub use list::ListSettings;
pub use logs::LogsSettings;
pub use session::{Screen, Session};

/// A command line with everything resolved.
pub struct Settings {
    /// What all commands need to know.
    pub session: Session,
    /// What to do.
    pub task: Task,
}

/// What to do.
pub enum Task {
    /// `describe`.
    Describe(Box<DescribeSettings>),
    /// `wait`.
    Wait(Box<WaitSettings>),
    /// `assert`.
    Assert(Box<AssertSettings>),
    /// `logs`.
    Logs(Box<LogsSettings>),
    /// `list`.
    List(Box<ListSettings>),
    /// `help`, with its topic.
    Help(Option<String>),
    /// `schema`, with its kind.
    Schema(Option<String>),
    /// `version`.
    Version(Box<VersionSettings>),
    /// `completions`.
    Completions(clap_complete::Shell),
}

impl Task {
    /// The form of the answer, of the tasks that have a choice of forms.
    pub fn format(&self) -> Option<&Format> {
        match self {
            Self::Describe(describe) => Some(&describe.format),
            Self::Wait(wait) => Some(&wait.format),
            Self::Assert(assert) => Some(&assert.format),
            Self::List(list) => Some(&list.format),
            Self::Logs(_) | Self::Help(_) | Self::Schema(_) | Self::Version(_) | Self::Completions(_) => None,
        }
    }
}

/// What `describe` needs to know beside the session.
pub struct DescribeSettings {
    /// What was asked for.
    pub arguments: DescribeArgs,
    /// The form of the answer.
    pub format: Format,
    /// How much a report tells.
    pub detail: Detail,
}

/// What `wait` needs to know beside the session.
pub struct WaitSettings {
    /// What was asked for.
    pub arguments: WaitArgs,
    /// The form of the answer.
    pub format: Format,
    /// How to show what goes on.
    pub progress: Progress,
}

/// What `version` needs to know beside the session.
pub struct VersionSettings {
    /// What was asked for.
    pub arguments: VersionArgs,
    /// The form of the answer.
    pub format: Format,
}

/// How to show what goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Lines that are drawn anew.
    Live,
    /// A line for each change of state.
    Lines,
    /// Nothing.
    None,
}

impl Settings {
    /// Resolves a command line in its surroundings.
    pub fn resolve(cli: Cli, ambient: &Ambient) -> Self {
        let source = source(&cli, ambient);
        let session = Session::new(source, cli.connection.namespace, &cli.appearance, ambient);
        let task = match cli.command {
            Command::Describe(arguments) => Task::Describe(Box::new(DescribeSettings {
                format: arguments.output.clone(),
                detail: Detail {
                    all_pods: arguments.all,
                    show_env: arguments.show_env,
                    ..Detail::default()
                },
                arguments,
            })),
            Command::Wait(arguments) => Task::Wait(Box::new(WaitSettings {
                format: arguments.output.clone(),
                progress: match arguments.progress {
                    // Lines of logs and a block that is drawn anew cannot share a screen.
                    ProgressChoice::Auto | ProgressChoice::Live
                        if arguments.logs == Some(LogsChoice::All) =>
                    {
                        Progress::Lines
                    }
                    // What is drawn anew needs a place that it can be drawn over.
                    ProgressChoice::Auto | ProgressChoice::Live if session.stderr.is_terminal => {
                        Progress::Live
                    }
                    ProgressChoice::Auto | ProgressChoice::Live | ProgressChoice::Lines => Progress::Lines,
                    ProgressChoice::None => Progress::None,
                },
                arguments,
            })),
            Command::Assert(arguments) => Task::Assert(Box::new(AssertSettings::new(arguments))),
            Command::Logs(arguments) => Task::Logs(Box::new(LogsSettings::new(arguments, &session.stdout))),
            Command::List(arguments) => Task::List(Box::new(ListSettings::new(arguments, &session.stdout))),
            Command::Help(arguments) => Task::Help(arguments.topic),
            Command::Schema(arguments) => Task::Schema(arguments.kind),
            Command::Version(arguments) => Task::Version(Box::new(VersionSettings {
                format: arguments.output.clone(),
                arguments,
            })),
            Command::Completions { shell } => Task::Completions(shell),
        };
        Self { session, task }
    }
}

fn source(cli: &Cli, ambient: &Ambient) -> Source {
    if cli.source.demo {
        Source::Demo {
            moment: cli.source.now,
        }
    } else if cli.source.from.is_empty() {
        Source::Cluster(Box::new(cluster_options(cli.connection.clone(), ambient)))
    } else {
        Source::Files {
            paths: cli.source.from.clone(),
            moment: cli.source.now,
        }
    }
}

fn cluster_options(flags: ConnectionArgs, ambient: &Ambient) -> ClusterOptions {
    // A flag with nothing in it, as `--token "$UNSET"`, is none.
    let path = |path: Option<PathBuf>| path.filter(|path| !path.as_os_str().is_empty());
    ClusterOptions {
        namespace: flags.namespace,
        kubeconfig: path(flags.kubeconfig),
        context: flags.context,
        cluster: flags.cluster,
        user: flags.user,
        server: flags.server,
        token: flags.token.filter(|token| !token.is_empty()).map(Into::into),
        as_user: flags.as_user,
        as_groups: flags.as_groups,
        as_uid: flags.as_uid,
        as_user_extra: flags.as_user_extra,
        certificate_authority: path(flags.certificate_authority),
        client_certificate: path(flags.client_certificate),
        client_key: path(flags.client_key),
        tls_server_name: flags.tls_server_name,
        insecure_skip_tls_verify: flags.insecure_skip_tls_verify,
        request_timeout: flags.request_timeout,
        disable_compression: flags.disable_compression,
        environment: Environment::from_lookup(|name| {
            ambient.variables.get(std::ffi::OsStr::new(name)).cloned()
        }),
        stdin_is_terminal: ambient.stdin_is_terminal,
        now: ambient.now,
    }
}
