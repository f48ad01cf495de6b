//! Watches at their worst: never a wrong verdict, and never none.

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::cluster::{Cluster, line, silent_after, stream, text, watches_jobs};
use super::objects::{at_version, complete, failed, job, with_condition};
use crate::support::{Output, Piece, Reply, Request};

/// The first `times` watches of Jobs are answered by `fault`, the others as they should be.
fn first_watches(
    times: usize,
    fault: impl Fn() -> Reply + Send + Sync + 'static,
) -> impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static {
    let asked = AtomicUsize::new(0);
    move |request| {
        let is_one = watches_jobs(request) && asked.fetch_add(1, Ordering::SeqCst) < times;
        is_one.then(&fault)
    }
}

fn of_another(mut job: Value) -> Value {
    job["metadata"]["uid"] = "another".into();
    job
}

fn refusal_event(code: u16, reason: &str) -> String {
    let status = json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
        "message": "as the test wants it", "reason": reason, "code": code});
    line("ERROR", &status)
}

fn html() -> Reply {
    let headers = vec![("Content-Type".into(), "text/html".into())];
    Reply::Whole(200, headers, b"<html><title>Sign in</title></html>".to_vec())
}

/// What became of `wait x` where the first watches went wrong like that and the Job failed meanwhile.
fn failed_meanwhile(times: usize, fault: impl Fn() -> Reply + Send + Sync + 'static) -> Output {
    let cluster = Cluster::with_faults(first_watches(times, fault));
    cluster.put("jobs", job("x"));
    let running = cluster.start("wait x --progress none --timeout 25s");
    cluster.change("x", failed);
    running.finish()
}

