//! How Jobs of one pod at a time end: success, retries, the back-off limit, the deadline, the TTL.

use serde_json::json;

use super::{assert_verdict, rules};
use crate::support::{Answer, Kubelet, Namespace, failed, running, succeeded};

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_job_succeeds() {
    let space = Namespace::new("success").await;
    space.create_job("one", json!({})).await;
    let pod = space.next_pod("one", &[]).await;
    assert_verdict(&space.describe("one"), "Pending", None, &["1 pod"]);
    space.report(&pod, running()).await;
    let report = space.until("one", "Running").await;
    assert_verdict(&report, "Running", None, &["0/1 completions", "1 pod running"]);
    space.report(&pod, succeeded()).await;
    let report = space.until("one", "Complete").await;
    assert_verdict(
        &report,
        "Complete",
        Some("CompletionsReached"),
        &["1/1 completions"],
    );
    assert_eq!(report["counts"]["succeeded"], 1);
    assert!(report["timing"]["durationSeconds"].is_number());
    for words in [
        "describe one --exit-status",
        "describe job/one",
        "describe jobs.batch/one -o name",
    ] {
        assert_eq!(space.cyjob(words).run().code, 0, "{words}");
    }
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_job_succeeds_at_the_second_try() {
    let space = Namespace::new("retry").await;
    space.create_job("two", json!({})).await;
    let first = space.next_pod("two", &[]).await;
    space.report(&first, failed(7, "connection refused")).await;
    let report = space.until("two", "Retrying").await;
    assert_verdict(
        &report,
        "Retrying",
        None,
        &["\"main\" exited 7", "connection refused", "next retry"],
    );
    assert_eq!(report["timing"]["attemptsLeft"], 6, "{:#}", report["timing"]);
    assert!(report["timing"]["nextRetry"]["time"].is_string());
    let second = space.next_pod("two", &[&first]).await;
    space.report(&second, running()).await;
    let report = space.until("two", "Running").await;
    assert_verdict(&report, "Running", None, &["1 failed attempt"]);
    space.report(&second, succeeded()).await;
    let report = space.until("two", "Complete").await;
    assert_verdict(
        &report,
        "Complete",
        Some("CompletionsReached"),
        &["after 1 failed attempt", "exited 7"],
    );
    assert_eq!(report["counts"]["failed"], 1);
    assert!(!rules(&report).contains(&"next-retry"));
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn the_back_off_limit_ends_a_job_and_logs_tell_why() {
    let space = Namespace::new("backoff").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let spec = json!({"backoffLimit": 1, "template": {"spec": {"nodeName": kubelet.node}}});
    space.create_job("limit", spec).await;
    let first = space.next_pod("limit", &[]).await;
    kubelet.write(&first, "main", "starting\nno route to db\n");
    space.report(&first, failed(3, "")).await;
    let report = space.until("limit", "Retrying").await;
    assert_verdict(&report, "Retrying", None, &["exited 3", "no route to db"]);
    let second = space.next_pod("limit", &[&first]).await;
    kubelet.write(&second, "main", "starting\nno route to db\n");
    space.report(&second, failed(3, "")).await;
    let report = space.until("limit", "Failed").await;
    assert_verdict(
        &report,
        "Failed",
        Some("BackoffLimitExceeded"),
        &["2 attempts", "exited 3 both times", "no route to db"],
    );
    assert_eq!(
        rules(&report)[..2],
        ["container-failed", "backoff-limit-exceeded"]
    );
    assert_eq!(report["logs"][0]["lines"], json!(["starting", "no route to db"]));
    assert_eq!(space.cyjob("describe limit --exit-status").run().code, 1);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_pod_lingers_past_the_deadline() {
    let space = Namespace::new("deadline").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let spec = json!({"activeDeadlineSeconds": 3, "template": {"spec": {
        "nodeName": kubelet.node, "terminationGracePeriodSeconds": 900}}});
    space.create_job("late", spec).await;
    let pod = space.next_pod("late", &[]).await;
    kubelet.write(&pod, "main", "at work\n");
    space.report(&pod, running()).await;
    let report = space.until("late", "Running").await;
    assert!(rules(&report).contains(&"deadline"), "{report:#}");
    let report = space
        .describe_until("late", |report| {
            report["verdict"]["state"] == "Failed"
                || report["verdict"]["state"] == "Failing" && report["counts"]["terminating"] == 1
        })
        .await;
    assert_verdict(
        &report,
        "Failing",
        Some("DeadlineExceeded"),
        &["activeDeadlineSeconds (3s)", "1 pod is still terminating"],
    );
    assert_eq!(
        space.cyjob("describe late --exit-status").run().code,
        1,
        "not Complete"
    );
    space.report(&pod, failed(143, "")).await;
    let report = space.until("late", "Failed").await;
    assert_verdict(
        &report,
        "Failed",
        Some("DeadlineExceeded"),
        &["activeDeadlineSeconds (3s)"],
    );
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_finished_job_is_deleted_by_its_ttl() {
    let space = Namespace::new("ttl").await;
    space
        .create_job("short", json!({"ttlSecondsAfterFinished": 8}))
        .await;
    let pod = space.next_pod("short", &[]).await;
    space.report(&pod, succeeded()).await;
    let report = space.until("short", "Complete").await;
    assert!(rules(&report).contains(&"ttl"), "{report:#}");
    assert!(
        report["timing"]["ttlExpiryTime"].is_string(),
        "{:#}",
        report["timing"]
    );
    space.until_gone(&space.batch("jobs/short")).await;
    let output = space.cyjob("describe short").run();
    output.assert_error(3, &["job/short", "not found", &space.name]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_log_that_the_node_has_lost_is_unknown() {
    let space = Namespace::new("lost-log").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let spec = json!({"backoffLimit": 0, "template": {"spec": {"nodeName": kubelet.node}}});
    space.create_job("mute", spec).await;
    let pod = space.next_pod("mute", &[]).await;
    kubelet.write(&pod, "main", "lost\n");
    let lost = || Answer::Refused(404, "no such container".to_owned());
    kubelet.answer_with(&pod, "main", std::iter::repeat_with(lost));
    space.report(&pod, failed(3, "")).await;
    let report = space.until("mute", "Failed").await;
    let unknown = &report["unknown"][0];
    assert_eq!(unknown["what"], format!("logs of {pod}/main"));
    assert_eq!(unknown["reason"], "NotFound");
    let message = unknown["message"].as_str().unwrap();
    assert!(message.contains("the node no longer has this log"), "{message}");
}
