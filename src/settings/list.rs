//! `list`, with everything resolved.

use super::session::Screen;
use crate::{
    cli::{ListArgs, SortBy},
    model::{Choice, Order},
    render::{Format, ListLayout},
};

/// What `list` needs to know beside the session.
pub struct ListSettings {
    /// What was asked for.
    pub arguments: ListArgs,
    /// Which Jobs to show, and in which order.
    pub choice: Choice,
    /// The form of the answer.
    pub format: Format,
    /// What the table has.
    pub layout: ListLayout,
}

impl ListSettings {
    pub(super) fn new(arguments: ListArgs, stdout: &Screen) -> Self {
        Self {
            choice: choice(&arguments),
            format: arguments.output.clone(),
            layout: ListLayout {
                namespaces: arguments.all_namespaces,
                headers: !arguments.no_headers,
                tally: stdout.is_terminal && !arguments.no_headers,
            },
            arguments,
        }
    }
}

fn choice(arguments: &ListArgs) -> Choice {
    Choice {
        states: arguments.filter.states(),
        since: arguments.filter.since,
        owner: arguments.filter.owner.clone(),
        order: match arguments.sort_by {
            SortBy::Name => Order::Name,
            SortBy::Age => Order::Age,
            SortBy::Duration => Order::Duration,
            SortBy::State => Order::State,
            SortBy::Failed => Order::Failed,
        },
        reverse: arguments.reverse,
        limit: arguments.limit,
    }
}
