//! `cyjob describe`: what became of Jobs, why, and what to do.

mod watch;

use super::{jobs, start};
use crate::{
    outcome::{Failure, Outcome},
    render::{Document, Reports},
    settings::{DescribeSettings, Session},
    streams,
};

pub(super) async fn run(session: &Session, settings: &DescribeSettings) -> Result<Outcome, Failure> {
    let arguments = &settings.arguments;
    if start::show_examples(session, &arguments.selection, &session.stdout.style)? {
        return Ok(Outcome::Done);
    }
    let connection = start::connect(session).await?;
    let mut found = start::find(&connection, session, &arguments.selection).await?;
    let worst = found.worst();
    let jobs = std::mem::take(&mut found.jobs);
    if arguments.watch && !jobs.is_empty() {
        let watched = watch::run(session, settings, &connection, jobs).await?;
        return Ok(watched.or_worse(worst));
    }
    let log_lines = u32::from(arguments.log_lines);
    let reports = jobs::reports(&connection, start::moment(&connection, session), jobs, log_lines).await;
    let as_of = start::moment(&connection, session);
    let document = Document::Reports(Reports {
        missing: found.missing_in_answer(),
        ..Reports::of(&reports, arguments.selection.is_list(), as_of)
    });
    streams::answer(settings.format.language(), |out| {
        settings
            .format
            .write(&document, settings.detail, &session.stdout.style, out)
    })?;
    let verdicts = reports
        .iter()
        .filter(|_| arguments.exit_status)
        .map(|report| Outcome::of_verdict(report.verdict.state));
    Ok(verdicts.fold(worst, Outcome::or_worse))
}
