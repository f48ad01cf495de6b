//! `cyjob assert`: whether Jobs are, at this moment, what is demanded of them.

use super::jobs;
use crate::{
    model::AssertionReport,
    outcome::{Failure, Outcome},
    render::{AssertionAnswer, Detail, Document, Format, Style},
    settings::{AssertSettings, Session},
    streams,
};

pub(super) async fn run(session: &Session, settings: &AssertSettings) -> Result<Outcome, Failure> {
    let connection = jobs::connect(session).await?;
    let (jobs, missing) = jobs::look_up(&connection, session, &settings.selection).await?;
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
    let document = Document::Assertions(&answer);
    streams::answer(settings.format.language(), |out| {
        settings
            .format
            .write(&document, Detail::default(), &session.stdout.style, out)
    })?;
    if settings.format.is_for_a_file() {
        tell_people(&document, &session.stderr.style)?;
    }
    let found = reports
        .iter()
        .map(|report| Outcome::of_assertions(&report.assertions));
    let missing = missing.iter().map(|missing| missing.outcome);
    Ok(found.chain(missing).fold(Outcome::Done, Outcome::or_worse))
}

/// Whoever reads the log of the step would only see that it failed.
fn tell_people(document: &Document<'_>, style: &Style) -> Result<(), Failure> {
    let style = Style {
        color: false,
        ..style.clone()
    };
    let mut text = Vec::new();
    Format::default()
        .write(document, Detail::default(), &style, &mut text)
        .map_err(Failure::could_not_ask)?;
    streams::tell(&String::from_utf8_lossy(&text));
    Ok(())
}
