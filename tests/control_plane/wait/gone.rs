//! Jobs that are not there, or not any more.

use serde_json::json;

use super::{assert_end, change, delete, wait, wait_until};
use crate::support::{Namespace, failed, running, succeeded};

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn not_there_is_3() {
    let space = Namespace::new("wait-nothing").await;
    wait(&space, "ghost")
        .finish()
        .assert_error(3, &["job/ghost", "not found", &space.name]);
    wait(&space, "-l app=ghost")
        .finish()
        .assert_error(3, &["app=ghost"]);
    wait(&space, "--all").finish().assert_error(3, &[&space.name]);
    // One that is missing is told before the others are waited for.
    space.create_job("slow", json!({"suspend": true})).await;
    wait(&space, "slow ghost")
        .finish()
        .assert_error(3, &["job/ghost"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn deleted_is_3() {
    let space = Namespace::new("wait-deleted").await;
    for name in ["by-name", "labelled"] {
        space.create_job(name, json!({})).await;
    }
    change(
        &space,
        "labelled",
        json!({"metadata": {"labels": {"app": "report"}}}),
    )
    .await;
    let by_name = wait_until(&space, "by-name", "/by-name Pending: ");
    let by_label = wait_until(&space, "-l app=report", "/labelled Pending: ");
    for name in ["by-name", "labelled"] {
        delete(&space, name).await;
    }
    for (run, name) in [(by_name, "/by-name"), (by_label, "/labelled")] {
        assert_end(&run.finish(), 3, &[name, "deleted before it ended"], &[]);
    }
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_namesake_is_another_job() {
    let space = Namespace::new("wait-namesake").await;
    space.create_job("twin", json!({})).await;
    let by_name = wait_until(&space, "twin", "/twin Pending: ");
    let by_namespace = wait_until(&space, "--all", "/twin Pending: ");
    delete(&space, "twin").await;
    space.until_gone(&space.batch("jobs/twin")).await;
    space
        .create_job(
            "twin",
            json!({"template": {"metadata": {"labels": {"run": "second"}}}}),
        )
        .await;
    let pods = space.path("pods?labelSelector=run=second");
    while space.api.get(&pods).await["items"].as_array().unwrap().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let pod = space.api.get(&pods).await["items"][0]["metadata"]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    space.report(&pod, succeeded()).await;
    for run in [by_name, by_namespace] {
        assert_end(&run.finish(), 3, &["/twin", "deleted before it ended"], &[]);
    }
    assert_end(&wait(&space, "twin").finish(), 0, &["Complete"], &[]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_job_that_its_ttl_deletes_at_once_leaves_its_verdict() {
    let space = Namespace::new("wait-ttl").await;
    for name in ["good", "bad"] {
        space
            .create_job(name, json!({"backoffLimit": 0, "ttlSecondsAfterFinished": 0}))
            .await;
    }
    let good = wait_until(&space, "good", "/good Pending: ");
    let bad = wait_until(&space, "bad --propagate-exit-code", "/bad Pending: ");
    let pod = space.next_pod("good", &[]).await;
    space.report(&pod, succeeded()).await;
    let pod = space.next_pod("bad", &[]).await;
    space.report(&pod, failed(3, "no route to db")).await;
    assert_end(&good.finish(), 0, &["Complete", "/good"], &[]);
    let bad = bad.finish();
    assert!(
        matches!(bad.code, 1 | 3),
        "its pod may be gone before its code is known: {bad:?}"
    );
    assert_end(&bad, bad.code, &["Failed", "BackoffLimitExceeded"], &[]);
    space.until_gone(&space.batch("jobs/good")).await;
    assert_end(&wait(&space, "good").finish(), 3, &[], &["not found"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_deletion_that_a_finalizer_holds_is_waited_for() {
    let space = Namespace::new("wait-finalizer").await;
    space.create_job("kept", json!({})).await;
    let pod = space.next_pod("kept", &[]).await;
    space.report(&pod, running()).await;
    change(
        &space,
        "kept",
        json!({"metadata": {"finalizers": ["example.com/archive"]}}),
    )
    .await;
    let mut run = wait_until(&space, "kept", "/kept Running: ");
    delete(&space, "kept").await;
    run.until("/kept Deleting: ");
    run.until("example.com/archive");
    assert!(run.goes_on());
    let looked = wait(&space, "kept --timeout 0").finish();
    assert_end(&looked, 124, &["Deleting"], &["example.com/archive"]);
    change(&space, "kept", json!({"metadata": {"finalizers": null}})).await;
    assert_end(&run.finish(), 3, &["deleted before it ended"], &[]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_label_that_is_taken_off_changes_nothing() {
    let space = Namespace::new("wait-label").await;
    let labels = |app| json!({"metadata": {"labels": {"app": app}}});
    for name in ["ends", "goes"] {
        space.create_job(name, json!({})).await;
        change(&space, name, labels(Some("report"))).await;
    }
    let mut run = wait_until(&space, "-l app=report", "/ends Pending: ");
    run.until("/goes Pending: ");
    for name in ["ends", "goes"] {
        change(&space, name, labels(None)).await;
    }
    // And one that gets it later was not meant.
    space.create_job("other", json!({"suspend": true})).await;
    change(&space, "other", labels(Some("report"))).await;
    let pod = space.next_pod("ends", &[]).await;
    space.report(&pod, succeeded()).await;
    run.until("/ends Complete");
    assert!(run.goes_on());
    delete(&space, "goes").await;
    let output = run.finish();
    assert_end(
        &output,
        3,
        &["Complete", "/ends", "/goes", "deleted before it ended"],
        &[],
    );
    assert!(!output.stdout.contains("other"), "{output:?}");
}
