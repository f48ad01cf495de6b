//! Which logs are read, how often, and what is kept of them.

use serde_json::json;
use tokio::time::{advance, timeout};

use super::*;
use crate::facts::{ApiTime, ContainerFacts, ContainerKind, ContainerState, Termination};
use crate::job_details::fake::{Answer, Api, recorded_job};

const ON_FAILURE: &str = "OnFailure";
const NEVER: &str = "Never";

fn ended(exit_code: i32, second: i64) -> Termination {
    Termination {
        exit_code,
        reason: Some("Error".into()),
        finished: ApiTime::from_second(second),
        ..Termination::default()
    }
}

fn running() -> ContainerState {
    ContainerState::Running {
        started: ApiTime::default(),
    }
}

fn waiting() -> ContainerState {
    ContainerState::Waiting {
        reason: Some("CrashLoopBackOff".into()),
        message: None,
    }
}

/// A running pod with one container that was restarted this many times.
fn pod(name: &str, state: ContainerState, last: Option<Termination>, restarts: u32) -> PodFacts {
    let container = ContainerFacts {
        name: "main".into(),
        state,
        last: last.map(Box::new),
        restarts,
        ..ContainerFacts::default()
    };
    PodFacts {
        name: name.into(),
        uid: name.into(),
        phase: "Running".into(),
        containers: Box::new([container]),
        ..PodFacts::default()
    }
}

/// The same pod while it is being deleted.
fn leaving(mut pod: PodFacts) -> PodFacts {
    pod.times.deletion = ApiTime::from_second(100);
    pod
}

/// An API server whose logs contain the request.
fn api() -> Api {
    Api::new(|path| {
        let pod = path.split('/').nth(6).unwrap_or_default();
        let which = if path.contains("previous") {
            "before"
        } else {
            "current"
        };
        Answer::text(format!("{pod} {which}"))
    })
}

/// The requests, as `pod` with `!` for the previous instance.
fn asked(api: &Api) -> Vec<String> {
    let asked = api.asked().into_iter().map(|path| {
        let mark = if path.contains("previous") { "!" } else { "" };
        format!("{}{mark}", path.split('/').nth(6).unwrap())
    });
    asked.collect()
}

impl LiveTails {
    /// Learns the pods, and reads everything that is due.
    async fn see(&mut self, restart_policy: &str, pods: &[PodFacts]) {
        let mut job = recorded_job("fail-exit");
        Arc::make_mut(&mut job.spec).restart_policy = Some(restart_policy.to_owned());
        self.learn(0, &job, &pods.to_vec().into());
        while !self.reads.is_empty() {
            self.next().await;
        }
    }

    fn told(&mut self) -> Vec<String> {
        let kept = self.take_of(0).into_iter();
        kept.map(|word| word.tail.lines.join(" / ")).collect()
    }

    /// The tails of a snapshot, with `?` for logs that could not be read.
    fn shown(&self, gone: &[&str]) -> Vec<String> {
        let pods = gone.iter().map(|name| pod(name, running(), None, 0)).collect();
        let gone = GonePods { pods, forgotten: 0 };
        let tails = self.of(0, &gone).into_iter();
        tails
            .map(|tail| tail.map_or_else(|_| "?".to_owned(), |tail| tail.lines.join(" / ")))
            .collect()
    }
}

fn failed(name: &str, exit_code: i32, second: i64) -> PodFacts {
    PodFacts {
        phase: "Failed".into(),
        ..pod(
            name,
            ContainerState::Terminated(ended(exit_code, second)),
            None,
            0,
        )
    }
}

#[tokio::test(start_paused = true)]
async fn each_failed_instance_is_read_once() {
    let api = api();
    let mut words = LiveTails::new(&api.client(), 10);
    let first = pod("a", ContainerState::Terminated(ended(3, 1)), None, 0);
    words.see(ON_FAILURE, &[first]).await;
    let again = pod("a", running(), Some(ended(3, 1)), 1);
    words.see(ON_FAILURE, std::slice::from_ref(&again)).await;
    words.see(ON_FAILURE, &[again]).await;
    assert_eq!(asked(&api), ["a"]);
    let last = pod("a", ContainerState::Terminated(ended(3, 5)), Some(ended(3, 1)), 1);
    words.see(ON_FAILURE, &[leaving(last)]).await;
    assert_eq!(asked(&api), ["a", "a"]);
    assert_eq!(words.shown(&[]), ["a current"]);
}

