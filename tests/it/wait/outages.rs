//! Servers that refuse, are gone or are broken: who waits goes on as long as there is hope, and never floods them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use super::cluster::{Cluster, line, lists_jobs, stream, text, watches_jobs};
use super::objects::{at_version, complete, failed, job};
use crate::support::{Piece, Reply};

#[test]
fn a_refusal_that_lasts_ends_the_wait_with_5() {
    let cases = [(401, "Unauthorized"), (403, "Forbidden"), (404, "")];
    thread::scope(|scope| {
        for (code, reason) in cases {
            scope.spawn(move || {
                let is_revoked = Arc::new(AtomicBool::new(false));
                let shown = Arc::clone(&is_revoked);
                let cluster = Cluster::with_faults(move |request| {
                    let is_refused = shown.load(Ordering::SeqCst) && request.path.ends_with("/jobs");
                    is_refused.then(|| match reason {
                        "" => Reply::Whole(code, Vec::new(), b"404 page not found\n".to_vec()),
                        _ => Reply::status(code, reason, &format!("it is {}", reason.to_lowercase())),
                    })
                });
                cluster.put("jobs", job("x"));
                let running = cluster.start("wait x");
                is_revoked.store(true, Ordering::SeqCst);
                let start = Instant::now();
                cluster.cut();
                let run = running.finish();
                assert_eq!(run.code, 5, "{run:?}");
                assert_eq!(run.stderr.matches("error: ").count(), 1, "{run:?}");
                assert!(run.stderr.contains("cannot keep waiting"), "{run:?}");
                assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
            });
        }
    });
}

#[test]
fn who_may_not_watch_is_told_at_once() {
    let cluster = Cluster::with_faults(|request| {
        watches_jobs(request)
            .then(|| Reply::status(403, "Forbidden", "jobs.batch is forbidden: cannot watch"))
    });
    cluster.put("jobs", job("x"));
    let start = Instant::now();
    let run = cluster.cyjob("wait x").run();
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.stderr.contains("watch jobs.batch"), "{run:?}");
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
}

#[test]
fn who_may_not_see_pods_and_events_gets_the_verdict_all_the_same() {
    let cluster = Cluster::with_faults(|request| {
        request
            .path
            .starts_with("/api/v1/")
            .then(|| Reply::status(403, "Forbidden", "it is forbidden"))
    });
    cluster.put("jobs", job("x"));
    let running = cluster.start("wait x");
    cluster.change("x", failed);
    let run = running.finish();
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.stderr.contains("pods unknown"), "{run:?}");
}

#[test]
fn a_server_that_is_gone_for_a_while_is_waited_for() {
    let is_down = Arc::new(AtomicBool::new(false));
    let shown = Arc::clone(&is_down);
    let refusal = AtomicUsize::new(0);
    // As it comes back, it does not know all rights for a moment.
    let cluster = Cluster::with_faults(move |request| {
        if shown.load(Ordering::SeqCst) {
            return Some(Reply::Raw(Vec::new()));
        }
        let is_early = request.at.elapsed() < Duration::from_secs(1)
            && watches_jobs(request)
            && (1..3).contains(&refusal.fetch_add(1, Ordering::SeqCst));
        is_early.then(|| Reply::status(403, "Forbidden", "it is forbidden"))
    });
    cluster.put("jobs", job("x"));
    let mut running = cluster.start("wait x --progress lines");
    is_down.store(true, Ordering::SeqCst);
    cluster.cut();
    running.until("still waiting: ");
    cluster.change("x", complete);
    is_down.store(false, Ordering::SeqCst);
    let run = running.finish();
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.stderr.matches("still waiting: ").count(), 1, "{run:?}");
}

#[test]
fn a_server_that_does_not_come_back_ends_with_the_timeout() {
    let is_down = Arc::new(AtomicBool::new(false));
    let shown = Arc::clone(&is_down);
    let cluster = Cluster::with_faults(move |_| shown.load(Ordering::SeqCst).then(|| Reply::Raw(Vec::new())));
    cluster.put("jobs", job("x"));
    let start = Instant::now();
    let running = cluster.start("wait x --timeout 3s");
    is_down.store(true, Ordering::SeqCst);
    cluster.cut();
    let run = running.finish();
    assert_eq!(run.code, 124, "{run:?}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn no_fault_leads_to_a_flood_of_requests() {
    type Fault = fn() -> Reply;
    let cases: [(&str, Fault); 7] = [
        ("ends at once", || stream([])),
        ("is cut at once", || stream([Piece::Break])),
        ("brings something and is cut", || {
            stream([text(line("MODIFIED", &at_version(job("x"), 9))), Piece::Break])
        }),
        ("has always expired", || Reply::status(410, "Expired", "too old")),
        ("says what is no JSON", || stream([text("what?\n")])),
        ("fails", || Reply::status(500, "InternalError", "no")),
        ("closes the connection", || Reply::Raw(Vec::new())),
    ];
    thread::scope(|scope| {
        for (what, fault) in cases {
            scope.spawn(move || {
                let cluster = Cluster::with_faults(move |request| watches_jobs(request).then(fault));
                cluster.put("jobs", job("x"));
                let run = cluster.cyjob("wait x --timeout 5s").run();
                assert_eq!(run.code, 124, "a watch that {what}: {run:?}");
                let requests = cluster.requests();
                let of_jobs = requests
                    .iter()
                    .filter(|request| watches_jobs(request) || lists_jobs(request))
                    .count();
                assert!(
                    (3..=16).contains(&of_jobs),
                    "a watch that {what}: {of_jobs} requests in 5 s"
                );
                assert!(run.stderr.matches("still waiting").count() <= 1, "{run:?}");
            });
        }
    });
}
