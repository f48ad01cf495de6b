//! Follows Jobs: pins their UIDs, watches them and their pods, and tells which Jobs have news.
//!
//! This file watches the Jobs themselves. [`surroundings`] reads and watches their pods and events.
//! [`snapshot`] says what is known of one Job.

mod snapshot;
mod surroundings;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use kube::Client;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::Instant;

use super::absent::ask_for;
use super::following::{FollowedPods, Following, Gathering};
use super::jobs::{JobScope, Seen};
use super::last_look::LastLook;
use super::live_parts::LiveParts;
use super::news::{Feed, News};
use super::pins::{Pin, Pins};
use super::pods::SeenPod;
use super::rounds::ReadSchedule;
use super::scopes::scopes;
use super::watcher::{Change, watch};
use crate::facts::{JobFacts, JobSnapshot};
use crate::job_details::gather::Explanations;
use crate::job_details::logs::LiveTails;
use crate::job_details::{Surroundings, sleep_until};

/// How many last looks run at once. Each last look sends several requests.
const LAST_LOOKS: usize = 8;
/// The capacity of the channel. A watcher waits while the channel is full.
const QUEUE: usize = 64;

/// Follows Jobs until it is dropped.
pub struct Follower {
    client: Client,
    pins: Pins,
    scopes: Vec<JobScope>,
    live: HashMap<usize, (LiveParts, Option<AbortHandle>)>,
    /// The logs of failed containers.
    tails: LiveTails,
    /// The last looks at Jobs that have ended or are gone; empty unless `looks_last` is set.
    last: HashMap<usize, LastLook>,
    looks_last: bool,
    looking: Arc<Semaphore>,
    log_lines: u32,
    /// The unfinished pods of many Jobs and the warnings about them; `None` before they are read.
    around: Option<Surroundings>,
    rounds: ReadSchedule,
    pods: FollowedPods,
    gathering: Gathering,
    sender: mpsc::Sender<Message>,
    receiver: mpsc::Receiver<Message>,
    tasks: JoinSet<()>,
}

enum Message {
    Jobs(usize, Change<Seen>),
    Pods(usize, Change<SeenPod>),
    Explanations(usize, Explanations),
    Last(usize, Box<JobSnapshot>),
    Around(Surroundings),
}

