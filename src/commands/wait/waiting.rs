//! The wait itself: news in, and for each Job how its wait ended.

use jiff::SignedDuration;
use tokio::time::Instant;

use super::{begin::Begun, logs::Logs, progress::Progress};
use crate::{
    client::RequestError,
    commands::{
        jobs,
        pacing::{REDRAW, REFRESH, sleep_until},
        signals::Signals,
    },
    job_details::{Follower, LiveTails, News},
    model::{Ending, Goal, JobReport, JobState},
    outcome::{Failure, Outcome},
    settings::{Session, WaitSettings},
};

/// Why the waiting ended.
pub(super) enum Stop {
    /// All that was waited for has ended.
    Done,
    TimedOut,
    Signal(Outcome),
    /// Nothing can be learned any more.
    Lost(RequestError),
}

/// Waiting for Jobs.
pub(super) struct Waiting<'a> {
    session: &'a Session,
    settings: &'a WaitSettings,
    begun: &'a Begun,
    goal: Goal,
    pub(super) follower: Follower,
    pub(super) awaited: Vec<Awaited>,
    progress: Progress,
    /// The logs, if they are shown or saved.
    pub(super) logs: Option<Logs>,
    refreshed: Instant,
    /// By when Jobs that are to come must be there.
    creation_due: Option<Instant>,
}

/// What is known of the wait for one Job.
#[derive(Default)]
pub(super) struct Awaited {
    pub(super) ending: Option<Ending>,
    blocked_since: Option<Instant>,
    is_dirty: bool,
    /// Its report, once it has ended: at the end of the wait nothing has to be worked out but what ended last.
    report: Option<JobReport>,
}

impl<'a> Waiting<'a> {
    pub(super) fn new(
        session: &'a Session,
        settings: &'a WaitSettings,
        begun: &'a Begun,
    ) -> Result<Self, Failure> {
        let now = Instant::now();
        let creation = settings.arguments.wait_for_creation.flatten();
        Ok(Self {
            session,
            settings,
            begun,
            logs: Logs::new(session, settings, begun)?,
            goal: settings.arguments.goal.into(),
            follower: begun.follow(),
            awaited: Vec::new(),
            progress: Progress::new(settings.progress, &session.stderr.style),
            refreshed: now,
            creation_due: creation.and_then(|limit| now.checked_add(limit)),
        })
    }

    /// Waits until all is over, the deadline has come or a signal.
    pub(super) async fn run(&mut self, deadline: Option<Instant>, signals: &mut Signals) -> Stop {
        let all = (0..self.follower.pins().len()).collect();
        self.learn(all);
        loop {
            let gathering = self.follower.gathers_until();
            if self.is_done() && gathering.is_none() {
                return Stop::Done;
            }
            let next_refresh = self.next_refresh();
            let next_limit = self.next_limit();
            // The deadline comes first: no flood of news holds it up.
            tokio::select! {
                biased;
                outcome = signals.next() => return Stop::Signal(outcome),
                () = sleep_until(deadline) => return Stop::TimedOut,
                () = sleep_until(gathering), if gathering.is_some() => {}
                () = sleep_until(next_limit) => self.enforce_limits(),
                () = sleep_until(next_refresh) => self.refresh(),
                news = self.follower.next() => match news {
                    News::Of(positions) => self.learn(positions),
                    News::Trouble(error) => self.progress.trouble(&self.moment(), &error.message),
                    News::Ended(error) => return Stop::Lost(error),
                },
                // However much is written, what becomes of the Jobs is heard.
                () = Logs::show(&mut self.logs) => {}
            }
        }
    }

    /// Takes the progress off the screen.
    pub(super) fn clear(&mut self) {
        self.progress.clear();
    }

    fn learn(&mut self, positions: Vec<usize>) {
        self.progress.all_is_well();
        self.awaited
            .resize_with(self.follower.pins().len(), Awaited::default);
        for position in positions {
            let ending = self.ending(position);
            let awaited = &mut self.awaited[position];
            // Of a Job that is over, containers may still write.
            awaited.is_dirty |= awaited.ending.is_none() || self.logs.is_some();
            if awaited.ending.is_none() {
                awaited.ending = ending;
            }
        }
    }

    /// By what the API said of the Job itself.
    fn ending(&self, position: usize) -> Option<Ending> {
        let pin = &self.follower.pins()[position];
        let arguments = &self.settings.arguments;
        let ending = Ending::of(pin.job.as_ref(), pin.gone.as_ref(), self.goal, arguments.early);
        let is_suspended = pin.job.as_ref().is_some_and(|job| job.spec.suspend == Some(true));
        ending.or((is_suspended && arguments.fail_if_suspended).then_some(Ending::Suspended))
    }

