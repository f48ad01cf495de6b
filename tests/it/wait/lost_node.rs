//! A node that is lost does not answer for the pods that it had; others still do.

use super::cluster::Cluster;
use super::objects::{failed, job, pod, running};

#[test]
fn the_last_words_of_pods_of_other_nodes_are_kept() {
    let cluster = Cluster::new();
    cluster.put("jobs", job("x"));
    let of = |name: &str, created: &str, is_leaving: bool| {
        let mut pod = pod("x", &running());
        pod["metadata"]["name"] = name.into();
        pod["metadata"]["uid"] = name.into();
        pod["metadata"]["creationTimestamp"] = created.into();
        if is_leaving {
            pod["metadata"]["deletionTimestamp"] = "2025-11-23T18:00:45Z".into();
        }
        pod
    };
    let pods = [
        ("lost", "2025-11-23T18:00:01Z"),
        ("there", "2025-11-23T18:00:00Z"),
    ];
    for (name, created) in pods {
        cluster
            .logs
            .write(name, "main", format!("no route to db from {name}\n"));
        cluster.put("pods", of(name, created, false));
    }
    cluster.logs.mute("lost", "main");
    let mut run = cluster.start("wait x -o json -vv");
    cluster.until_watched("pods", 1);
    for (name, created) in pods {
        cluster.put("pods", of(name, created, true));
    }
    cluster.until_logs(2);
    run.until("last lines of there/main, restart 0: 1 kept");
    cluster.delete_pod("lost").delete_pod("there").change("x", failed);
    let output = run.finish();
    assert_eq!(output.code, 1, "{output:?}");
    let logs = &output.json()["logs"];
    assert_eq!(logs[0]["pod"], "there", "{logs:#}");
    assert_eq!(logs[0]["lines"][0], "no route to db from there", "{logs:#}");
}
