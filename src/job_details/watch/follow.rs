//! Follows Jobs from now on: one place that pins their UIDs, watches them and what belongs to them, and tells what changed.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use jiff::Timestamp;
use kube::Client;
use tokio::sync::mpsc;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::Instant;

use super::absent::ask_for;
use super::following::{FollowedPods, Following, Gathering};
use super::jobs::{JobScope, Seen, scopes};
use super::last_look::{LastLook, last_look};
use super::live_parts::LiveParts;
use super::pins::{Pin, Pins};
use super::pods::SeenPod;
use super::watcher::{Change, watch};
use crate::client::RequestError;
use crate::facts::{Depth, JobFacts, JobSnapshot};
use crate::job_details::gather::{Explanations, explanations};
use crate::job_details::logs::LiveTails;
use crate::job_details::parts::Parts;
use crate::job_details::pods::PodsOf;
use crate::job_details::{Surroundings, sleep_until, surroundings};

/// How often the pods of many Jobs are read.
const TOGETHER_EVERY: Duration = Duration::from_secs(5);
/// Messages that wait to be taken; a watcher that is ahead waits.
const QUEUE: usize = 64;

/// What happened.
#[derive(Debug)]
pub enum News {
    /// Something was learned of these, by their positions.
    Of(Vec<usize>),
    /// Nothing can be learned for now.
    Trouble(RequestError),
    /// Nothing can be learned any more.
    Ended(RequestError),
}

