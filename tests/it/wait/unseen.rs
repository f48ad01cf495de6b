//! A pod that came and went between two pieces of news.

use super::cluster::{Cluster, is_watch, silent_after};
use super::objects::{complete, exited, job, pod};

#[test]
fn its_log_is_saved_when_the_job_has_ended() {
    let cluster = Cluster::with_faults(|request| {
        let watches_pods = is_watch(request) && request.path.ends_with("/pods");
        watches_pods.then(|| silent_after([]))
    });
    cluster.put("jobs", job("x"));
    let folder = tempfile::tempdir().unwrap();
    let run = cluster.cyjob("wait x --timeout 30s --save").arg(folder.path());
    let run = run.start();
    cluster.until_watched("pods", 1);
    cluster.logs.write("x-abcde", "main", "quick\n");
    cluster.logs.end("x-abcde", "main");
    cluster.put("pods", pod("x", &exited(0))).change("x", complete);
    let output = run.finish();
    assert_eq!(output.code, 0, "{output:?}");
    let saved = std::fs::read_to_string(folder.path().join("zoo.x-abcde.main.log"));
    assert_eq!(saved.unwrap_or_default(), "quick\n", "{output:?}");
}
