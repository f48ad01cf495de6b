//! The end of a wait: the answer, the causes of what did not go well, and the outcome.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};

use jiff::Timestamp;
use tokio::time::Instant;

use super::{
    begin::Begun,
    logs::{lines_of_failures, shows_all},
    waiting::Waiting,
};
use crate::facts::JobFacts;
use crate::{
    commands::{
        jobs,
        live::{LAST_PATIENCE, Limit, Stop},
        start,
    },
    job_details::{Follower, LiveTails, Pin, Wanted},
    model::{Ending, JobReport, counted},
    outcome::{Failure, Outcome},
    render::{self, Detail, Document, JobResult, MissingJob, Reported, Reports, Style},
    settings::{Session, WaitSettings},
    streams,
};

/// Jobs whose causes are told; of the others the line must do.
const MOST_CAUSES: usize = 20;
/// How long to read what the reports are to have, when nothing presses.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long to read logs to their ends after all Jobs have ended: a container that does not end may write for ever.
const LOG_PATIENCE: Duration = Duration::from_mins(10);
/// How long what is being read of a pod that may be gone may hold up the end.
const LAST_WORDS_PATIENCE: Duration = Duration::from_secs(1);

/// A Job at the end of the wait.
struct Concluded {
    /// What was meant, where there is no report to tell.
    called: String,
    ending: Ending,
    outcome: Outcome,
    /// `None` for one that was never seen.
    report: Option<JobReport>,
    /// Whether to say why it did not get where it was waited for.
    is_explained: bool,
}

pub(super) async fn conclude(
    session: &Session,
    settings: &WaitSettings,
    begun: &Begun,
    mut follower: Follower,
    mut waiting: Waiting<'_>,
    stop: Stop,
    deadline: Option<Instant>,
) -> Result<Outcome, Failure> {
    let open = match stop {
        Stop::Limit(Limit::TimedOut(_)) => Some(Outcome::TimedOut),
        Stop::Lost(_) => Some(Outcome::CouldNotAsk),
        // What is still open was not waited for any longer, and says nothing.
        Stop::Done | Stop::Unread | Stop::Limit(Limit::Signal(_)) => None,
    };
    let known = concluded(&follower, &mut waiting, settings, open);
    let known = with_explained(known, open.is_some());
    finish_logs(
        session,
        begun,
        &mut follower,
        &mut waiting,
        &known,
        &stop,
        deadline,
    )
    .await;
    // All is known: nothing more is to be watched.
    let last_words = follower.into_tails();
    if let Stop::Limit(Limit::Signal(outcome)) = stop {
        let lines = known.iter().filter_map(|one| line(one, &session.stderr.style));
        lines.for_each(|line| streams::tell_rendered(&line));
        return Ok(outcome);
    }
    let now = Instant::now();
    let due = match stop {
        // An end just before the deadline is told in time, too.
        Stop::Done => Some(last_moment(deadline, now + PATIENCE)),
        Stop::Limit(Limit::TimedOut(_)) => Some(now + LAST_PATIENCE),
        Stop::Lost(_) | Stop::Unread | Stop::Limit(Limit::Signal(_)) => None,
    };
    let mut all = match due {
        Some(due) => complete(session, settings, begun, known, last_words, due).await,
        None => known,
    };
    let outcome = outcome(settings, &all, open);
    let as_of = start::moment(&begun.connection, session);
    let write = |all: &[Concluded]| {
        let document = answer(settings, all, open.is_some(), as_of);
        streams::answer(settings.format.language(), |out| {
            settings
                .format
                .write(&document, Detail::default(), &session.stdout.style, out)
        })
    };
    // Verdicts stand above the causes; a document is not among them.
    if settings.format.is_brief() {
        write(&all)?;
    }
    tell_causes(session, settings, &mut all);
    if let Stop::Limit(limit @ Limit::TimedOut(_)) = stop {
        limit.tell(&still_open(&all));
    }
    if !settings.format.is_brief() {
        write(&all)?;
    }
    Ok(outcome)
}

