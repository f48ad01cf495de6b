//! Pods that are deleted when their containers have ended: their logs go with them.

use super::world::{at, exited, logs, pod, put_pods, running};
use crate::support::{Answer, Cluster, Output, objects};

/// Follows a log whose last line has no line end. The pod is deleted once that is read, so that nobody can be asked for the end; or it
/// is not.
fn followed(is_deleted: bool) -> (Output, serde_json::Value) {
    let cluster = Cluster::new();
    cluster.put("jobs", objects::job("x"));
    put_pods(&cluster, [pod("a", 0, &[running("main", 0)])]);
    cluster.logs.write_at("a", "main", at(0), "one\nno end");
    let folder = tempfile::tempdir().unwrap();
    let saving = logs(&cluster, "-f --prefix=never --save").arg(folder.path());
    let mut run = saving.start();
    run.until_printed("one\n");
    if is_deleted {
        let gone = Answer::Refused(404, "pods \"a\" not found".to_owned());
        cluster.logs.answer_with("a", "main", std::iter::repeat(gone));
    }
    cluster.logs.end("a", "main");
    cluster.until_logs(2);
    put_pods(&cluster, [pod("a", 0, &[exited("main", 0, 0)])]);
    if is_deleted {
        cluster.delete_pod("a");
    }
    cluster.change("x", objects::complete);
    let output = run.finish();
    let index = std::fs::read(folder.path().join("index.json")).unwrap();
    (output, serde_json::from_slice(&index).unwrap())
}

#[test]
fn what_was_read_is_shown_and_that_it_cannot_be_checked_is_said() {
    for is_deleted in [true, false] {
        let (output, index) = followed(is_deleted);
        assert_eq!(output.code, 0, "{output:?}");
        assert_eq!(output.stdout, "one\nno end", "{output:?}");
        let note = "note: the log of a/main may be incomplete: the pod was deleted when the container ended";
        assert_eq!(output.stderr.contains(note), is_deleted, "{output:?}");
        let saved = &index["items"][0];
        assert_eq!(saved["complete"], !is_deleted, "{saved}");
        let message = saved["message"].as_str().unwrap_or_default();
        assert_eq!(message.contains("may be incomplete"), is_deleted, "{saved}");
    }
}
