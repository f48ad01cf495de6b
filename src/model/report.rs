//! The report: everything that every output format says of a Job.

use std::num::NonZeroU8;
use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};

use super::{Finding, JobState, Verdict, failures::Failure, timing};
use crate::facts::{IndexSet, JobSnapshot, PodFacts};

/// What is true of one Job, with the facts that it rests on.
#[derive(Clone, Debug)]
pub struct JobReport {
    /// What was gathered.
    pub snapshot: JobSnapshot,
    /// What became of the Job.
    pub verdict: Verdict,
    /// How many of what.
    pub counts: Counts,
    /// The indexes of an Indexed Job.
    pub indexes: Option<Indexes>,
    /// One for each of the Job's own pods, in the order in which a person wants to see them: failed first,
    /// then what is under way, then succeeded. Empty where the pods are unknown.
    pub attempts: Vec<Attempt>,
    /// When things happened and will happen.
    pub timing: Timing,
    pub(super) failures: Vec<Failure>,
    /// See [`JobReport::findings`].
    pub(super) findings: OnceLock<Vec<Finding>>,
}

impl JobReport {
    /// Whether the Job failed, or its failure is decided.
    pub fn has_failed(&self) -> bool {
        matches!(self.verdict.state, JobState::Failed | JobState::Failing)
    }

    /// What the container that failed last exited with, never 0: of the named container, else of the one that made its pod
    /// fail. Pods that are gone count if they were seen.
    pub fn failed_exit_code(&self, container: Option<&str>) -> Option<NonZeroU8> {
        let pods = self.snapshot.pods.as_ref().ok()?;
        let failed = self
            .attempts
            .iter()
            .filter(|attempt| attempt.outcome == AttemptOutcome::Failed);
        let there = failed.filter_map(|attempt| Some((attempt.pod, pods.own.get(attempt.pod)?)));
        let there = there.map(|(position, pod)| (Some(position), pod));
        // Of equally late ones those that are there count.
        let all = pods.gone.pods.iter().map(|pod| (None, pod)).chain(there);
        let (_, pod) = all.max_by_key(|(position, pod)| (pod.failed_at(), *position))?;
        let end = match container {
            Some(name) => pod
                .containers
                .iter()
                .find(|container| &*container.name == name)?
                .ends()
                .find(|end| end.is_failure())?,
            None => pod.to_blame()?,
        };
        u8::try_from(end.exit_code).ok().and_then(NonZeroU8::new)
    }
}

/// A Job's numbers. They come from `status`; `pods` is what was seen and may differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// `spec.completions`: `None` is a work queue, where any success suffices.
    pub completions: Option<i32>,
    /// `spec.parallelism` (default 1).
    pub parallelism: i32,
    /// Succeeded pods (of an Indexed Job: indexes).
    pub succeeded: i32,
    /// Failed pods.
    pub failed: i32,
    /// Active pods: pending or running, not terminating.
    pub active: i32,
    /// Ready pods; `None` is unknown.
    pub ready: Option<i32>,
    /// Terminating pods; `None` is unknown.
    pub terminating: Option<i32>,
    /// Finished pods that `succeeded` does not contain yet.
    pub uncounted_succeeded: u32,
    /// Finished pods that `failed` does not contain yet.
    pub uncounted_failed: u32,
    /// Restarts of containers; `None` where pods are gone, could not be read or were not looked for.
    pub restarts: Option<u64>,
    /// The pods that were seen; `None` where they could not be read, or not all of them were looked for.
    pub pods: Option<PodTally>,
}

/// The pods that were seen, by what became of them. Each is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PodTally {
    /// Not running yet.
    pub pending: u64,
    /// Running.
    pub running: u64,
    /// Succeeded.
    pub succeeded: u64,
    /// Failed.
    pub failed: u64,
    /// Being deleted and not finished.
    pub terminating: u64,
    /// In a phase that says nothing, as with a lost node.
    pub unknown: u64,
}

