//! What all commands need to know: where to ask, as of when, and how the two streams look.

use jiff::tz::TimeZone;
use tower::util::rng::{HasherRng, Rng as _};

use super::ambient::{Ambient, stderr_columns, stdout_columns};
use crate::{
    cli::{AppearanceArgs, ColorChoice},
    client::Source,
    clock::Clock,
    render::Style,
};

/// Columns of a terminal that does not say how many it has.
const DEFAULT_WIDTH: usize = 80;
/// Lines longer than this are hard to read, however wide the terminal.
const WIDEST: usize = 200;

/// What all commands need to know.
pub struct Session {
    /// How the person calls the program.
    pub program: &'static str,
    /// Where the objects come from.
    pub source: Source,
    /// The namespace that was named.
    pub namespace: Option<String>,
    /// Standard output: the answer.
    pub stdout: Screen,
    /// Standard error: everything else.
    pub stderr: Screen,
    /// How much to tell beside the answer: 1 each request and skipped file, 2 each decision, too.
    pub verbose: u8,
    /// The token between whose two lines a runner of GitHub Actions that reads standard output takes nothing for a command; `None` where
    /// none reads it.
    pub workflow_guard: Option<String>,
    /// Whether a runner of GitHub Actions reads standard error.
    pub is_in_workflow: bool,
    /// What to tell the person before anything else.
    pub warnings: Vec<String>,
    /// The clock.
    pub clock: Clock,
}

/// Where text for people goes.
#[derive(Clone, Debug)]
pub struct Screen {
    /// Whether a person looks, so that lines may be drawn anew.
    pub is_terminal: bool,
    /// The look of text there, as the program started.
    pub style: Style,
    /// Measures the terminal's columns; `None` where the width is fixed.
    pub(super) columns: Option<fn() -> Option<usize>>,
}

impl Screen {
    /// The look of text there now: the terminal may have another width by now.
    pub fn current_style(&self) -> Style {
        let columns = self.columns.and_then(|columns| columns());
        Style {
            width: columns.map_or(self.style.width, clamped),
            ..self.style.clone()
        }
    }
}

/// The width of text on a terminal of so many columns.
fn clamped(columns: usize) -> usize {
    columns.clamp(40, WIDEST)
}

impl Session {
    pub(super) fn new(
        source: Source,
        namespace: Option<String>,
        appearance: &AppearanceArgs,
        ambient: &Ambient,
    ) -> Self {
        let screen = |is_terminal: bool, columns: Option<usize>, measure: fn() -> Option<usize>| Screen {
            is_terminal,
            style: style(appearance, ambient, is_terminal, columns),
            columns: (is_terminal && appearance.width.is_none()).then_some(measure),
        };
        Self {
            program: ambient.program,
            source,
            namespace,
            stdout: screen(ambient.stdout_is_terminal, ambient.stdout_columns, stdout_columns),
            stderr: screen(ambient.stderr_is_terminal, ambient.stderr_columns, stderr_columns),
            verbose: appearance.verbose,
            workflow_guard: workflow_guard(ambient),
            is_in_workflow: is_in_workflow(ambient),
            warnings: ambient
                .zone_warning
                .iter()
                .filter(|_| !appearance.utc)
                .cloned()
                .collect(),
            clock: Clock::at(ambient.now),
        }
    }
}

fn is_in_workflow(ambient: &Ambient) -> bool {
    ambient.variable("GITHUB_ACTIONS") == Some("true")
}

/// The token is one that no log can know, because it is of this run.
fn workflow_guard(ambient: &Ambient) -> Option<String> {
    let is_read = is_in_workflow(ambient) && !ambient.stdout_is_file;
    let mut random = HasherRng::new();
    is_read.then(|| format!("{:016x}{:016x}", random.next_u64(), random.next_u64()))
}

fn style(appearance: &AppearanceArgs, ambient: &Ambient, is_terminal: bool, columns: Option<usize>) -> Style {
    let variable = || {
        ambient
            .variable("COLUMNS")
            .and_then(|columns| columns.parse().ok())
    };
    let width = if is_terminal {
        clamped(columns.or_else(variable).unwrap_or(DEFAULT_WIDTH))
    } else {
        // Programs and files get each sentence in one line.
        Style::ENDLESS
    };
    Style {
        width: appearance.width.map_or(width, usize::from),
        color: match appearance.color {
            ColorChoice::Auto => ambient.wants_color(is_terminal),
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        },
        unicode: ambient.speaks_unicode(),
        zone: if appearance.utc {
            TimeZone::UTC
        } else {
            ambient.zone.clone()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{super::ambient::tests::ambient, workflow_guard};

    #[test]
    fn a_runner_of_github_that_reads_gets_a_token_of_this_run() {
        let mut step = ambient(&[("GITHUB_ACTIONS", "true")], false);
        let tokens = [workflow_guard(&step), workflow_guard(&step)].map(Option::unwrap);
        for token in &tokens {
            let is_hex = token.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(token.len() == 32 && is_hex, "{token}");
        }
        assert_ne!(tokens[0], tokens[1]);
        step.stdout_is_file = true;
        assert_eq!(workflow_guard(&step), None, "a file is read by nobody yet");
        for variables in [&[][..], &[("GITHUB_ACTIONS", "false")], &[("CI", "true")]] {
            assert_eq!(workflow_guard(&ambient(variables, false)), None, "{variables:?}");
        }
    }
}