    fn is_done(&self) -> bool {
        let arguments = &self.settings.arguments;
        let endings = || self.awaited.iter().filter_map(|awaited| awaited.ending.as_ref());
        let is_bad = |ending: &Ending| *ending != Ending::Reached;
        let all = !self.awaited.is_empty() && self.awaited.iter().all(|awaited| awaited.ending.is_some());
        all || arguments.any && endings().next().is_some() || arguments.fail_fast && endings().any(is_bad)
    }

    /// When states are to be worked out: soon after news, and each second where seconds are shown.
    fn next_refresh(&self) -> Option<Instant> {
        let is_dirty = self.awaited.iter().any(|awaited| awaited.is_dirty);
        let pause = if is_dirty {
            Some(REFRESH)
        } else {
            self.progress.is_live().then_some(REDRAW)
        };
        Some(self.refreshed + pause?)
    }

    fn refresh(&mut self) {
        self.refreshed = Instant::now();
        let is_live = self.progress.is_live();
        let moment = self.moment();
        for position in 0..self.awaited.len() {
            let is_over = self.awaited[position].ending.is_some();
            let is_due = self.awaited[position].is_dirty || is_live && !is_over;
            if is_due && self.follower.is_read(position) {
                self.awaited[position].is_dirty = false;
                self.follower.prepare(position);
                if let Some(report) = self.report(position) {
                    if let Some(logs) = &mut self.logs {
                        logs.learn(&report);
                    }
                    self.weigh(position, &report);
                    self.progress.show(&moment, position, &report, is_over);
                    self.awaited[position].report = is_over.then_some(report);
                }
            }
        }
        self.progress.draw(&moment);
    }

    /// What a state that rests on the pods means for the wait.
    fn weigh(&mut self, position: usize, report: &JobReport) {
        let awaited = &mut self.awaited[position];
        if report.verdict.state == JobState::Blocked {
            awaited.blocked_since.get_or_insert_with(Instant::now);
        } else {
            awaited.blocked_since = None;
        }
        if awaited.ending.is_none() && self.goal.is_shown_by(report) {
            awaited.ending = Some(Ending::Reached);
        }
    }

    /// When the next Job will have been held up, or missing, for too long.
    fn next_limit(&self) -> Option<Instant> {
        let open = self.awaited.iter().filter(|awaited| awaited.ending.is_none());
        let blocked = open.filter_map(|awaited| self.blocked_until(awaited)).min();
        let creation = self.creation_due.filter(|_| self.is_one_missing());
        blocked.into_iter().chain(creation).min()
    }

    fn blocked_until(&self, awaited: &Awaited) -> Option<Instant> {
        awaited
            .blocked_since?
            .checked_add(self.settings.arguments.fail_if_blocked?)
    }

    fn is_one_missing(&self) -> bool {
        let pins = self.follower.pins();
        pins.is_empty()
            || pins
                .iter()
                .zip(&self.awaited)
                .any(|(pin, awaited)| pin.job.is_none() && awaited.ending.is_none())
    }

    fn enforce_limits(&mut self) {
        let now = Instant::now();
        let is_late = self.creation_due.is_some_and(|due| due <= now);
        for position in 0..self.awaited.len() {
            let awaited = &self.awaited[position];
            let is_blocked = self.blocked_until(awaited).is_some_and(|until| until <= now);
            let since = awaited.blocked_since.filter(|_| is_blocked);
            let is_missing = is_late && self.follower.pins()[position].job.is_none();
            let ending = if let Some(since) = since {
                let length = SignedDuration::try_from(now - since).unwrap_or(SignedDuration::MAX);
                Some(Ending::Blocked(length))
            } else {
                is_missing.then_some(Ending::NotCreated)
            };
            let awaited = &mut self.awaited[position];
            awaited.ending = awaited.ending.take().or(ending);
        }
        if is_late {
            self.creation_due = None;
            if self.awaited.is_empty() {
                self.awaited.push(Awaited {
                    ending: Some(Ending::NotCreated),
                    ..Awaited::default()
                });
            }
        }
    }

    /// What is known of a Job at the end, without asking.
    pub(super) fn last_report(&mut self, position: usize) -> Option<JobReport> {
        match self.awaited[position].report.take() {
            Some(mut known) => {
                known.snapshot.as_of = jobs::moment(&self.begun.connection, self.session);
                Some(known)
            }
            None => self.report(position),
        }
    }

    /// Stops watching; what was read of logs stays.
    pub(super) fn stop(self) -> LiveTails {
        self.follower.into_tails()
    }

    /// What is known of a Job, without asking.
    fn report(&self, position: usize) -> Option<JobReport> {
        let now = jobs::moment(&self.begun.connection, self.session);
        let snapshot =
            self.follower
                .snapshot(position, now, self.begun.connection.provenance.is_historic())?;
        Some(JobReport::derive(snapshot))
    }

    /// The time of day, for lines.
    fn moment(&self) -> String {
        let zone = self.session.stderr.style.zone.clone();
        let now = self.session.clock.now().to_zoned_datetime(zone);
        now.strftime("%H:%M:%S").to_string()
    }
}
