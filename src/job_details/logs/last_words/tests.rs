//! What is read, how often, and what is kept of it.

use serde_json::json;
use tokio::time::{advance, timeout};

use super::*;
use crate::facts::{ApiTime, ContainerFacts, ContainerKind, Pods, Termination};
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

/// A pod that runs, with its one container after so many restarts.
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

/// The same while it is being deleted.
fn leaving(mut pod: PodFacts) -> PodFacts {
    pod.times.deletion = ApiTime::from_second(100);
    pod
}

fn snapshot(restart_policy: &str, pods: &[PodFacts]) -> JobSnapshot {
    let mut job = recorded_job("fail-exit");
    std::sync::Arc::make_mut(&mut job.spec).restart_policy = Some(restart_policy.to_owned());
    JobSnapshot {
        as_of: jiff::Timestamp::UNIX_EPOCH,
        historic: false,
        job,
        pods: Ok(Pods {
            own: pods.to_vec(),
            ..Pods::default()
        }),
        events: Ok(Vec::new()),
        logs: Vec::new(),
        workload: None,
    }
}

/// An API whose logs say what was asked for.
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

/// What was asked for, as `pod` with `!` for the previous instance.
fn asked(api: &Api) -> Vec<String> {
    let asked = api.asked().into_iter().map(|path| {
        let mark = if path.contains("previous") { "!" } else { "" };
        format!("{}{mark}", path.split('/').nth(6).unwrap())
    });
    asked.collect()
}

impl LastWords {
    /// Learns, and reads all that is then due.
    async fn see(&mut self, restart_policy: &str, pods: &[PodFacts]) {
        self.learn(0, &snapshot(restart_policy, pods));
        while !self.reads.is_empty() {
            assert_eq!(self.reads.len(), 1, "one at a time");
            self.go_on().await;
        }
    }

    fn told(&mut self) -> Vec<String> {
        let kept = self.take_of(0).into_iter();
        kept.map(|word| word.tail.lines.join(" / ")).collect()
    }
}

#[tokio::test(start_paused = true)]
async fn each_failed_instance_is_read_once_and_the_newest_is_kept() {
    let api = api();
    let mut words = LastWords::new(&api.client(), 10);
    let first = pod("a", ContainerState::Terminated(ended(3, 1)), None, 0);
    words.see(ON_FAILURE, &[first]).await;
    assert!(asked(&api).is_empty(), "it is about to be the one before");
    let again = pod("a", running(), Some(ended(3, 1)), 1);
    words.see(ON_FAILURE, std::slice::from_ref(&again)).await;
    words.see(ON_FAILURE, &[again]).await;
    assert_eq!(asked(&api), ["a!"]);
    let last = pod("a", ContainerState::Terminated(ended(3, 5)), Some(ended(3, 1)), 1);
    words.see(ON_FAILURE, &[leaving(last)]).await;
    assert_eq!(asked(&api), ["a!", "a"]);
    assert_eq!(words.told(), ["a current"]);
}

#[tokio::test(start_paused = true)]
async fn what_waits_between_two_tries_is_read_once_too() {
    let api = api();
    let mut words = LastWords::new(&api.client(), 10);
    for state in [waiting(), waiting(), running()] {
        let restarts = u32::from(matches!(state, ContainerState::Running { .. }));
        words
            .see(ON_FAILURE, &[pod("a", state, Some(ended(3, 1)), restarts)])
            .await;
        advance(PAUSE).await;
    }
    assert_eq!(asked(&api), ["a!"]);
}

