//! Servers that misbehave at random for a while and then behave correctly. The follower must find the right
//! end.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::properties::follow;
use super::server::{Asked, FOR_EVER, Piece, Reply, Server, bookmark, job, line};
use crate::client::RequestErrorKind;
use crate::facts::Gone;
use crate::job_details::watch::Feed as _;
use crate::job_details::watch::{News, Pin};

/// The number of servers, each with its own seed.
const SCRIPTS: u64 = 10_000;
/// How soon the end must be known once the server reports it: a silent watch, the interval between lists, and a
/// delay.
const LATEST: Duration = Duration::from_secs(150);

/// Pseudo-random numbers, the same for the same seed (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

/// How the Job ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Complete,
    Failed,
    Deleted,
    /// The Job is deleted, and another Job of the same name completes.
    Replaced,
}

/// How and when the Job ends, and when the server begins to behave correctly.
#[derive(Clone, Copy, Debug)]
struct Truth {
    start: Instant,
    end: End,
    ends_after: Duration,
    heals_after: Duration,
}

impl Truth {
    fn by(dice: &mut Dice) -> Self {
        let ends = [End::Complete, End::Failed, End::Deleted, End::Replaced];
        Self {
            start: Instant::now(),
            end: ends[usize::try_from(dice.below(4)).unwrap()],
            ends_after: Duration::from_millis(dice.below(60_000)),
            heals_after: Duration::from_millis(dice.below(80_000)),
        }
    }

    fn has_ended(&self) -> bool {
        self.start.elapsed() >= self.ends_after
    }

    fn version(&self) -> u64 {
        if self.has_ended() { 201 } else { 100 }
    }

    fn objects(&self) -> Vec<Value> {
        match self.end {
            _ if !self.has_ended() => vec![job("own", 100, None)],
            End::Complete => vec![job("own", 200, Some("Complete"))],
            End::Failed => vec![job("own", 200, Some("Failed"))],
            End::Deleted => Vec::new(),
            End::Replaced => vec![job("another", 201, Some("Complete"))],
        }
    }

    /// The lines with which a watch reports the end.
    fn lines(&self) -> String {
        let deleted = line("DELETED", &job("own", 200, None));
        match self.end {
            End::Complete => line("MODIFIED", &job("own", 200, Some("Complete"))),
            End::Failed => line("MODIFIED", &job("own", 200, Some("Failed"))),
            End::Deleted => deleted,
            End::Replaced => deleted + &line("ADDED", &job("another", 201, Some("Complete"))),
        }
    }

    fn job(&self) -> Reply {
        match self.objects().first() {
            Some(job) => Reply::text(200, job.to_string()),
            None => Reply::missing(),
        }
    }

    fn list(&self) -> Reply {
        Reply::list(self.version(), &self.objects())
    }

    fn watch(&self, asked: &Asked) -> Reply {
        let from: u64 = asked.parameter("resourceVersion").unwrap().parse().unwrap();
        let length: u64 = asked.parameter("timeoutSeconds").unwrap().parse().unwrap();
        let length = Duration::from_secs(length);
        let until_end = self.ends_after.saturating_sub(self.start.elapsed());
        if from >= 200 || until_end > length {
            return Reply::watch(vec![Piece::Pause(length)]);
        }
        Reply::watch(vec![
            Piece::Pause(until_end),
            Piece::Text(self.lines()),
            Piece::Pause(length.saturating_sub(until_end)),
        ])
    }

    /// Whether the pin knows the right end, and not too early.
    fn is_told_by(&self, pin: &Pin) -> bool {
        let mut conditions = pin.job.iter().flat_map(|job| &job.status.conditions);
        let end = conditions.find(|condition| condition.is_true());
        let known = match (end.map(|condition| condition.kind.as_str()), &pin.gone) {
            (Some("Complete"), None) => End::Complete,
            (Some("Failed"), None) => End::Failed,
            (None, Some(Gone::Deleted)) => End::Deleted,
            (None, Some(Gone::Replaced)) => End::Replaced,
            _ => return false,
        };
        // If the Job was replaced, it was deleted first, and the follower may have seen only the deletion.
        let is_right = known == self.end || (known, self.end) == (End::Deleted, End::Replaced);
        is_right && self.has_ended()
    }
}

/// An error or an unusable answer to the request for a list, a watch or a Job.
fn refusal(dice: &mut Dice) -> Reply {
    let late = Duration::from_secs(dice.below(30));
    match dice.below(9) {
        0 => Reply::status(500, None),
        1 => Reply::status(429, Some(dice.below(5))),
        2 => Reply::status(410, None),
        3 => Reply::Nothing(late, RequestErrorKind::Timeout),
        4 => Reply::Nothing(late, RequestErrorKind::Unreachable),
        5 => Reply::Nothing(late, RequestErrorKind::Login),
        6 => Reply::Answer(200, None, "text/html", vec![Piece::Text("<html>".to_owned())]),
        7 => Reply::text(502, "bad gateway"),
        _ => Reply::text(200, "{}"),
    }
}

