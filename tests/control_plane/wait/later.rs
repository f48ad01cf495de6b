//! Waits that begin before there is a Job.

use serde_json::json;

use super::{assert_end, change, wait};
use crate::support::{Namespace, failed, succeeded};

/// A run of the `CronJob` `tick`, as `kubectl create job --from` makes it.
async fn run_of_cron_job(space: &Namespace) {
    let template = json!({"template": {"spec": {"restartPolicy": "Never",
        "containers": [{"name": "main", "image": "busybox:1.36"}]}}});
    let cron_job = space.api.get(&space.batch("cronjobs/tick")).await;
    let job = json!({"apiVersion": "batch/v1", "kind": "Job", "spec": template, "metadata": {"name": "by-hand",
        "ownerReferences": [{"apiVersion": "batch/v1", "kind": "CronJob", "name": "tick", "controller": true,
            "uid": cron_job["metadata"]["uid"]}]}});
    space.api.create(&space.batch("jobs"), &job).await;
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn the_job_that_gets_the_name_counts() {
    let space = Namespace::new("wait-later").await;
    let mut runs = [
        "first --wait-for-creation",
        "first other --wait-for-creation=50s -o name",
    ]
    .map(|words| wait(&space, words));
    // A Job that is none of theirs.
    space.create_job("stranger", json!({})).await;
    std::thread::sleep(std::time::Duration::from_secs(1));
    for run in &mut runs {
        assert!(run.goes_on());
    }
    let [one, mut both] = runs;
    space.create_job("first", json!({"backoffLimit": 0})).await;
    let pod = space.next_pod("first", &[]).await;
    space.report(&pod, failed(3, "no route to db")).await;
    assert_end(&one.finish(), 1, &["Failed", "/first"], &["no route to db"]);
    both.until("/first Failed");
    assert!(both.goes_on());
    space.create_job("other", json!({})).await;
    let pod = space.next_pod("other", &[]).await;
    space.report(&pod, succeeded()).await;
    assert_end(&both.finish(), 1, &["job.batch/first\njob.batch/other\n"], &[]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn the_first_job_with_the_labels_counts() {
    let space = Namespace::new("wait-later-label").await;
    let run = wait(&space, "-l app=report --wait-for-creation");
    space.create_job("first", json!({})).await;
    change(
        &space,
        "first",
        json!({"metadata": {"labels": {"app": "report"}}}),
    )
    .await;
    let pod = space.next_pod("first", &[]).await;
    space.report(&pod, succeeded()).await;
    assert_end(&run.finish(), 0, &["Complete", "/first"], &[]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn the_next_run_of_a_cron_job_counts() {
    let space = Namespace::new("wait-later-cron").await;
    // Due in leap years only.
    let cron_job = json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "tick"},
        "spec": {"schedule": "0 0 29 2 *", "jobTemplate": {"spec": {"template": {"spec": {
            "restartPolicy": "Never", "containers": [{"name": "main", "image": "busybox:1.36"}]}}}}}});
    space.api.create(&space.batch("cronjobs"), &cron_job).await;
    wait(&space, "cronjob/tick")
        .finish()
        .assert_error(3, &["cronjob/tick", "has no Job"]);
    let run = wait(&space, "cronjob/tick --wait-for-creation");
    run_of_cron_job(&space).await;
    let pod = space.next_pod("by-hand", &[]).await;
    space.report(&pod, succeeded()).await;
    assert_end(&run.finish(), 0, &["Complete", "/by-hand"], &[]);
    assert_end(
        &wait(&space, "cronjob/tick").finish(),
        0,
        &["Complete", "/by-hand"],
        &[],
    );
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn what_does_not_come_in_time_is_3() {
    let space = Namespace::new("wait-never").await;
    for words in ["ghost", "-l app=ghost"] {
        let output = wait(&space, &format!("{words} --wait-for-creation=1s")).finish();
        output.assert_error(3, &["was not created"]);
    }
    let output = wait(&space, "ghost --wait-for-creation --timeout 1s").finish();
    assert_eq!(output.code, 124, "{output:?}");
}
