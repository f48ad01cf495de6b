//! The Job's counters, including finished pods that the controller has not counted yet.

use super::{case::Case, policy};
use crate::facts::PodFacts;

/// The number of failed pods.
pub(super) fn failed(case: Case<'_>) -> i64 {
    let status = &case.job().status;
    let uncounted = i64::from(status.uncounted_failed).max(failed_and_tracked(case));
    i64::from(status.failed.unwrap_or(0)).max(0) + uncounted
}

/// The number of failed pods that still have the controller's finalizer. The controller removes the finalizer
/// before it counts a pod (KEP-2307). The controller never counts pods that the pod failure policy ignores.
fn failed_and_tracked(case: Case<'_>) -> i64 {
    if !case.makes_pods() {
        return 0;
    }
    let just_failed = case.pods().iter().filter(|pod| {
        &*pod.phase == "Failed" && pod.is_tracked && policy::action(case, pod) != Some("Ignore")
    });
    i64::try_from(just_failed.count()).unwrap_or(i64::MAX)
}

/// The number of succeeded pods (of an Indexed Job: indexes).
pub(super) fn succeeded(case: Case<'_>) -> i64 {
    let status = &case.job().status;
    i64::from(status.succeeded.unwrap_or(0)).max(0) + i64::from(status.uncounted_succeeded)
}

/// The number of container restarts in the pods that exist.
pub(super) fn restarts(case: Case<'_>) -> u64 {
    case.pods().iter().map(PodFacts::restarts).sum()
}
