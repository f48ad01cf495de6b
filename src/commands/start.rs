//! What commands about Jobs begin with: a connection, and the Jobs that are meant. The person is told what is worth knowing.

use jiff::Timestamp;

use super::jobs::{By, Found, Sought};
use crate::{
    cli::SelectionArgs,
    client::{self, Connection, Source},
    outcome::{Failure, Outcome},
    render::{self, Language, Style},
    settings::Session,
    streams,
};

/// Connects to where the objects come from, and tells what the person should know about the source.
pub(super) async fn connect(session: &Session) -> Result<Connection, Failure> {
    let connection = client::connect(&session.source, session.clock.start())
        .await
        .map_err(Failure::could_not_ask)?;
    for note in &connection.provenance.notes {
        streams::tell(&format!("note: {note}"));
    }
    let skipped = connection.provenance.skipped.iter();
    for skipped in skipped.filter(|_| session.verbose > 0) {
        streams::tell(&format!("skipped {skipped}"));
    }
    Ok(connection)
}

/// Prints the examples, if these are the source and no Job is named; whether that was the case.
pub(super) fn show_examples(
    session: &Session,
    selection: &SelectionArgs,
    style: &Style,
) -> Result<bool, Failure> {
    let is_asked = matches!(session.source, Source::Demo { .. }) && selection.is_empty();
    if is_asked {
        streams::answer(Language::Text, |out| {
            render::demo_list(client::demo_names(), session.program, style, out)
        })?;
    }
    Ok(is_asked)
}

/// The namespace to look in: the one that was named, else the connection's own.
pub(super) fn namespace<'a>(connection: &'a Connection, session: &'a Session) -> &'a str {
    let named = session.namespace.as_deref().filter(|name| !name.is_empty());
    named.unwrap_or(&connection.namespace)
}

/// Which Jobs the command line means.
pub(super) fn sought(connection: &Connection, session: &Session, selection: &SelectionArgs) -> Sought {
    let everything = selection.all.then_some("");
    let labels = selection.selector.as_deref().or(everything);
    Sought {
        within: (!selection.all_namespaces).then(|| namespace(connection, session).to_owned()),
        by: match labels {
            Some(labels) => By::Labels(labels.to_owned()),
            None => By::Names(selection.names.clone()),
        },
    }
}

/// Finds the Jobs that the command line means, and tells which are missing.
pub(super) async fn find(
    connection: &Connection,
    session: &Session,
    selection: &SelectionArgs,
) -> Result<Found, Failure> {
    let found = sought(connection, session, selection)
        .find(&connection.client)
        .await?;
    tell_missing(session, &found);
    Ok(found)
}

/// Tells which Jobs are missing, with what to do.
pub(super) fn tell_missing(session: &Session, found: &Found) {
    for missing in &found.missing {
        streams::tell_error(&missing.error);
    }
    let mut outcomes = found.missing.iter().map(|missing| missing.outcome);
    if let Source::Demo { .. } = session.source
        && outcomes.any(|outcome| outcome == Outcome::NotFound)
    {
        streams::tell(&render::demo_names(client::demo_names(), &session.stderr.style));
    }
}

/// The moment that "now" means.
pub(super) fn moment(connection: &Connection, session: &Session) -> Timestamp {
    connection.provenance.as_of(session.clock.now())
}
