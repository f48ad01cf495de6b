//! Readers against an API server in this process, with paused time.

mod instances;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use std::time::Duration;

use serde_json::json;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, timeout};

use crate::facts::{Life, LogSource};
use crate::job_details::fake::{Answer, Api, FOR_EVER};
use crate::job_details::logs::{LogOptions, LogPart, LogStreams};

const FOLLOWED: LogOptions = LogOptions {
    follow: true,
    since: None,
    tail: None,
    limit_bytes: None,
};

const ENDED: Life = Life::Ended {
    previous: false,
    finished: None,
};
const BEFORE: Life = Life::Ended {
    previous: true,
    finished: None,
};
const CUT_SHORT: &str = "the API server returned less of the log than the node has";
const ONE: &str = "2026-11-24T12:00:00.000000000Z one\n";
const ONE_AND_TWO: &str = "2026-11-24T12:00:00.000000000Z one\n2026-11-24T12:00:01.000000000Z two\n";
const TWO_WITHOUT_END: &str = "2026-11-24T12:00:00.000000000Z one\n2026-11-24T12:00:01.000000000Z two";
/// A line of an instance that was started later.
const OTHER: &str = "2026-11-24T12:00:30.000000000Z other\n";

/// A log that is being read.
struct Reading {
    life: watch::Sender<Life>,
    parts: mpsc::Receiver<(usize, LogPart)>,
}

impl Reading {
    /// Starts to read the log of the pod, whose container runs.
    fn begin(streams: &LogStreams, pod: &str) -> Self {
        Self::of(streams, source(pod), Life::Running)
    }

    fn of(streams: &LogStreams, source: LogSource, life: Life) -> Self {
        let (life, known) = watch::channel(life);
        let (sender, parts) = mpsc::channel(8);
        tokio::spawn(streams.clone().read(0, Arc::new(source), known, sender));
        Self { life, parts }
    }

    /// What the reader reports within this time: the lines, `…` for a gap, and how reading ended if it did.
    async fn told_within(&mut self, time: Duration) -> (String, Option<Result<(), String>>) {
        let due = Instant::now() + time;
        let mut text = Vec::new();
        let mut end = None;
        while let Ok(Some((_, part))) = tokio::time::timeout_at(due, self.parts.recv()).await {
            match part {
                LogPart::Chunk(chunk) => {
                    for line in chunk.lines() {
                        text.extend_from_slice(line.text);
                        text.extend_from_slice(if line.ends { b"\n" } else { b"" });
                    }
                }
                LogPart::Gap(..) => text.extend_from_slice("…".as_bytes()),
                LogPart::Foreign(_) => text.extend_from_slice("(not own)\n".as_bytes()),
                LogPart::Unproven | LogPart::ThrownAway | LogPart::Trouble(_) => {}
                LogPart::End(ended) => end = Some(ended.map_err(|error| error.to_string())),
            }
        }
        (String::from_utf8(text).unwrap(), end)
    }
}

