//! `cyjob describe`: what became of Jobs, why, and what to do.

mod sheet;
mod watch;

use super::jobs;
use crate::{
    outcome::{Failure, Outcome},
    render,
    settings::{DescribeSettings, Session},
    streams,
};

pub(super) async fn run(session: &Session, settings: &DescribeSettings) -> Result<Outcome, Failure> {
    let arguments = &settings.arguments;
    if jobs::show_examples(session, &arguments.selection, &settings.style)? {
        return Ok(Outcome::Done);
    }
    let connection = jobs::connect(session).await?;
    let (jobs, missing) = jobs::find(&connection, session, &arguments.selection).await?;
    if arguments.watch && !jobs.is_empty() {
        let watched = watch::run(session, settings, &connection, jobs).await?;
        return Ok(watched.or_worse(missing));
    }
    let reports = jobs::reports(&connection, session, jobs, u32::from(arguments.log_lines)).await;
    let is_list = arguments.selection.is_list();
    if !reports.is_empty() {
        let write = |out: &mut dyn std::io::Write| {
            render::write(
                &reports,
                settings.format,
                is_list,
                settings.detail,
                &settings.style,
                out,
            )
        };
        streams::answer(write)?;
    }
    let verdicts = reports
        .iter()
        .filter(|_| arguments.exit_status)
        .map(|report| Outcome::of_verdict(report.verdict.state));
    Ok(verdicts.fold(missing, Outcome::or_worse))
}
