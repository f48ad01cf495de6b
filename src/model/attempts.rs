//! Each pod as an attempt at the Job's work.

use std::collections::HashMap;

use super::{Attempt, AttemptOutcome, blockage, case::Case, state};
use crate::facts::{ContainerKind, ContainerState, PodFacts};

/// One attempt for each of the Job's own pods: failed first, then unfinished, then succeeded. Attempts with
/// the same outcome are sorted oldest first.
pub(super) fn of(case: Case<'_>) -> Vec<Attempt> {
    let mut tries: HashMap<Option<u32>, u32> = HashMap::new();
    // Pods that were not read have attempt numbers, too.
    let is_one_at_a_time = (case.is_indexed() || case.works_in_turn()) && case.knows_finished_pods();
    let attempts = case.pods().iter().enumerate().map(|(position, pod)| {
        let number = is_one_at_a_time.then(|| {
            let number = tries.entry(pod.index).or_insert(0);
            *number += 1;
            *number
        });
        attempt(case, position, pod, number)
    });
    let mut attempts: Vec<Attempt> = attempts.collect();
    attempts.sort_unstable_by_key(|attempt| (rank(attempt.outcome), attempt.pod));
    attempts
}

fn attempt(case: Case<'_>, position: usize, pod: &PodFacts, number: Option<u32>) -> Attempt {
    let blockage = blockage::of_pod(case, pod);
    let outcome = outcome(case, pod, blockage.is_some());
    let reason = blockage.map(|blockage| blockage.reason).or_else(|| word(pod));
    Attempt {
        pod: position,
        number,
        outcome,
        reason: reason.map(String::into_boxed_str),
    }
}

fn outcome(case: Case<'_>, pod: &PodFacts, is_blocked: bool) -> AttemptOutcome {
    match &*pod.phase {
        "Succeeded" => AttemptOutcome::Succeeded,
        "Failed" => AttemptOutcome::Failed,
        _ if pod.is_terminating() => AttemptOutcome::Terminating,
        _ if is_blocked && !state::is_running(case, pod) => AttemptOutcome::Blocked,
        "Running" => AttemptOutcome::Running,
        "Pending" | "" => AttemptOutcome::Pending,
        _ => AttemptOutcome::Unknown,
    }
}

fn rank(outcome: AttemptOutcome) -> u8 {
    match outcome {
        AttemptOutcome::Failed => 0,
        AttemptOutcome::Blocked => 1,
        AttemptOutcome::Terminating => 2,
        AttemptOutcome::Running => 3,
        AttemptOutcome::Pending => 4,
        AttemptOutcome::Unknown => 5,
        AttemptOutcome::Succeeded => 6,
    }
}

/// The most informative reason of a pod; `None` if the pod has no problem.
fn word(pod: &PodFacts) -> Option<String> {
    let own = || pod.reason().map(str::to_owned);
    let disruption = || pod.disruption().map(str::to_owned);
    let ended = || pod.culprit().map(|(_, end)| end.word());
    let waiting = || {
        let mut own = pod
            .containers
            .iter()
            .filter(|container| container.kind != ContainerKind::Ephemeral);
        own.find_map(|container| match &container.state {
            ContainerState::Waiting { reason, .. } => reason.as_deref().map(str::to_owned),
            ContainerState::Unknown | ContainerState::Running { .. } | ContainerState::Terminated(_) => None,
        })
    };
    own().or_else(disruption).or_else(ended).or_else(waiting)
}
