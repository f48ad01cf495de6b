//! The Job's conditions, including interim conditions and conditions that this version does not know.

use std::borrow::Cow;

use super::{
    page::{Page, folded},
    table::Table,
};
use crate::facts::Condition;
use crate::{model::JobReport, render::style::Tone};

pub(super) fn write(page: &mut Page<'_>, report: &JobReport) {
    let conditions = &report.snapshot.job.status.conditions;
    if conditions.is_empty() {
        return;
    }
    page.title("Conditions");
    let mut table = Table::default()
        .column("TYPE")
        .column("STATUS")
        .column("REASON")
        .column("AGE")
        .text_column("MESSAGE");
    for condition in conditions {
        let text = |text: &Option<String>| {
            let text = folded(text.as_deref().unwrap_or_default());
            (Tone::Plain, Cow::from(text.into_owned()))
        };
        table.row(vec![
            (tone(condition), Cow::from(condition.kind.clone())),
            (Tone::Plain, Cow::from(condition.status.clone())),
            text(&condition.reason),
            (Tone::Plain, Cow::from(page.age(condition.since))),
            text(&condition.message),
        ]);
    }
    table.write(page);
}

fn tone(condition: &Condition) -> Tone {
    match (condition.kind.as_str(), condition.is_true()) {
        ("Complete" | "SuccessCriteriaMet", true) => Tone::Good,
        ("Failed" | "FailureTarget", true) => Tone::Bad,
        _ => Tone::Plain,
    }
}
