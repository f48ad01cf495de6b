//! A container restarts while its log is read: the lines of each instance are kept apart, however late the
//! pod's status is.

use serde_json::{Value, json};

use super::*;

/// The lines of the first instance, which ran in these two seconds.
const OWN: &str = "2026-11-24T12:00:00.100000000Z one\n2026-11-24T12:00:01.100000000Z two\n";
/// A line of the second instance.
const NEXT: &str = "2026-11-24T12:00:02.100000000Z next\n";
const END: &str = "2026-11-24T12:00:01Z";

/// The first instance, which may be restarted.
fn first() -> LogSource {
    LogSource {
        pod_uid: "u".into(),
        started: "2026-11-24T12:00:00Z".parse().ok(),
        may_restart: true,
        ..source("a")
    }
}

fn pod(status: &Value) -> Answer {
    Answer::json(&json!({"kind": "Pod", "metadata": {"name": "a", "uid": "u"},
        "spec": {"containers": [{"name": "main"}]}, "status": {"phase": "Running", "containerStatuses": [status]}}))
}

fn ended() -> Value {
    json!({"terminated": {"exitCode": 1, "startedAt": "2026-11-24T12:00:00Z", "finishedAt": END}})
}

/// The pod while the first instance runs.
fn runs() -> Answer {
    pod(
        &json!({"name": "main", "restartCount": 0, "state": {"running": {"startedAt": "2026-11-24T12:00:00Z"}}}),
    )
}

/// The pod after the first instance has ended.
fn has_ended() -> Answer {
    pod(&json!({"name": "main", "restartCount": 0, "state": ended()}))
}

/// The pod while the second instance runs.
fn runs_again() -> Answer {
    pod(&json!({"name": "main", "restartCount": 1, "lastState": ended(),
        "state": {"running": {"startedAt": "2026-11-24T12:00:02Z"}}}))
}

fn refused() -> Answer {
    Answer::failure(503, "ServiceUnavailable", &json!({}))
}

/// What the second instance has written so far; a followed answer then stays open.
fn next(path: &str) -> Answer {
    if is_followed(path) {
        silent_after(NEXT)
    } else {
        Answer::text(NEXT)
    }
}

fn is_pod(path: &str) -> bool {
    path.ends_with("/pods/a")
}

fn is_previous(path: &str) -> bool {
    path.contains("previous=true")
}

fn told(text: &str) -> (String, Option<Result<(), String>>) {
    (text.to_owned(), Some(Ok(())))
}

/// Reads to the end. No state but `life` is reported.
async fn read(api: &Api, life: Life) -> (String, Option<Result<(), String>>) {
    let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
    let mut reading = Reading::of(&streams, first(), life);
    reading.told_within(seconds(300)).await
}

/// The log of the first instance could not be read while it ran, and the watch of pods reports nothing. The
/// cases differ in when the pod's status changes.
#[tokio::test(start_paused = true)]
async fn a_log_that_could_not_be_read_before_the_restart_is_not_the_next_ones() {
    for status_comes in [0, 3] {
        let start = Instant::now();
        let api = Api::new(move |path| match start.elapsed() {
            passed if is_pod(path) && passed < seconds(2 + status_comes) => runs(),
            _ if is_pod(path) => runs_again(),
            passed if passed < seconds(2) => refused(),
            _ if is_previous(path) => Answer::text(OWN),
            _ => next(path),
        });
        assert_eq!(
            read(&api, Life::Running).await,
            told("one\ntwo\n"),
            "{status_comes}"
        );
    }
}

/// A followed answer ends with the first instance. No watch reports the pods.
#[tokio::test(start_paused = true)]
async fn the_next_instance_is_no_rotated_log() {
    let opened = AtomicUsize::new(0);
    let api = Api::new(move |path| {
        if is_pod(path) {
            return runs_again();
        }
        if is_previous(path) {
            return Answer::text(OWN);
        }
        match opened.fetch_add(1, Ordering::SeqCst) {
            0 => Answer::text(OWN),
            _ => next(path),
        }
    });
    assert_eq!(read(&api, Life::Running).await, told("one\ntwo\n"));
}

/// The end of the first instance is known, but not that there is a second instance. The lines of the second
/// are too late for the first.
#[tokio::test(start_paused = true)]
async fn lines_after_the_end_are_not_its_own() {
    for first_answer in ["", OWN] {
        let (start, opened) = (Instant::now(), AtomicUsize::new(0));
        let api = Api::new(move |path| match opened.load(Ordering::SeqCst) {
            _ if is_pod(path) && start.elapsed() < seconds(5) => has_ended(),
            _ if is_pod(path) => runs_again(),
            _ if is_previous(path) => Answer::text(OWN),
            0 if !first_answer.is_empty() => {
                opened.fetch_add(1, Ordering::SeqCst);
                Answer::text(first_answer)
            }
            _ => next(path),
        });
        let life = Life::Ended {
            previous: false,
            finished: END.parse().ok(),
        };
        assert_eq!(read(&api, life).await, told("one\ntwo\n"), "{first_answer:?}");
    }
}

