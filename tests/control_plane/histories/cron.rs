//! `CronJobs` and their runs, also one that somebody triggers by hand.

use serde_json::json;

use crate::support::{Namespace, succeeded};

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn the_newest_run_counts_also_one_by_hand() {
    let space = Namespace::new("cron").await;
    let template = json!({"spec": {"template": {"spec": {"restartPolicy": "Never",
        "containers": [{"name": "main", "image": "busybox:1.36"}]}}}});
    let object = json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "tick"},
        "spec": {"schedule": "* * * * *", "jobTemplate": template}});
    let cron_job = space.api.create(&space.batch("cronjobs"), &object).await;
    let output = space.cyjob("describe cronjob/tick").run();
    if output.code != 0 {
        output.assert_error(3, &["cronjob/tick", "has no Job", "* * * * *"]);
    }
    // A run by hand, as `kubectl create job --from=cronjob/tick` makes it.
    let by_hand = json!({"apiVersion": "batch/v1", "kind": "Job", "spec": template["spec"],
        "metadata": {"name": "by-hand", "annotations": {"cronjob.kubernetes.io/instantiate": "manual"},
            "ownerReferences": [{"apiVersion": "batch/v1", "kind": "CronJob", "name": "tick", "controller": true,
                "uid": cron_job["metadata"]["uid"]}]}});
    space.api.create(&space.batch("jobs"), &by_hand).await;
    let pod = space.next_pod("by-hand", &[]).await;
    space.report(&pod, succeeded()).await;
    space.until("by-hand", "Complete").await;
    let report = space.describe("cj/tick");
    let is_by_hand = report["job"]["name"] == "by-hand";
    // The full minute may have come meanwhile; then the scheduled run is the newer one.
    assert!(
        is_by_hand || report["job"]["name"].as_str().unwrap().starts_with("tick-"),
        "{report:#}"
    );
    assert_eq!(report["job"]["owner"]["name"], "tick");
    let scheduled = space
        .describe_for("cronjob/tick", std::time::Duration::from_secs(75), |report| {
            report["job"]["name"].as_str().unwrap().starts_with("tick-")
        })
        .await;
    let name = scheduled["job"]["name"].as_str().unwrap();
    let pod = space.next_pod(name, &[]).await;
    space.report(&pod, succeeded()).await;
    space.until(name, "Complete").await;
    let pause = json!({"spec": {"suspend": true}});
    space.api.patch(&space.batch("cronjobs/tick"), &pause).await;
}