fn source(pod: &str) -> LogSource {
    LogSource {
        namespace: "zoo".into(),
        pod: pod.into(),
        container: "main".into(),
        ..LogSource::default()
    }
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A body that sends this text and is then silent.
fn silent_after(text: &'static str) -> Answer {
    Answer::pieces([(Duration::ZERO, text), (FOR_EVER, "")])
}

fn is_followed(path: &str) -> bool {
    path.contains("follow=true")
}

/// Whether the request is only for the last lines, for comparison.
fn is_end(path: &str) -> bool {
    path.contains("limitBytes")
}

fn follows(api: &Api) -> usize {
    api.asked().iter().filter(|path| is_followed(path)).count()
}

#[tokio::test(start_paused = true)]
async fn logs_that_say_nothing_keep_no_place_from_others() {
    // A kubelet starts its answer only when the log has lines.
    let api = Api::new(|path| match (path.contains("/talks/"), is_followed(path)) {
        (true, true) => silent_after(ONE),
        (true, false) => Answer::text(ONE),
        (false, true) => Answer::text("").after(FOR_EVER),
        (false, false) => Answer::text(""),
    });
    let streams = LogStreams::new(&api.client(), FOLLOWED, 2);
    let _silent = [Reading::begin(&streams, "a"), Reading::begin(&streams, "b")];
    sleep(Duration::from_millis(10)).await;
    let mut talks = Reading::begin(&streams, "talks");
    assert_eq!(talks.told_within(seconds(4)).await.0, "one\n");
    let before = api.asked().len();
    sleep(seconds(60)).await;
    let asked = api.asked().len() - before;
    assert!(asked < 120, "each turn takes its time: {asked}");
}

#[tokio::test(start_paused = true)]
async fn a_log_that_says_nothing_is_left_alone_where_nobody_waits() {
    let api = Api::new(|_| Answer::text("").after(FOR_EVER));
    let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
    let _silent = Reading::begin(&streams, "a");
    sleep(seconds(50)).await;
    assert_eq!(follows(&api), 1);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_mute_is_opened_anew_and_one_that_is_not_stays() {
    for (end, told, streams_opened) in [(ONE_AND_TWO, "one\ntwo\n", 2), (ONE, "one\n", 1)] {
        let opened = AtomicUsize::new(0);
        let api = Api::new(move |path| {
            if is_end(path) {
                return Answer::text(end);
            }
            match opened.fetch_add(1, Ordering::SeqCst) {
                0 => silent_after(ONE),
                _ => silent_after(ONE_AND_TWO),
            }
        });
        let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
        let mut reading = Reading::begin(&streams, "a");
        assert_eq!(reading.told_within(seconds(100)).await, (told.to_owned(), None));
        assert_eq!(follows(&api), streams_opened);
    }
}

/// A body that was cut but ended normally, followed by empty answers, as from a proxy while servers restart.
#[tokio::test(start_paused = true)]
async fn empty_answers_are_no_rotation() {
    for options in [FOLLOWED, LogOptions::default()] {
        for (empty, told) in [
            (5, ("one\ntwo\n".to_owned(), Some(Ok(())))),
            (usize::MAX, ("one\n".to_owned(), Some(Err(CUT_SHORT.to_owned())))),
        ] {
            let asked = AtomicUsize::new(0);
            let api = Api::new(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
                0 => Answer::text(ONE),
                number if number <= empty => Answer::text(""),
                _ => Answer::text(ONE_AND_TWO),
            });
            let streams = LogStreams::new(&api.client(), options, 1);
            let mut reading = Reading::of(&streams, source("a"), ENDED);
            assert_eq!(reading.told_within(seconds(100)).await, told);
        }
    }
}

/// That many lines with one timestamp are not compared with the end.
#[tokio::test(start_paused = true)]
async fn nor_are_they_the_end_of_a_log_that_cannot_be_compared() {
    let all = ONE.repeat(3000);
    let (body, asked) = (all.clone(), AtomicUsize::new(0));
    let api = Api::new(move |path| match asked.fetch_add(1, Ordering::SeqCst) {
        _ if is_end(path) => Answer::text(ONE),
        0 => Answer::text(body[..body.len() / 2].to_owned()),
        1..9 => Answer::text(""),
        _ => Answer::text(body.clone()),
    });
    let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
    let mut reading = Reading::of(&streams, source("a"), ENDED);
    let (text, end) = reading.told_within(seconds(100)).await;
    assert_eq!((text.lines().count(), end), (3000, Some(Ok(()))));
}

/// The node has begun a new file, and the container ended before it wrote more.
#[tokio::test(start_paused = true)]
async fn a_large_log_may_end_with_an_empty_file() {
    let line = format!("2026-11-24T12:00:00.000000000Z {}\n", "x".repeat(1 << 20));
    let body = bytes::Bytes::from(line);
    let asked = AtomicUsize::new(0);
    let api = Api::new(move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => Answer::text(body.clone()),
        _ => Answer::text(""),
    });
    let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
    let mut reading = Reading::of(&streams, source("a"), ENDED);
    assert_eq!(reading.told_within(seconds(50)).await.1, None);
    let (text, end) = reading.told_within(seconds(50)).await;
    assert_eq!((text.as_str(), end), ("…", Some(Ok(()))));
}

