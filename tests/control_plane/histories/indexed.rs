//! Indexed Jobs: limits per index, and completions that change.

use serde_json::json;

use super::{assert_verdict, rules};
use crate::support::{Namespace, failed, running, succeeded};

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn indexes_fail_for_good_and_the_rest_goes_on() {
    let space = Namespace::new("indexes").await;
    let spec =
        json!({"completionMode": "Indexed", "completions": 4, "parallelism": 4, "backoffLimitPerIndex": 0});
    space.create_job("shards", spec).await;
    for index in [1, 3] {
        let pod = space.pod_of_index("shards", index).await;
        space
            .report(&pod, failed(9, &format!("bad input in shard {index}")))
            .await;
    }
    let report = space
        .describe_until("shards", |report| report["indexes"]["failed"] == "1,3")
        .await;
    assert!(!report["verdict"]["terminal"].as_bool().unwrap(), "{report:#}");
    for index in [0, 2] {
        let pod = space.pod_of_index("shards", index).await;
        space.report(&pod, succeeded()).await;
    }
    let report = space.until("shards", "Failed").await;
    assert_verdict(
        &report,
        "Failed",
        Some("FailedIndexes"),
        &["indexes 1,3 failed", "2/4 completed", "exited 9"],
    );
    assert_eq!(report["indexes"]["completed"], "0,2");
    assert!(rules(&report).contains(&"failed-indexes"));
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn too_many_failed_indexes_end_the_job() {
    let space = Namespace::new("max-failed").await;
    let spec = json!({"completionMode": "Indexed", "completions": 5, "parallelism": 5, "backoffLimitPerIndex": 0,
        "maxFailedIndexes": 1});
    space.create_job("strict", spec).await;
    for index in [0, 1] {
        let pod = space.pod_of_index("strict", index).await;
        space.report(&pod, failed(1, "no")).await;
    }
    let report = space.until("strict", "Failed").await;
    assert_verdict(
        &report,
        "Failed",
        Some("MaxFailedIndexesExceeded"),
        &["maxFailedIndexes 1"],
    );
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn an_elastic_job_grows_and_shrinks() {
    let space = Namespace::new("elastic").await;
    let spec = json!({"completionMode": "Indexed", "completions": 2, "parallelism": 2});
    space.create_job("rubber", spec).await;
    let zero = space.pod_of_index("rubber", 0).await;
    space.report(&zero, succeeded()).await;
    let one = space.pod_of_index("rubber", 1).await;
    space.report(&one, running()).await;
    let report = space
        .describe_until("rubber", |report| report["counts"]["succeeded"] == 1)
        .await;
    assert_verdict(&report, "Running", None, &["1/2 completions"]);
    let grown = json!({"spec": {"completions": 3, "parallelism": 3}});
    space.api.patch(&space.batch("jobs/rubber"), &grown).await;
    space.pod_of_index("rubber", 2).await;
    assert_verdict(&space.describe("rubber"), "Running", None, &["1/3 completions"]);
    let shrunk = json!({"spec": {"completions": 1, "parallelism": 1}});
    space.api.patch(&space.batch("jobs/rubber"), &shrunk).await;
    let report = space.until("rubber", "Complete").await;
    assert_verdict(
        &report,
        "Complete",
        Some("CompletionsReached"),
        &["1/1 completions"],
    );
}
