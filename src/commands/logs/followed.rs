//! Logs as they come, until the Jobs have ended and all is read.

mod conclude;

use std::time::Duration;

use anyhow::anyhow;
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use tokio::time::Instant;

use super::{
    Limits, Live, Output, Pump,
    last_look::{LastLook, last_look},
    refused, saver,
};
use crate::facts::{JobFacts, UnknownReason};
use crate::{
    client::{Connection, RequestError},
    commands::{
        jobs,
        pacing::{REFRESH, sleep_until},
    },
    job_details::{FollowedPods, Follower, Following, LogStreams, News},
    model::{JobReport, JobState},
    outcome::{Failure, Outcome},
    settings::{LogsSettings, Session},
    streams::{self, Stream, Trouble},
};

pub(super) async fn run(
    session: &Session,
    settings: &LogsSettings,
    connection: &Connection,
    jobs: Vec<JobFacts>,
    limits: &mut Limits,
) -> Result<Outcome, Failure> {
    let client = &connection.client;
    let now = jobs::moment(connection, session);
    let streams = LogStreams::new(client, settings.options(now, true), settings.max_streams());
    let number = jobs.len();
    let mut follower = Follower::start(
        client,
        Following {
            jobs,
            pods: FollowedPods::Kept,
            ..Following::default()
        },
    );
    let mut trouble = Trouble::default();
    let ready = tokio::select! {
        biased;
        limit = limits.reached() => return Ok(limit.tell("the API had not said which pods there are")),
        ready = first_read(&mut follower, number, &mut trouble) => ready,
    };
    ready.map_err(|error| Failure::could_not_ask(lost(error)))?;
    let expected = |position| follower.snapshot(position, now, false).map(JobReport::derive);
    let may_have_several = |report: JobReport| report.may_have_several_logs(&settings.choice, true);
    let are_several = number > 1 || expected(0).is_some_and(may_have_several);
    let look = settings.look(are_several);
    let output = Output::new(
        Some((Stream::Stdout, look)),
        settings.guard(session),
        saver(settings)?,
    )?;
    let mut work = Followed {
        session,
        settings,
        connection,
        known: std::iter::repeat_with(Known::new).take(number).collect(),
        follower,
        pump: Pump {
            live: Live::new(streams, settings.choice.clone()),
            output,
        },
        refreshed: Instant::now(),
        trouble,
    };
    // However slowly the lines are read, the time is over in time.
    let stop = tokio::select! {
        biased;
        limit = limits.reached() => Err(limit),
        stop = work.run() => Ok(stop.unwrap_or_else(Stop::Failed)),
    };
    work.conclude(stop, limits).await
}

/// Waits until the pods of all Jobs were read, or could not be.
async fn first_read(
    follower: &mut Follower,
    number: usize,
    trouble: &mut Trouble,
) -> Result<(), RequestError> {
    while !(0..number).all(|position| follower.is_read(position)) {
        match follower.next().await {
            News::Of(_) => {}
            News::Trouble(error) => tell_trouble(trouble, &error.message),
            News::Ended(error) => return Err(error),
        }
    }
    Ok(())
}

/// Says what keeps answers from coming, unless that was just said.
fn tell_trouble(trouble: &mut Trouble, message: &str) {
    if trouble.is_due() {
        streams::tell_line(&format!("note: {message}"));
    }
}

fn lost(error: RequestError) -> anyhow::Error {
    anyhow::Error::new(error).context("the Jobs cannot be followed any longer")
}

/// How long it may take until containers run without being worth a word.
const USUAL_START: Duration = Duration::from_secs(5);

/// Logs that are followed.
struct Followed<'a> {
    session: &'a Session,
    settings: &'a LogsSettings,
    connection: &'a Connection,
    known: Vec<Known>,
    follower: Follower,
    pump: Pump,
    refreshed: Instant,
    /// When it was told last that nothing is heard of the Jobs.
    trouble: Trouble,
}

/// What is known of a Job.
struct Known {
    /// Whether it has to be worked out what there is to be read.
    is_dirty: bool,
    /// When to do so although nothing was learned.
    look_again: Option<Instant>,
    is_checked: bool,
    /// Whether none of its logs can be meant.
    is_refused: bool,
    silence: Option<Silence>,
    /// When it was told last that its pods cannot be read.
    trouble: Trouble,
    last: LastLook,
}

impl Known {
    /// Of a Job that was not looked at.
    fn new() -> Self {
        Self {
            is_dirty: true,
            look_again: None,
            is_checked: false,
            is_refused: false,
            silence: None,
            trouble: Trouble::default(),
            last: LastLook::NotYet,
        }
    }

    fn is_due(&self, now: Instant) -> bool {
        self.is_dirty || self.look_again.is_some_and(|due| due <= now)
    }
}

/// Nothing comes of a Job.
struct Silence {
    state: JobState,
    since: Instant,
    is_told: bool,
}

/// Why following ended.
enum Stop {
    Done,
    Unread,
    Lost(RequestError),
    Failed(Failure),
}

