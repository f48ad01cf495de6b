//! Jobs that are held up, suspended, or somebody else's.

use serde_json::{Value, json};

use super::{assert_end, begun, change, complete, wait, wait_until, write_status};
use crate::support::{Namespace, now, running, succeeded};

/// The status of a pod for which there is no node.
fn unschedulable() -> Value {
    json!({"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
        "message": "0/3 nodes are available: 3 Insufficient cpu.", "lastTransitionTime": now()}]})
}

/// The switch of a Job.
fn suspend(on: bool) -> Value {
    json!({"spec": {"suspend": on}})
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn an_unschedulable_pod_is_4_where_that_is_not_to_be() {
    let space = Namespace::new("wait-unschedulable").await;
    space.create_job("large", json!({})).await;
    let mut patient = wait_until(&space, "large", "/large Pending: ");
    let strict = wait_until(&space, "large --fail-if-blocked=1s", "/large Pending: ");
    let mut lenient = wait_until(&space, "large --fail-if-blocked=50s", "/large Pending: ");
    let pod = space.next_pod("large", &[]).await;
    space.report(&pod, unschedulable()).await;
    let cause = ["3 Insufficient cpu"];
    assert_end(
        &strict.finish(),
        4,
        &["Blocked", "Unschedulable", "blocked for"],
        &cause,
    );
    let looked = wait(&space, "large --timeout 1s").finish();
    assert_end(
        &looked,
        124,
        &["Blocked"],
        &["3 Insufficient cpu", "timed out after 1s"],
    );
    patient.until("/large Blocked: ");
    lenient.until("/large Blocked: ");
    space
        .report(
            &pod,
            json!({"phase": "Running", "conditions": [{"type": "PodScheduled", "status": "True",
        "lastTransitionTime": now()}]}),
        )
        .await;
    space.report(&pod, running()).await;
    lenient.until("/large Running: ");
    space.report(&pod, succeeded()).await;
    for run in [patient, lenient] {
        assert_end(&run.finish(), 0, &["Complete"], &[]);
    }
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_quota_that_forbids_pods_is_4_where_that_is_not_to_be() {
    let space = Namespace::new("wait-quota").await;
    let quota = json!({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "tight"},
        "spec": {"hard": {"pods": "0"}}});
    space.api.create(&space.path("resourcequotas"), &quota).await;
    space.create_job("poor", json!({})).await;
    let run = wait(&space, "poor --fail-if-blocked=1s");
    let cause = ["quota \"tight\" is exhausted", "raise ResourceQuota \"tight\""];
    assert_end(&run.finish(), 4, &["Blocked", "blocked for"], &cause);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn suspended_is_4_where_that_is_not_to_be() {
    let space = Namespace::new("wait-suspended").await;
    space.create_job("paused", json!({"suspend": true})).await;
    let output = wait(&space, "paused --fail-if-suspended").finish();
    assert_end(&output, 4, &["Suspended"], &["spec.suspend is true"]);
    space.create_job("stopped", json!({})).await;
    let run = wait_until(&space, "stopped --fail-if-suspended", "/stopped Pending: ");
    change(&space, "stopped", suspend(true)).await;
    assert_end(&run.finish(), 4, &["/stopped", "Suspended"], &[]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn suspended_and_resumed_in_mid_wait() {
    let space = Namespace::new("wait-resumed").await;
    space.create_job("stopped", json!({})).await;
    let mut whole = wait_until(&space, "stopped", "/stopped Pending: ");
    let stopped = wait_until(&space, "stopped --for suspended", "/stopped Pending: ");
    let pod = space.next_pod("stopped", &[]).await;
    space.report(&pod, running()).await;
    whole.until("/stopped Running: ");
    change(&space, "stopped", suspend(true)).await;
    assert_end(&stopped.finish(), 0, &["Suspended", "/stopped"], &[]);
    whole.until("/stopped Suspended: ");
    assert!(whole.goes_on());
    let started = wait_until(&space, "stopped --for started", "/stopped Suspended: ");
    change(&space, "stopped", suspend(false)).await;
    let pod = space.next_pod("stopped", &[]).await;
    space.report(&pod, running()).await;
    assert_end(&started.finish(), 0, &["Running", "/stopped"], &[]);
    assert!(whole.goes_on());
    space.report(&pod, succeeded()).await;
    assert_end(&whole.finish(), 0, &["Complete"], &[]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn what_another_controller_reports_counts() {
    let space = Namespace::new("wait-managed").await;
    space
        .create_job("elsewhere", json!({"managedBy": "example.com/fleet"}))
        .await;
    let mut run = wait_until(&space, "elsewhere --fail-if-blocked=1s", "/elsewhere External: ");
    write_status(&space, "elsewhere", &begun()).await;
    run.until("/elsewhere Running: ");
    write_status(&space, "elsewhere", &complete()).await;
    assert_end(&run.finish(), 0, &["Complete", "/elsewhere"], &[]);
}
