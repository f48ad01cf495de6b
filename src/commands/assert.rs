//! `cyjob assert`: whether Jobs are, at this moment, what is demanded of them.

use super::{jobs, start};
use crate::{
    model::AssertionReport,
    outcome::{Failure, Outcome},
    render::{AssertionAnswer, Detail, Document, Format, Style},
    settings::{AssertSettings, Session},
    streams,
};

pub(super) async fn run(session: &Session, settings: &AssertSettings) -> Result<Outcome, Failure> {
    let connection = start::connect(session).await?;
    let mut found = start::find(&connection, session, &settings.selection).await?;
    let as_of = start::moment(&connection, session);
    let jobs = std::mem::take(&mut found.jobs);
    let reports = jobs::reports(&connection, as_of, jobs, 0).await;
    let reports: Vec<AssertionReport> = reports
        .into_iter()
        .map(|report| AssertionReport::derive(report, &settings.limits))
        .collect();
    let answer = AssertionAnswer {
        reports: &reports,
        missing: found.missing_in_answer(),
        is_list: settings.selection.is_list(),
        as_of: start::moment(&connection, session),
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
    let outcomes = reports
        .iter()
        .map(|report| Outcome::of_assertions(&report.assertions));
    Ok(outcomes.fold(found.worst(), Outcome::or_worse))
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
