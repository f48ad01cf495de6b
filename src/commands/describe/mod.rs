//! `cyjob describe`: what became of Jobs, why, and what to do.

mod watch;

use super::jobs;
use crate::{
    outcome::{Failure, Outcome},
    render::{Document, Reports},
    settings::{DescribeSettings, Session},
    streams,
};

pub(super) async fn run(session: &Session, settings: &DescribeSettings) -> Result<Outcome, Failure> {
    let arguments = &settings.arguments;
    if jobs::show_examples(session, &arguments.selection, &session.stdout.style)? {
        return Ok(Outcome::Done);
    }
    let connection = jobs::connect(session).await?;
    let (jobs, missing) = jobs::look_up(&connection, session, &arguments.selection).await?;
    let worst = jobs::worst(&missing);
    if arguments.watch && !jobs.is_empty() {
        let watched = watch::run(session, settings, &connection, jobs).await?;
        return Ok(watched.or_worse(worst));
    }
    let reports = jobs::reports(&connection, session, jobs, u32::from(arguments.log_lines)).await;
    let as_of = jobs::moment(&connection, session);
    let document = Document::Reports(Reports {
        missing: missing.iter().map(jobs::Missing::in_answer).collect(),
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
