//! The wait itself: news in, and for each Job how its wait ended.

use jiff::SignedDuration;
use tokio::time::Instant;

use super::{begin::Begun, logs::Logs, progress::Progress};
use crate::{
    client::RequestError,
    commands::{live, start},
    job_details::Follower,
    model::{Ending, Goal, JobReport, JobState},
    outcome::Failure,
    settings::{Session, WaitSettings},
};

/// Waiting for Jobs.
pub(super) struct Waiting<'a> {
    session: &'a Session,
    settings: &'a WaitSettings,
    begun: &'a Begun,
    goal: Goal,
    pub(super) awaited: Vec<Awaited>,
    progress: Progress,
    /// The logs, if they are shown or saved.
    pub(super) logs: Option<Logs>,
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

impl live::View<Follower> for Waiting<'_> {
    fn learn(&mut self, follower: &Follower, positions: &[usize]) {
        self.progress.all_is_well();
        self.take_in(follower, positions);
    }

    fn trouble(&mut self, error: &RequestError) {
        self.progress.trouble(&self.moment(), &error.message);
    }

    /// A Job whose pods are read slowly holds up no other.
    fn is_ready(&self, _follower: &Follower) -> bool {
        true
    }

    fn draw(&mut self, follower: &mut Follower) -> Result<bool, Failure> {
        let shows_seconds = self.progress.is_live();
        let moment = self.moment();
        for position in 0..self.awaited.len() {
            let awaited = &self.awaited[position];
            let is_due = awaited.is_dirty || shows_seconds && awaited.ending.is_none();
            if is_due && follower.is_read_of(position) {
                self.refresh(follower, &moment, position);
            }
        }
        let style = self.session.stderr.current_style();
        self.progress.draw(&moment, &style);
        Ok(true)
    }

    fn shows_seconds(&self) -> bool {
        self.progress.is_live()
    }

    fn is_done(&self, follower: &Follower) -> bool {
        self.has_ended() && follower.gathers_until().is_none()
    }

    /// That nobody reads standard output ends no wait.
    fn ends_unread(&self) -> bool {
        false
    }

    fn due(&self, follower: &Follower) -> Option<Instant> {
        let due = [follower.gathers_until(), self.next_limit(follower)];
        due.into_iter().flatten().min()
    }

    fn expire(&mut self, follower: &Follower) {
        self.enforce_limits(follower);
    }

    /// However much is written, what becomes of the Jobs is heard.
    async fn work(&mut self) -> bool {
        Logs::show(&mut self.logs).await;
        true
    }
}

impl<'a> Waiting<'a> {
    pub(super) fn new(
        session: &'a Session,
        settings: &'a WaitSettings,
        begun: &'a Begun,
        follower: &Follower,
    ) -> Result<Self, Failure> {
        let now = Instant::now();
        let creation = settings.arguments.wait_for_creation.flatten();
        let mut waiting = Self {
            session,
            settings,
            begun,
            logs: Logs::new(session, settings, begun)?,
            goal: settings.arguments.goal.into(),
            awaited: Vec::new(),
            progress: Progress::new(settings.progress, &session.stderr.style),
            creation_due: creation.and_then(|limit| now.checked_add(limit)),
        };
        let all: Vec<usize> = (0..follower.pins().len()).collect();
        waiting.take_in(follower, &all);
        Ok(waiting)
    }

    /// Takes the progress off the screen.
    pub(super) fn clear(&mut self) {
        self.progress.clear();
    }

    fn take_in(&mut self, follower: &Follower, positions: &[usize]) {
        self.awaited.resize_with(follower.pins().len(), Awaited::default);
        for &position in positions {
            let ending = self.ending(follower, position);
            let awaited = &mut self.awaited[position];
            // Of a Job that is over, containers may still write.
            awaited.is_dirty |= awaited.ending.is_none() || self.logs.is_some();
            if awaited.ending.is_none() {
                awaited.ending = ending;
            }
        }
    }

