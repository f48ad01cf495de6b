//! The environment, the terminal and the clock, as they are when the program starts.

use std::{collections::HashMap, ffi::OsString, fs::File, io::IsTerminal as _, path::PathBuf};

use jiff::{Timestamp, tz::TimeZone};

use super::zone;

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
    /// Whether standard output is a file, which nobody reads as it is written.
    pub stdout_is_file: bool,
    /// Columns of the terminal that standard error is; `None` where it is none.
    pub stderr_columns: Option<usize>,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// The clock.
    pub now: Timestamp,
    /// The local time zone.
    pub zone: TimeZone,
    /// Why that is not the zone that `TZ` names.
    pub zone_warning: Option<String>,
}

impl Ambient {
    /// Looks around, once.
    #[expect(clippy::disallowed_methods, reason = "here, and only here, the clock is read")]
    pub fn capture(program: &'static str) -> Self {
        let (tz, tzdir) = (std::env::var_os("TZ"), std::env::var_os("TZDIR"));
        let (zone, zone_warning) = zone::local(tz.as_deref(), tzdir.as_deref());
        Self {
            program,
            variables: std::env::vars_os().collect(),
            stdout_columns: stdout_columns(),
            stdout_is_terminal: std::io::stdout().is_terminal(),
            stdout_is_file: stdout_is_file(),
            stderr_columns: stderr_columns(),
            stderr_is_terminal: std::io::stderr().is_terminal(),
            stdin_is_terminal: std::io::stdin().is_terminal(),
            now: Timestamp::now(),
            zone,
            zone_warning,
        }
    }

    /// A variable that is set to something.
    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.variables
            .get(std::ffi::OsStr::new(name))?
            .to_str()
            .filter(|value| !value.is_empty())
    }

    /// NO_COLOR (no-color.org) and CLICOLOR_FORCE (bixense.com/clicolors) override what the terminal suggests.
    pub(super) fn wants_color(&self, is_terminal: bool) -> bool {
        let forced = self.variable("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        let is_able = is_terminal && self.variable("TERM") != Some("dumb");
        self.variable("NO_COLOR").is_none() && (forced || is_able && self.variable("CLICOLOR") != Some("0"))
    }

    /// Whether the locale is UTF-8, by the variables in the order in which POSIX lets them win. Where none is set, as in
    /// most containers, UTF-8 is the better guess; the `C` and `POSIX` locales are a decision.
    pub(super) fn speaks_unicode(&self) -> bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .iter()
            .find_map(|name| self.variable(name));
        locale.is_none_or(|locale| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        })
    }
}

/// Whether standard output is a regular file: no pipe, no terminal, no device.
fn stdout_is_file() -> bool {
    #[cfg(unix)]
    let copy = std::os::fd::AsFd::as_fd(&std::io::stdout()).try_clone_to_owned();
    #[cfg(windows)]
    let copy = std::os::windows::io::AsHandle::as_handle(&std::io::stdout()).try_clone_to_owned();
    let about = copy.and_then(|copy| File::from(copy).metadata());
    about.is_ok_and(|about| about.is_file())
}

/// Columns of the terminal that standard output is now.
pub(super) fn stdout_columns() -> Option<usize> {
    columns(terminal_size::terminal_size_of(std::io::stdout()))
}

/// Columns of the terminal that standard error is now.
pub(super) fn stderr_columns() -> Option<usize> {
    columns(terminal_size::terminal_size_of(std::io::stderr()))
}

fn columns(size: Option<(terminal_size::Width, terminal_size::Height)>) -> Option<usize> {
    size.map(|(columns, _)| usize::from(columns.0))
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::settings) fn ambient(variables: &[(&str, &str)], is_terminal: bool) -> Ambient {
        Ambient {
            program: "cyjob",
            variables: variables
                .iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            stdout_columns: Some(132),
            stdout_is_terminal: is_terminal,
            stdout_is_file: false,
            stderr_columns: Some(132),
            stderr_is_terminal: is_terminal,
            stdin_is_terminal: is_terminal,
            now: Timestamp::UNIX_EPOCH,
            zone: TimeZone::UTC,
            zone_warning: None,
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
                ambient(variables, is_terminal).wants_color(is_terminal),
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