/// The answer, in which Jobs that were never seen are missing.
fn answer<'a>(
    settings: &WaitSettings,
    all: &'a [Concluded],
    is_open_bad: bool,
    as_of: Timestamp,
) -> Document<'a> {
    let jobs = all.iter().filter_map(|one| {
        Some(Reported {
            report: one.report.as_ref()?,
            ending: &one.ending,
            result: match &one.ending {
                Ending::Reached => JobResult::Passed,
                Ending::Open if !is_open_bad => JobResult::Open,
                Ending::Missed
                | Ending::Deleted
                | Ending::Replaced
                | Ending::Unreadable(_)
                | Ending::NotCreated
                | Ending::Blocked(_)
                | Ending::Suspended
                | Ending::Open => JobResult::Failed,
            },
        })
    });
    let missing = all.iter().filter(|one| one.report.is_none());
    let missing = missing.map(|one| MissingJob {
        name: one.called.clone(),
        message: one.ending.to_string(),
    });
    Document::Endings(Reports {
        jobs: jobs.collect(),
        missing: missing.collect(),
        is_list: settings.arguments.selection.is_list(),
        as_of,
    })
}

/// Reads the logs, if they are shown or saved, to their ends where all has ended. What becomes of them changes no verdict.
async fn finish_logs(
    session: &Session,
    begun: &Begun,
    follower: &mut Follower,
    waiting: &mut Waiting<'_>,
    known: &[Concluded],
    stop: &Stop,
    deadline: Option<Instant>,
) {
    let Some(logs) = waiting.logs.take() else {
        return;
    };
    let now = Instant::now();
    let due = match stop {
        Stop::Done => last_moment(deadline, now + LOG_PATIENCE),
        Stop::Limit(_) | Stop::Unread | Stop::Lost(_) => now,
    };
    let over = known.iter().filter(|one| one.ending != Ending::Open);
    let jobs = over.filter_map(|one| Some(one.report.as_ref()?.snapshot.job.clone()));
    let finish = logs.finish(session, begun, follower, jobs.collect(), due);
    if let Err(failure) = Box::pin(finish).await {
        streams::tell_error(&failure.error);
    }
}

/// Until when to go on at most: not long after the deadline.
fn last_moment(deadline: Option<Instant>, otherwise: Instant) -> Instant {
    let last = deadline.and_then(|deadline| deadline.checked_add(LAST_PATIENCE));
    last.map_or(otherwise, |last| last.min(otherwise))
}

/// The outcome of all: that of the worst. Of several that ended at once, `--any` asks for the best.
fn outcome(settings: &WaitSettings, all: &[Concluded], open: Option<Outcome>) -> Outcome {
    let over = || all.iter().filter(|one| one.ending != Ending::Open);
    if settings.arguments.any && over().any(|one| one.outcome == Outcome::Done) {
        return Outcome::Done;
    }
    let counted = all
        .iter()
        .filter(|one| open.is_some() || one.ending != Ending::Open);
    counted
        .map(|one| one.outcome)
        .chain(open)
        .reduce(Outcome::or_worse)
        .unwrap_or(Outcome::CouldNotAsk)
}

fn concluded(
    follower: &Follower,
    waiting: &mut Waiting<'_>,
    settings: &WaitSettings,
    open: Option<Outcome>,
) -> Vec<Concluded> {
    let all = (0..waiting.awaited.len()).map(|position| {
        let report = waiting.last_report(follower, position);
        let awaited = &waiting.awaited[position];
        let ending = awaited.ending.clone().unwrap_or(Ending::Open);
        let code = report
            .as_ref()
            .and_then(|report| container_outcome(settings, &ending, report));
        let outcome = match (code, &ending) {
            (Some(code), _) => code,
            (None, Ending::Open) => open.unwrap_or(Outcome::TimedOut),
            (None, ending) => Outcome::of_ending(ending),
        };
        Concluded {
            called: called(follower, position),
            report,
            ending,
            outcome,
            is_explained: false,
        }
    });
    all.collect()
}

/// The exit code of the container that failed, if that is to be handed on and is known.
fn container_outcome(settings: &WaitSettings, ending: &Ending, report: &JobReport) -> Option<Outcome> {
    let arguments = &settings.arguments;
    let is_told = arguments.propagate_exit_code && *ending == Ending::Missed && report.has_failed();
    let code = report.failed_exit_code(arguments.container.as_deref());
    code.filter(|_| is_told).map(Outcome::Container)
}

