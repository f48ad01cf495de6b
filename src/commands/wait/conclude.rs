//! The end of a wait: the answer, the causes of what did not go well, and the outcome.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};

use jiff::SignedDuration;
use tokio::time::Instant;

use super::{
    begin::Begun,
    waiting::{Stop, Waiting},
};
use crate::{
    cli::LogsChoice,
    commands::{jobs, pacing::LAST_PATIENCE},
    job_details::{Pin, Wanted},
    model::{Ending, JobReport, counted, duration},
    outcome::{Failure, Outcome},
    render::{self, Format, Style},
    settings::{Session, WaitSettings},
    streams,
};

/// Jobs whose causes are told; of the others the line must do.
const MOST_CAUSES: usize = 20;
/// How long to read what the reports are to have, when nothing presses.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long to read logs to their ends after all Jobs have ended.
const LOG_PATIENCE: Duration = Duration::from_mins(1);
/// Last lines of the log of what failed, and if logs were asked for.
const LOG_LINES: u32 = 10;
const MORE_LOG_LINES: u32 = 100;

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
    mut waiting: Waiting<'_>,
    stop: Stop,
    deadline: Option<Instant>,
) -> Result<Outcome, Failure> {
    let open = match stop {
        Stop::TimedOut => Some(Outcome::TimedOut),
        Stop::Lost(_) => Some(Outcome::CouldNotAsk),
        // What is still open was not waited for any longer, and says nothing.
        Stop::Done | Stop::Signal(_) => None,
    };
    let known = concluded(&mut waiting, open);
    let known = with_explained(known, open.is_some());
    finish_logs(session, begun, &mut waiting, &known, &stop, deadline).await;
    // All is known: nothing more is to be watched.
    drop(waiting);
    if let Stop::Signal(outcome) = stop {
        let lines = known.iter().filter_map(|one| line(one, &session.stderr.style));
        lines.for_each(|line| streams::tell_rendered(&line));
        return Ok(outcome);
    }
    let now = Instant::now();
    let due = match stop {
        // An end just before the deadline is told in time, too.
        Stop::Done => Some(last_moment(deadline, now + PATIENCE)),
        Stop::TimedOut => Some(now + LAST_PATIENCE),
        Stop::Lost(_) | Stop::Signal(_) => None,
    };
    let all = match due {
        Some(due) => complete(session, settings, begun, known, due).await,
        None => known,
    };
    let outcome = outcome(settings, &all, open);
    if settings.format.is_none() {
        let lines: Vec<String> = all
            .iter()
            .filter_map(|one| line(one, &session.stdout.style))
            .collect();
        streams::answer(|out| out.write_all(lines.concat().as_bytes()))?;
    }
    tell_causes(session, settings, &all);
    if let Stop::TimedOut = stop {
        tell_timeout(settings, &all);
    }
    if let Some(format) = settings.format {
        let reports: Vec<JobReport> = all.into_iter().filter_map(|one| one.report).collect();
        let is_list = settings.arguments.selection.is_list();
        let style = &session.stdout.style;
        if is_list || !reports.is_empty() {
            streams::answer(|out| render::write(&reports, format, is_list, style, out))?;
        }
    }
    Ok(outcome)
}

/// Reads the logs, if they are shown or saved, to their ends where all has ended. What becomes of them changes no verdict.
async fn finish_logs(
    session: &Session,
    begun: &Begun,
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
        Stop::TimedOut | Stop::Signal(_) | Stop::Lost(_) => now,
    };
    let over = known.iter().filter(|one| one.ending != Ending::Open);
    let jobs = over.filter_map(|one| Some(one.report.as_ref()?.snapshot.job.clone()));
    let finish = logs.finish(session, begun, &mut waiting.follower, jobs.collect(), due);
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