/// The Jobs that are followed. Dropped, it stops watching.
pub struct Follower {
    client: Client,
    pins: Pins,
    scopes: Vec<JobScope>,
    live: HashMap<usize, (LiveParts, Option<AbortHandle>)>,
    /// The logs of failed containers.
    tails: LiveTails,
    /// The last looks at Jobs that are over, where these are wanted.
    last: HashMap<usize, LastLook>,
    looks_last: bool,
    log_lines: u32,
    /// The unfinished pods of many Jobs; `None` before they were read.
    around: Option<Surroundings>,
    next_round: Option<Instant>,
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
    /// Begins to follow.
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
            log_lines: following.log_lines,
            around: None,
            next_round: None,
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
            follower.next_round = Some(Instant::now());
        }
        follower
    }

    /// The Jobs, each at the position that it keeps.
    pub fn pins(&self) -> &[Pin] {
        self.pins.all()
    }

    /// What is known of a Job now; see [`Self::prepare`].
    pub fn snapshot(&self, position: usize, as_of: Timestamp, historic: bool) -> Option<JobSnapshot> {
        let job = self.pins.all().get(position)?.job.clone()?;
        if let (true, Some(around)) = (self.are_many(), &self.around) {
            return Some(around.snapshot(job, as_of, historic));
        }
        let unwatched = LiveParts::new();
        let live = self.live.get(&position).map_or(&unwatched, |(live, _)| live);
        let pods = live.pods();
        let gone = pods.as_ref().map(|pods| pods.gone.clone()).unwrap_or_default();
        let logs = self.tails.of(position, &gone);
        if let Some(LastLook::Done(last)) = self.last.get(&position) {
            let mut last = JobSnapshot {
                as_of,
                historic,
                ..(**last).clone()
            };
            last.complete_pods(&pods);
            logs.into_iter().flatten().for_each(|tail| {
                last.complete_log(tail);
            });
            return Some(last);
        }
        let parts = Parts {
            pods,
            events: live.events(),
            workload: live.workload(),
            logs,
        };
        Some(parts.snapshot(Depth::Live, job, as_of, historic))
    }

    /// Begins to read the logs that a snapshot of the Job now would have.
    pub fn prepare(&mut self, position: usize) {
        let Some(job) = self.pins.all().get(position).and_then(|pin| pin.job.as_ref()) else {
            return;
        };
        if let (true, Some(around)) = (self.are_many(), &self.around) {
            self.tails
                .learn(position, job, &around.pods_of(job).unwrap_or_default());
        } else if let Some((live, _)) = self.live.get(&position) {
            self.tails.learn(position, job, live.own_pods());
        }
    }

    /// Stops watching; what was read of logs stays.
    pub fn into_tails(self) -> LiveTails {
        self.tails
    }

    /// Whether all that is watched of the Job was read at least once.
    pub fn is_read(&self, position: usize) -> bool {
        let is_done = self.pins.all().get(position).is_some_and(|pin| self.is_done(pin));
        if self.are_many() {
            return is_done || self.around.is_some();
        }
        let live = self.live.get(&position);
        is_done || live.is_none_or(|(live, _)| live.is_read)
    }

    /// Whether nothing is being read now that would complete a snapshot of the Job.
    pub fn is_settled(&self, position: usize) -> bool {
        let is_explained = self
            .live
            .get(&position)
            .is_none_or(|(live, _)| live.is_explained());
        let is_looking = matches!(self.last.get(&position), Some(LastLook::UnderWay));
        is_explained && !is_looking && !self.tails.is_reading(position)
    }

    /// What was read of a Job after it was over, where last looks are wanted.
    pub fn last_snapshot(&self, position: usize) -> Option<&JobSnapshot> {
        match self.last.get(&position)? {
            LastLook::Done(snapshot) => Some(snapshot),
            LastLook::UnderWay => None,
        }
    }

    /// Waits for news. May be dropped at any time without losing any.
    pub async fn next(&mut self) -> News {
        loop {
            let due = self.live.values().filter_map(|(live, _)| live.due()).min();
            let message = tokio::select! {
                message = self.receiver.recv() => message,
                position = self.tails.next() => return News::Of(vec![position]),
                () = sleep_until(due) => {
                    self.read_explanations();
                    continue;
                }
                () = sleep_until(self.next_round) => {
                    self.look_around();
                    continue;
                }
            };
            // The sender that is held here keeps the channel open.
            let Some(message) = message else { continue };
            if let Some(news) = self.take(message) {
                return news;
            }
        }
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
                self.next_round = Some(Instant::now() + TOGETHER_EVERY);
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
                let is_news = self.live.get_mut(&position)?.0.take_explanations(read, job);
                return is_news.then(|| News::Of(vec![position]));
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
        }
        Some(told)
    }

    fn take_jobs(&mut self, number: usize, change: Change<Seen>) -> Option<News> {
        let scope = self.scopes[number].clone();
        let told = match change {
            // Nobody waits for what becomes of the place of a Job that is over.
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

    /// Whether all Jobs of a scope of one name are over.
    fn is_scope_over(&self, scope: &JobScope) -> bool {
        let JobScope::Name { namespace, name } = scope else {
            return false;
        };
        let own = |pin: &&Pin| pin.place() == (namespace, Some(name));
        self.pins.all().iter().filter(own).all(Pin::is_over)
    }

    /// Where Jobs with labels were waited for, the first that come are the ones that were meant.
    fn adopt(&mut self, scope: &JobScope, seen: &[Seen]) {
        if !self.gathering.is_open() || !matches!(scope, JobScope::Labels { .. }) {
            return;
        }
        for seen in seen {
            self.pins.add(seen.job().clone());
        }
        if self.are_many() && self.around.is_none() && self.next_round.is_none() {
            self.next_round = Some(Instant::now());
        }
        if !seen.is_empty() {
            self.gathering.begin();
        }
    }

    /// Until when Jobs may still come that count; `None` where the set is complete.
    pub fn gathers_until(&self) -> Option<Instant> {
        self.gathering.end()
    }

    /// Jobs that a list by labels does not have any more are deleted or have other labels: their names tell.
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

    /// Asks for Jobs that the list of a scope lacks.
    fn ask_for(&mut self, scope: usize, absent: Vec<JobFacts>) {
        if !absent.is_empty() {
            let tell = (self.sender.clone(), move |change| Message::Jobs(scope, change));
            self.tasks
                .spawn(ask_for(self.client.clone(), absent, tell, Seen::from));
        }
    }

    /// Begins or ends to watch what belongs to a Job, as its state asks for.
    fn watch_parts(&mut self, position: usize) {
        let pin = &self.pins.all()[position];
        let are_watched = self.pods.are_watched(self.pins.all().len());
        let Some(job) = pin.job.as_ref().filter(|_| are_watched) else {
            return;
        };
        if pin.is_over() && self.looks_last && !self.last.contains_key(&position) {
            self.last.insert(position, LastLook::UnderWay);
            let (client, sender, job) = (self.client.clone(), self.sender.clone(), job.clone());
            let lines = self.log_lines;
            self.tasks.spawn(async move {
                let snapshot = Box::new(Box::pin(last_look(&client, job, lines)).await);
                let _ = sender.send(Message::Last(position, snapshot)).await;
            });
        }
        if self.is_done(pin) {
            if let Some((_, watcher)) = self.live.get_mut(&position) {
                watcher.iter().for_each(AbortHandle::abort);
            }
            return;
        }
        let (live, _) = self
            .live
            .entry(position)
            .or_insert_with(|| match PodsOf::job(job) {
                Ok(pods) => {
                    let tell = (self.sender.clone(), move |change| Message::Pods(position, change));
                    let watcher = self.tasks.spawn(watch(self.client.clone(), pods, tell));
                    (LiveParts::new(), Some(watcher))
                }
                Err(unknown) => (LiveParts::without_pods(unknown), None),
            });
        live.note_change();
    }

    /// Whether nothing more will be learned of a Job and its pods.
    fn is_done(&self, pin: &Pin) -> bool {
        pin.is_over() && self.pods != FollowedPods::Kept
    }

    /// Lets go of tasks that have ended, which the set keeps until it is asked.
    fn sweep(&mut self) {
        while self.tasks.try_join_next().is_some() {}
    }

    /// Whether there are too many Jobs to watch what belongs to each.
    fn are_many(&self) -> bool {
        self.pods.are_read_together(self.pins.all().len())
    }

    /// Reads what belongs to all Jobs that are not over.
    fn look_around(&mut self) {
        self.next_round = None;
        self.sweep();
        let open = self.pins.all().iter().filter(|pin| !pin.is_over());
        let jobs: Vec<JobFacts> = open.filter_map(|pin| pin.job.clone()).collect();
        let mut namespaces = jobs.iter().map(|job| job.namespace.clone());
        let first = namespaces.next();
        let within = first.filter(|first| namespaces.all(|namespace| namespace == *first));
        let (client, sender) = (self.client.clone(), self.sender.clone());
        self.tasks.spawn(async move {
            let read = surroundings(&client, within.as_deref(), &jobs).await;
            let _ = sender.send(Message::Around(read)).await;
        });
    }

    /// Reads the events for which it is time.
    fn read_explanations(&mut self) {
        self.sweep();
        let now = Instant::now();
        for (position, (live, _)) in &mut self.live {
            let job = self.pins.all()[*position].job.clone();
            let (Some(job), true) = (job, live.due().is_some_and(|due| due <= now)) else {
                continue;
            };
            live.begin_reading();
            let (client, sender, position) = (self.client.clone(), self.sender.clone(), *position);
            let own = live.own_pods().clone();
            self.tasks.spawn(async move {
                let read = explanations(&client, &job, &own).await;
                let _ = sender.send(Message::Explanations(position, read)).await;
            });
        }
    }
}