/// Marks those that are explained: what ended badly, and if there is room for it what is still open, where that was not
/// to be.
fn with_explained(mut all: Vec<Concluded>, is_open_bad: bool) -> Vec<Concluded> {
    let mut room = MOST_CAUSES;
    for are_open in [false, true] {
        let such = all.iter_mut().filter(|one| {
            let is_open = one.ending == Ending::Open;
            one.ending != Ending::Reached && is_open == are_open && (!is_open || is_open_bad)
        });
        for one in such.take(room) {
            one.is_explained = true;
            room -= 1;
        }
    }
    all
}

/// What was waited for, in words.
fn called(follower: &Follower, position: usize) -> String {
    match follower.pins().get(position).map(Pin::wanted) {
        Some(Wanted::Name { namespace, name }) => format!("job/{name} in namespace \"{namespace}\""),
        Some(Wanted::RunOf(cron_job)) => {
            let (namespace, name) = (&cron_job.namespace, &cron_job.name);
            format!("a Job of cronjob/{name} in namespace \"{namespace}\"")
        }
        None => "a Job with these labels".to_owned(),
    }
}

/// Reads what the answer and the causes need, as far as there is time; what was known stays where there is none. What was seen of
/// pods that are gone completes it.
async fn complete(
    session: &Session,
    settings: &WaitSettings,
    begun: &Begun,
    mut known: Vec<Concluded>,
    mut last_words: LiveTails,
    due: Instant,
) -> Vec<Concluded> {
    let wants_all = !settings.format.is_brief();
    let wanted: Vec<(usize, JobFacts)> = known
        .iter()
        .enumerate()
        .filter(|(_, one)| wants_all || one.is_explained)
        .filter_map(|(position, one)| Some((position, one.report.as_ref()?.snapshot.job.clone())))
        .collect();
    if wanted.is_empty() {
        return known;
    }
    let lines = lines_of_failures(settings);
    let now = start::moment(&begun.connection, session);
    let reads = wanted.into_iter().map(|(position, job)| async move {
        let read = Box::pin(jobs::snapshot(&begun.connection, now, job, lines));
        (position, tokio::time::timeout_at(due, read).await.ok())
    });
    let reads = stream::iter(reads)
        .buffered(jobs::PARALLEL_JOBS)
        .collect::<Vec<_>>();
    let settled = last_words.settle(due.min(Instant::now() + LAST_WORDS_PATIENCE));
    let (read, ()) = tokio::join!(reads, settled);
    for (position, read) in read {
        let one = &mut known[position];
        let Some(before) = one.report.take().map(|report| report.snapshot) else {
            continue;
        };
        let pods = before.pods.clone();
        let mut snapshot = read.unwrap_or(before);
        snapshot.complete_with(&pods, last_words.take_of(position));
        let report = JobReport::derive(snapshot);
        if let Some(outcome) = container_outcome(settings, &one.ending, &report) {
            one.outcome = outcome;
        }
        one.report = Some(report);
    }
    known
}

fn line(one: &Concluded, style: &Style) -> Option<String> {
    let report = one.report.as_ref()?;
    Some(render::verdict_line(report, &one.ending, style))
}

/// How many Jobs have not ended.
fn still_open(all: &[Concluded]) -> String {
    let still = all.iter().filter(|one| one.ending == Ending::Open).count();
    format!("{} not ended", counted(still as u64, "Job has|Jobs have"))
}

/// Why Jobs did not get where they were waited for, as `describe` says it.
fn tell_causes(session: &Session, settings: &WaitSettings, all: &mut [Concluded]) {
    let style = &session.stderr.style;
    let is_one_of_many = all.len() > 1 || !settings.format.is_brief();
    let bad = all.iter_mut().filter(|one| one.is_explained);
    for (position, one) in bad.enumerate() {
        if position > 0 {
            streams::tell_rendered("\n");
        }
        match &mut one.report {
            Some(report) => {
                let heading = is_one_of_many.then(|| render::verdict_line(report, &one.ending, style));
                streams::tell_rendered(&heading.unwrap_or_default());
                let logs = &mut report.snapshot.logs;
                let shown = if shows_all(settings) {
                    std::mem::take(logs)
                } else {
                    Vec::new()
                };
                streams::tell_rendered(&render::cause(report, style));
                report.snapshot.logs.extend(shown);
            }
            None if one.ending == Ending::Open => {
                streams::tell(&format!("{} does not exist yet", one.called));
            }
            None => streams::tell(&format!("error: {} {}", one.called, one.ending)),
        }
    }
}
