//! Logs as they come, until the Jobs have ended and all is read.

mod conclude;

use std::time::Duration;

use anyhow::anyhow;
use tokio::time::Instant;

use super::{Forwarder, Limits, LiveLogs, Output, refused, saver};
use crate::facts::{JobFacts, UnknownReason};
use crate::{
    client::{Connection, RequestError},
    commands::{
        live::{self, Stop},
        start,
    },
    job_details::{Feed as _, FollowedPods, Follower, Following, LogStreams, News},
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
    let now = start::moment(connection, session);
    let streams = LogStreams::new(client, settings.options(now, true), settings.max_streams());
    let number = jobs.len();
    let mut follower = Follower::start(
        client,
        Following {
            jobs,
            pods: FollowedPods::Kept,
            // Whether the failing log can be read is part of the last report, its lines were shown.
            log_lines: 1,
            looks_last: true,
            ..Following::default()
        },
    );
    let mut trouble = Trouble::default();
    let ready = tokio::select! {
        biased;
        limit = limits.reached() => return limit.fail("no answer about the pods yet"),
        ready = first_read(&mut follower, &mut trouble) => ready,
    };
    ready.map_err(|error| Failure::could_not_ask(live::lost(error, "following")))?;
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
        forwarder: Forwarder {
            live: LiveLogs::new(streams, settings.choice.clone()),
            output,
        },
        trouble,
    };
    let stop = live::run(&mut follower, &mut work, limits).await;
    work.conclude(&follower, stop, limits).await
}

/// Waits until the pods of all Jobs were read, or could not be.
async fn first_read(follower: &mut Follower, trouble: &mut Trouble) -> Result<(), RequestError> {
    while !follower.is_read() {
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

/// How long it may take until containers run without being worth a word.
const USUAL_START: Duration = Duration::from_secs(5);

/// Logs that are followed.
struct Followed<'a> {
    session: &'a Session,
    settings: &'a LogsSettings,
    connection: &'a Connection,
    known: Vec<Known>,
    forwarder: Forwarder,
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
    /// The report on the Job once it was over.
    last: Option<Box<JobReport>>,
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
            last: None,
        }
    }
}

/// Nothing comes of a Job.
struct Silence {
    state: JobState,
    since: Instant,
    is_told: bool,
}

impl live::View<Follower> for Followed<'_> {
    fn learn(&mut self, follower: &Follower, positions: &[usize]) {
        for &position in positions {
            self.known[position].is_dirty = true;
            self.learn_last(follower, position);
        }
    }

    fn trouble(&mut self, error: &RequestError) {
        tell_trouble(&mut self.trouble, &error.message);
    }

    fn is_ready(&self, _follower: &Follower) -> bool {
        true
    }

    /// Lines are what is read here.
    fn patience(&self) -> Duration {
        Duration::ZERO
    }

    /// Works out what there is to be read of the Jobs of which something was learned.
    fn draw(&mut self, follower: &mut Follower) -> Result<bool, Failure> {
        for position in 0..self.known.len() {
            let known = &mut self.known[position];
            if !std::mem::take(&mut known.is_dirty) {
                continue;
            }
            known.look_again = None;
            let now = start::moment(self.connection, self.session);
            let snapshot = follower.snapshot(position, now, false);
            let Some(snapshot) = snapshot.filter(|_| follower.is_read_of(position)) else {
                continue;
            };
            self.learn_of(position, &JobReport::derive(snapshot))?;
        }
        Ok(true)
    }

    fn shows_seconds(&self) -> bool {
        false
    }

    fn is_done(&self, _follower: &Follower) -> bool {
        self.are_over() && self.forwarder.live.is_drained()
    }

    fn ends_unread(&self) -> bool {
        !self.forwarder.output.saves()
    }

    fn due(&self, _follower: &Follower) -> Option<Instant> {
        self.known.iter().filter_map(|known| known.look_again).min()
    }

    fn expire(&mut self, _follower: &Follower) {
        let now = Instant::now();
        for known in &mut self.known {
            if known.look_again.is_some_and(|due| due <= now) {
                known.look_again = None;
                known.is_dirty = true;
            }
        }
    }

    async fn work(&mut self) -> bool {
        self.forwarder.step().await
    }
}

impl Followed<'_> {
    /// Whether all Jobs are over, and were read once more.
    fn are_over(&self) -> bool {
        self.known.iter().all(|known| known.last.is_some())
    }

    /// Takes in what was read of a Job once it was over.
    fn learn_last(&mut self, follower: &Follower, position: usize) {
        let known = &mut self.known[position];
        if known.last.is_some() || !follower.has_last(position) {
            return;
        }
        let now = start::moment(self.connection, self.session);
        let Some(snapshot) = follower.last_snapshot(position, now, false) else {
            return;
        };
        let mut report = JobReport::derive(snapshot);
        report.snapshot.logs.clear();
        self.forwarder.live.learn_last(&report);
        known.last = Some(Box::new(report));
        if self.are_over() {
            self.forwarder.live.close();
        }
    }

    /// Takes in what is known of a Job now.
    fn learn_of(&mut self, position: usize, report: &JobReport) -> Result<(), Failure> {
        self.check(position, report)?;
        self.forwarder.live.learn(report);
        let job = &report.snapshot.job.name;
        match &report.snapshot.pods {
            Ok(_) => self.tell_silence(position, report),
            Err(unknown) if unknown.reason() == UnknownReason::Forbidden && self.known.len() == 1 => {
                let error = anyhow!(
                    "the pods of job/{job} cannot be read, so there are no logs: {}",
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