#[tokio::test(start_paused = true)]
async fn a_log_that_another_request_leads_to_now_is_asked_for_again() {
    let api = Api::new(|path| {
        let is_there = path.contains("previous");
        if is_there {
            Answer::text("boom")
        } else {
            Answer::not_found()
        }
    });
    let mut words = LiveTails::new(&api.client(), 10);
    let first = pod("a", ContainerState::Terminated(ended(3, 1)), None, 0);
    words.see(ON_FAILURE, &[first]).await;
    assert_eq!(words.shown(&[]), ["?"]);
    for state in [waiting(), waiting(), running()] {
        let restarts = u32::from(matches!(state, ContainerState::Running { .. }));
        words
            .see(ON_FAILURE, &[pod("a", state, Some(ended(3, 1)), restarts)])
            .await;
        advance(RETRY).await;
    }
    assert_eq!(asked(&api), ["a", "a!"]);
    assert_eq!(words.shown(&[]), ["boom"]);
}

#[tokio::test(start_paused = true)]
async fn in_a_pod_that_is_being_deleted_what_runs_is_read_and_again_when_it_has_failed() {
    let api = api();
    let mut words = LiveTails::new(&api.client(), 10);
    words.see(NEVER, &[pod("a", running(), None, 0)]).await;
    assert!(asked(&api).is_empty());
    let leaves = || leaving(pod("a", running(), None, 0));
    words.see(NEVER, &[leaves()]).await;
    words.see(NEVER, &[leaves()]).await;
    assert_eq!(asked(&api), ["a"]);
    assert!(words.shown(&[]).is_empty(), "a report does not have it");
    let ended = leaving(pod("a", ContainerState::Terminated(ended(143, 9)), None, 0));
    for _ in 0..2 {
        words.see(NEVER, std::slice::from_ref(&ended)).await;
    }
    assert_eq!(asked(&api), ["a", "a"]);
    assert_eq!(words.told(), ["a current"]);
}

#[tokio::test(start_paused = true)]
async fn what_went_well_is_not_read() {
    let api = api();
    let mut words = LiveTails::new(&api.client(), 10);
    let good = pod("b", ContainerState::Terminated(ended(0, 1)), None, 0);
    words
        .see(ON_FAILURE, &[good.clone(), pod("c", running(), None, 0)])
        .await;
    words.see(NEVER, &[leaving(good)]).await;
    let mut proxy = leaving(pod("d", running(), None, 0));
    proxy.containers[0].kind = ContainerKind::Sidecar;
    words.see(NEVER, &[proxy]).await;
    let mut silent = LiveTails::new(&api.client(), 0);
    silent
        .see(ON_FAILURE, &[pod("e", running(), Some(ended(3, 1)), 1)])
        .await;
    assert!(asked(&api).is_empty(), "{:?}", asked(&api));
}

#[tokio::test(start_paused = true)]
async fn the_words_of_a_pod_outlive_it() {
    let api = api();
    let mut words = LiveTails::new(&api.client(), 10);
    words.see(NEVER, &[failed("a", 3, 1)]).await;
    words.see(NEVER, &[failed("b", 4, 2)]).await;
    assert_eq!(words.shown(&["a"]), ["b current", "a current"]);
    words.see(NEVER, &[]).await;
    assert_eq!(words.shown(&["a", "b"]), ["b current", "a current"]);
    assert!(words.shown(&[]).is_empty(), "nobody speaks of these pods");
}

