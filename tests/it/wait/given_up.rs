//! Waits that end before the Job does: by the clock, or by a signal.

use std::{
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

#[cfg(unix)]
use rustix::process::Signal;

use super::cluster::{Cluster, line, text, watches_jobs, without_answer};
use super::objects::{at_version, complete, failed, job, pod, running};
use crate::support::{Reply, Request};

#[test]
fn a_timeout_of_zero_looks_once() {
    let cluster = Cluster::new();
    cluster.put("jobs", job("x"));
    let run = cluster.cyjob("wait x --timeout 0").run();
    assert_eq!(run.code, 124, "{run:?}");
    assert!(run.stdout.contains("Running  zoo/x"), "{run:?}");
    assert!(cluster.watches_of("jobs").is_empty());
    assert_eq!(cluster.cyjob("wait x --timeout=0s --for started").run().code, 0);
}

#[test]
fn a_timeout_ends_with_the_state_and_what_is_known_of_it() {
    let cluster = Cluster::new();
    cluster.put("jobs", job("x")).put("pods", pod("x", &running()));
    let start = Instant::now();
    let run = cluster.cyjob("wait x --timeout 1s").run();
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    assert_eq!(run.code, 124, "{run:?}");
    assert!(run.stdout.contains("Running  zoo/x"), "{run:?}");
    assert!(
        run.stderr
            .contains("error: timed out after 1s: 1 Job has not ended"),
        "{run:?}"
    );
}

#[test]
fn no_silence_holds_up_the_deadline() {
    let silent = |request: &Request, word: &str| request.path.contains(word);
    for word in ["/jobs", "/pods", "/events"] {
        let cluster = Cluster::with_faults(move |request| without_answer(silent(request, word)));
        cluster.put("jobs", job("x"));
        let start = Instant::now();
        let run = cluster.cyjob("wait x --timeout 1s").run();
        assert!(
            start.elapsed() < Duration::from_secs(3),
            "{word}: {:?}",
            start.elapsed()
        );
        assert_eq!(run.code, 124, "{word}: {run:?}");
    }
}

#[test]
fn an_end_just_in_time_does_not_wait_for_its_cause_beyond_the_deadline() {
    let cluster = Cluster::with_faults(|request| without_answer(request.path.ends_with("/pods")));
    cluster.put("jobs", failed(job("x")));
    let start = Instant::now();
    let run = cluster.cyjob("wait x --timeout 1s").run();
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.stderr.contains("backoffLimit 0 is exceeded"),
        "what is known is told: {run:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_signal_ends_the_wait_with_the_state() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let cluster = Cluster::new();
        cluster.put("jobs", job("x")).put("jobs", complete(job("y")));
        let running = cluster.start("wait x y");
        running.signal(signal);
        let run = running.finish();
        assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{run:?}");
        assert!(
            run.stderr.contains("Running  zoo/x") && run.stderr.contains("Complete  zoo/y"),
            "{run:?}"
        );
    }
}

#[test]
fn no_flood_of_news_holds_up_the_deadline() {
    let news = line("MODIFIED", &at_version(job("x"), 1));
    let cluster = Cluster::with_faults(move |request| {
        watches_jobs(request).then(|| {
            let ((sender, receiver), news) = (mpsc::sync_channel(1), news.clone());
            // It ends with the connection.
            thread::spawn(move || while sender.send(text(news.clone())).is_ok() {});
            Reply::stream("application/json", receiver)
        })
    });
    cluster.put("jobs", job("x"));
    let start = Instant::now();
    let run = cluster.cyjob("wait x --timeout 1s").run();
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    assert_eq!(run.code, 124, "{run:?}");
    assert!(run.stderr.lines().count() < 10, "{run:?}");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_what_is_asked_before_and_after_the_wait_too() {
    for silent in ["/jobs/x", "/pods"] {
        let cluster = Cluster::with_faults(move |request| without_answer(request.path.ends_with(silent)));
        cluster.put("jobs", failed(job("x")));
        let running = cluster.cyjob("wait x").start();
        let is_asked = |request: &Request| request.path.ends_with(silent);
        while !cluster.requests().iter().any(is_asked) {
            thread::sleep(Duration::from_millis(5));
        }
        let start = Instant::now();
        running.signal(Signal::INT);
        assert_eq!(running.finish().code, 130);
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }
}