/// What a watch does, how many of them do it, and how.
type Case = (&'static str, usize, Box<dyn Fn() -> Reply + Send + Sync>);

fn says(what: &'static str, times: usize, lines: Vec<String>) -> Case {
    (what, times, Box::new(move || stream(lines.iter().map(text))))
}

fn is_answered(what: &'static str, times: usize, reply: fn() -> Reply) -> Case {
    (what, times, Box::new(reply))
}

fn broken_watches() -> Vec<Case> {
    vec![
        is_answered("ends at once", 3, || stream([])),
        is_answered("is cut at once", 3, || stream([Piece::Break])),
        is_answered("expired as a status", 2, || {
            Reply::status(410, "Expired", "too old")
        }),
        is_answered("is refused for a moment", 2, || {
            Reply::status(429, "TooManyRequests", "slow down").with_header("Retry-After", "1")
        }),
        is_answered("is refused until a time on a clock of its own", 2, || {
            Reply::status(429, "TooManyRequests", "slow down")
                .with_header("Date", "Mon, 23 Nov 2020 18:30:00 GMT")
                .with_header("Retry-After", "Mon, 23 Nov 2020 18:30:01 GMT")
        }),
        is_answered("fails", 4, || Reply::status(500, "InternalError", "no")),
        is_answered("is not ready", 4, || {
            Reply::status(503, "ServiceUnavailable", "not yet")
        }),
        is_answered("stands behind a load balancer alone", 4, || {
            Reply::gateway_page(502)
        }),
        is_answered("asks for a sign-in", 2, html),
        is_answered("closes the connection", 4, || Reply::Raw(Vec::new())),
        is_answered("is no HTTP", 2, || Reply::Raw(b"what?\r\n\r\n".to_vec())),
        says("expired as an event", 2, vec![refusal_event(410, "Expired")]),
        says("fails as an event", 2, vec![refusal_event(500, "InternalError")]),
        says(
            "fails as an event that is none",
            2,
            vec![line("ERROR", &Value::Null)],
        ),
        says("says what is no JSON", 2, vec!["Complete\n".to_owned()]),
        says(
            "says JSON that is no event",
            2,
            vec!["{\"type\": \"Complete\"}\n".to_owned()],
        ),
    ]
}

fn misleading_watches() -> Vec<Case> {
    let of_another = || complete(of_another(job("x")));
    let end = || complete(job("x"));
    let added = |object, version| vec![line("ADDED", &at_version(object, version))];
    let modified = |object, version| vec![line("MODIFIED", &at_version(object, version))];
    let dribbled = line("MODIFIED", &at_version(failed(job("x")), 1));
    let bookmark = at_version(json!({"kind": "Job"}), 1);
    vec![
        says("dribbles", 1, dribbled.chars().map(String::from).collect()),
        says("has an empty line", 1, vec!["\n\r\n".to_owned()]),
        says("has a bookmark", 1, vec![line("BOOKMARK", &bookmark)]),
        says(
            "has a type that does not exist",
            2,
            vec![line("FINISHED", &at_version(end(), 9))],
        ),
        says(
            "has an object without a version",
            2,
            vec![line("MODIFIED", &end())],
        ),
        says("tells of an earlier namesake", 1, added(of_another(), 0)),
        says(
            "deletes an earlier namesake",
            1,
            vec![line("DELETED", &at_version(of_another(), 0))],
        ),
        says("tells of a Job of another name", 1, added(complete(job("y")), 1)),
        says(
            "tells the same twice",
            1,
            [modified(job("x"), 1), modified(job("x"), 1)].concat(),
        ),
        says("tells an older state", 1, modified(job("x"), 0)),
        says("has a condition that is not True", 1, modified(not_true(), 1)),
    ]
}

#[test]
fn whatever_becomes_of_a_watch_the_verdict_is_the_right_one() {
    thread::scope(|scope| {
        for (what, times, fault) in broken_watches().into_iter().chain(misleading_watches()) {
            scope.spawn(move || {
                let run = failed_meanwhile(times, fault);
                assert_eq!(run.code, 1, "a watch that {what}: {run:?}");
                assert!(
                    run.stdout.contains("Failed  zoo/x"),
                    "a watch that {what}: {run:?}"
                );
            });
        }
    });
}

fn not_true() -> Value {
    let mut job = with_condition(job("x"), "Complete", "", "");
    job["status"]["conditions"][0]["status"] = "False".into();
    job
}

#[test]
fn an_event_counts_only_when_all_of_it_came() {
    let object = |name: &str, end: &str| {
        json!({"metadata": {"name": name, "namespace": "zoo", "uid": format!("uid-{name}"), "resourceVersion": "99999"},
            "status": {"conditions": [{"type": end, "status": "True"}]}})
    };
    let event = move |name: &str, end: &str| line("MODIFIED", &object(name, end));
    let length = event("cut-000", "Complete").len();
    // The first watch of each Job is cut off after so many bytes of the news that it is Complete; then it is told that it failed.
    let watched = Mutex::new(HashMap::<String, usize>::new());
    let cluster = Cluster::with_faults(move |request| {
        let selector = request
            .parameter("fieldSelector")
            .filter(|_| watches_jobs(request))?;
        let name = selector.strip_prefix("metadata.name=")?;
        let mut watched = watched.lock().unwrap();
        let times = watched.entry(name.to_owned()).or_default();
        *times += 1;
        let bytes: usize = name.strip_prefix("cut-")?.parse().unwrap();
        Some(match *times {
            1 => stream([text(&event(name, "Complete")[..bytes]), Piece::Break]),
            _ => silent_after([text(event(name, "Failed"))]),
        })
    });
    let names: Vec<String> = (1..=length).map(|bytes| format!("cut-{bytes:03}")).collect();
    for name in &names {
        cluster.put("jobs", job(name));
    }
    let wait = |names: &[String]| {
        cluster
            .cyjob("wait --progress none")
            .words(&names.join(" "))
            .run()
    };
    let (whole, cut) = names.split_last().unwrap();
    thread::scope(|scope| {
        for some in cut.chunks(8) {
            scope.spawn(|| {
                let run = wait(some);
                assert_eq!(run.code, 1, "{run:?}");
                assert_eq!(run.stdout.matches("Failed  zoo/").count(), some.len(), "{run:?}");
                assert!(!run.stdout.contains("Complete"), "{run:?}");
            });
        }
    });
    let run = wait(std::slice::from_ref(whole));
    assert_eq!(run.code, 0, "after the line end it is whole: {run:?}");
}

/// The one slow test: a connection that a load balancer dropped without a word.
#[test]
fn a_watch_that_says_nothing_any_more_is_given_up() {
    let cluster = Cluster::with_faults(|request| watches_jobs(request).then(|| silent_after([])));
    cluster.put("jobs", job("x"));
    let start = Instant::now();
    let running = cluster.start("wait x");
    cluster.change("x", complete);
    let run = running.finish();
    assert_eq!(run.code, 0, "{run:?}");
    assert!(start.elapsed() < Duration::from_secs(55), "{:?}", start.elapsed());
}

#[test]
fn a_job_that_cannot_be_read_ends_its_own_wait_only() {
    let unreadable = |name: &str, version| {
        let mut job = at_version(job(name), version);
        job["spec"]["completions"] = "many".into();
        line("MODIFIED", &job)
    };
    let of_x = unreadable("x", 9);
    let cluster = Cluster::with_faults(first_watches(1, move || silent_after([text(of_x.clone())])));
    cluster.put("jobs", job("x"));
    let run = cluster.cyjob("wait x").run();
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.stdout.contains("cannot be read"), "{run:?}");

    let of_other = unreadable("other", 9);
    let done = line("MODIFIED", &at_version(complete(job("x")), 10));
    let fault = first_watches(1, move || {
        silent_after([text(of_other.clone()), text(done.clone())])
    });
    let cluster = Cluster::with_faults(fault);
    cluster.put("jobs", job("x"));
    let run = cluster.cyjob("wait -l app=report").run();
    assert_eq!(run.code, 0, "{run:?}");
}

#[test]
fn no_clock_but_its_own_counts() {
    for year in ["1999", "2099"] {
        let at = |mut job: Value| {
            let moment = format!("{year}-01-01T00:00:00Z");
            job["metadata"]["creationTimestamp"] = moment.clone().into();
            job["status"]["startTime"] = moment.into();
            job["spec"]["activeDeadlineSeconds"] = 60.into();
            job
        };
        let cluster = Cluster::new();
        cluster.put("jobs", at(job("x")));
        let start = Instant::now();
        let run = cluster.cyjob("wait x --timeout 1s").run();
        assert_eq!(run.code, 124, "{run:?}");
        assert!(start.elapsed() >= Duration::from_secs(1));
        let running = cluster.start("wait x");
        cluster.change("x", |job| at(complete(job)));
        let run = running.finish();
        assert_eq!(run.code, 0, "{run:?}");
    }
}
