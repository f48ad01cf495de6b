//! What `assert` needs to know beside the session.

use crate::{
    cli::{AssertArgs, End, LimitArgs, SelectionArgs},
    model::{ExpectedEnd, Limits},
    render::Format,
};

/// What `assert` needs to know beside the session.
pub struct AssertSettings {
    /// Which Jobs.
    pub selection: SelectionArgs,
    /// What to assert of each.
    pub limits: Limits,
    /// The form of the answer.
    pub format: Format,
}

impl AssertSettings {
    pub(super) fn new(arguments: AssertArgs) -> Self {
        Self {
            selection: arguments.selection,
            limits: arguments.limits.into(),
            format: arguments.output,
        }
    }
}

impl From<LimitArgs> for Limits {
    fn from(flags: LimitArgs) -> Self {
        Self {
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
}
