//! The last words of instances that may soon be gone, read in the background while their Job is followed.
//!
//! The Job controller deletes pods, logs and all: those under `OnFailure` at the back-off limit, those still active at the deadline
//! and when the Job is suspended (`deleteActivePods` in `job_controller.go`). Soon after the end the TTL controller deletes all. What
//! was read before is all that is left of them.

use std::collections::HashMap;
use std::time::Duration;

use kube::Client;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::tails::{Choice, MOST_TAILS, failures, running, tail};
use crate::facts::LogSource;
use crate::facts::{
    ContainerState, JobFacts, JobSnapshot, Known, LogTail, PodFacts, Text, Uid, UnknownReason,
};

/// How soon a further instance is read that ended as another one did: thousands of pods may fail in the same way.
const PAUSE: Duration = Duration::from_secs(10);

/// How long a node may take for an answer: others may have what is soon gone, too.
const PATIENCE: Duration = Duration::from_secs(5);

/// Pods of a Job that lives so many seconds after its end may be gone before it is known.
const SHORT_TTL: i32 = 60;

/// Reads last words, of each Job one at a time, and keeps a few of each. Dropped, it stops reading.
pub struct LastWords {
    client: Client,
    /// So many lines of each; with 0 nothing is read.
    lines: u32,
    /// By the positions that the Jobs have for who follows them.
    jobs: HashMap<usize, OfJob>,
    /// `None` for one that took too long.
    reads: JoinSet<(usize, Wanted, Option<Known<LogTail>>)>,
}

/// What there is of a Job.
#[derive(Default)]
struct OfJob {
    is_reading: bool,
    /// Whether its logs may not be read.
    is_refused: bool,
    /// What to read, the most urgent first.
    wanted: Vec<Wanted>,
    /// Up to where the instances of each container were read.
    read: HashMap<(Uid, Text), Stage>,
    /// How it went with what ends so.
    times: HashMap<(End, bool), Reads>,
    /// The newest last.
    kept: Vec<Kept>,
}

/// How an instance ended, by what tells failures apart: container, exit code and reason; `None` while it runs.
type End = (Text, Option<(i32, Option<Text>)>);

/// Instances that were read.
struct Reads {
    /// When the last one was.
    last: Instant,
    /// How many could not be read since one could.
    failed: usize,
}

/// An instance by its number, and whether it had ended.
type Stage = (u32, bool);

/// An instance to read.
struct Wanted {
    source: LogSource,
    /// Its pod.
    pod: Box<PodFacts>,
    previous: bool,
    end: End,
    /// Whether its pod is being deleted.
    is_leaving: bool,
}

struct Kept {
    instance: (Uid, Text, u32),
    end: End,
    words: LastWord,
}

/// The last words of an instance.
#[derive(Clone, Debug)]
pub struct LastWord {
    /// Its pod, as it was known when they were read.
    pub pod: Box<PodFacts>,
    /// The words.
    pub tail: LogTail,
}

impl LastWords {
    /// Reads so many of the last lines of each instance.
    pub fn new(client: &Client, lines: u32) -> Self {
        Self {
            client: client.clone(),
            lines,
            jobs: HashMap::new(),
            reads: JoinSet::new(),
        }
    }

    /// Takes in what is known of a Job, and begins to read what may soon be gone.
    pub fn learn(&mut self, position: usize, snapshot: &JobSnapshot) {
        let Ok(pods) = &snapshot.pods else { return };
        if self.lines == 0 {
            return;
        }
        let of_job = self.jobs.entry(position).or_default();
        of_job.wanted = of_job.wanted(&snapshot.job, &pods.own);
        self.begin(position);
    }

    /// Goes on when something was read; otherwise never returns. May be dropped at any time.
    pub async fn go_on(&mut self) {
        match self.reads.join_next().await {
            Some(Ok((position, wanted, tail))) => self.take(position, wanted, tail),
            // A read that was never finished is none; nobody waits for it.
            Some(Err(_)) => {}
            None => std::future::pending().await,
        }
    }

    /// Waits until what is being read was read, or until then.
    pub async fn settle(&mut self, due: Instant) {
        self.jobs.values_mut().for_each(|of_job| of_job.wanted.clear());
        while !self.reads.is_empty() && tokio::time::timeout_at(due, self.go_on()).await.is_ok() {}
    }

    /// What was kept of a Job, the newest first.
    pub fn take_of(&mut self, position: usize) -> Vec<LastWord> {
        let kept = self.jobs.remove(&position).unwrap_or_default().kept;
        kept.into_iter().rev().map(|kept| kept.words).collect()
    }

    fn begin(&mut self, position: usize) {
        let Some(of_job) = self.jobs.get_mut(&position) else {
            return;
        };
        if let Some(wanted) = of_job.next(Instant::now()) {
            let (client, source, lines) = (self.client.clone(), wanted.source.clone(), self.lines);
            self.reads.spawn(async move {
                let tail = tail(&client, source, wanted.previous, lines);
                let tail = tokio::time::timeout(PATIENCE, tail).await;
                (position, wanted, tail.ok())
            });
        }
    }

    fn take(&mut self, position: usize, wanted: Wanted, tail: Option<Known<LogTail>>) {
        if let Some(of_job) = self.jobs.get_mut(&position) {
            of_job.is_reading = false;
            if let Some(reads) = of_job.times.get_mut(&wanted.way()) {
                let is_read = matches!(tail, Some(Ok(_)));
                reads.failed = if is_read { 0 } else { reads.failed + 1 };
            }
            match tail {
                Some(Ok(tail)) => of_job.keep(wanted, tail),
                Some(Err(unknown)) => of_job.is_refused |= unknown.reason() == UnknownReason::Forbidden,
                None => {}
            }
            self.begin(position);
        }
    }
}

