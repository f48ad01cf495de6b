//! A Job's row in a list: the verdict and the few numbers beside it.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::{Counts, JobState, Timing, Verdict, case::Case, demand, timing};
use crate::facts::Owner;

/// What a list says of one Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobSummary {
    /// `metadata.namespace`.
    pub namespace: String,
    /// `metadata.name`.
    pub name: String,
    /// `metadata.uid`.
    pub uid: String,
    /// What became of the Job.
    pub verdict: Verdict,
    /// What the verdict rests on.
    pub basis: Basis,
    /// How many of what.
    pub counts: Counts,
    /// `metadata.creationTimestamp`.
    pub created: Option<Timestamp>,
    /// How long ago that was; never negative.
    pub age: Option<SignedDuration>,
    /// `status.startTime`.
    pub started: Option<Timestamp>,
    /// When it ended, see [`Timing::ended`].
    pub ended: Option<Timestamp>,
    /// From start to end, or to now, see [`Timing::duration`].
    pub duration: Option<SignedDuration>,
    /// The Job's controller, a `CronJob` for example.
    pub owner: Option<Owner>,
    /// The Kueue queue that the Job is in.
    pub queue: Option<String>,
    /// The images of the main containers, each once.
    pub images: Vec<String>,
    /// On how many nodes the active pods are; `None` where the pods were not read.
    pub nodes: Option<usize>,
    /// Whether the Job is gone, and this its last state.
    pub is_deleted: bool,
}

/// What a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The Job alone, which tells by itself: it has ended, or its end is decided, or somebody holds it.
    Job,
    /// The Job and its unfinished pods.
    Pods,
    /// The Job alone, because its pods could not be read: what is Running may not even start.
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

/// Conditions, deletion and `spec` tell for themselves; only what is none of these is told by pods.
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
