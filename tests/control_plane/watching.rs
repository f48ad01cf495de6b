//! `describe --watch` and `list --watch` while the real controllers work.

use serde_json::{Value, json};

use crate::support::{Namespace, Output, now, running, succeeded};

/// The documents that were written, a line each.
fn documents(output: &Output) -> Vec<Value> {
    let lines = output.stdout.lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The status of a pod for which there is no node.
fn unschedulable() -> Value {
    json!({"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable",
        "message": "0/3 nodes are available: 3 Insufficient cpu.", "lastTransitionTime": now()}]})
}

/// The same pod once there is one.
fn scheduled() -> Value {
    json!({"phase": "Running", "conditions": [{"type": "PodScheduled", "status": "True", "lastTransitionTime": now()}]})
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_report_follows_its_job_to_the_end() {
    let space = Namespace::new("watch-describe").await;
    space.create_job("one", json!({})).await;
    let mut run = space.cyjob("describe one --watch -o json --exit-status").start();
    run.until_printed("\"state\":\"Pending\"");
    let pod = space.next_pod("one", &[]).await;
    space.report(&pod, running()).await;
    run.until_printed("\"state\":\"Running\"");
    space.report(&pod, succeeded()).await;
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    let reports = documents(&output);
    let states: Vec<_> = reports.iter().map(|report| &report["verdict"]["state"]).collect();
    assert_eq!(
        (states[0], *states.last().unwrap()),
        (&json!("Pending"), &json!("Complete"))
    );
    let whole = reports.last().unwrap();
    assert_eq!(whole["pods"][0]["name"], pod.as_str(), "{whole:#}");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_list_tells_of_jobs_that_come_change_and_go() {
    let space = Namespace::new("watch-list").await;
    let mut run = space.cyjob("list --watch -o json").start();
    space.create_job("one", json!({})).await;
    run.until_printed("\"state\":\"Pending\"");
    let pod = space.next_pod("one", &[]).await;
    space.report(&pod, unschedulable()).await;
    // Nothing of this is in the Job's own status.
    run.until_printed("\"state\":\"Blocked\"");
    space.report(&pod, scheduled()).await;
    run.until_printed("\"state\":\"Running\"");
    space.report(&pod, succeeded()).await;
    run.until_printed("\"state\":\"Complete\"");
    let options = json!({"propagationPolicy": "Background"});
    space.api.delete(&space.batch("jobs/one"), &options).await;
    run.until_printed("\"deleted\":true");
    run.signal(rustix::process::Signal::INT);
    let output = run.finish();
    assert_eq!(output.code, 130, "{output:?}");
    assert!(documents(&output).iter().all(|job| job["name"] == "one"));
}