fn bad_list(truth: &Truth, dice: &mut Dice) -> Reply {
    let other = json!({"metadata": {"name": "other", "namespace": "shop", "uid": "other"}, "spec": "what?"});
    match dice.below(6) {
        0 => truth.list(),
        5 => Reply::list(truth.version(), &[]),
        1 => Reply::list(truth.version(), &[truth.objects(), vec![other]].concat()),
        2 => {
            let items = truth.objects();
            Reply::text(200, json!({"kind": "JobList", "items": items}).to_string())
        }
        3 => Reply::Answer(
            200,
            None,
            "application/json",
            vec![
                Piece::Text("{\"kind\":\"JobList\",\"items\":[".to_owned()),
                Piece::Cut,
            ],
        ),
        _ => refusal(dice),
    }
}

/// A watch of some lines that must not mislead the client, ended in some way.
fn bad_watch(truth: &Truth, asked: &Asked, dice: &mut Dice) -> Reply {
    if dice.below(4) == 0 {
        return refusal(dice);
    }
    let mut pieces = Vec::new();
    for _ in 0..dice.below(4) {
        pieces.push(Piece::Pause(Duration::from_millis(dice.below(3_000))));
        pieces.push(Piece::Text(bad_line(truth, dice)));
    }
    match dice.below(5) {
        0 => {}
        1 => pieces.push(Piece::Cut),
        2 => {
            // An event that the Job is complete, cut off before the end of the line.
            let temptation = line("MODIFIED", &job("own", 300, Some("Complete")));
            let bytes = usize::try_from(dice.below(temptation.len() as u64)).unwrap();
            pieces.push(Piece::Text(temptation[..bytes].to_owned()));
            pieces.push(Piece::Cut);
        }
        3 => pieces.push(Piece::Pause(FOR_EVER)),
        _ => return truth.watch(asked),
    }
    Reply::watch(pieces)
}

fn bad_line(truth: &Truth, dice: &mut Dice) -> String {
    let mut undecided = job("own", 100, Some("Complete"));
    undecided["status"]["conditions"][0]["status"] = "Unknown".into();
    match dice.below(10) {
        // The bookmark skips the end of the Job.
        0 => bookmark(truth.version()),
        1 => line("MODIFIED", &job("own", 100, None)),
        2 => line("MODIFIED", &job("own", 90, None)),
        3 => line("MODIFIED", &undecided),
        4 => line("ADDED", &job("earlier", 50, Some("Complete"))),
        5 => line("DELETED", &job("earlier", 60, Some("Complete"))),
        6 => line("COMPLETE", &job("own", 300, Some("Complete"))),
        7 => line("ERROR", &json!({"kind": "Status", "code": 410})),
        8 => line("ERROR", &json!({"kind": "Status", "code": 500})),
        _ => "\n".to_owned(),
    }
}

async fn meet(seed: u64) {
    let mut dice = Dice(seed);
    let truth = Truth::by(&mut dice);
    let dice = Arc::new(Mutex::new(dice));
    let server = Server::default();
    let client = server.client(move |asked, _| {
        let is_bad = truth.start.elapsed() < truth.heals_after;
        let mut dice = dice.lock().unwrap();
        match (asked.is_watch(), is_bad) {
            (false, true) if asked.is_get() && dice.below(2) == 0 => refusal(&mut dice),
            (false, _) if asked.is_get() => truth.job(),
            (true, true) => bad_watch(&truth, asked, &mut dice),
            (false, true) => bad_list(&truth, &mut dice),
            (true, false) => truth.watch(asked),
            (false, false) => truth.list(),
        }
    });
    let mut follower = follow(&client);
    let due = truth.start + truth.ends_after.max(truth.heals_after) + LATEST;
    while !follower.pins()[0].is_over() {
        let news = tokio::time::timeout_at(due, follower.next()).await;
        match news {
            Ok(News::Ended(error)) => panic!("seed {seed}: {truth:?}: {error}"),
            Ok(News::Of(_) | News::Trouble(_)) => {}
            Err(late) => panic!("seed {seed}: {truth:?}: {late}; asked {:#?}", server.asked()),
        }
    }
    let pin = &follower.pins()[0];
    assert!(truth.is_told_by(pin), "seed {seed}: {truth:?}: {pin:?}");
    let (number, length) = (server.asked().len() as u64, truth.start.elapsed().as_secs());
    assert!(
        number <= 8 + 3 * length,
        "seed {seed}: {number} requests in {length} s"
    );
}

#[tokio::test(start_paused = true)]
async fn whatever_servers_do_the_end_is_found_and_is_the_right_one() {
    for seed in 0..SCRIPTS {
        meet(seed).await;
    }
}
