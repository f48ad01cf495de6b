//! The pods: the most relevant ones, and a count of the rest.

use std::borrow::Cow;

use super::{
    containers,
    page::{Page, Part},
    table::Table,
};
use crate::facts::{PodFacts, PodList};
use crate::{
    model::{Attempt, AttemptOutcome, JobReport, counted, duration, grouped, inconsistent_list},
    render::style::Tone,
};

/// How many pods are listed without `--all` or `-o wide`.
const LISTED: usize = 12;

/// How many failed pods are listed at most if other pods need the room, so that both appear.
const LISTED_FAILED: usize = 8;

pub(super) fn write(page: &mut Page<'_>, report: &JobReport) {
    let Ok(pods) = &report.snapshot.pods else { return };
    if !report.attempts.is_empty() {
        page.title("Pods");
        write_own(page, report, &pods.own);
    }
    if !pods.foreign.is_empty() {
        let names: Vec<&str> = pods.foreign.iter().take(LISTED).map(|pod| &*pod.name).collect();
        let text = format!(
            "the selector also matches {} that the Job does not own: {}{}",
            counted(pods.foreign.len() as u64, "pod"),
            names.join(", "),
            if names.len() < pods.foreign.len() {
                ", …"
            } else {
                ""
            }
        );
        page.paragraph(&[(Tone::Warning, "  ! ")], Tone::Plain, &text);
    }
    if let Some(inconsistency) = pods.inconsistent {
        let note = inconsistent_list("pods", inconsistency);
        page.paragraph(&[(Tone::Warning, "  ! ")], Tone::Plain, &note);
    }
}

fn write_own(page: &mut Page<'_>, report: &JobReport, own: &PodList) {
    let (listed, rest) = chosen(&report.attempts, page.detail.all_pods || page.detail.wide);
    let mut table = Table::default()
        .column("POD")
        .column("TRY")
        .column("INDEX")
        .column("PHASE")
        .text_column("CONTAINERS")
        .column("RESTARTS")
        .optional_column("NODE", 1)
        .column("AGE")
        .column("TOOK");
    for attempt in &listed {
        table.row(row(page, attempt, &own[attempt.pod]));
    }
    table.write(page);
    if !rest.is_empty() {
        page.paragraph(&[(Tone::Plain, "  ")], Tone::Faint, &rest_in_words(&rest));
    }
}

/// The attempts to list, and the rest. Failed attempts come first in the report; they must not fill the list
/// while others run.
fn chosen(attempts: &[Attempt], all: bool) -> (Vec<&Attempt>, Vec<&Attempt>) {
    if all || attempts.len() <= LISTED {
        return (attempts.iter().collect(), Vec::new());
    }
    let failed = attempts
        .iter()
        .filter(|attempt| attempt.outcome == AttemptOutcome::Failed)
        .count();
    let others = attempts
        .iter()
        .filter(|attempt| attempt.outcome != AttemptOutcome::Succeeded)
        .count()
        - failed;
    let failed_listed = failed.min(LISTED_FAILED.max(LISTED.saturating_sub(others)));
    let (mut seen_failed, mut seen) = (0, 0);
    attempts.iter().partition(|attempt| {
        let is_failed = attempt.outcome == AttemptOutcome::Failed;
        let fits = seen < LISTED && (!is_failed || seen_failed < failed_listed);
        seen += usize::from(fits);
        seen_failed += usize::from(fits && is_failed);
        fits
    })
}

/// `4,980 more pods: 4,950 Succeeded, 30 Failed; --all lists them`.
fn rest_in_words(rest: &[&Attempt]) -> String {
    const OUTCOMES: [AttemptOutcome; 7] = [
        AttemptOutcome::Failed,
        AttemptOutcome::Blocked,
        AttemptOutcome::Terminating,
        AttemptOutcome::Running,
        AttemptOutcome::Pending,
        AttemptOutcome::Unknown,
        AttemptOutcome::Succeeded,
    ];
    let counts = OUTCOMES.into_iter().filter_map(|outcome| {
        let count = rest.iter().filter(|attempt| attempt.outcome == outcome).count() as u64;
        (count > 0).then(|| format!("{} {}", grouped(count), outcome.as_str()))
    });
    let counts: Vec<String> = counts.collect();
    format!(
        "{}: {}; --all lists them",
        counted(rest.len() as u64, "more pod"),
        counts.join(", ")
    )
}

fn row(page: &Page<'_>, attempt: &Attempt, pod: &PodFacts) -> Vec<Part<'static>> {
    let plain = |text: String| (Tone::Plain, Cow::from(text));
    let number = |number: Option<u32>| plain(number.map_or_else(String::new, |number| number.to_string()));
    let restarts = pod.restarts();
    let tone = outcome_tone(attempt.outcome);
    vec![
        plain(pod.name.to_string()),
        number(attempt.number),
        number(pod.index),
        (tone, Cow::from(phase(attempt, pod))),
        (
            if tone == Tone::Bad {
                tone
            } else {
                containers::tone(pod)
            },
            Cow::from(insides(page, attempt, pod)),
        ),
        plain(if restarts > 0 {
            grouped(restarts)
        } else {
            String::new()
        }),
        plain(pod.node.as_deref().unwrap_or_default().to_owned()),
        plain(page.age(pod.times.created.get())),
        plain(attempt.duration(pod, page.now).map(duration).unwrap_or_default()),
    ]
}

/// The phase; Terminating is not a phase of the API, but what kubectl prints.
fn phase(attempt: &Attempt, pod: &PodFacts) -> String {
    match attempt.outcome {
        AttemptOutcome::Terminating => "Terminating".to_owned(),
        AttemptOutcome::Failed
        | AttemptOutcome::Blocked
        | AttemptOutcome::Running
        | AttemptOutcome::Pending
        | AttemptOutcome::Unknown
        | AttemptOutcome::Succeeded => pod.phase.to_string(),
    }
}

/// The reason of the pod itself, and the states of its containers.
fn insides(page: &Page<'_>, attempt: &Attempt, pod: &PodFacts) -> String {
    let states = containers::states(pod, page.detail.wide);
    let of_pod = attempt
        .reason
        .as_deref()
        .filter(|reason| !states.contains(*reason));
    match of_pod {
        Some(reason) if states.is_empty() || states == "no status yet" => reason.to_owned(),
        Some(reason) => format!("{reason}\n{states}"),
        None => states,
    }
}

fn outcome_tone(outcome: AttemptOutcome) -> Tone {
    match outcome {
        AttemptOutcome::Failed | AttemptOutcome::Blocked => Tone::Bad,
        AttemptOutcome::Terminating | AttemptOutcome::Unknown => Tone::Warning,
        AttemptOutcome::Running | AttemptOutcome::Pending => Tone::Busy,
        AttemptOutcome::Succeeded => Tone::Good,
    }
}
