//! `cyjob logs`: all that Jobs wrote.

use anyhow::anyhow;

use super::jobs;
use crate::{
    outcome::{Failure, Outcome},
    settings::{LogsSettings, Session},
};

pub(super) async fn run(session: &Session, settings: &LogsSettings) -> Result<Outcome, Failure> {
    if jobs::show_examples(session, &settings.arguments.selection, &settings.style)? {
        return Ok(Outcome::Done);
    }
    jobs::connect(session).await?;
    Err(Failure::could_not_ask(anyhow!("logs cannot be read yet")))
}