/// A runtime may be late to write what a container left in its pipe.
#[tokio::test(start_paused = true)]
async fn lines_after_the_end_are_its_own_if_no_other_instance_comes() {
    let late = "2026-11-24T12:00:01.900000000Z one\n2026-11-24T12:00:02.100000000Z late\n";
    let api = Api::new(move |path| {
        if is_pod(path) {
            has_ended()
        } else {
            Answer::text(late)
        }
    });
    let life = Life::Ended {
        previous: false,
        finished: END.parse().ok(),
    };
    assert_eq!(read(&api, life).await, told("one\nlate\n"));
}

/// The log of an instance that wrote nothing does not contain the lines of the next instance.
#[tokio::test(start_paused = true)]
async fn an_empty_log_stays_empty() {
    let api = Api::new(|path| {
        if is_pod(path) {
            runs_again()
        } else if is_previous(path) {
            Answer::text("")
        } else {
            next(path)
        }
    });
    assert_eq!(read(&api, Life::Running).await, told(""));
    let empty = Api::new(|path| {
        if is_pod(path) {
            runs_again()
        } else {
            Answer::text("")
        }
    });
    let life = Life::Ended {
        previous: false,
        finished: END.parse().ok(),
    };
    assert_eq!(read(&empty, life).await, told(""));
    assert!(empty.asked().iter().any(|path| is_previous(path)));
}

/// The pod's status is so late that lines were passed on: the reader reports that, and still reads the log.
#[tokio::test(start_paused = true)]
async fn lines_that_turn_out_to_be_another_instances_are_disowned() {
    let api = Api::new(|path| {
        if is_pod(path) {
            runs()
        } else if is_previous(path) {
            Answer::text(OWN)
        } else {
            next(path)
        }
    });
    let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
    let mut reading = Reading::of(&streams, first(), Life::Running);
    assert_eq!(
        reading.told_within(seconds(30)).await,
        ("next\n".to_owned(), None)
    );
    reading.life.send_replace(Life::Ended {
        previous: true,
        finished: END.parse().ok(),
    });
    assert_eq!(
        reading.told_within(seconds(30)).await,
        told("(not own)\none\ntwo\n")
    );
}

/// A list of pods may lack a pod by mistake.
#[tokio::test(start_paused = true)]
async fn a_pod_that_is_told_to_be_gone_is_asked_for() {
    let writes_on = Arc::new(AtomicUsize::new(0));
    let written = Arc::clone(&writes_on);
    let api = Api::new(move |path| match written.load(Ordering::SeqCst) {
        0 if is_pod(path) => runs(),
        _ if is_pod(path) => has_ended(),
        0 if is_followed(path) => Answer::pieces([(Duration::ZERO, ONE), (seconds(8), "")]),
        0 => Answer::text(ONE),
        _ => Answer::text(ONE_AND_TWO),
    });
    let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
    let mut reading = Reading::of(&streams, first(), Life::Running);
    assert_eq!(reading.told_within(seconds(1)).await.0, "one\n");
    reading.life.send_replace(Life::Gone);
    assert_eq!(reading.told_within(seconds(20)).await, (String::new(), None));
    writes_on.store(1, Ordering::SeqCst);
    assert_eq!(reading.told_within(seconds(60)).await, told("two\n"));
}

/// Without permission to get pods, the reported state has to suffice.
#[tokio::test(start_paused = true)]
async fn a_pod_that_may_not_be_asked_for_holds_nothing_up() {
    let api = Api::new(|path| {
        if is_pod(path) {
            Answer::forbidden()
        } else {
            Answer::text(OWN)
        }
    });
    assert_eq!(read(&api, ENDED).await, told("one\ntwo\n"));
    assert!(api.asked().iter().any(|path| is_pod(path)));
}

#[tokio::test(start_paused = true)]
async fn a_pod_that_cannot_be_asked_for_is_asked_for_again() {
    let asked = AtomicUsize::new(0);
    let api = Api::new(move |path| match path {
        _ if is_pod(path) && asked.fetch_add(1, Ordering::SeqCst) < 3 => refused(),
        _ if is_pod(path) => runs_again(),
        _ if is_previous(path) => Answer::text(OWN),
        _ => next(path),
    });
    assert_eq!(read(&api, Life::Running).await, told("one\ntwo\n"));
}

/// The pod of a container that is never restarted is not requested.
#[tokio::test(start_paused = true)]
async fn where_nothing_is_started_again_the_pod_is_left_alone() {
    let api = Api::new(|_| Answer::text(OWN));
    let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
    let once = LogSource {
        may_restart: false,
        ..first()
    };
    let mut reading = Reading::of(&streams, once, ENDED);
    assert_eq!(reading.told_within(seconds(60)).await, told("one\ntwo\n"));
    assert!(!api.asked().iter().any(|path| is_pod(path)));
}
