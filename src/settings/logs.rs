//! `logs`, with everything resolved.

use jiff::Timestamp;

use super::{Session, session::Screen};
use crate::{
    cli::{LogsArgs, LogsFormat, MOST_MERGED_STREAMS, MOST_STREAMS, PrefixChoice, WhichLogsArgs},
    job_details::LogOptions,
    model::LogChoice,
    render::{Grep, LogForm, LogLook, Style},
};

/// What `logs` needs to know beside the session.
pub struct LogsSettings {
    /// What was asked for.
    pub arguments: LogsArgs,
    /// Which logs are meant.
    pub choice: LogChoice,
    /// Whether to say whose each line is; `None` is where more than one log may come, which the Jobs tell.
    pub prefix: Option<bool>,
    /// Whether lines are made harmless, because a terminal would act on what they hold.
    pub harmless: bool,
    /// Colours, characters and zone.
    pub style: Style,
}

impl LogsSettings {
    pub(super) fn new(arguments: LogsArgs, stdout: &Screen) -> Self {
        Self {
            choice: choice(&arguments.which),
            prefix: match arguments.look.prefix {
                PrefixChoice::Auto => None,
                PrefixChoice::Always => Some(true),
                PrefixChoice::Never => Some(false),
            },
            harmless: stdout.is_terminal && !arguments.look.raw,
            style: stdout.style.clone(),
            arguments,
        }
    }

    /// How to read them; `now` is what `--since` counts back from.
    pub fn options(&self, now: Timestamp, follow: bool) -> LogOptions {
        let lines = &self.arguments.lines;
        let ago = lines.since.filter(|since| !since.is_zero());
        LogOptions {
            follow,
            since: lines.since_time.or_else(|| now.saturating_sub(ago?).ok()),
            tail: u64::try_from(lines.tail).ok(),
            limit_bytes: Some(lines.limit_bytes).filter(|bytes| *bytes > 0),
        }
    }

    /// How many to read at the same time.
    pub fn max_streams(&self) -> usize {
        let usual = if self.arguments.look.merge {
            MOST_MERGED_STREAMS
        } else {
            MOST_STREAMS
        };
        self.arguments.max_streams.unwrap_or(usual).into()
    }

    /// The word that ends lines where a workflow's runner reads them, if it may take one of them for a command.
    pub fn guard(&self, session: &Session) -> Option<String> {
        let is_guarded = !self.arguments.look.raw && self.arguments.output == LogsFormat::Text;
        session.workflow_guard.clone().filter(|_| is_guarded)
    }

    /// How lines look on standard output, where perhaps several logs come.
    pub fn look(&self, are_several: bool) -> LogLook {
        let lines = &self.arguments.lines;
        LogLook {
            prefix: self.prefix.unwrap_or(are_several),
            harmless: self.harmless,
            color: self.style.color,
            unicode: self.style.unicode,
            grep: lines.grep.clone().map(|pattern| Grep {
                pattern,
                invert: lines.invert,
                context: usize::from(lines.grep_context),
            }),
            highlight: self.arguments.look.highlight.clone(),
            ..self.look_of_files()
        }
    }

    /// How they look in files: all of them, as they are.
    pub fn look_of_files(&self) -> LogLook {
        LogLook {
            form: match self.arguments.output {
                LogsFormat::Text => LogForm::Text,
                LogsFormat::Json => LogForm::Json,
            },
            timestamps: self.arguments.look.timestamps,
            zone: self.style.zone.clone(),
            ..LogLook::default()
        }
    }
}

fn choice(which: &WhichLogsArgs) -> LogChoice {
    LogChoice {
        containers: which.container.clone(),
        container_pattern: which.container_regex.clone(),
        indexes: which.index.clone(),
        attempt: which.attempt,
        failed_only: which.failed,
        pod: which.pod.clone(),
        previous: which.previous,
    }
}