#[tokio::test(start_paused = true)]
async fn of_a_pod_that_is_being_deleted_what_runs_is_read_and_again_when_it_has_ended() {
    let api = api();
    let mut words = LastWords::new(&api.client(), 10);
    words.see(NEVER, &[pod("a", running(), None, 0)]).await;
    assert!(asked(&api).is_empty());
    let leaves = || leaving(pod("a", running(), None, 0));
    words.see(NEVER, &[leaves()]).await;
    words.see(NEVER, &[leaves()]).await;
    assert_eq!(asked(&api), ["a"]);
    let ended = leaving(pod("a", ContainerState::Terminated(ended(143, 9)), None, 0));
    for _ in 0..2 {
        words.see(NEVER, std::slice::from_ref(&ended)).await;
    }
    assert_eq!(asked(&api), ["a", "a"]);
    assert_eq!(words.told(), ["a current"]);
}

#[tokio::test(start_paused = true)]
async fn what_stays_or_went_well_is_not_read() {
    let api = api();
    let mut words = LastWords::new(&api.client(), 10);
    let stays = PodFacts {
        phase: "Failed".into(),
        ..pod("a", ContainerState::Terminated(ended(3, 1)), None, 0)
    };
    words.see(NEVER, &[stays]).await;
    let good = pod("b", ContainerState::Terminated(ended(0, 1)), None, 0);
    words
        .see(ON_FAILURE, &[good.clone(), pod("c", running(), None, 0)])
        .await;
    words.see(NEVER, &[leaving(good)]).await;
    let mut proxy = leaving(pod("d", running(), None, 0));
    proxy.containers[0].kind = ContainerKind::Sidecar;
    words.see(NEVER, &[proxy]).await;
    let mut silent = LastWords::new(&api.client(), 0);
    silent
        .see(ON_FAILURE, &[pod("e", running(), Some(ended(3, 1)), 1)])
        .await;
    assert!(asked(&api).is_empty(), "{:?}", asked(&api));
}

#[tokio::test(start_paused = true)]
async fn thousands_that_fail_in_the_same_way_are_few_requests() {
    let api = api();
    let mut words = LastWords::new(&api.client(), 10);
    let all = |second: i64| -> Vec<PodFacts> {
        let name = |number: i64| format!("p{number}");
        let pod = |number| pod(&name(number), running(), Some(ended(3, second + number)), 1);
        (0..2000).map(pod).collect()
    };
    for _ in 0..20 {
        words.see(ON_FAILURE, &all(0)).await;
    }
    assert_eq!(asked(&api), ["p1999!"], "the newest");
    let leave: Vec<PodFacts> = all(0).into_iter().map(leaving).collect();
    words.see(ON_FAILURE, &leave).await;
    assert_eq!(asked(&api).len(), 3, "{:?}", asked(&api));
    advance(PAUSE).await;
    words.see(ON_FAILURE, &all(0)).await;
    assert_eq!(asked(&api).len(), 4, "one more after a while");
}

