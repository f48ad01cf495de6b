//! Logs as they are now: one after another, in the order in which their containers were started, or by time.

use std::{collections::VecDeque, ops::RangeInclusive};

use super::{Limits, Output, close, merged, readers::Readers, refused, saver, without_logs};
use crate::facts::JobFacts;
use crate::{
    client::Connection,
    commands::{jobs, start},
    job_details::LogStreams,
    model::JobReport,
    outcome::{Failure, Outcome},
    settings::{LogsSettings, Session},
    streams::{self, Stream},
};

/// Logs that are read ahead of the one that is shown, so that a server far away is not waited for each time.
const AHEAD: usize = 16;
/// Parts of a log that wait to be shown, where one log is shown after another.
const QUEUE: usize = 4;
/// The same where all are read at once: of all together, and of each. The fewer there are, the more often a log gives its place to
/// another and is asked for anew; a part takes up to some 48 KiB.
const ALL_QUEUES: usize = 1400;
const QUEUE_OF_EACH: RangeInclusive<usize> = 2..=16;

pub(super) async fn run(
    session: &Session,
    settings: &LogsSettings,
    connection: &Connection,
    jobs: Vec<JobFacts>,
    limits: &mut Limits,
) -> Result<Outcome, Failure> {
    let reports = tokio::select! {
        biased;
        limit = limits.reached() => return limit.fail("no answer about the pods yet"),
        reports = jobs::reports(connection, start::moment(connection, session), jobs, 0) => reports,
    };
    check(settings, &reports)?;
    let mut logs = Vec::new();
    let mut unknown = Outcome::Done;
    for report in &reports {
        unknown = unknown.or_worse(survey(settings, report));
        logs.extend(report.logs(&settings.choice));
    }
    logs.sort_by_key(|log| log.source.started);
    let now = start::moment(connection, session);
    let client = &connection.client;
    let streams = LogStreams::new(client, settings.options(now, false), settings.max_streams());
    let has_several = reports.len() > 1 || logs.len() > 1;
    let look = settings.look(has_several);
    let mut output = Output::new(
        Some((Stream::Stdout, look)),
        settings.guard(session),
        saver(settings)?,
    )?;
    let is_merged = settings.arguments.look.merge;
    let queue = if is_merged {
        queue_of_each(logs.len())
    } else {
        QUEUE
    };
    let mut readers = Readers::new(streams, logs, queue);
    let limit = tokio::select! {
        biased;
        limit = limits.reached() => Some(limit),
        () = async {
            if is_merged {
                merged::show(&mut readers, &mut output).await;
            } else {
                in_turn(&mut readers, &mut output).await;
            }
        } => None,
    };
    drop(readers);
    let outcome = close(output, limit, limits, "some logs were not read to the end").await?;
    let outcome = outcome.or_worse(unknown);
    let verdicts = reports
        .iter()
        .filter(|_| settings.arguments.exit_status)
        .map(|report| Outcome::of_verdict(report.verdict.state));
    Ok(verdicts.fold(outcome, Outcome::or_worse))
}

fn queue_of_each(logs: usize) -> usize {
    let share = ALL_QUEUES / logs.max(1);
    share.clamp(*QUEUE_OF_EACH.start(), *QUEUE_OF_EACH.end())
}

/// Whether logs can be meant. Of several Jobs it is enough if those of one can be.
fn check(settings: &LogsSettings, reports: &[JobReport]) -> Result<(), Failure> {
    let refusals = reports.iter().map(|report| report.refuses(&settings.choice));
    let refusals: Option<Vec<String>> = refusals.collect();
    match refusals.and_then(|all| all.into_iter().next()) {
        Some(why) => Err(refused(why)),
        None => Ok(()),
    }
}

/// Tells what of a Job's logs cannot be shown.
fn survey(settings: &LogsSettings, report: &JobReport) -> Outcome {
    let job = &report.snapshot.job;
    if let Err(unknown) = &report.snapshot.pods {
        streams::tell_line(&format!(
            "error: the pods of job/{} cannot be read, so there are no logs: {}",
            job.name, unknown.why
        ));
        return Outcome::CouldNotAsk;
    }
    let remarks = report.log_remarks(&settings.choice, false);
    if remarks.is_empty() && report.logs(&settings.choice).is_empty() {
        let nothing = || without_logs(job);
        let why = report.refuses(&settings.choice);
        let why = why.or_else(|| report.waits_because()).unwrap_or_else(nothing);
        streams::tell_line(&format!("note: {why}"));
    }
    for remark in remarks {
        streams::tell_line(&format!("note: {remark}"));
    }
    Outcome::Done
}

/// One log after another.
async fn in_turn(readers: &mut Readers, output: &mut Output) {
    let mut ahead = VecDeque::new();
    let mut next = 0;
    loop {
        while ahead.len() < AHEAD && next < readers.len() {
            ahead.push_back(readers.begin(next));
            next += 1;
        }
        let Some(mut log) = ahead.pop_front() else {
            return;
        };
        loop {
            let Some(told) = output.meanwhile(log.recv()).await else {
                return;
            };
            let Some((number, part)) = told else {
                break;
            };
            output.take(number, readers.source(number), part);
            if !output.spill().await {
                return;
            }
        }
    }
}
