//! Some pods are gone when the wait is over, others are not.

use serde_json::json;

use super::cluster::Cluster;
use super::objects::{exited, failed, job, pod, running};

/// What is left to be read is counted without what nobody can read any more.
#[test]
fn what_is_not_shown_is_of_pods_that_are_there() {
    let cluster = Cluster::new();
    cluster.put("jobs", job("x"));
    let mut gone = pod("x", &running());
    gone["metadata"]["name"] = "gone".into();
    gone["metadata"]["uid"] = "gone".into();
    cluster
        .put("pods", gone.clone())
        .put("pods", pod("x", &running()));
    cluster.logs.write("gone", "main", "no route to db\n");
    cluster.logs.write("x-abcde", "main", "no space left\n");
    cluster.logs.write("x-abcde", "helper", "all is well\n");
    let mut run = cluster.start("wait x --logs -vv");
    cluster.until_watched("pods", 1);
    gone["metadata"]["deletionTimestamp"] = "2025-11-23T18:00:45Z".into();
    gone["status"] = exited(3);
    cluster.put("pods", gone);
    run.until("last lines of gone/main, restart 0: 1 kept");
    let mut ended = exited(4);
    let mut helper = ended["containerStatuses"][0].clone();
    helper["name"] = "helper".into();
    helper["state"]["terminated"]["exitCode"] = 0.into();
    ended["containerStatuses"].as_array_mut().unwrap().push(helper);
    let mut there = pod("x", &ended);
    there["spec"]["containers"] =
        json!([{"name": "main", "image": "app:1"}, {"name": "helper", "image": "app:1"}]);
    cluster.delete_pod("gone").put("pods", there).change("x", failed);
    let output = run.finish();
    assert_eq!(output.code, 1, "{output:?}");
    for words in [
        "no route to db",
        "no space left",
        "1 more log of failed attempts: cyjob logs x -n zoo --failed",
    ] {
        assert!(output.stderr.contains(words), "{words}: {}", output.stderr);
    }
}