#[tokio::test(start_paused = true)]
async fn many_ways_to_fail_are_few_requests_too() {
    let api = api();
    let mut words = LastWords::new(&api.client(), 10);
    let all: Vec<PodFacts> = (1..200)
        .map(|code| pod(&format!("p{code}"), running(), Some(ended(code, code.into())), 1))
        .collect();
    for _ in 0..200 {
        words.see(ON_FAILURE, &all).await;
    }
    assert!(asked(&api).len() <= 2 * MOST_TAILS, "{:?}", asked(&api));
    assert_eq!(words.told().len(), MOST_TAILS);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_final_and_another_failure_is_not() {
    for (answer, requests) in [
        (Answer::forbidden as fn() -> Answer, 1),
        (|| Answer::failure(404, "NotFound", &json!({})), 2),
    ] {
        let api = Api::new(move |_| answer());
        let mut words = LastWords::new(&api.client(), 10);
        for code in [3, 4] {
            let pods = [pod(
                "a",
                running(),
                Some(ended(code, 1)),
                u32::try_from(code).unwrap(),
            )];
            words.see(ON_FAILURE, &pods).await;
        }
        assert_eq!(api.asked().len(), requests);
        assert!(words.told().is_empty());
    }
}

/// A node that is lost answers nothing, and may have any of the pods.
#[tokio::test(start_paused = true)]
async fn one_that_does_not_answer_takes_no_other_with_it() {
    let api = api();
    let lost = tower::service_fn(move |request: http::Request<kube::client::Body>| {
        let client = api.client();
        async move {
            if request.uri().path().contains("/lost") {
                std::future::pending::<()>().await;
            }
            client.send(request).await
        }
    });
    let mut words = LastWords::new(&Client::new(lost, "default"), 10);
    let pods = [("a", 1), ("lost", 2), ("b", 3), ("lost-too", 4)]
        .map(|(name, second)| leaving(pod(name, ContainerState::Terminated(ended(3, second)), None, 0)));
    let start = Instant::now();
    words.see(ON_FAILURE, &pods).await;
    assert_eq!(start.elapsed(), PATIENCE);
    assert_eq!(words.told(), ["b current"]);
}

#[tokio::test(start_paused = true)]
async fn thousands_that_cannot_be_read_are_few_requests_too() {
    let api = Api::new(|_| Answer::not_found());
    let mut words = LastWords::new(&api.client(), 10);
    let all: Vec<PodFacts> = (0..2000)
        .map(|number| pod(&format!("p{number}"), running(), Some(ended(3, number)), 1))
        .collect();
    for _ in 0..20 {
        words.see(ON_FAILURE, &all).await;
    }
    assert_eq!(asked(&api), ["p1999!", "p1998!", "p1997!"]);
    advance(PAUSE).await;
    words.see(ON_FAILURE, &all).await;
    assert_eq!(asked(&api).len(), 4, "one more after a while");
}

#[tokio::test(start_paused = true)]
async fn silence_does_not_take_the_place_of_words() {
    let api = Api::new(|path| {
        let has_words = path.contains("previous");
        Answer::text(if has_words { "boom" } else { "" })
    });
    let mut words = LastWords::new(&api.client(), 10);
    words
        .see(ON_FAILURE, &[pod("a", running(), Some(ended(3, 1)), 1)])
        .await;
    let last = pod("a", ContainerState::Terminated(ended(3, 5)), Some(ended(3, 1)), 1);
    words.see(ON_FAILURE, &[leaving(last)]).await;
    assert_eq!(asked(&api), ["a!", "a"]);
    words.see(NEVER, &[leaving(pod("b", running(), None, 0))]).await;
    assert_eq!(asked(&api).len(), 3);
    assert_eq!(words.told(), ["boom"]);
}

#[tokio::test(start_paused = true)]
async fn what_fails_is_read_at_once_where_the_job_is_deleted_soon_after_its_end() {
    for (ttl, requests) in [(Some(0), 1), (Some(59), 1), (Some(3600), 0), (None, 0)] {
        let api = api();
        let mut words = LastWords::new(&api.client(), 10);
        let failed = PodFacts {
            phase: "Failed".into(),
            ..pod("a", ContainerState::Terminated(ended(3, 1)), None, 0)
        };
        let mut snapshot = snapshot(NEVER, &[failed]);
        std::sync::Arc::make_mut(&mut snapshot.job.spec).ttl_seconds_after_finished = ttl;
        words.learn(0, &snapshot);
        words.settle(Instant::now() + PAUSE).await;
        assert_eq!(asked(&api).len(), requests, "{ttl:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_waited_for_without_a_read_and_not_longer_than_it_may() {
    let api = api();
    let mut words = LastWords::new(&api.client(), 10);
    assert!(timeout(PAUSE, words.go_on()).await.is_err());
    let start = Instant::now();
    words.settle(start + PAUSE).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
    words.learn(
        0,
        &snapshot(ON_FAILURE, &[pod("a", running(), Some(ended(3, 1)), 1)]),
    );
    words.settle(start + PAUSE).await;
    assert_eq!(words.told(), ["a before"]);
}
