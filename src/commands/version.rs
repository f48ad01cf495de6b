//! `cyjob version`: which cyjob this is, and whether it is tested with the server.

use crate::{
    client::{self, Source},
    facts::TESTED,
    outcome::{Failure, Outcome},
    render::{Detail, Document, ServerAnswer, VersionReport},
    settings::{Session, VersionSettings},
    streams,
};

pub(super) async fn run(session: &Session, settings: &VersionSettings) -> Result<Outcome, Failure> {
    let server = match session.source {
        Source::Cluster(_) if !settings.arguments.client => ask(session).await,
        Source::Cluster(_) | Source::Files { .. } | Source::Demo { .. } => ServerAnswer::NotAsked,
    };
    let report = VersionReport {
        version: env!("CARGO_PKG_VERSION"),
        commit: env!("CYJOB_COMMIT"),
        tested: TESTED,
        server,
    };
    streams::answer(settings.format.language(), |out| {
        let document = Document::Version(&report);
        settings
            .format
            .write(&document, Detail::default(), &session.stdout.style, out)
    })?;
    // Which cyjob this is was the question, and has an answer.
    Ok(Outcome::Done)
}

async fn ask(session: &Session) -> ServerAnswer {
    let connection = match client::connect(&session.source, session.clock.start()).await {
        Ok(connection) => connection,
        Err(error) => return ServerAnswer::Unknown(error.to_string()),
    };
    match client::server_version(&connection.client).await {
        Ok(version) => ServerAnswer::Version(version),
        Err(error) => ServerAnswer::Unknown(error.message),
    }
}