    /// By what the API said of the Job itself.
    fn ending(&self, follower: &Follower, position: usize) -> Option<Ending> {
        let pin = &follower.pins()[position];
        let arguments = &self.settings.arguments;
        let ending = Ending::of(pin.job.as_ref(), pin.gone.as_ref(), self.goal, arguments.early);
        let is_suspended = pin.job.as_ref().is_some_and(|job| job.spec.suspend == Some(true));
        ending.or((is_suspended && arguments.fail_if_suspended).then_some(Ending::Suspended))
    }

    fn has_ended(&self) -> bool {
        let arguments = &self.settings.arguments;
        let endings = || self.awaited.iter().filter_map(|awaited| awaited.ending.as_ref());
        let is_bad = |ending: &Ending| *ending != Ending::Reached;
        let all = !self.awaited.is_empty() && self.awaited.iter().all(|awaited| awaited.ending.is_some());
        all || arguments.any && endings().next().is_some() || arguments.fail_fast && endings().any(is_bad)
    }

    /// Works out the state of a Job, and what the state means for the wait.
    fn refresh(&mut self, follower: &Follower, moment: &str, position: usize) {
        let is_over = self.awaited[position].ending.is_some();
        self.awaited[position].is_dirty = false;
        let Some(report) = self.report(follower, position) else {
            return;
        };
        if let Some(logs) = &mut self.logs {
            logs.learn(&report);
        }
        self.weigh(position, &report);
        self.progress.show(moment, position, &report, is_over);
        self.awaited[position].report = is_over.then_some(report);
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
    fn next_limit(&self, follower: &Follower) -> Option<Instant> {
        let open = self.awaited.iter().filter(|awaited| awaited.ending.is_none());
        let blocked = open.filter_map(|awaited| self.blocked_until(awaited)).min();
        let creation = self.creation_due.filter(|_| self.is_one_missing(follower));
        blocked.into_iter().chain(creation).min()
    }

    fn blocked_until(&self, awaited: &Awaited) -> Option<Instant> {
        awaited
            .blocked_since?
            .checked_add(self.settings.arguments.fail_if_blocked?)
    }

    fn is_one_missing(&self, follower: &Follower) -> bool {
        let pins = follower.pins();
        pins.is_empty()
            || pins
                .iter()
                .zip(&self.awaited)
                .any(|(pin, awaited)| pin.job.is_none() && awaited.ending.is_none())
    }

    fn enforce_limits(&mut self, follower: &Follower) {
        let now = Instant::now();
        let is_late = self.creation_due.is_some_and(|due| due <= now);
        for position in 0..self.awaited.len() {
            let awaited = &self.awaited[position];
            let is_blocked = self.blocked_until(awaited).is_some_and(|until| until <= now);
            let since = awaited.blocked_since.filter(|_| is_blocked);
            let is_missing = is_late && follower.pins()[position].job.is_none();
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
    pub(super) fn last_report(&mut self, follower: &Follower, position: usize) -> Option<JobReport> {
        match self.awaited[position].report.take() {
            Some(mut known) => {
                known.snapshot.as_of = start::moment(&self.begun.connection, self.session);
                Some(known)
            }
            None => self.report(follower, position),
        }
    }

    /// What is known of a Job, without asking.
    fn report(&self, follower: &Follower, position: usize) -> Option<JobReport> {
        let connection = &self.begun.connection;
        let now = start::moment(connection, self.session);
        let snapshot = follower.snapshot(position, now, connection.provenance.is_historic())?;
        Some(JobReport::derive(snapshot))
    }

    /// The time of day, for lines.
    fn moment(&self) -> String {
        let zone = self.session.stderr.style.zone.clone();
        let now = self.session.clock.now().to_zoned_datetime(zone);
        now.strftime("%H:%M:%S").to_string()
    }
}