impl OfJob {
    /// Of each way to end the newest instance that may soon be gone and was not read, and some others in case that it cannot be. Those of
    /// pods that are being deleted come first, of these what failed by itself.
    fn wanted(&self, job: &JobFacts, pods: &[PodFacts]) -> Vec<Wanted> {
        let ttl = job.spec.ttl_seconds_after_finished;
        let may_all_go = job.restart_policy() == Some("OnFailure") || ttl.is_some_and(|ttl| ttl < SHORT_TTL);
        let leaving = pods.iter().filter(|pod| may_all_go || pod.is_terminating());
        let mut choices: Vec<Choice<'_>> = leaving
            .flat_map(fleeting)
            .filter(|choice| !self.is_read(choice))
            .collect();
        choices.sort_by_key(|choice| {
            let is_staying = !choice.pod.is_terminating();
            (
                is_staying,
                choice.end.is_none(),
                std::cmp::Reverse(choice.moment()),
            )
        });
        let mut kinds: HashMap<_, usize> = HashMap::new();
        let (first, mut others): (Vec<_>, Vec<_>) = choices
            .iter()
            .map(|choice| {
                let place = kinds
                    .entry((choice.kind(), choice.pod.is_terminating()))
                    .or_default();
                *place += 1;
                (*place, choice)
            })
            .filter(|(place, _)| *place <= MOST_TAILS)
            .partition(|(place, _)| *place == 1);
        others.sort_by_key(|(place, _)| *place);
        let (first, others) = (first.iter().take(MOST_TAILS), others.iter().take(MOST_TAILS));
        first
            .chain(others)
            .map(|(_, choice)| Wanted::of(choice, &job.namespace))
            .collect()
    }

    fn is_read(&self, choice: &Choice<'_>) -> bool {
        let key = (choice.pod.uid.clone(), Text::clone(&choice.container.name));
        let stage = (choice.restart(), choice.end.is_some());
        self.read.get(&key).is_some_and(|read| *read >= stage)
    }

    /// What to read now, noting that it is.
    fn next(&mut self, now: Instant) -> Option<Wanted> {
        if self.is_reading || self.is_refused {
            return None;
        }
        let position = self.wanted.iter().position(|wanted| self.is_due(wanted, now))?;
        let wanted = self.wanted.remove(position);
        let (uid, container, restart) = wanted.instance();
        let stage = (restart, wanted.end.1.is_some());
        self.read.insert((uid, container), stage);
        let reads = self
            .times
            .entry(wanted.way())
            .or_insert(Reads { last: now, failed: 0 });
        reads.last = now;
        self.is_reading = true;
        Some(wanted)
    }

    /// Whether enough time has passed since an instance that ended so was read, or a few could not be. Where there are many ways to end,
    /// all are one.
    fn is_due(&self, wanted: &Wanted, now: Instant) -> bool {
        let last = match self.times.get(&wanted.way()) {
            Some(reads) if (1..MOST_TAILS).contains(&reads.failed) => return true,
            Some(reads) => Some(reads.last),
            None if self.times.len() >= 2 * MOST_TAILS => self.times.values().map(|reads| reads.last).max(),
            None => None,
        };
        last.is_none_or(|last| last + PAUSE <= now)
    }

    /// Keeps words in the place of older ones of the same instance, or of one that ended in the same way. Silence takes no place,
    /// and of what still ran it tells nothing.
    fn keep(&mut self, wanted: Wanted, tail: LogTail) {
        let instance = wanted.instance();
        let is_older = |kept: &Kept| kept.instance == instance || kept.end == wanted.end;
        let says_more = |kept: &Kept| is_older(kept) && !kept.words.tail.lines.is_empty();
        if tail.lines.is_empty() && (wanted.end.1.is_none() || self.kept.iter().any(says_more)) {
            return;
        }
        self.kept.retain(|kept| !is_older(kept));
        self.kept.push(Kept {
            instance,
            end: wanted.end,
            words: LastWord {
                pod: wanted.pod,
                tail,
            },
        });
        let surplus = self.kept.len().saturating_sub(MOST_TAILS);
        self.kept.drain(..surplus);
    }
}

/// The instances of a pod that failed and, if the pod is being deleted, those that still run.
fn fleeting(pod: &PodFacts) -> impl Iterator<Item = Choice<'_>> {
    let running = running(pod).filter(|_| pod.is_terminating());
    let failed = failures(pod).into_iter();
    failed
        .filter(|choice| !is_about_to_be_restarted(choice))
        .chain(running)
}

/// Whether the kubelet is about to start the container again, as it does at once after the first failure: then a log that is asked
/// for as the current one may be that of the next instance. It is read when it is the one before.
fn is_about_to_be_restarted(choice: &Choice<'_>) -> bool {
    let has_ended = matches!(choice.container.state, ContainerState::Terminated(_));
    let is_kept = !choice.pod.is_terminating() && !choice.pod.is_finished();
    has_ended && is_kept && choice.container.restarts == 0
}

impl Wanted {
    fn of(choice: &Choice<'_>, namespace: &str) -> Self {
        let (container, end) = choice.kind();
        Self {
            source: choice.source(namespace),
            pod: Box::new(choice.pod.clone()),
            previous: choice.previous,
            end: (
                Text::clone(container),
                end.map(|(code, reason)| (code, reason.cloned())),
            ),
            is_leaving: choice.pod.is_terminating(),
        }
    }

    /// By what it is one of many.
    fn way(&self) -> (End, bool) {
        (self.end.clone(), self.is_leaving)
    }

    fn instance(&self) -> (Uid, Text, u32) {
        let source = &self.source;
        (
            source.pod_uid.clone(),
            Text::clone(&source.container),
            source.restart,
        )
    }
}

#[cfg(test)]
mod tests;
