//! The report: everything that any output format says of a Job.

use std::num::NonZeroU8;
use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};

use super::{Finding, JobState, Verdict, failures::Failure, timing};
use crate::facts::{IndexSet, JobSnapshot, PodFacts};

/// The report on one Job, with the facts that it rests on.
#[derive(Clone, Debug)]
pub struct JobReport {
    /// The gathered data.
    pub snapshot: JobSnapshot,
    /// The Job's verdict.
    pub verdict: Verdict,
    /// The Job's numbers.
    pub counts: Counts,
    /// The indexes, if the Job is Indexed.
    pub indexes: Option<Indexes>,
    /// One attempt for each of the Job's own pods, in display order: failed first, then unfinished, then
    /// succeeded. Empty if the pods are unknown.
    pub attempts: Vec<Attempt>,
    /// The Job's times, past and expected.
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

    /// The exit code of a container in the pod that failed last, never 0: of the named container, else of the
    /// container to blame. Pods that are gone count if they were seen.
    pub fn failed_exit_code(&self, container: Option<&str>) -> Option<NonZeroU8> {
        let pods = self.snapshot.pods.as_ref().ok()?;
        let failed = self
            .attempts
            .iter()
            .filter(|attempt| attempt.outcome == AttemptOutcome::Failed);
        let there = failed.filter_map(|attempt| Some((attempt.pod, pods.own.get(attempt.pod)?)));
        let there = there.map(|(position, pod)| (Some(position), pod));
        // Of pods that failed at the same time, an existing one comes first.
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

/// A Job's numbers. They come from `status`, except that `pods` counts the pods that were seen and may
/// differ.
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
    /// Succeeded pods that `succeeded` does not include yet.
    pub uncounted_succeeded: u32,
    /// Failed pods that `failed` does not include yet.
    pub uncounted_failed: u32,
    /// Restarts of containers; `None` if pods are gone, could not be read or were not requested.
    pub restarts: Option<u64>,
    /// The pods that were seen; `None` if they could not be read, or not all of them were requested.
    pub pods: Option<PodTally>,
}

/// The pods that were seen, by outcome. Each pod is counted once.
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
    /// In an unknown phase, as after the loss of a node.
    pub unknown: u64,
}

/// The indexes of an Indexed Job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexes {
    /// The number of indexes: `spec.completions`.
    pub total: Option<i32>,
    /// `status.completedIndexes`; `None` if indexes succeeded and the status has no readable list of them.
    pub completed: Option<IndexSet>,
    /// `status.failedIndexes`. Without `backoffLimitPerIndex`, derived from the pods: the indexes with a
    /// failed pod and without success.
    pub failed: IndexSet,
    /// Whether `failed` was derived from pods, so that an index may still be retried.
    pub failed_is_derived: bool,
    /// Indexes with a pod that is pending, running or terminating.
    pub active: IndexSet,
}

/// One pod as an attempt at the Job's work. Values that the pod itself has are not stored here: a Job may
/// have 100,000 pods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The position among the snapshot's own pods.
    pub pod: usize,
    /// The number of the attempt, counted from 1 per index, or per Job if the Job runs one pod at a time;
    /// `None` if the pods are not attempts at the same work.
    pub number: Option<u32>,
    /// The outcome of the attempt.
    pub outcome: AttemptOutcome,
    /// The most informative reason: `OOMKilled`, `exit 3`, `ImagePullBackOff`, `Evicted`, …
    pub reason: Option<Box<str>>,
}

impl Attempt {
    /// How long the pod worked, or has worked so far; never negative.
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

/// The outcome of a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttemptOutcome {
    /// Failed.
    Failed,
    /// Not running yet, blocked by something that does not pass by itself.
    Blocked,
    /// Being deleted and not finished.
    Terminating,
    /// Running.
    Running,
    /// Not running yet.
    Pending,
    /// In an unknown phase.
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

/// The Job's times, past and expected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// `status.startTime`.
    pub started: Option<Timestamp>,
    /// When the Job ended: `completionTime`, or for a failed Job the transition of FailureTarget, else of
    /// Failed.
    pub ended: Option<Timestamp>,
    /// From start to end, or to now if the Job has not ended; never negative. `None` while suspended or not
    /// started.
    pub duration: Option<SignedDuration>,
    /// When `activeDeadlineSeconds` runs out; `None` without a deadline, once the end is decided, while
    /// suspended, and if another controller manages the Job.
    pub deadline: Option<Timestamp>,
    /// When `ttlSecondsAfterFinished` deletes the Job; `None` before the end.
    pub ttl_expires: Option<Timestamp>,
    /// When the controller is expected to create the next pod.
    pub next_retry: Option<NextRetry>,
    /// How many more failures fail the Job by `backoffLimit`. 0 means that the controller has not yet failed
    /// the Job, or under `OnFailure` that the next restart fails the Job. `None` if the end is decided, or if
    /// the limit is per index.
    pub attempts_left: Option<u64>,
}

/// An estimate of when the next attempt begins: `10 s × 2^(failures−1)`, at most 10 minutes, after the last
/// failure (Job controller). The controller may be later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextRetry {
    /// The estimate.
    pub at: Timestamp,
    /// The index of the attempt, if the backoff is per index.
    pub index: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::Attempt;

    /// Each of a Job's pods has an attempt, and a Job may have 100,000 pods.
    #[test]
    fn attempts_stay_small() {
        assert!(size_of::<Attempt>() <= 40, "{}", size_of::<Attempt>());
    }
}
