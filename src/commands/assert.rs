//! `cyjob assert`: whether Jobs are, at this moment, what is demanded of them.

use super::jobs;
use crate::facts::JobFacts;
use crate::{
    client::Connection,
    model::AssertionReport,
    outcome::{Failure, Outcome},
    render::{AssertionAnswer, AssertionFormat, MissingJob, Style},
    settings::{AssertSettings, Session},
    streams,
};

pub(super) async fn run(session: &Session, settings: &AssertSettings) -> Result<Outcome, Failure> {
    let looked_up = look_up(session, settings).await;
    let (connection, jobs, missing) = looked_up.or_else(|failure| {
        answer_without_jobs(session, settings, &failure)?;
        Err(failure)
    })?;
    let reports = jobs::reports(&connection, session, jobs, 0).await;
    let reports: Vec<AssertionReport> = reports
        .into_iter()
        .map(|report| AssertionReport::derive(report, &settings.limits))
        .collect();
    let answer = AssertionAnswer {
        reports: &reports,
        missing: missing.iter().map(jobs::Missing::in_answer).collect(),
        is_list: settings.selection.is_list(),
        as_of: jobs::moment(&connection, session),
    };
    streams::answer(|out| answer.write(settings.format, &session.stdout.style, out))?;
    if settings.format == AssertionFormat::Junit {
        tell_people(&answer, &session.stderr.style)?;
    }
    let found = reports
        .iter()
        .map(|report| Outcome::of_assertions(&report.assertions));
    let missing = missing.iter().map(|missing| missing.outcome);
    Ok(found.chain(missing).fold(Outcome::Done, Outcome::or_worse))
}

async fn look_up(
    session: &Session,
    settings: &AssertSettings,
) -> Result<(Connection, Vec<JobFacts>, Vec<jobs::Missing>), Failure> {
    let connection = jobs::connect(session).await?;
    let (jobs, missing) = jobs::look_up(&connection, session, &settings.selection).await?;
    Ok((connection, jobs, missing))
}

/// CI servers show what is in their own forms and nothing else, also where nothing could be asked.
fn answer_without_jobs(
    session: &Session,
    settings: &AssertSettings,
    failure: &Failure,
) -> Result<(), Failure> {
    let is_for_ci = matches!(settings.format, AssertionFormat::Junit | AssertionFormat::Github);
    if !is_for_ci {
        return Ok(());
    }
    let selector = settings.selection.selector.clone();
    let answer = AssertionAnswer {
        reports: &[],
        missing: vec![MissingJob {
            name: selector.unwrap_or_else(|| "cyjob".to_owned()),
            message: format!("{:#}", failure.error),
        }],
        is_list: true,
        as_of: session.clock.start(),
    };
    streams::answer(|out| answer.write(settings.format, &session.stdout.style, out))
}

/// JUnit XML goes to a file, and whoever reads the log of the step would only see that it failed.
fn tell_people(answer: &AssertionAnswer<'_>, style: &Style) -> Result<(), Failure> {
    let style = Style {
        color: false,
        ..style.clone()
    };
    let mut text = Vec::new();
    answer
        .write(AssertionFormat::Text, &style, &mut text)
        .map_err(Failure::could_not_ask)?;
    streams::tell(&String::from_utf8_lossy(&text));
    Ok(())
}
