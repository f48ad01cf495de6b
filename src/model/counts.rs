//! A Job's numbers, and the indexes of an Indexed Job.

use super::{Attempt, AttemptOutcome, Counts, Indexes, PodTally, case::Case, counters, demand, missing};
use crate::facts::{IndexSet, PodFacts};

/// The Job's numbers, from `status` where it has them.
pub(super) fn of(case: Case<'_>, attempts: &[Attempt]) -> Counts {
    let (spec, status) = (&case.job().spec, &case.job().status);
    let seen = case.knows_finished_pods().then(|| tally(attempts));
    let zero_if_absent = |count: Option<i32>| count.unwrap_or(0).max(0);
    Counts {
        completions: spec.completions,
        parallelism: spec.parallelism.unwrap_or(1),
        succeeded: zero_if_absent(status.succeeded),
        failed: zero_if_absent(status.failed),
        active: zero_if_absent(status.active),
        ready: status.ready,
        terminating: status.terminating,
        uncounted_succeeded: status.uncounted_succeeded,
        uncounted_failed: status.uncounted_failed,
        restarts: seen.and_then(|seen| missing::restarts(case, seen)),
        pods: seen,
    }
}

fn tally(attempts: &[Attempt]) -> PodTally {
    let mut tally = PodTally::default();
    for attempt in attempts {
        match attempt.outcome {
            AttemptOutcome::Failed => tally.failed += 1,
            AttemptOutcome::Blocked | AttemptOutcome::Pending => tally.pending += 1,
            AttemptOutcome::Terminating => tally.terminating += 1,
            AttemptOutcome::Running => tally.running += 1,
            AttemptOutcome::Unknown => tally.unknown += 1,
            AttemptOutcome::Succeeded => tally.succeeded += 1,
        }
    }
    tally
}

/// The indexes; `None` for a Job that is not Indexed.
pub(super) fn indexes(case: Case<'_>) -> Option<Indexes> {
    if !case.is_indexed() {
        return None;
    }
    let status = &case.job().status;
    let limit = demand::index_limit(case);
    let none_yet = || (counters::succeeded(case) == 0).then(IndexSet::default);
    let completed = status.completed_indexes.clone().or_else(none_yet);
    let with = |wanted: &dyn Fn(&PodFacts) -> bool| -> IndexSet {
        let pods = case.pods().iter().filter(|pod| wanted(pod));
        let indexes = pods.filter_map(|pod| pod.index);
        indexes.filter(|index| *index < limit).collect()
    };
    let derived = || {
        let completed = demand::completed(case);
        with(&|pod| &*pod.phase == "Failed" && pod.index.is_some_and(|index| !completed.contains(index)))
    };
    let is_per_index = case.backoff_limit_per_index().is_some();
    let counted = |set: &Option<IndexSet>| set.as_ref().map(|set| set.below(limit));
    Some(Indexes {
        total: case.job().spec.completions,
        failed: counted(&status.failed_indexes).unwrap_or_else(|| {
            if is_per_index {
                IndexSet::default()
            } else {
                derived()
            }
        }),
        failed_is_derived: status.failed_indexes.is_none() && !is_per_index,
        active: with(&|pod| !pod.is_finished()),
        completed: counted(&completed),
    })
}
