//! The Job's counters, with the finished pods that the controller has yet to add to them.

use super::{case::Case, policy};
use crate::facts::PodFacts;

/// Failed pods.
pub(super) fn failed(case: Case<'_>) -> i64 {
    let status = &case.job().status;
    let uncounted = i64::from(status.uncounted_failed).max(failed_and_tracked(case));
    i64::from(status.failed.unwrap_or(0)).max(0) + uncounted
}

/// Failed pods that still have the controller's finalizer: the controller removes it before it counts a pod (KEP-2307).
/// Pods that the pod failure policy ignores are never counted.
fn failed_and_tracked(case: Case<'_>) -> i64 {
    if !case.makes_pods() {
        return 0;
    }
    let just_failed = case.pods().iter().filter(|pod| {
        &*pod.phase == "Failed" && pod.is_tracked && policy::action(case, pod) != Some("Ignore")
    });
    i64::try_from(just_failed.count()).unwrap_or(i64::MAX)
}

/// Succeeded pods; of an Indexed Job, indexes.
pub(super) fn succeeded(case: Case<'_>) -> i64 {
    let status = &case.job().status;
    i64::from(status.succeeded.unwrap_or(0)).max(0) + i64::from(status.uncounted_succeeded)
}

/// Container restarts in the pods that exist.
pub(super) fn restarts(case: Case<'_>) -> u64 {
    case.pods().iter().map(PodFacts::restarts).sum()
}
