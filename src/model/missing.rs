//! Pods that the Job's counters include and the API no longer has (k/k#74848, #78644).
//!
//! When the Job fails, the controller deletes the pods that are still active, including a crash-looping pod
//! under `OnFailure`. The Job's events keep the names of these pods for about an hour.

use std::collections::BTreeSet;

use super::{PodTally, case::Case, counters};
use crate::facts::EventFacts;

/// Finished or deleted pods that are gone.
pub(super) struct MissingPods {
    /// The number of pods that are gone; a minimum.
    pub(super) count: u64,
    /// The names of pods that were seen before, or that events still name.
    pub(super) names: Vec<String>,
}

/// The pods that are gone; `None` if none is gone, or if that is unknown: the pods of a Job that another
/// controller manages may live in another cluster (KEP-4368).
pub(super) fn of(case: Case<'_>, seen: PodTally) -> Option<MissingPods> {
    if is_elsewhere(case) {
        return None;
    }
    let finished = u64::try_from(counters::failed(case) + counters::succeeded(case)).unwrap_or(0);
    // Terminating pods may already be counted as failed (podReplacementPolicy, KEP-3939).
    let seen_finished = seen.failed + seen.succeeded + seen.terminating;
    let names = names(case);
    let known = names.len() as u64 + case.forgotten();
    let count = finished.saturating_sub(seen_finished).max(known);
    (count > 0).then(|| MissingPods {
        count,
        names: names.into_iter().map(str::to_owned).collect(),
    })
}

/// The names of pods that are gone, if the pods were seen before or the Job's events still name them. If the
/// pods are unknown, all pods that the events name.
pub(super) fn names(case: Case<'_>) -> BTreeSet<&str> {
    let of_events = case.job_events().filter_map(EventFacts::created_or_deleted_pod);
    let of_gone = case.gone().iter().map(|pod| &*pod.name);
    let mut names: BTreeSet<&str> = of_events.chain(of_gone).collect();
    for pod in case.pods().iter() {
        names.remove(&*pod.name);
    }
    names
}

/// Whether the Job's pods seem to live in another cluster.
pub(super) fn is_elsewhere(case: Case<'_>) -> bool {
    case.managed_by().is_some() && case.pods().is_empty()
}

/// The number of container restarts; `None` unless every pod that the Job ever had has been seen.
pub(super) fn restarts(case: Case<'_>, seen: PodTally) -> Option<u64> {
    let are_all_seen = !is_elsewhere(case) && of(case, seen).is_none();
    are_all_seen.then(|| counters::restarts(case))
}
