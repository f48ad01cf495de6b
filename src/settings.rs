//! The command line together with the environment, the terminal and the clock: everything resolved, once.
//!
//! This is the only place that reads any of the three. Behind it `Auto` does not exist and nothing is ambient.

use std::{collections::HashMap, ffi::OsString, io::IsTerminal as _, path::PathBuf};

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    cli::{Cli, ColorChoice, Command, ConnectionArgs, DescribeArgs, OutputFormat},
    client::{ClusterOptions, Environment, Source},
    render::{Format, Style},
};

/// Columns where no terminal says how many.
const DEFAULT_WIDTH: usize = 80;
/// Lines longer than this are hard to read, however wide the terminal.
const WIDEST: usize = 200;

/// What surrounds the process.
pub struct Ambient {
    /// How the person calls the program.
    pub program: &'static str,
    /// Environment variables.
    pub variables: HashMap<OsString, OsString>,
    /// Columns of the terminal that standard output is; `None` where it is none.
    pub stdout_columns: Option<usize>,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// The clock.
    pub now: Timestamp,
    /// The local time zone.
    pub zone: TimeZone,
}

impl Ambient {
    /// Looks around, once.
    #[expect(clippy::disallowed_methods, reason = "here, and only here, the clock is read")]
    pub fn capture(program: &'static str) -> Self {
        Self {
            program,
            variables: std::env::vars_os().collect(),
            stdout_columns: terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0)),
            stdout_is_terminal: std::io::stdout().is_terminal(),
            stdin_is_terminal: std::io::stdin().is_terminal(),
            now: Timestamp::now(),
            zone: TimeZone::system(),
        }
    }

    /// A variable that is set to something.
    fn variable(&self, name: &str) -> Option<&str> {
        self.variables
            .get(std::ffi::OsStr::new(name))?
            .to_str()
            .filter(|value| !value.is_empty())
    }

    /// NO_COLOR (no-color.org) and CLICOLOR_FORCE (bixense.com/clicolors) override what the terminal suggests.
    fn wants_color(&self) -> bool {
        let forced = self.variable("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        let is_able = self.stdout_is_terminal && self.variable("TERM") != Some("dumb");
        self.variable("NO_COLOR").is_none() && (forced || is_able && self.variable("CLICOLOR") != Some("0"))
    }

    /// Whether the locale is UTF-8, by the variables in the order in which POSIX lets them win. Where none is set, as in
    /// most containers, UTF-8 is the better guess; the `C` and `POSIX` locales are a decision.
    fn speaks_unicode(&self) -> bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .iter()
            .find_map(|name| self.variable(name));
        locale.is_none_or(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        })
    }
}

/// How the person calls the program: kubectl runs a plugin by a file name of this form.
pub fn program_name(argument: Option<&OsString>) -> &'static str {
    let file = argument.map(PathBuf::from);
    let stem = file
        .as_ref()
        .and_then(|file| file.file_stem())
        .and_then(|stem| stem.to_str());
    if stem.is_some_and(|stem| stem.starts_with("kubectl-")) {
        "kubectl cyjob"
    } else {
        "cyjob"
    }
}

/// Everything that `describe` needs to know.
pub struct DescribeSettings {
    /// How the person calls the program.
    pub program: &'static str,
    /// What was asked for.
    pub arguments: DescribeArgs,
    /// Where the objects come from.
    pub source: Source,
    /// The namespace that was named.
    pub namespace: Option<String>,
    /// The form of the answer.
    pub format: Format,
    /// The look of a report for people.
    pub style: Style,
    /// Whether to list what `--from` skipped.
    pub verbose: bool,
    /// The clock.
    pub now: Timestamp,
}

/// A command with everything resolved.
pub enum Settings {
    /// `describe`.
    Describe(Box<DescribeSettings>),
    /// `completions`.
    Completions(clap_complete::Shell),
}