fn concluded(waiting: &mut Waiting<'_>, open: Option<Outcome>) -> Vec<Concluded> {
    let all = (0..waiting.awaited.len()).map(|position| {
        let report = waiting.last_report(position);
        let awaited = &waiting.awaited[position];
        let ending = awaited.ending.clone().unwrap_or(Ending::Open);
        let has_failed = report.as_ref().is_some_and(JobReport::has_failed);
        let outcome = match (&ending, awaited.exit_code) {
            (Ending::Missed, Some(code)) if has_failed => Outcome::Container(code),
            (Ending::Open, _) => open.unwrap_or(Outcome::TimedOut),
            (ending, _) => Outcome::of_ending(ending),
        };
        Concluded {
            called: called(waiting, position),
            report,
            ending,
            outcome,
            is_explained: false,
        }
    });
    all.collect()
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
fn called(waiting: &Waiting<'_>, position: usize) -> String {
    match waiting.follower.pins().get(position).map(Pin::wanted) {
        Some(Wanted::Name { namespace, name }) => format!("job/{name} in namespace \"{namespace}\""),
        Some(Wanted::RunOf(cron_job)) => {
            let (namespace, name) = (&cron_job.namespace, &cron_job.name);
            format!("a Job of cronjob/{name} in namespace \"{namespace}\"")
        }
        None => "a Job with these labels".to_owned(),
    }
}

/// Reads what the answer and the causes need, as far as there is time; what was known stays where there is none.
async fn complete(
    session: &Session,
    settings: &WaitSettings,
    begun: &Begun,
    known: Vec<Concluded>,
    due: Instant,
) -> Vec<Concluded> {
    let wants_all = matches!(settings.format, Some(Format::Json | Format::Yaml));
    let work = known.into_iter().map(|mut one| {
        let is_read = wants_all || one.is_explained;
        async move {
            let Some(job) = one
                .report
                .as_ref()
                .filter(|_| is_read)
                .map(|report| report.snapshot.job.clone())
            else {
                return one;
            };
            let read = Box::pin(jobs::report(&begun.connection, session, job, log_lines(settings)));
            if let Ok(report) = tokio::time::timeout_at(due, read).await {
                let container = settings.arguments.container.as_deref();
                let code = report.failed_exit_code(container).filter(|_| report.has_failed());
                if let (true, Ending::Missed, Some(code)) =
                    (settings.arguments.propagate_exit_code, &one.ending, code)
                {
                    one.outcome = Outcome::Container(code);
                }
                one.report = Some(report);
            }
            one
        }
    });
    stream::iter(work).buffered(jobs::PARALLEL_JOBS).collect().await
}

fn log_lines(settings: &WaitSettings) -> u32 {
    match settings.arguments.logs {
        Some(LogsChoice::Failed) => MORE_LOG_LINES,
        // They were all shown.
        Some(LogsChoice::All) => 0,
        None => LOG_LINES,
    }
}

fn line(one: &Concluded, style: &Style) -> Option<String> {
    let report = one.report.as_ref()?;
    Some(render::verdict_line(report, &one.ending, style))
}

/// That the time is over.
fn tell_timeout(settings: &WaitSettings, all: &[Concluded]) {
    let timeout = settings.arguments.timeout.unwrap_or_default();
    let timeout = duration(SignedDuration::try_from(timeout).unwrap_or(SignedDuration::MAX));
    let still = all.iter().filter(|one| one.ending == Ending::Open).count();
    let jobs = counted(still as u64, "Job");
    streams::tell(&format!(
        "error: --timeout {timeout} is over, and {jobs} had not ended"
    ));
}

/// Why Jobs did not get where they were waited for, as `describe` says it.
fn tell_causes(session: &Session, settings: &WaitSettings, all: &[Concluded]) {
    let style = &session.stderr.style;
    let bad = all.iter().filter(|one| one.is_explained);
    let is_one_of_many = all.len() > 1 || settings.format.is_some();
    for (position, one) in bad.enumerate() {
        if position > 0 {
            streams::tell_rendered("\n");
        }
        match &one.report {
            Some(report) => {
                let heading = is_one_of_many.then(|| render::verdict_line(report, &one.ending, style));
                streams::tell_rendered(&heading.unwrap_or_default());
                streams::tell_rendered(&render::cause(report, style));
            }
            None if one.ending == Ending::Open => streams::tell(&format!("{} is not there", one.called)),
            None => streams::tell(&format!("error: {} {}", one.called, one.ending)),
        }
    }
}
