//! A Job's row in a list: the verdict and the main numbers.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::{Counts, JobState, Timing, Verdict, case::Case, demand, timing};
use crate::facts::Owner;

/// What a list shows of one Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobSummary {
    /// `metadata.namespace`.
    pub namespace: String,
    /// `metadata.name`.
    pub name: String,
    /// `metadata.uid`.
    pub uid: String,
    /// The Job's verdict.
    pub verdict: Verdict,
    /// What the verdict rests on.
    pub basis: Basis,
    /// The Job's numbers.
    pub counts: Counts,
    /// `metadata.creationTimestamp`.
    pub created: Option<Timestamp>,
    /// How long ago the Job was created; never negative.
    pub age: Option<SignedDuration>,
    /// `status.startTime`.
    pub started: Option<Timestamp>,
    /// When the Job ended, see [`Timing::ended`].
    pub ended: Option<Timestamp>,
    /// From start to end, or to now, see [`Timing::duration`].
    pub duration: Option<SignedDuration>,
    /// The Job's controller, a `CronJob` for example.
    pub owner: Option<Owner>,
    /// The Kueue queue that the Job is in.
    pub queue: Option<String>,
    /// The images of the main containers, each once.
    pub images: Vec<String>,
    /// The number of nodes with active pods; `None` if the pods were not read.
    pub nodes: Option<usize>,
    /// Whether the Job is deleted, and the row shows its last state.
    pub is_deleted: bool,
}

/// What a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The Job alone, which suffices: the Job has ended, its end is decided, or something holds it.
    Job,
    /// The Job and its unfinished pods.
    Pods,
    /// The Job alone, because its pods could not be read: a Running Job may not even have started.
    JobAlone,
}

pub(super) fn of(case: Case<'_>, verdict: Verdict, counts: Counts, times: &Timing) -> JobSummary {
    let job = case.job();
    let were_pods_read = job.is_under_way() && case.knows_pods();
    let basis = basis(case, verdict.state);
    JobSummary {
        is_deleted: false,
        namespace: job.namespace.clone(),
        name: job.name.clone(),
        uid: job.uid.clone(),
        verdict,
        basis,
        counts,
        created: job.created,
        age: job.created.map(|created| timing::between(created, case.now())),
        started: times.started,
        ended: times.ended,
        duration: times.duration,
        owner: job.owner.clone(),
        queue: job.queue.clone(),
        images: images(case),
        nodes: were_pods_read.then(|| nodes(case)),
    }
}

/// Conditions, deletion and `spec` decide some states by themselves. The other states need the pods.
fn basis(case: Case<'_>, state: JobState) -> Basis {
    match state {
        JobState::Complete
        | JobState::Completing
        | JobState::Failed
        | JobState::Failing
        | JobState::Deleting
        | JobState::Suspended
        | JobState::External => Basis::Job,
        JobState::Pending | JobState::Running | JobState::Retrying | JobState::Blocked => {
            if case.knows_pods() {
                Basis::Pods
            } else {
                Basis::JobAlone
            }
        }
    }
}

fn images(case: Case<'_>) -> Vec<String> {
    let containers = case.job().spec.containers.iter();
    let mut images: Vec<String> = Vec::new();
    for image in containers.filter_map(|container| container.image.as_ref()) {
        if !images.contains(image) {
            images.push(image.clone());
        }
    }
    images
}

fn nodes(case: Case<'_>) -> usize {
    let nodes = demand::active(case).filter_map(|pod| pod.node.as_deref());
    nodes.collect::<HashSet<&str>>().len()
}
