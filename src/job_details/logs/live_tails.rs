//! Reads the last lines of failed containers while their Jobs are followed. The log of each instance is read
//! once, in the background, so that a live view shows the same cause as a report.
//!
//! The lines outlive their pod. The Job controller deletes pods together with their logs: pods with
//! `OnFailure` at the backoff limit, and pods that are active at the deadline or when the Job is suspended
//! (`deleteActivePods` in `job_controller.go`). Containers that still run in a pod that is being deleted are
//! therefore read as well. [`super::tails()`] decides which failures are worth reading.

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

/// Within this time, at most [`MOST_TAILS`] instances that failed in the same way are read: a Job may fail a
/// hundred times a second.
const PAUSE: Duration = Duration::from_secs(2);
/// How long to wait before a log that could not be read is requested again.
const RETRY: Duration = Duration::from_secs(5);
/// How many instances of each Job are remembered.
const MOST_KEPT: usize = 4 * MOST_TAILS;

/// Reads tails in the background. Dropping it stops the reading.
pub struct LiveTails {
    client: Client,
    /// How many last lines to read; 0 reads nothing.
    lines: u32,
    /// What is known of each Job's logs, by the Job's position among the followed Jobs.
    jobs: HashMap<usize, OfJob>,
    reads: JoinSet<(usize, Instance, Known<LogTail>)>,
}

/// The last lines of a container whose pod may be gone.
#[derive(Clone, Debug)]
pub struct LastWord {
    /// The pod as it was when its log was read.
    pub pod: Arc<PodFacts>,
    /// The lines.
    pub tail: LogTail,
}

/// One instance of one container: the pod's UID, the container's name, and the number of earlier instances.
type Instance = (Uid, Text, u32);

/// What two similar failures have in common: container, exit code and reason. `None` for a running instance.
type FailureKind = (Text, Option<(i32, Option<Text>)>);

/// What is known of one Job's logs.
#[derive(Default)]
struct OfJob {
    /// The instances whose tails a report would show now.
    chosen: Vec<(Instance, FailureKind)>,
    /// The instances that were ever chosen, in the order of their choice.
    entries: Vec<Entry>,
    /// When to check again an instance whose log is not read yet.
    again: Option<Instant>,
}

struct Entry {
    instance: Instance,
    way: FailureKind,
    pod: Arc<PodFacts>,
    /// When the instance ended, or when its pod was created.
    moment: Option<Timestamp>,
    /// Whether the log was requested as the log of the previous instance.
    previous: bool,
    begun: Instant,
    /// The lines; `None` while the log is read for the first time.
    tail: Option<Known<LogTail>>,
    is_reading: bool,
}

impl LiveTails {
    /// Creates a reader of the last `lines` lines of each instance.
    pub(in crate::job_details) fn new(client: &Client, lines: u32) -> Self {
        Self {
            client: client.clone(),
            lines,
            jobs: HashMap::new(),
            reads: JoinSet::new(),
        }
    }

    /// Chooses the instances whose tails a report about these pods would show, and starts to read those that
    /// are not read yet.
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

    /// The tails of the chosen instances that were read, followed by the tails of failed pods that are gone.
    pub(in crate::job_details) fn of(&self, position: usize, gone: &GonePods) -> Vec<Known<LogTail>> {
        self.jobs
            .get(&position)
            .map_or_else(Vec::new, |of_job| of_job.tails(gone))
    }

    /// Waits until a log was read, or until a Job has to be passed to [`Self::learn`] again. Returns the
    /// Job's position. Cancel-safe.
    pub(in crate::job_details) async fn next(&mut self) -> usize {
        loop {
            let again = self.jobs.iter();
            let again = again.filter_map(|(position, of_job)| Some((of_job.again?, *position)));
            let due = again.min();
            tokio::select! {
                Some(read) = self.reads.join_next() => {
                    // A task that failed has read nothing.
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

    /// Waits until all current reads are finished, or until `due`.
    pub async fn settle(&mut self, due: Instant) {
        while !self.reads.is_empty() && tokio::time::timeout_at(due, self.next()).await.is_ok() {}
    }

    /// The lines of a Job's containers, the newest first. Forgets the Job.
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
    /// Whether to read the log of an instance now. Notes that the reading starts.
    fn begins(&mut self, choice: &Choice<'_>, now: Instant) -> bool {
        let (instance, way) = (instance(choice), way(choice));
        if let Some(known) = self.entries.iter_mut().find(|entry| entry.instance == instance) {
            // The instance has ended since its log was read, or another request leads to the log now.
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

    /// Stores what was read. Earlier lines are worth more than no lines.
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
            // If failures come faster than their logs are read, an older log stands in for the newest failure
            // of the same kind.
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

    /// Whether the user has no permission to read logs. Another attempt would be refused as well.
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