impl Followed<'_> {
    async fn run(&mut self) -> Result<Stop, Failure> {
        let (connection, session) = (self.connection, self.session);
        self.refresh()?;
        let mut looks = FuturesUnordered::new();
        let mut unread = std::pin::pin!(streams::unread());
        let saves = self.pump.output.saves();
        loop {
            for (position, job) in self.ended() {
                self.known[position].last = LastLook::UnderWay;
                looks.push(async move { (position, last_look(connection, session, job).await) });
            }
            if self.is_done() {
                return Ok(Stop::Done);
            }
            let refresh = self.next_refresh();
            tokio::select! {
                biased;
                () = sleep_until(refresh) => self.refresh()?,
                Some((position, report)) = looks.next(), if !looks.is_empty() => {
                    self.pump.live.learn_last(&report);
                    self.known[position].last = LastLook::Done(Box::new(report));
                    if self.are_over() {
                        self.pump.live.close();
                    }
                }
                news = self.follower.next() => match news {
                    News::Of(positions) => {
                        for position in positions {
                            self.known[position].is_dirty = true;
                        }
                    }
                    News::Trouble(error) => tell_trouble(&mut self.trouble, &error.message),
                    News::Ended(error) => return Ok(Stop::Lost(error)),
                },
                is_read = self.pump.step() => if !is_read {
                    return Ok(Stop::Unread);
                },
                () = &mut unread, if !saves => return Ok(Stop::Unread),
            }
        }
    }

    /// Jobs that are over and were not looked at for the last time.
    fn ended(&self) -> Vec<(usize, JobFacts)> {
        let pins = self.follower.pins().iter().zip(&self.known).enumerate();
        pins.filter(|(_, (pin, known))| pin.is_over() && matches!(known.last, LastLook::NotYet))
            .filter_map(|(position, (pin, _))| Some((position, pin.job.clone()?)))
            .collect()
    }

    fn is_done(&self) -> bool {
        self.are_over() && self.pump.live.is_drained()
    }

    /// Whether all Jobs are, and were looked at for the last time.
    fn are_over(&self) -> bool {
        let mut all = self.known.iter();
        all.all(|known| matches!(known.last, LastLook::Done(_)))
    }

    /// When to work out what there is to be read: soon after news.
    fn next_refresh(&self) -> Option<Instant> {
        if self.known.iter().any(|known| known.is_dirty) {
            return Some(self.refreshed + REFRESH);
        }
        self.known.iter().filter_map(|known| known.look_again).min()
    }

    /// Works out what there is to be read of the Jobs of which something was learned.
    fn refresh(&mut self) -> Result<(), Failure> {
        self.refreshed = Instant::now();
        for position in 0..self.known.len() {
            let known = &mut self.known[position];
            if !known.is_due(self.refreshed) {
                continue;
            }
            known.is_dirty = false;
            known.look_again = None;
            let now = jobs::moment(self.connection, self.session);
            let snapshot = self.follower.snapshot(position, now, false);
            let Some(snapshot) = snapshot.filter(|_| self.follower.is_read(position)) else {
                continue;
            };
            self.learn(position, &JobReport::derive(snapshot))?;
        }
        Ok(())
    }

    /// Takes in what is known of a Job now.
    fn learn(&mut self, position: usize, report: &JobReport) -> Result<(), Failure> {
        self.check(position, report)?;
        self.pump.live.learn(report);
        let job = &report.snapshot.job.name;
        match &report.snapshot.pods {
            Ok(_) => self.tell_silence(position, report),
            Err(unknown) if unknown.reason() == UnknownReason::Forbidden && self.known.len() == 1 => {
                let error = anyhow!(
                    "the pods of job/{job} cannot be read, so their logs cannot be either: {}",
                    unknown.why
                );
                return Err(Failure::could_not_ask(error));
            }
            Err(unknown) => {
                let message = format!("the pods of job/{job} cannot be read: {}", unknown.why);
                tell_trouble(&mut self.known[position].trouble, &message);
            }
        }
        Ok(())
    }

    /// Whether logs of the Job can be meant: once, because without a pod that is not known yet. Of several Jobs it is enough if
    /// those of one can be.
    fn check(&mut self, position: usize, report: &JobReport) -> Result<(), Failure> {
        let pods = report.snapshot.pods.as_ref();
        let has_pods = pods.is_ok_and(|pods| !pods.own.is_empty());
        if std::mem::replace(&mut self.known[position].is_checked, has_pods) {
            return Ok(());
        }
        if let Some(why) = report.refuses(&self.settings.choice) {
            let known = &mut self.known[position];
            let was_refused = std::mem::replace(&mut known.is_refused, true);
            if self.known.iter().all(|known| known.is_refused) {
                return Err(refused(why));
            }
            if !was_refused {
                streams::tell_line(&format!("note: {why}"));
            }
            return Ok(());
        }
        let remarks = has_pods.then(|| report.log_remarks(&self.settings.choice, true));
        for remark in remarks.unwrap_or_default() {
            streams::tell_line(&format!("note: {remark}"));
        }
        Ok(())
    }

    /// Says why nothing comes of a Job: once for each reason, and of what passes quickly only if it does not.
    fn tell_silence(&mut self, position: usize, report: &JobReport) {
        let known = &mut self.known[position];
        let verdict = &report.verdict;
        let Some(why) = report.waits_because() else {
            known.silence = None;
            return;
        };
        // Reasons alternate, as ErrImagePull and ImagePullBackOff do.
        let is_same = |silence: &Silence| silence.state == verdict.state;
        let before = known.silence.take().filter(is_same);
        let silence = known.silence.insert(before.unwrap_or_else(|| Silence {
            state: verdict.state,
            since: Instant::now(),
            is_told: false,
        }));
        let is_usual = verdict.state == JobState::Pending && silence.since.elapsed() < USUAL_START;
        if is_usual {
            known.look_again = Some(silence.since + USUAL_START);
        } else if !std::mem::replace(&mut silence.is_told, true) {
            streams::tell_line(&format!("note: {why}"));
        }
    }
}