impl Follower {
    /// Starts to follow Jobs.
    pub fn start(client: &Client, following: Following) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let gathering = Gathering::of(&following);
        let mut pins = Pins::of(following.jobs);
        for wanted in following.wanted {
            pins.want(wanted);
        }
        let mut follower = Self {
            client: client.clone(),
            pods: following.pods,
            gathering,
            pins,
            scopes: Vec::new(),
            live: HashMap::new(),
            tails: LiveTails::new(client, following.log_lines),
            last: HashMap::new(),
            looks_last: following.looks_last,
            looking: Arc::new(Semaphore::new(LAST_LOOKS)),
            log_lines: following.log_lines,
            around: None,
            rounds: ReadSchedule::default(),
            sender,
            receiver,
            tasks: JoinSet::new(),
        };
        for scope in scopes(&follower.pins, following.labels) {
            follower.watch_jobs(scope);
        }
        for position in 0..follower.pins.all().len() {
            follower.watch_parts(position);
        }
        if follower.are_many() {
            follower.rounds.note_news();
        }
        let jobs = follower.pins.all().len();
        let pods = if follower.are_many() {
            "read together"
        } else if follower.pods.are_watched(jobs) {
            "watched"
        } else {
            "not read"
        };
        tracing::info!(target: "decision", "following {jobs} Jobs, whose pods are {pods}");
        follower
    }

    /// The Jobs, each at a position that never changes.
    pub fn pins(&self) -> &[Pin] {
        self.pins.all()
    }

    /// Stops watching and returns the logs that were read.
    pub fn into_tails(self) -> LiveTails {
        self.tails
    }

    fn take(&mut self, message: Message) -> Option<News> {
        let told = match message {
            Message::Jobs(scope, change) => self.take_jobs(scope, change)?,
            Message::Pods(position, change) => match self.live.get_mut(&position)?.0.take(change) {
                Some(trouble) => News::Trouble(trouble),
                None => News::Of(vec![position]),
            },
            Message::Around(surroundings) => {
                self.around = Some(surroundings);
                self.rounds.end();
                let open = self
                    .pins
                    .all()
                    .iter()
                    .enumerate()
                    .filter(|(_, pin)| !pin.is_over());
                return Some(News::Of(open.map(|(position, _)| position).collect()));
            }
            Message::Explanations(position, read) => {
                let job = self.pins.all()[position].job.as_ref()?;
                self.live.get_mut(&position)?.0.take_explanations(read, job);
                return Some(News::Of(vec![position]));
            }
            Message::Last(position, snapshot) => {
                self.last.insert(position, LastLook::Done(snapshot));
                return Some(News::Of(vec![position]));
            }
        };
        if let News::Of(positions) = &told {
            for position in positions {
                self.watch_parts(*position);
            }
            if self.are_many() {
                self.rounds.note_news();
            }
        }
        Some(told)
    }

    fn take_jobs(&mut self, number: usize, change: Change<Seen>) -> Option<News> {
        let scope = self.scopes[number].clone();
        let told = match change {
            // Errors of a scope do not matter once all its Jobs have ended or are gone.
            Change::Trouble(_) | Change::Ended(_) if self.is_scope_over(&scope) => return None,
            Change::Trouble(error) => return Some(News::Trouble(error)),
            Change::Ended(error) => return Some(News::Ended(error)),
            Change::Listed(all) => {
                self.adopt(&scope, &all);
                let (told, absent) = self.pins.listed(all, &scope);
                self.ask_for(number, absent);
                self.follow_strays(&scope, &told);
                told
            }
            Change::Found(some) => {
                self.adopt(&scope, &some);
                some.into_iter()
                    .filter_map(|seen| self.pins.applied(seen))
                    .collect()
            }
            Change::Applied(seen) => {
                self.adopt(&scope, std::slice::from_ref(&seen));
                self.pins.applied(seen).into_iter().collect()
            }
            Change::Deleted(seen) => {
                let told: Vec<usize> = self.pins.deleted(seen, &scope).into_iter().collect();
                for position in &told {
                    self.follow_by_name(&scope, *position);
                }
                told
            }
        };
        (!told.is_empty()).then_some(News::Of(told))
    }

    /// Whether the scope is a name, and all Jobs of that name have ended or are gone.
    fn is_scope_over(&self, scope: &JobScope) -> bool {
        let JobScope::Name { namespace, name } = scope else {
            return false;
        };
        let own = |pin: &&Pin| pin.place() == (namespace, Some(name));
        self.pins.all().iter().filter(own).all(Pin::is_over)
    }

    /// Pins the Jobs of a list or watch by labels while new Jobs are still accepted.
    fn adopt(&mut self, scope: &JobScope, seen: &[Seen]) {
        if !self.gathering.is_open() || !matches!(scope, JobScope::Labels { .. }) {
            return;
        }
        for seen in seen {
            self.pins.add(seen.job().clone());
        }
        if !seen.is_empty() {
            self.gathering.begin();
        }
    }

    /// Until when new Jobs are accepted; `None` if no Job has come yet or the set is complete.
    pub fn gathers_until(&self) -> Option<Instant> {
        self.gathering.end()
    }

    /// Watches by name the Jobs that a list by labels lacks: they are deleted or have other labels.
    fn follow_strays(&mut self, scope: &JobScope, present: &[usize]) {
        if matches!(scope, JobScope::Labels { .. }) {
            let present: HashSet<usize> = present.iter().copied().collect();
            for position in (0..self.pins.all().len()).filter(|position| !present.contains(position)) {
                self.follow_by_name(scope, position);
            }
        }
    }

    fn follow_by_name(&mut self, scope: &JobScope, position: usize) {
        let pin = &mut self.pins.all_mut()[position];
        if !matches!(scope, JobScope::Labels { .. }) || pin.is_watched_by_name || pin.is_over() {
            return;
        }
        let Some(job) = &pin.job else { return };
        let scope = JobScope::Name {
            namespace: job.namespace.clone(),
            name: job.name.clone(),
        };
        pin.is_watched_by_name = true;
        self.watch_jobs(scope);
    }

    fn watch_jobs(&mut self, scope: JobScope) {
        let number = self.scopes.len();
        self.scopes.push(scope.clone());
        let tell = (self.sender.clone(), move |change| Message::Jobs(number, change));
        self.tasks.spawn(watch(self.client.clone(), scope, tell));
    }

    /// Asks the API server for Jobs that the list of a scope lacks.
    fn ask_for(&mut self, scope: usize, absent: Vec<JobFacts>) {
        if !absent.is_empty() {
            let tell = (self.sender.clone(), move |change| Message::Jobs(scope, change));
            self.tasks
                .spawn(ask_for(self.client.clone(), absent, tell, Seen::from));
        }
    }

    /// Whether neither the Job nor its pods are followed any longer.
    fn is_done(&self, pin: &Pin) -> bool {
        pin.is_over() && self.pods != FollowedPods::Kept
    }

    /// Removes tasks that have ended from the set.
    fn remove_ended_tasks(&mut self) {
        while self.tasks.try_join_next().is_some() {}
    }

    /// Whether there are so many Jobs that their pods are read together.
    fn are_many(&self) -> bool {
        self.pods.are_read_together(self.pins.all().len())
    }
}

impl Feed for Follower {
    async fn next(&mut self) -> News {
        loop {
            let due = self.live.values().filter_map(|(live, _)| live.due()).min();
            let message = tokio::select! {
                message = self.receiver.recv() => message,
                position = self.tails.next() => return News::Of(vec![position]),
                () = sleep_until(due) => {
                    self.read_explanations();
                    continue;
                }
                () = sleep_until(self.rounds.due()) => {
                    self.read_around();
                    continue;
                }
            };
            // `self.sender` keeps the channel open.
            let Some(message) = message else { continue };
            if let Some(news) = self.take(message) {
                return news;
            }
        }
    }

    fn is_read(&self) -> bool {
        (0..self.pins.all().len()).all(|position| self.is_read_of(position))
    }

    fn prepare(&mut self) {
        for position in 0..self.pins.all().len() {
            self.choose_logs(position);
        }
    }

    fn is_settled(&self) -> bool {
        (0..self.pins.all().len()).all(|position| self.is_settled_of(position))
    }
}
