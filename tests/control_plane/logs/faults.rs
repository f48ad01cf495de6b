//! Kubelets and API servers that die while somebody follows.

use std::time::Duration;

use serde_json::json;

use super::{ended, follow, world};
use crate::support::{Answer, Fragile, Kubelet, Namespace, failed, running, succeeded};

/// Numbered lines, so that each that is lost or comes twice is seen.
fn lines(numbers: std::ops::Range<u32>) -> String {
    let lines: Vec<String> = numbers.map(|number| format!("line {number}\n")).collect();
    lines.concat()
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_kubelet_that_dies_in_mid_stream_loses_nothing() {
    let (space, kubelet, pod) = world("logs-kubelet").await;
    kubelet.write(&pod, "main", lines(0..50));
    space.report(&pod, running()).await;
    let mut run = follow(&space, "one");
    run.until_printed("line 49\n");
    for round in 1..4 {
        kubelet.die();
        kubelet.write(&pod, "main", lines(round * 50..round * 50 + 50));
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert!(run.goes_on());
        kubelet.revive();
        run.until_printed(&format!("line {}\n", round * 50 + 49));
    }
    kubelet.write(&pod, "main", lines(200..205));
    kubelet.end(&pod, "main");
    space.report(&pod, succeeded()).await;
    ended(run, 0, &lines(0..205), &["Complete"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn an_answer_that_breaks_again_and_again_comes_whole() {
    let (space, kubelet, pod) = world("logs-cuts").await;
    kubelet.write(&pod, "main", lines(0..2000));
    kubelet.end(&pod, "main");
    space.report(&pod, failed(1, "")).await;
    let cuts = (1..8).map(|time| Answer::BrokenAfter(time * 9_137));
    kubelet.answer_with(&pod, "main", cuts);
    let output = space.cyjob("logs one").run();
    assert_eq!(output.code, 0, "{}", output.stderr);
    assert!(output.stdout == lines(0..2000), "{} bytes", output.stdout.len());
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_rotation_with_and_without_muting_loses_nothing() {
    let (space, kubelet, pod) = world("logs-rotated").await;
    kubelet.write(&pod, "main", lines(0..10));
    space.report(&pod, running()).await;
    let mut run = follow(&space, "one");
    run.until_printed("line 9\n");
    kubelet.rotate(&pod, "main", false);
    kubelet.write(&pod, "main", lines(10..20));
    run.until_printed("line 19\n");
    kubelet.rotate(&pod, "main", true);
    kubelet.write(&pod, "main", lines(20..30));
    kubelet.end(&pod, "main");
    space.report(&pod, succeeded()).await;
    ended(run, 0, &lines(0..30), &["Complete"]);
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn an_api_server_that_is_killed_does_not_end_it() {
    let (fragile, _turn) = Fragile::mine().await;
    let space = Namespace::on("fragile", "logs-killed").await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let job = space.create_job("one", json!({"backoffLimit": 0})).await;
    let labels = job["spec"]["template"]["metadata"]["labels"].clone();
    let pod = json!({"apiVersion": "v1", "kind": "Pod",
        "metadata": {"name": "one-abcde", "labels": labels, "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job",
            "name": "one", "uid": job["metadata"]["uid"], "controller": true}]},
        "spec": {"nodeName": kubelet.node, "restartPolicy": "Never", "automountServiceAccountToken": false,
            "containers": [{"name": "main", "image": "busybox:1.36"}]}});
    space.api.create(&space.path("pods"), &pod).await;
    kubelet.write("one-abcde", "main", lines(0..10));
    space.report("one-abcde", running()).await;
    let mut run = follow(&space, "one --exit-status");
    run.until_printed("line 9\n");
    for round in 1..4 {
        fragile.kill();
        kubelet.write("one-abcde", "main", lines(round * 10..round * 10 + 10));
        fragile.until_ready().await;
        run.until_printed(&format!("line {}\n", round * 10 + 9));
    }
    kubelet.write("one-abcde", "main", "last");
    kubelet.end("one-abcde", "main");
    space.report("one-abcde", succeeded()).await;
    let path = space.batch("jobs/one/status");
    space.api.patch(&path, &crate::wait::begun()).await;
    space.api.patch(&path, &crate::wait::complete()).await;
    ended(run, 0, &(lines(0..40) + "last"), &["Complete"]);
}
