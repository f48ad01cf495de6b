//! `logs`, with everything resolved.

use super::session::Screen;
use crate::{
    cli::{LogsArgs, PrefixChoice},
    render::Style,
};

/// What `logs` needs to know beside the session.
pub struct LogsSettings {
    /// What was asked for.
    pub arguments: LogsArgs,
    /// Last lines of each container; `None` is all.
    pub tail: Option<u64>,
    /// Bytes of each container; `None` is all.
    pub limit_bytes: Option<u64>,
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
            tail: u64::try_from(arguments.lines.tail).ok(),
            limit_bytes: Some(arguments.lines.limit_bytes).filter(|bytes| *bytes > 0),
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
}
