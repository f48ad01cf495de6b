//! Pods that the real Job controller deletes, log and all, before the wait is over.

use std::time::Duration;

use serde_json::{Value, json};

use super::{assert_end, wait_until};
use crate::support::{Kubelet, Namespace, restarted, running};

/// A namespace, its kubelet, and a Job of one pod on it, which is gone only when the kubelet says so.
async fn world(name: &str, restart_policy: &str, mut spec: Value) -> (Namespace, Kubelet) {
    let space = Namespace::new(name).await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    spec["template"] = json!({"spec": {"nodeName": kubelet.node, "restartPolicy": restart_policy,
        "terminationGracePeriodSeconds": 900}});
    space.create_job("one", spec).await;
    (space, kubelet)
}

/// The pod is gone before the Job has ended, as when its node is: what was told of it last is all that there is.
async fn let_go(space: &Namespace, name: &str) {
    let path = space.path(&format!("pods/{name}"));
    space.api.delete(&path, &json!({"gracePeriodSeconds": 0})).await;
    space.until_gone(&path).await;
}

/// Long enough for what is seen to have been read.
async fn a_moment() {
    tokio::time::sleep(Duration::from_secs(1)).await;
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn at_the_back_off_limit_of_restarts_exit_code_and_log_are_told() {
    let (space, kubelet) = world("wait-restarts", "OnFailure", json!({"backoffLimit": 1})).await;
    let runs = [
        "one",
        "one --logs --progress none",
        "one -o json --propagate-exit-code",
    ];
    let [mut told, json] = [runs[0], runs[2]].map(|words| wait_until(&space, words, "/one Pending: "));
    let quiet = super::wait(&space, runs[1]);
    let name = space.next_pod("one", &[]).await;
    space.report(&name, running()).await;
    told.until("/one Running: ");
    kubelet.write(&name, "main", "starting\nboom: no space left\n");
    kubelet.restart(&name, "main");
    space.report(&name, restarted(1, 3)).await;
    told.until("/one Failing: ");
    a_moment().await;
    let_go(&space, &name).await;
    let gone = format!("its pod {name} has been deleted");
    let log = format!("Log of {name}, container main, previous instance, read before the pod was deleted");
    for run in [told, quiet] {
        let output = run.finish();
        let answer = ["Failed", "BackoffLimitExceeded"];
        assert_end(&output, 1, &answer, &["\"main\" exited 3", "boom: no space left"]);
        let words = output.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(&gone) && words.contains(&log), "{output:?}");
        assert!(!words.contains("restartPolicy: Never"), "{output:?}");
    }
    let output = json.finish();
    assert_eq!(output.code, 3, "{output:?}");
    let report = output.json();
    assert_eq!(report["pods"], json!([]), "{report:#}");
    assert_eq!(report["gonePods"][0]["name"], name.as_str(), "{report:#}");
    let logs = report["logs"].as_array().unwrap();
    let lines = json!(["starting", "boom: no space left"]);
    let is_told = logs
        .iter()
        .any(|log| log["podGone"] == true && log["lines"] == lines);
    assert!(is_told, "{report:#}");
}

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn at_the_deadline_the_log_of_what_ran_is_told() {
    let (space, kubelet) = world("wait-last-words", "Never", json!({"activeDeadlineSeconds": 4})).await;
    let mut run = wait_until(&space, "one", "/one Pending: ");
    let name = space.next_pod("one", &[]).await;
    kubelet.write(&name, "main", "step 1\nstep 2\n");
    space.report(&name, running()).await;
    run.until("/one Failing: ");
    a_moment().await;
    let_go(&space, &name).await;
    let log = format!("Log of {name}, container main, read before");
    let told = ["longer than activeDeadlineSeconds (4s)", &log, "step 2"];
    assert_end(&run.finish(), 1, &["Failed", "DeadlineExceeded"], &told);
}
