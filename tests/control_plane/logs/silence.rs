//! Logs that never come.

use std::time::{Duration, Instant};

use super::world;
use crate::support::failed;

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_log_that_never_comes_holds_nothing_else_up() {
    let (space, kubelet, pod) = world("log-silence").await;
    kubelet.mute(&pod, "main");
    space.report(&pod, failed(3, "no route to db")).await;
    let failed = |words: &str| {
        space
            .cyjob("describe one -o json --request-timeout 5s")
            .words(words)
            .run()
    };
    while failed("--log-lines 0").json()["verdict"]["state"] != "Failed" {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let start = Instant::now();
    let output = failed("");
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    assert_eq!(output.code, 0, "{}", output.stderr);
    let report = output.json();
    assert!(
        report["verdict"]["message"]
            .as_str()
            .unwrap()
            .contains("no route to db"),
        "{report:#}"
    );
    assert_eq!(report["unknown"][0]["what"], format!("logs of {pod}/main"));
    assert_eq!(report["unknown"][0]["reason"], "Timeout");
}
