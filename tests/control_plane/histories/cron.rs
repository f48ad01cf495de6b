//! `CronJobs` and their runs, also one that somebody triggers by hand.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Namespace, succeeded};

/// What the Jobs of a `CronJob` are made of.
fn template() -> Value {
    json!({"spec": {"template": {"spec": {"restartPolicy": "Never",
        "containers": [{"name": "main", "image": "busybox:1.36"}]}}}})
}

async fn create_cron_job(space: &Namespace, schedule: &str) -> Value {
    let object = json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "tick"},
        "spec": {"schedule": schedule, "jobTemplate": template()}});
    space.api.create(&space.batch("cronjobs"), &object).await
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_run_by_hand_is_a_run() {
    let space = Namespace::new("cron-by-hand").await;
    // Due in leap years only.
    let cron_job = create_cron_job(&space, "0 0 29 2 *").await;
    let output = space.cyjob("describe cronjob/tick").run();
    output.assert_error(3, &["cronjob/tick", "has no Job", "0 0 29 2 *", "no run was due"]);
    // As `kubectl create job --from=cronjob/tick` makes it.
    let by_hand = json!({"apiVersion": "batch/v1", "kind": "Job", "spec": template()["spec"],
        "metadata": {"name": "by-hand", "annotations": {"cronjob.kubernetes.io/instantiate": "manual"},
            "ownerReferences": [{"apiVersion": "batch/v1", "kind": "CronJob", "name": "tick", "controller": true,
                "uid": cron_job["metadata"]["uid"]}]}});
    space.api.create(&space.batch("jobs"), &by_hand).await;
    let pod = space.next_pod("by-hand", &[]).await;
    space.report(&pod, succeeded()).await;
    space.until("by-hand", "Complete").await;
    let report = space.describe("cj/tick");
    assert_eq!(report["job"]["name"], "by-hand");
    assert_eq!(report["job"]["owner"]["name"], "tick");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn of_scheduled_runs_the_newest_counts() {
    let space = Namespace::new("cron-schedule").await;
    create_cron_job(&space, "* * * * *").await;
    let start = std::time::Instant::now();
    while space.cyjob("describe cronjob/tick").run().code == 3 {
        assert!(start.elapsed() < Duration::from_secs(80), "no run comes");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let run = space.describe("cronjob/tick")["job"]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(run.starts_with("tick-"), "{run}");
    let pod = space.next_pod(&run, &[]).await;
    space.report(&pod, succeeded()).await;
    let report = space.until(&run, "Complete").await;
    assert_eq!(report["job"]["owner"]["kind"], "CronJob");
}
