//! Logs that a wait shows or saves.

use super::cluster::Cluster;
use super::objects::{job, pod, running};

/// Job `x`, whose pod runs.
fn one_running() -> Cluster {
    let cluster = Cluster::new();
    cluster.put("jobs", job("x")).put("pods", pod("x", &running()));
    cluster
}

/// Each piece of news of the Job ends the waiting for who does not read; nothing more is taken for all that.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_where_nobody_reads() {
    use std::{thread, time::Duration};

    use crate::support::Generated;

    let cluster = one_running();
    let generated = Generated {
        began: "2025-11-23T18:00:00Z".parse().unwrap(),
        lines: 1_000_000,
        line_len: 100,
    };
    cluster.logs.generate("x-abcde", "main", generated);
    let (unread, stderr) = std::io::pipe().unwrap();
    let run = cluster
        .cyjob("wait x --logs=all --progress none --timeout 40s")
        .stderr(stderr.into())
        .start();
    cluster.until_watched("pods", 1);
    thread::sleep(Duration::from_secs(2));
    let before = run.peak_memory().unwrap();
    for number in 0..400 {
        cluster.change("x", |mut job| {
            job["metadata"]["annotations"]["number"] = number.to_string().into();
            job
        });
        thread::sleep(Duration::from_millis(5));
    }
    let grown = run.peak_memory().unwrap().saturating_sub(before);
    assert!(grown < 6 << 20, "{grown} bytes more than {before}");
    drop(unread);
}
