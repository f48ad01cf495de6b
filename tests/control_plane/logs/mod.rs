//! Logs by way of a real API server, which forwards to the kubelet that the tests play.

mod faults;
mod joining;
mod many;
mod node;
mod silence;

use serde_json::json;

use crate::support::{Kubelet, Namespace, Running};

/// A namespace with a Job of one pod on a node of its own.
async fn world(name: &str) -> (Namespace, Kubelet, String) {
    let space = Namespace::new(name).await;
    let kubelet = Kubelet::start(&space.api, &space.name).await;
    let spec = json!({"backoffLimit": 0, "template": {"spec": {"nodeName": kubelet.node}}});
    space.create_job("one", spec).await;
    let pod = space.next_pod("one", &[]).await;
    (space, kubelet, pod)
}

/// `cyjob logs -f` with these words, begun.
fn follow(space: &Namespace, words: &str) -> Running {
    space.cyjob("logs -f").words(words).start()
}

/// Waits for its end, and asserts the exit code, what it wrote, and words of what it said.
fn ended(run: Running, code: i32, stdout: &str, told: &[&str]) {
    let output = run.finish();
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (code, stdout),
        "{output:?}"
    );
    for word in told {
        assert!(output.stderr.contains(word), "{word:?} is not in: {output:?}");
    }
}
