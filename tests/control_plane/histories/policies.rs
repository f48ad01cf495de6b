//! Pod failure policies and success policies, as the real controller applies them.

use serde_json::{Value, json};

use super::{assert_verdict, rules};
use crate::support::{Namespace, failed, succeeded};

fn on_exit_codes(action: &str, codes: &[i32]) -> Value {
    json!({"action": action, "onExitCodes": {"operator": "In", "values": codes}})
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_rule_fails_the_job_at_once() {
    let space = Namespace::new("fail-job").await;
    let rules_of_policy = json!([on_exit_codes("Count", &[1]), on_exit_codes("FailJob", &[42])]);
    space
        .create_job("strict", json!({"podFailurePolicy": {"rules": rules_of_policy}}))
        .await;
    let pod = space.next_pod("strict", &[]).await;
    space.report(&pod, failed(42, "bad input")).await;
    let report = space.until("strict", "Failed").await;
    assert_verdict(&report, "Failed", Some("PodFailurePolicy"), &["42", "bad input"]);
    assert!(rules(&report).contains(&"pod-failure-policy"), "{report:#}");
    let finding = report["findings"].to_string();
    assert!(finding.contains("rules[1]"), "which rule: {finding}");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn ignored_failures_do_not_count_and_counted_ones_do() {
    let space = Namespace::new("ignore").await;
    let policy = json!({"rules": [on_exit_codes("Ignore", &[5]), on_exit_codes("Count", &[6])]});
    space
        .create_job("lenient", json!({"backoffLimit": 0, "podFailurePolicy": policy}))
        .await;
    let first = space.next_pod("lenient", &[]).await;
    space.report(&first, failed(5, "preempted")).await;
    let second = space.next_pod("lenient", &[&first]).await;
    let report = space.describe("lenient");
    assert_ne!(report["verdict"]["state"], "Failed", "{report:#}");
    assert_eq!(report["counts"]["failed"], 0, "{:#}", report["counts"]);
    assert!(rules(&report).contains(&"failures-ignored"), "{report:#}");
    space.report(&second, failed(6, "broken")).await;
    let report = space.until("lenient", "Failed").await;
    assert_verdict(&report, "Failed", Some("BackoffLimitExceeded"), &["exited 6"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_rule_fails_one_index() {
    let space = Namespace::new("fail-index").await;
    let spec = json!({"completionMode": "Indexed", "completions": 2, "parallelism": 2, "backoffLimitPerIndex": 3,
        "podFailurePolicy": {"rules": [on_exit_codes("FailIndex", &[42])]}});
    space.create_job("shards", spec).await;
    let (zero, one) = (
        space.pod_of_index("shards", 0).await,
        space.pod_of_index("shards", 1).await,
    );
    space.report(&one, failed(42, "shard 1 is corrupt")).await;
    let report = space
        .describe_until("shards", |report| report["indexes"]["failed"] == "1")
        .await;
    assert_ne!(report["verdict"]["state"], "Failed", "index 0 is still at work");
    space.report(&zero, succeeded()).await;
    let report = space.until("shards", "Failed").await;
    assert_verdict(
        &report,
        "Failed",
        Some("FailedIndexes"),
        &["index 1 failed", "42"],
    );
    assert_eq!(report["indexes"]["completed"], "0");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_success_policy_completes_early() {
    let space = Namespace::new("success-policy").await;
    let spec = json!({"completionMode": "Indexed", "completions": 3, "parallelism": 3,
        "successPolicy": {"rules": [{"succeededIndexes": "0"}]}});
    space.create_job("leader", spec).await;
    let leader = space.pod_of_index("leader", 0).await;
    space.report(&leader, succeeded()).await;
    let report = space.until("leader", "Complete").await;
    assert_verdict(
        &report,
        "Complete",
        Some("SuccessPolicy"),
        &["success policy", "1/3"],
    );
    assert_eq!(space.cyjob("describe leader --exit-status").run().code, 0);
    let errors = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["severity"] == "error");
    assert_eq!(errors.count(), 0, "{report:#}");
}
