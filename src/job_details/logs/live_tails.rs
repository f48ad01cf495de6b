//! The last lines of failed containers while their Jobs are followed: the log of each instance is read once, in the
//! background, so that a live view tells the cause that a report would tell.
//!
//! What was read outlives its pod. The Job controller deletes pods, logs and all: those under `OnFailure` at the back-off
//! limit, those still active at the deadline and when the Job is suspended (`deleteActivePods` in `job_controller.go`). So
//! what still runs in a pod that is being deleted is read, too. Which failures are worth reading is decided in
//! [`super::tails()`].

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use kube::Client;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::tails::{Choice, MOST_TAILS, choose, running, tail};
use crate::facts::{GonePods, JobFacts, Known, LogTail, PodFacts, PodList, Text, Uid, UnknownReason};
use crate::job_details::sleep_until;

/// In this time no more than [`MOST_TAILS`] instances that failed in the same way are read: a Job may fail a hundred times
/// a second.
const PAUSE: Duration = Duration::from_secs(2);
/// When a log that could not be read is asked for again.
const RETRY: Duration = Duration::from_secs(5);
/// Instances that are remembered of each Job.
const MOST_KEPT: usize = 4 * MOST_TAILS;

/// Reads tails. Dropped, it stops reading.
pub struct LiveTails {
    client: Client,
    /// How many of the last lines to read; with 0 nothing is read.
    lines: u32,
    /// By the positions of the followed Jobs.
    jobs: HashMap<usize, OfJob>,
    reads: JoinSet<(usize, Instance, Known<LogTail>)>,
}

/// The last lines of a container in a pod that may be gone.
#[derive(Clone, Debug)]
pub struct LastWord {
    /// The pod, as it was when its log was read.
    pub pod: Arc<PodFacts>,
    /// The lines.
    pub tail: LogTail,
}

/// One instance of one container: the pod's UID, the container's name, and how many instances were before.
type Instance = (Uid, Text, u32);

/// What makes two failures alike: container, exit code and reason; `None` for an instance that runs.
type FailureKind = (Text, Option<(i32, Option<Text>)>);

/// What is known of one Job's logs.
#[derive(Default)]
struct OfJob {
    /// The instances whose tails a report has now.
    chosen: Vec<(Instance, FailureKind)>,
    /// The instances that were chosen once, in the order in which they were.
    entries: Vec<Entry>,
    /// When to look again at an instance whose log is not read yet.
    again: Option<Instant>,
}

struct Entry {
    instance: Instance,
    way: FailureKind,
    pod: Arc<PodFacts>,
    /// When the instance ended, or its pod was created.
    moment: Option<Timestamp>,
    /// Whether the log was asked for as that of the instance before.
    previous: bool,
    begun: Instant,
    /// `None` while the log is being read for the first time.
    tail: Option<Known<LogTail>>,
    is_reading: bool,
}

impl LiveTails {
    /// Reads so many of the last lines of each instance.
    pub(in crate::job_details) fn new(client: &Client, lines: u32) -> Self {
        Self {
            client: client.clone(),
            lines,
            jobs: HashMap::new(),
            reads: JoinSet::new(),
        }
    }

    /// Chooses the instances whose tails a report on these pods has, and begins to read those that were not read.
    pub(in crate::job_details) fn learn(&mut self, position: usize, job: &JobFacts, pods: &PodList) {
        if self.lines == 0 {
            return;
        }
        let mut choices = choose(pods);
        let of_job = self.jobs.entry(position).or_default();
        of_job.again = None;
        of_job.chosen = choices
            .iter()
            .map(|choice| (instance(choice), way(choice)))
            .collect();
        let leaving = pods.iter().filter(|pod| pod.is_terminating());
        choices.extend(leaving.flat_map(running).take(MOST_TAILS));
        for choice in &choices {
            if !of_job.begins(choice, Instant::now()) {
                continue;
            }
            let (client, lines) = (self.client.clone(), self.lines);
            let (source, instance) = (choice.source(&job.namespace), instance(choice));
            let previous = choice.previous;
            self.reads.spawn(async move {
                let tail = tail(&client, source, previous, lines).await;
                (position, instance, tail)
            });
        }
    }

    /// Whether a log of the Job is being read.
    pub(in crate::job_details) fn is_reading(&self, position: usize) -> bool {
        let of_job = self.jobs.get(&position);
        of_job.is_some_and(|of_job| of_job.entries.iter().any(|entry| entry.is_reading))
    }

    /// The tails of the chosen instances, as far as they were read, then those of failed pods that are gone.
    pub(in crate::job_details) fn of(&self, position: usize, gone: &GonePods) -> Vec<Known<LogTail>> {
        self.jobs
            .get(&position)
            .map_or_else(Vec::new, |of_job| of_job.tails(gone))
    }

    /// Waits until a log was read, or until it is time to learn of a Job again; the Job's position. May be dropped at any
    /// time.
    pub(in crate::job_details) async fn next(&mut self) -> usize {
        loop {
            let again = self.jobs.iter();
            let again = again.filter_map(|(position, of_job)| Some((of_job.again?, *position)));
            let due = again.min();
            tokio::select! {
                Some(read) = self.reads.join_next() => {
                    // A task that did not end has read nothing.
                    if let Ok((position, instance, tail)) = read {
                        trace(&instance, &tail);
                        self.jobs.entry(position).or_default().take(&instance, tail);
                        return position;
                    }
                }
                () = sleep_until(due.map(|(due, _)| due)) => {
                    let (_, position) = due.unwrap_or((Instant::now(), 0));
                    self.jobs.entry(position).or_default().again = None;
                    return position;
                }
            }
        }
    }