/// The node has removed the log, or the pod was deleted. Only a deleted pod is believed at once.
#[tokio::test(start_paused = true)]
async fn a_log_that_is_gone_is_asked_for_again_while_its_pod_is_there() {
    let pod = json!({"kind": "Pod", "metadata": {"name": "a"}, "status": {"phase": "Succeeded"}});
    for (pod, least, most) in [(None, 0, 1), (Some(pod), 10, 20)] {
        let asked = AtomicUsize::new(0);
        let api = Api::new(move |path| {
            if path.ends_with("/pods/a") {
                pod.as_ref().map_or_else(Answer::not_found, Answer::json)
            } else if asked.fetch_add(1, Ordering::SeqCst) == 0 {
                Answer::text(ONE)
            } else {
                Answer::not_found()
            }
        });
        let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
        let mut reading = Reading::of(&streams, source("a"), ENDED);
        let start = Instant::now();
        let told = ("one\n".to_owned(), Some(Ok(())));
        assert_eq!(reading.told_within(seconds(60)).await, told);
        assert!(
            (least..=most).contains(&start.elapsed().as_secs()),
            "{:?}",
            start.elapsed()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_that_does_not_answer_holds_up_the_end_for_a_minute_only() {
    let api = Api::new(|_| Answer::failure(500, "InternalError", &json!({})));
    let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
    let mut reading = Reading::begin(&streams, "a");
    assert_eq!(reading.told_within(seconds(3600)).await.1, None);
    streams.close();
    let (_, end) = reading.told_within(seconds(90)).await;
    assert_eq!(end, Some(Err("the fake says InternalError".to_owned())));
}

#[tokio::test(start_paused = true)]
async fn a_log_that_goes_on_ending_is_over_a_minute_after_all_jobs() {
    let api = Api::new(|_| Answer::text(TWO_WITHOUT_END));
    let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
    let mut reading = Reading::begin(&streams, "a");
    assert_eq!(
        reading.told_within(seconds(3600)).await,
        ("one\n".to_owned(), None)
    );
    streams.close();
    assert_eq!(reading.told_within(seconds(50)).await, (String::new(), None));
    assert_eq!(
        reading.told_within(seconds(40)).await,
        ("two".to_owned(), Some(Ok(())))
    );
}

#[tokio::test(start_paused = true)]
async fn a_log_that_says_nothing_is_followed_after_all_jobs_as_long_as_its_container_runs() {
    let api = Api::new(|path| {
        if is_end(path) {
            Answer::text(ONE)
        } else {
            silent_after(ONE)
        }
    });
    let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
    let mut reading = Reading::begin(&streams, "a");
    streams.close();
    assert_eq!(
        reading.told_within(seconds(3600)).await,
        ("one\n".to_owned(), None)
    );
    reading.life.send_replace(ENDED);
    assert_eq!(reading.told_within(seconds(60)).await.1, Some(Ok(())));
}

/// The answer that is open when the next instance becomes known has lines of the next instance. It must not
/// delay the rest of this log.
#[tokio::test(start_paused = true)]
async fn an_instance_of_which_is_known_that_another_came_is_not_waited_for() {
    let opened = AtomicUsize::new(0);
    let api = Api::new(move |path| {
        if path.contains("previous=true") {
            return Answer::text(ONE_AND_TWO);
        }
        match opened.fetch_add(1, Ordering::SeqCst) {
            0 => Answer::pieces([(Duration::ZERO, ONE), (seconds(5), "")]),
            _ => Answer::pieces([(Duration::from_millis(200), OTHER), (FOR_EVER, "")]),
        }
    });
    let streams = LogStreams::new(&api.client(), FOLLOWED, 1);
    let mut reading = Reading::begin(&streams, "a");
    assert_eq!(reading.told_within(Duration::from_millis(5100)).await.0, "one\n");
    reading.life.send_replace(BEFORE);
    let rest = timeout(seconds(60), reading.told_within(seconds(5)))
        .await
        .unwrap();
    assert_eq!(rest, ("two\n".to_owned(), Some(Ok(()))));
}
