//! What is followed while the API server is away for a while, or says nothing of pods any more.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::world::{at, exited, logs, pod, put_pods, running};
use crate::support::{Cluster, Output, Reply, Request, Running, cluster::is_watch, objects};

/// So many of the next requests for pods are refused, with a status.
#[derive(Clone, Default)]
struct Refusals(Arc<AtomicUsize>);

impl Refusals {
    fn set(&self, times: usize) {
        self.0.store(times, Ordering::SeqCst);
    }

    fn left(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    fn take(&self) -> bool {
        let one_less = |left: usize| left.checked_sub(1);
        self.0
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less)
            .is_ok()
    }
}

/// Job `x`, which runs, with a pod `a` that does and has written a line, and refusals of lists of pods and, if they are meant,
/// of watches.
fn cluster(code: u16, watches: bool) -> (Cluster, Refusals) {
    let refusals = Refusals::default();
    let refused = refusals.clone();
    let cluster = Cluster::with_faults(move |request: &Request| {
        let is_meant = request.path.ends_with("/pods") && (watches || !is_watch(request));
        (is_meant && refused.take()).then(|| Reply::status(code, "TheTest", "wants it"))
    });
    cluster.put("jobs", objects::job("x"));
    put_pods(&cluster, [pod("a", 0, &[running("main", 0)])]);
    cluster.logs.write_at("a", "main", at(0), "one\n");
    (cluster, refusals)
}

/// As good as always.
const ALWAYS: usize = 1_000_000;
/// One more request than is made before it is told that it fails.
const MORE_THAN_TRIES: usize = 4;

fn followed(cluster: &Cluster, words: &str) -> Running {
    let mut run = logs(cluster, words).start();
    run.until_printed("one\n");
    cluster.until_watched("pods", 1);
    run
}

fn ended(cluster: &Cluster, run: Running) -> Output {
    cluster.logs.write_at("a", "main", at(1000), "last");
    cluster.logs.end("a", "main");
    put_pods(cluster, [pod("a", 0, &[exited("main", 0, 0)])]);
    cluster.change("x", objects::complete);
    run.finish()
}

#[test]
fn an_api_that_is_away_for_a_moment_when_the_job_ends_is_asked_again() {
    let (cluster, refusals) = cluster(503, false);
    let run = followed(&cluster, "-f --exit-status");
    refusals.set(MORE_THAN_TRIES);
    let output = ended(&cluster, run);
    assert_eq!(output.code, 0, "{output:?}");
    assert_eq!(output.stdout, "one\nlast", "{output:?}");
    assert!(!output.stderr.contains("error"), "{output:?}");
    assert_eq!(refusals.left(), 0);
}

#[test]
fn an_api_that_refuses_pods_when_the_job_ends_is_not_asked_again() {
    let (cluster, refusals) = cluster(403, false);
    let run = followed(&cluster, "-f --exit-status");
    refusals.set(ALWAYS);
    let output = ended(&cluster, run);
    assert_eq!(output.code, 5, "{output:?}");
    assert_eq!(output.stdout, "one\nlast", "{output:?}");
    assert!(
        output
            .stderr
            .contains("error: the pods cannot be read: you may not list pods"),
        "{output:?}"
    );
    assert_eq!(refusals.left(), ALWAYS - 1);
}

/// Nobody tells then that the container has ended.
#[test]
fn logs_of_pods_that_cannot_be_read_any_more_end_with_the_job() {
    let (cluster, refusals) = cluster(403, true);
    let run = followed(&cluster, "-f");
    refusals.set(ALWAYS);
    cluster.cut();
    let output = ended(&cluster, run);
    assert_eq!(output.code, 5, "{output:?}");
    assert_eq!(output.stdout, "one\nlast", "{output:?}");
    assert!(output.stderr.contains("Complete"), "{output:?}");
    assert!(
        output.stderr.contains("error: the pods cannot be read"),
        "{output:?}"
    );
}

#[test]
fn that_pods_cannot_be_read_for_now_is_told_once() {
    let (cluster, refusals) = cluster(500, true);
    let mut run = followed(&cluster, "-f");
    refusals.set(2 * MORE_THAN_TRIES);
    cluster.cut();
    run.until("pods in namespace \"zoo\", 500");
    let output = ended(&cluster, run);
    assert_eq!(output.code, 0, "{output:?}");
    assert_eq!(output.stdout, "one\nlast", "{output:?}");
    assert_eq!(output.stderr.matches("note: ").count(), 1, "{output:?}");
}

#[test]
fn tail_counts_for_pods_that_could_not_be_read_at_first() {
    let (cluster, refusals) = cluster(500, false);
    cluster.logs.write_at("a", "main", at(100), "two\nthree\n");
    refusals.set(MORE_THAN_TRIES);
    let mut run = logs(&cluster, "-f --tail 2").start();
    run.until_printed("three\n");
    let output = ended(&cluster, run);
    assert_eq!(output.code, 0, "{output:?}");
    assert_eq!(output.stdout, "two\nthree\nlast", "{output:?}");
    assert!(
        output.stderr.contains("the pods of job/x cannot be read"),
        "{output:?}"
    );
}

/// More often than a request is tried, a log is refused by an overloaded server.
fn too_busy(reply: fn() -> Reply) -> Output {
    let refusals = Refusals::default();
    refusals.set(MORE_THAN_TRIES);
    let cluster = Cluster::with_faults(move |request: &Request| {
        (request.path.ends_with("/log") && refusals.take()).then(reply)
    });
    cluster.put("jobs", objects::complete(objects::job("x")));
    put_pods(&cluster, [pod("a", 0, &[exited("main", 0, 0)])]);
    cluster.logs.write_at("a", "main", at(0), "one\n");
    cluster.logs.end("a", "main");
    logs(&cluster, "").run()
}

#[test]
fn a_server_that_says_when_to_ask_again_is_asked_again() {
    let output = too_busy(|| {
        Reply::status(429, "TooManyRequests", "too many requests").with_header("Retry-After", "1")
    });
    assert_eq!((output.code, output.stdout.as_str()), (0, "one\n"), "{output:?}");
    let output = too_busy(|| Reply::gateway_page(503).with_header("Retry-After", "1"));
    assert_eq!((output.code, output.stdout.as_str()), (0, "one\n"), "{output:?}");
    let output = too_busy(|| Reply::status(503, "ServiceUnavailable", "not now"));
    assert_eq!((output.code, output.stdout.as_str()), (5, ""), "{output:?}");
}

#[test]
fn a_log_behind_a_load_balancer_without_api_servers_is_read_when_one_is_back() {
    let refusals = Refusals::default();
    refusals.set(MORE_THAN_TRIES);
    let refused = refusals.clone();
    let cluster = Cluster::with_faults(move |request: &Request| {
        (request.path.ends_with("/log") && refused.take()).then(|| Reply::gateway_page(502))
    });
    cluster.put("jobs", objects::job("x"));
    put_pods(&cluster, [pod("a", 0, &[running("main", 0)])]);
    cluster.logs.write_at("a", "main", at(0), "one\n");
    let run = followed(&cluster, "-f");
    let output = ended(&cluster, run);
    assert_eq!(output.code, 0, "{output:?}");
    assert_eq!(output.stdout, "one\nlast", "{output:?}");
    assert_eq!(refusals.left(), 0);
}