    /// Waits until what is being read was read, or until then.
    pub async fn settle(&mut self, due: Instant) {
        while !self.reads.is_empty() && tokio::time::timeout_at(due, self.next()).await.is_ok() {}
    }

    /// What was read of a Job's containers, the newest first.
    pub fn take_of(&mut self, position: usize) -> Vec<LastWord> {
        let mut entries = self.jobs.remove(&position).unwrap_or_default().entries;
        entries.sort_by_key(|entry| Reverse(entry.moment));
        let words = entries.into_iter().filter_map(|entry| {
            let tail = entry.tail?.ok()?;
            (!tail.lines.is_empty()).then_some(LastWord { pod: entry.pod, tail })
        });
        words.collect()
    }
}

impl OfJob {
    /// Whether to read the log of an instance now, noting that it is read.
    fn begins(&mut self, choice: &Choice<'_>, now: Instant) -> bool {
        let (instance, way) = (instance(choice), way(choice));
        if let Some(known) = self.entries.iter_mut().find(|entry| entry.instance == instance) {
            // What ran when it was read has ended since, or another request leads to the log now.
            let is_overtaken = known.way != way || known.previous != choice.previous && !known.is_read();
            let may_pass = matches!(&known.tail, Some(Err(unknown)) if unknown.may_pass());
            let due = known.begun + RETRY;
            let begins = !known.is_reading && (is_overtaken || may_pass && due <= now);
            if begins {
                (known.begun, known.is_reading) = (now, true);
                (known.way, known.previous) = (way, choice.previous);
            } else if may_pass {
                self.look_again(due);
            }
            return begins;
        }
        if self.entries.iter().any(Entry::is_refused) {
            return false;
        }
        let is_recent = |entry: &&Entry| entry.way == way && entry.begun + PAUSE > now;
        if self.entries.iter().filter(is_recent).count() >= MOST_TAILS {
            self.look_again(now + PAUSE);
            return false;
        }
        let surplus = (self.entries.len() + 1).saturating_sub(MOST_KEPT);
        self.entries.drain(..surplus);
        self.entries.push(Entry {
            instance,
            way,
            pod: Arc::new(choice.pod.clone()),
            moment: choice.moment(),
            previous: choice.previous,
            begun: now,
            tail: None,
            is_reading: true,
        });
        true
    }

    fn look_again(&mut self, due: Instant) {
        self.again = Some(self.again.map_or(due, |again| again.min(due)));
    }

    /// Takes in what was read. Lines that were read earlier are worth more than none.
    fn take(&mut self, instance: &Instance, tail: Known<LogTail>) {
        let mut entries = self.entries.iter_mut();
        if let Some(entry) = entries.find(|entry| entry.instance == *instance) {
            entry.is_reading = false;
            let says_nothing = tail.as_ref().map_or(true, |tail| tail.lines.is_empty());
            if !(entry.is_read() && says_nothing) {
                entry.tail = Some(tail);
            }
        }
    }

    fn tails(&self, gone: &GonePods) -> Vec<Known<LogTail>> {
        let mut told: Vec<&Instance> = Vec::new();
        let mut tails = Vec::new();
        for (instance, way) in &self.chosen {
            let is_free = |entry: &&Entry| entry.tail.is_some() && !told.contains(&&entry.instance);
            let own = self.entries.iter().find(|entry| entry.instance == *instance);
            // Where failures come faster than their logs are read, an older one speaks for the newest of its kind.
            let alike = || {
                self.entries
                    .iter()
                    .filter(|entry| entry.way == *way)
                    .filter(is_free)
            };
            let alike = own.is_none().then(|| alike().max_by_key(|entry| entry.moment));
            if let Some(entry) = own.filter(is_free).or(alike.flatten()) {
                told.push(&entry.instance);
                tails.extend(entry.tail.clone());
            }
        }
        let most = MOST_TAILS.saturating_sub(tails.len());
        let is_gone = |entry: &&Entry| gone.pods.iter().any(|pod| pod.uid == entry.instance.0);
        let mut of_gone: Vec<&Entry> = self.entries.iter().filter(is_gone).collect();
        of_gone.sort_by_key(|entry| Reverse(entry.moment));
        let of_gone = of_gone
            .into_iter()
            .filter_map(|entry| entry.tail.as_ref()?.as_ref().ok());
        let of_gone = of_gone.filter(|tail| !tail.lines.is_empty()).take(most);
        tails.extend(of_gone.map(|tail| {
            Ok(LogTail {
                pod_is_gone: true,
                ..tail.clone()
            })
        }));
        tails
    }
}

impl Entry {
    fn is_read(&self) -> bool {
        matches!(&self.tail, Some(Ok(tail)) if !tail.lines.is_empty())
    }

    /// Whether the right to read logs is missing: a further try would be refused, too.
    fn is_refused(&self) -> bool {
        matches!(&self.tail, Some(Err(unknown)) if unknown.reason() == UnknownReason::Forbidden)
    }
}

fn instance(choice: &Choice<'_>) -> Instance {
    let container = Text::clone(&choice.container.name);
    (choice.pod.uid.clone(), container, choice.restart())
}

fn trace((_, container, restart): &Instance, tail: &Known<LogTail>) {
    match tail {
        Ok(tail) => tracing::info!(target: "decision",
            "last lines of {}/{container}, restart {restart}: {} kept", tail.pod, tail.lines.len()),
        Err(unknown) => tracing::info!(target: "decision",
            "last lines of {container}, restart {restart}: unknown: {}", unknown.why),
    }
}

fn way(choice: &Choice<'_>) -> FailureKind {
    let (container, end) = choice.kind();
    let end = end.map(|(code, reason)| (code, reason.cloned()));
    (Text::clone(container), end)
}

#[cfg(test)]
mod tests;