impl Settings {
    /// Resolves a command line in its surroundings.
    pub fn resolve(cli: Cli, ambient: &Ambient) -> Self {
        let source = source(&cli, ambient);
        let style = style(&cli, ambient);
        match cli.command {
            Command::Describe(arguments) => Self::Describe(Box::new(DescribeSettings {
                program: ambient.program,
                format: format(arguments.output),
                style: Style {
                    wide: arguments.output == Some(OutputFormat::Wide),
                    all_pods: arguments.all,
                    show_env: arguments.show_env,
                    ..style
                },
                arguments,
                source,
                namespace: cli.connection.namespace,
                verbose: cli.appearance.verbose,
                now: ambient.now,
            })),
            Command::Completions { shell } => Self::Completions(shell),
        }
    }
}

fn format(output: Option<OutputFormat>) -> Format {
    match output {
        None | Some(OutputFormat::Wide) => Format::Text,
        Some(OutputFormat::Json) => Format::Json,
        Some(OutputFormat::Yaml) => Format::Yaml,
        Some(OutputFormat::Name) => Format::Name,
    }
}

fn style(cli: &Cli, ambient: &Ambient) -> Style {
    let terminal = ambient.stdout_columns.filter(|_| ambient.stdout_is_terminal);
    let columns = || {
        ambient
            .variable("COLUMNS")
            .and_then(|columns| columns.parse().ok())
    };
    let width = terminal
        .or_else(columns)
        .unwrap_or(DEFAULT_WIDTH)
        .clamp(40, WIDEST);
    Style {
        width: cli.appearance.width.map_or(width, usize::from),
        color: match cli.appearance.color {
            ColorChoice::Auto => ambient.wants_color(),
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        },
        unicode: ambient.speaks_unicode(),
        zone: if cli.appearance.utc {
            TimeZone::UTC
        } else {
            ambient.zone.clone()
        },
        wide: false,
        all_pods: false,
        show_env: false,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn ambient(variables: &[(&str, &str)], is_terminal: bool) -> Ambient {
        Ambient {
            program: "cyjob",
            variables: variables
                .iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            stdout_columns: Some(132),
            stdout_is_terminal: is_terminal,
            stdin_is_terminal: is_terminal,
            now: Timestamp::UNIX_EPOCH,
            zone: TimeZone::UTC,
        }
    }

    #[test]
    fn colour_follows_the_terminal_until_somebody_decides() {
        type Case = (&'static [(&'static str, &'static str)], bool, bool);
        let cases: [Case; 8] = [
            (&[], true, true),
            (&[], false, false),
            (&[("NO_COLOR", "1")], true, false),
            (&[("NO_COLOR", "")], true, true),
            (&[("CLICOLOR_FORCE", "1")], false, true),
            (&[("CLICOLOR_FORCE", "0")], false, false),
            (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], true, false),
            (&[("TERM", "dumb")], true, false),
        ];
        for (variables, is_terminal, expected) in cases {
            assert_eq!(
                ambient(variables, is_terminal).wants_color(),
                expected,
                "{variables:?} terminal: {is_terminal}"
            );
        }
    }

    #[test]
    fn the_locale_decides_between_unicode_and_ascii() {
        let cases: [(&[(&str, &str)], bool); 6] = [
            (&[], true),
            (&[("LANG", "en_GB.UTF-8")], true),
            (&[("LANG", "C")], false),
            (&[("LANG", "de_DE.ISO-8859-1")], false),
            (&[("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")], false),
            (&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8"), ("LANG", "C")], true),
        ];
        for (variables, expected) in cases {
            assert_eq!(
                ambient(variables, true).speaks_unicode(),
                expected,
                "{variables:?}"
            );
        }
    }

    #[test]
    fn a_plugin_knows_its_name() {
        let named = |file: &str| program_name(Some(&file.into()));
        assert_eq!(named("/usr/local/bin/kubectl-cyjob"), "kubectl cyjob");
        assert_eq!(named("kubectl-cyjob.exe"), "kubectl cyjob");
        assert_eq!(named("./cyjob"), "cyjob");
        assert_eq!(program_name(None), "cyjob");
    }
}