#[tokio::test(start_paused = true)]
async fn thousands_that_fail_in_the_same_way_are_few_requests() {
    let api = api();
    let mut words = LiveTails::new(&api.client(), 10);
    let all = |from: i64| -> Vec<PodFacts> {
        let pod = |number: i64| {
            let name = format!("p{number}");
            pod(&name, running(), Some(ended(3, number)), 1)
        };
        (from..from + 2000).map(pod).collect()
    };
    for _ in 0..20 {
        words.see(ON_FAILURE, &all(0)).await;
    }
    assert_eq!(asked(&api), ["p1999!", "p1998!", "p1997!"], "the newest");
    for from in 1..20 {
        words.see(ON_FAILURE, &all(from)).await;
    }
    assert_eq!(asked(&api).len(), MOST_TAILS, "the newest are not worth a flood");
    let shown = ["p1999 before", "p1998 before", "p1997 before"];
    assert_eq!(words.shown(&[]), shown, "older ones speak for them meanwhile");
    assert_eq!(words.next().await, 0, "it is time to look again");
    words.see(ON_FAILURE, &all(19)).await;
    assert_eq!(words.shown(&[])[0], "p2018 before");
    assert_eq!(asked(&api).len(), 2 * MOST_TAILS);
}

#[tokio::test(start_paused = true)]
async fn many_ways_to_fail_are_few_requests_too() {
    let api = api();
    let mut words = LiveTails::new(&api.client(), 10);
    let all: Vec<PodFacts> = (1..200)
        .map(|code| pod(&format!("p{code}"), running(), Some(ended(code, code.into())), 1))
        .collect();
    for _ in 0..200 {
        words.see(ON_FAILURE, &all).await;
    }
    assert_eq!(asked(&api).len(), MOST_TAILS);
    assert_eq!(words.told().len(), MOST_TAILS);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_final_and_another_failure_is_not() {
    for (answer, requests) in [
        (Answer::forbidden as fn() -> Answer, 1),
        (|| Answer::failure(404, "NotFound", &json!({})), 2),
    ] {
        let api = Api::new(move |_| answer());
        let mut words = LiveTails::new(&api.client(), 10);
        for code in [3, 4] {
            let restarts = u32::try_from(code).unwrap();
            words
                .see(ON_FAILURE, &[pod("a", running(), Some(ended(code, 1)), restarts)])
                .await;
        }
        assert_eq!(api.asked().len(), requests);
        assert!(words.told().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_asked_for_again_and_no_other_waits_for_it() {
    let api = Api::new(|path| {
        if path.contains("/lost") {
            Answer::failure(500, "InternalError", &json!({}))
        } else {
            Answer::text("boom")
        }
    });
    let mut words = LiveTails::new(&api.client(), 10);
    let pods = [failed("lost", 3, 2), failed("b", 3, 1)];
    words.see(NEVER, &pods).await;
    assert_eq!(words.shown(&[]), ["?", "boom"]);
    let asked_for_lost = || asked(&api).iter().filter(|pod| *pod == "lost").count();
    let before = asked_for_lost();
    words.see(NEVER, &pods).await;
    assert_eq!(asked_for_lost(), before, "not at once");
    assert_eq!(words.next().await, 0, "it is time to look again");
    words.see(NEVER, &pods).await;
    assert!(asked_for_lost() > before);
}

#[tokio::test(start_paused = true)]
async fn silence_does_not_take_the_place_of_words() {
    let api = Api::new(|path| {
        let has_words = path.contains("previous");
        Answer::text(if has_words { "boom" } else { "" })
    });
    let mut words = LiveTails::new(&api.client(), 10);
    words
        .see(ON_FAILURE, &[pod("a", running(), Some(ended(3, 1)), 1)])
        .await;
    let last = pod("a", ContainerState::Terminated(ended(3, 5)), Some(ended(3, 1)), 1);
    words.see(ON_FAILURE, &[leaving(last)]).await;
    words.see(NEVER, &[leaving(pod("b", running(), None, 0))]).await;
    assert_eq!(words.told(), ["boom"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_being_read_may_be_waited_for_and_not_longer_than_that() {
    let api = api();
    let mut words = LiveTails::new(&api.client(), 10);
    assert!(timeout(PAUSE, words.next()).await.is_err());
    let start = Instant::now();
    words.settle(start + PAUSE).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
    let pods = vec![pod("a", running(), Some(ended(3, 1)), 1)];
    words.learn(0, &recorded_job("fail-exit"), &pods.into());
    assert!(words.is_reading(0) && words.shown(&[]).is_empty());
    words.settle(start + PAUSE).await;
    assert!(!words.is_reading(0));
    assert_eq!(words.told(), ["a before"]);
}