/// The indexes of an Indexed Job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexes {
    /// How many there are: `spec.completions`.
    pub total: Option<i32>,
    /// `status.completedIndexes`; `None` where indexes succeeded and the status has no list of them that can be read.
    pub completed: Option<IndexSet>,
    /// `status.failedIndexes`; without `backoffLimitPerIndex` derived from the pods: those with a failed pod
    /// and without success.
    pub failed: IndexSet,
    /// Whether `failed` was derived from pods, so that an index may still be tried again.
    pub failed_is_derived: bool,
    /// Indexes that have a pod which is pending, running or terminating.
    pub active: IndexSet,
}

/// One pod as a try at the Job's work. What can be told from the pod is not kept here: there may be 100,000.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Which of the snapshot's own pods.
    pub pod: usize,
    /// Which try it is, counted from 1 per index, or for the Job where one pod at a time works on it; `None` where
    /// pods are not tries at the same thing.
    pub number: Option<u32>,
    /// What became of it.
    pub outcome: AttemptOutcome,
    /// The telling word: `OOMKilled`, `exit 3`, `ImagePullBackOff`, `Evicted`, …
    pub reason: Option<Box<str>>,
}

impl Attempt {
    /// How long its pod worked, or has worked so far; never negative.
    pub fn duration(&self, pod: &PodFacts, now: Timestamp) -> Option<SignedDuration> {
        let is_under_way = match self.outcome {
            AttemptOutcome::Running | AttemptOutcome::Terminating => true,
            AttemptOutcome::Failed
            | AttemptOutcome::Blocked
            | AttemptOutcome::Pending
            | AttemptOutcome::Unknown
            | AttemptOutcome::Succeeded => false,
        };
        let end = pod.finished().or(is_under_way.then_some(now))?;
        Some(timing::between(pod.work_started()?, end))
    }
}

/// What became of a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttemptOutcome {
    /// Failed.
    Failed,
    /// Not running yet, held up by something that does not get better by itself.
    Blocked,
    /// Being deleted and not finished.
    Terminating,
    /// Running.
    Running,
    /// Not running yet.
    Pending,
    /// In a phase that says nothing.
    Unknown,
    /// Succeeded.
    Succeeded,
}

impl AttemptOutcome {
    /// The outcome's name, as in machine-readable output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "Failed",
            Self::Blocked => "Blocked",
            Self::Terminating => "Terminating",
            Self::Running => "Running",
            Self::Pending => "Pending",
            Self::Unknown => "Unknown",
            Self::Succeeded => "Succeeded",
        }
    }
}

/// When things happened and will happen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// `status.startTime`.
    pub started: Option<Timestamp>,
    /// When it ended: `completionTime`, or where a failed Job failed (FailureTarget, else Failed, transition).
    pub ended: Option<Timestamp>,
    /// From start to end, or to now while it has not ended; never negative. `None` while suspended or not started.
    pub duration: Option<SignedDuration>,
    /// When `activeDeadlineSeconds` runs out; `None` without one, once the end is decided, while suspended, and
    /// where another controller manages the Job.
    pub deadline: Option<Timestamp>,
    /// When `ttlSecondsAfterFinished` lets the Job be deleted; `None` before the end.
    pub ttl_expires: Option<Timestamp>,
    /// When the controller is expected to create the next pod.
    pub next_retry: Option<NextRetry>,
    /// How many more failures it takes to fail the Job by `backoffLimit`: with 0 none, the controller has yet to say so, or
    /// under `OnFailure` the next restart ends it. `None` where that is decided, or where the limit is per index.
    pub attempts_left: Option<u64>,
}

/// An estimate of when the next attempt begins: `10 s × 2^(failures−1)`, at most 10 minutes, after the last failure
/// (Job controller); the controller may be later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextRetry {
    /// The estimate.
    pub at: Timestamp,
    /// Which index it is for, where the back-off is per index.
    pub index: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::Attempt;

    /// There is one for each of a Job's pods, of which there may be 100,000.
    #[test]
    fn attempts_stay_small() {
        assert!(size_of::<Attempt>() <= 40, "{}", size_of::<Attempt>());
    }
}
