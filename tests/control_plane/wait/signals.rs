//! Waits that end by themselves before the Job does.

use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::json;

use super::{assert_end, wait, wait_until};
use crate::support::{Namespace, running};

#[tokio::test]
#[ignore = "needs a control plane, see main.rs"]
async fn a_time_out_is_124_and_signals_are_told_with_the_state() {
    let space = Namespace::new("wait-signals").await;
    space.create_job("slow", json!({})).await;
    let pod = space.next_pod("slow", &[]).await;
    space.report(&pod, running()).await;
    let start = Instant::now();
    let output = wait(&space, "slow --timeout 1s").finish();
    let took = start.elapsed();
    assert_end(
        &output,
        124,
        &["Running", "/slow"],
        &["timed out after 1s: 1 Job has not ended"],
    );
    assert!(
        (Duration::from_secs(1)..Duration::from_secs(5)).contains(&took),
        "{took:?}"
    );
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let run = wait_until(&space, "slow", "/slow Running: ");
        run.signal(signal);
        let output = run.finish();
        assert_eq!((output.code, output.stdout.as_str()), (code, ""), "{output:?}");
        let last = output.stderr.lines().last().unwrap();
        assert!(
            last.contains("Running") && last.contains("/slow"),
            "the state so far: {output:?}"
        );
    }
}
