//! Files and the demo: their Jobs have ended, or never will.

use std::{
    fs,
    time::{Duration, Instant},
};

use serde_json::json;
use tempfile::TempDir;

use super::objects::{complete, exited, failed, job, pod, waiting};
use crate::support::Cyjob;

#[test]
fn what_has_ended_in_files_is_told_at_once() {
    let folder = TempDir::new().unwrap();
    let objects = json!({"kind": "List", "apiVersion": "v1",
        "items": [complete(job("good")), failed(job("bad")), job("open"), pod("bad", &exited(42))]});
    fs::write(folder.path().join("all.json"), objects.to_string()).unwrap();
    let cases = [
        ("wait good", 0),
        ("wait bad", 1),
        ("wait bad --propagate-exit-code", 42),
        ("wait missing", 3),
        ("wait open --timeout 0", 124),
        ("wait open --timeout 1s", 124),
        ("wait --all --timeout 1s", 124),
        ("wait --all --fail-fast", 1),
        ("wait later --wait-for-creation=300ms", 3),
    ];
    for (words, code) in cases {
        let start = Instant::now();
        let run = Cyjob::new(words).from(folder.path()).run();
        assert_eq!(run.code, code, "{words}: {run:?}");
        assert!(
            start.elapsed() < Duration::from_secs(4),
            "{words}: {:?}",
            start.elapsed()
        );
    }
}

#[test]
fn an_input_that_does_not_end_does_not_hold_up_the_deadline() {
    let (reader, _writer) = std::io::pipe().unwrap();
    let start = Instant::now();
    let run = Cyjob::new("wait x --timeout 1s --from -")
        .stdin_from(reader.into())
        .run();
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    run.assert_error(124, &["timed out after 1s: no answer about the Jobs yet"]);
}

#[test]
fn the_demo_can_be_waited_for() {
    let failed = Cyjob::new("wait fail-oom --demo").run();
    assert_eq!(failed.code, 1, "{failed:?}");
    assert!(
        failed.stdout.contains("Failed") && failed.stderr.contains("memory"),
        "{failed:?}"
    );
    let missing = Cyjob::new("wait nothing --demo").run();
    assert_eq!(missing.code, 3, "{missing:?}");
}

#[test]
fn a_container_of_a_job_that_completed_has_no_say() {
    for goal in ["failed", "suspended"] {
        let words = format!("wait ok-after-retry --for {goal} --propagate-exit-code --demo");
        let run = Cyjob::new(&words).run();
        assert_eq!(run.code, 1, "{goal}: {run:?}");
    }
}

#[test]
fn counters_without_pods_start_nothing() {
    let folder = TempDir::new().unwrap();
    let mut active = job("open");
    active["status"] = json!({"active": 1, "startTime": "2026-11-24T10:00:00Z"});
    fs::write(folder.path().join("job.json"), active.to_string()).unwrap();
    let run = Cyjob::new("wait open --for started --timeout 1s")
        .from(folder.path())
        .run();
    assert_eq!(run.code, 124, "{run:?}");
}

#[test]
fn the_cause_of_a_failure_comes_before_what_is_still_open() {
    let folder = TempDir::new().unwrap();
    let mut items: Vec<_> = (0..25).map(|number| job(&format!("open-{number:02}"))).collect();
    items.push(failed(job("zz-bad")));
    items.push(pod("zz-bad", &exited(42)));
    let objects = json!({"kind": "List", "apiVersion": "v1", "items": items});
    fs::write(folder.path().join("all.json"), objects.to_string()).unwrap();
    let run = Cyjob::new("wait --all --fail-fast").from(folder.path()).run();
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("exited 42"), "{}", run.stderr);
    assert!(!run.stderr.contains("pods unknown"), "{}", run.stderr);
}

#[test]
fn of_many_jobs_the_one_that_is_held_up_is_found_too() {
    let folder = TempDir::new().unwrap();
    let mut items: Vec<_> = (0..40).map(|number| job(&format!("open-{number:02}"))).collect();
    items.push(pod("open-07", &waiting("ImagePullBackOff")));
    let objects = json!({"kind": "List", "apiVersion": "v1", "items": items});
    fs::write(folder.path().join("all.json"), objects.to_string()).unwrap();
    let run = Cyjob::new("wait --all --fail-fast --fail-if-blocked=1s --progress none")
        .from(folder.path())
        .run();
    assert_eq!(run.code, 4, "{run:?}");
    assert!(
        run.stderr.contains("open-07") && run.stderr.contains("ImagePullBackOff"),
        "{}",
        run.stderr
    );
}
