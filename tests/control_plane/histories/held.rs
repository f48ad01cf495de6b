//! Jobs that somebody else holds: suspended, managed elsewhere, being deleted.

use serde_json::json;

use super::{assert_verdict, rules};
use crate::support::{Kubelet, Namespace, running};

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn suspended_resumed_and_suspended_again() {
    let space = Namespace::new("suspend").await;
    space
        .create_job("paused", json!({"suspend": true, "activeDeadlineSeconds": 600}))
        .await;
    let report = space
        .describe_until("paused", |report| report["verdict"]["reason"] == "JobSuspended")
        .await;
    assert_verdict(
        &report,
        "Suspended",
        Some("JobSuspended"),
        &["spec.suspend is true"],
    );
    assert!(
        report["timing"].get("startTime").is_none(),
        "{:#}",
        report["timing"]
    );
    assert!(report["timing"].get("deadlineTime").is_none(), "no deadline runs");
    let switch = |on: bool| json!({"spec": {"suspend": on}});
    space.api.patch(&space.batch("jobs/paused"), &switch(false)).await;
    let pod = space.next_pod("paused", &[]).await;
    space.report(&pod, running()).await;
    let report = space.until("paused", "Running").await;
    assert!(
        report["timing"]["deadlineTime"].is_string(),
        "it runs now: {:#}",
        report["timing"]
    );
    space.api.patch(&space.batch("jobs/paused"), &switch(true)).await;
    let report = space
        .describe_until("paused", |report| {
            report["verdict"]["state"] == "Suspended" && report["counts"]["active"] == 0
        })
        .await;
    assert!(report["timing"].get("deadlineTime").is_none());
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn another_controller_is_in_charge() {
    let space = Namespace::new("managed").await;
    space
        .create_job("elsewhere", json!({"managedBy": "example.com/fleet"}))
        .await;
    let report = space.describe("elsewhere");
    assert_verdict(&report, "External", None, &["example.com/fleet"]);
    assert_eq!(report["pods"], json!([]), "none is normal");
    let status = json!({"status": {"active": 2, "ready": 1, "startTime": crate::support::now()}});
    space
        .api
        .patch(&space.batch("jobs/elsewhere/status"), &status)
        .await;
    let report = space.describe("elsewhere");
    assert_verdict(&report, "Running", None, &["2 pods active"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_finalizer_holds_the_deletion() {
    let space = Namespace::new("finalizer").await;
    space.create_job("kept", json!({"suspend": true})).await;
    let path = space.batch("jobs/kept");
    let finalizers = |list: serde_json::Value| json!({"metadata": {"finalizers": list}});
    space
        .api
        .patch(&path, &finalizers(json!(["example.com/archive"])))
        .await;
    space
        .api
        .delete(&path, &json!({"propagationPolicy": "Background"}))
        .await;
    let report = space.until("kept", "Deleting").await;
    assert_verdict(&report, "Deleting", None, &["example.com/archive"]);
    assert!(rules(&report).contains(&"deletion-pending"));
    space.api.patch(&path, &finalizers(json!(null))).await;
    let output = space.cyjob("describe kept").run();
    output.assert_error(3, &["job/kept"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_foreground_deletion_waits_for_the_pods() {
    let space = Namespace::new("foreground").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let spec = json!({"template": {"spec": {"nodeName": kubelet.node}}});
    space.create_job("going", spec).await;
    let pod = space.next_pod("going", &[]).await;
    space.report(&pod, running()).await;
    space.until("going", "Running").await;
    let path = space.batch("jobs/going");
    space
        .api
        .delete(&path, &json!({"propagationPolicy": "Foreground"}))
        .await;
    let report = space
        .describe_until("going", |report| report["pods"][0]["outcome"] == "Terminating")
        .await;
    assert_verdict(&report, "Deleting", None, &["its pods to be deleted first"]);
    // The kubelet confirms that the pod has ended.
    let now = json!({"gracePeriodSeconds": 0});
    space.api.delete(&space.path(&format!("pods/{pod}")), &now).await;
    space.until_gone(&path).await;
    assert_eq!(space.cyjob("describe going").run().code, 3);
}
