//! What `assert` needs to know beside the session.

use crate::{
    cli::{AssertArgs, AssertionOutput, End, LimitArgs, SelectionArgs},
    model::{ExpectedEnd, Limits},
    render::AssertionFormat,
};

/// What `assert` needs to know beside the session.
pub struct AssertSettings {
    /// Which Jobs.
    pub selection: SelectionArgs,
    /// What to assert of each.
    pub limits: Limits,
    /// The form of the answer.
    pub format: AssertionFormat,
}

impl AssertSettings {
    pub(super) fn new(arguments: AssertArgs) -> Self {
        Self {
            selection: arguments.selection,
            limits: limits(arguments.limits),
            format: match arguments.output {
                None => AssertionFormat::Text,
                Some(AssertionOutput::Json) => AssertionFormat::Json,
                Some(AssertionOutput::Yaml) => AssertionFormat::Yaml,
                Some(AssertionOutput::Junit) => AssertionFormat::Junit,
                Some(AssertionOutput::Github) => AssertionFormat::Github,
            },
        }
    }
}

fn limits(flags: LimitArgs) -> Limits {
    Limits {
        end: match flags.expect {
            None | Some(End::Complete) => ExpectedEnd::Complete,
            Some(End::Failed) => ExpectedEnd::Failed { reason: flags.reason },
        },
        max_failed: flags.max_failed,
        max_restarts: flags.max_restarts,
        max_duration: flags.max_duration,
        min_succeeded: flags.min_succeeded,
        indexes: flags.indexes,
        no_warnings: flags.no_warnings,
        finished_within: flags.finished_within,
    }
}
