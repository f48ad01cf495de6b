//! Tests of how long, and for how many Jobs, pods are watched.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::server::{Asked, Piece, Reply, Server, job, line};
use crate::facts::Pods;
use crate::job_details::fake;
use crate::job_details::watch::{Feed as _, FollowedPods, Follower, Following, News};

/// Job `x` with a selector, by which its pods are requested.
fn with_pods(condition: Option<&str>) -> Value {
    let mut job = job("own", 100, condition);
    job["spec"] = json!({"selector": {"matchLabels": {"of": "x"}}});
    job
}

fn pod(phase: &str) -> Value {
    json!({"kind": "Pod", "apiVersion": "v1",
        "metadata": {"name": "x-1", "namespace": "shop", "uid": "pod", "resourceVersion": "100", "labels": {"of": "x"},
            "ownerReferences": [{"apiVersion": "batch/v1", "kind": "Job", "name": "x", "uid": "own", "controller": true}]},
        "status": {"phase": phase}})
}

fn is_of_pods(asked: &Asked) -> bool {
    asked.parameter("labelSelector").is_some()
}

/// A server with a pod that succeeds after twenty seconds. `jobs` answers the requests for Jobs.
fn server(jobs: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> (Server, kube::Client) {
    let server = Server::default();
    let client = server.client(move |asked, _| match (is_of_pods(asked), asked.is_watch()) {
        (false, _) => jobs(asked),
        (true, false) => Reply::list(100, &[pod("Running")]),
        (true, true) => Reply::watch(vec![
            Piece::Pause(Duration::from_secs(20)),
            Piece::Text(line("MODIFIED", &pod("Succeeded"))),
            Piece::Pause(super::server::FOR_EVER),
        ]),
    });
    (server, client)
}

fn follow(client: &kube::Client, pods: FollowedPods, jobs: usize) -> Follower {
    let numbered = |number: usize| {
        let mut job = with_pods(None);
        if number > 0 {
            job["metadata"]["name"] = format!("x{number}").into();
            job["metadata"]["uid"] = format!("own{number}").into();
        }
        fake::job(&job)
    };
    let following = Following {
        jobs: (0..jobs).map(numbered).collect(),
        pods,
        ..Following::default()
    };
    Follower::start(client, following)
}

/// The phase of the pod after half a minute of news, and whether the Job has ended or is gone.
async fn after_all_news(follower: &mut Follower) -> (String, bool) {
    let all = timeout(Duration::from_secs(30), async {
        loop {
            if let News::Ended(error) = follower.next().await {
                panic!("{}", error.message);
            }
        }
    });
    assert!(all.await.is_err());
    let snapshot = follower.snapshot(0, Timestamp::UNIX_EPOCH, false).unwrap();
    let own = snapshot.pods.unwrap().own;
    (own[0].phase.to_string(), follower.pins()[0].is_over())
}

/// A Job that fails after five seconds.
fn ends(asked: &Asked) -> Reply {
    if asked.is_watch() {
        Reply::watch(vec![
            Piece::Pause(Duration::from_secs(5)),
            Piece::Text(line("MODIFIED", &with_pods(Some("Failed")))),
            Piece::Pause(super::server::FOR_EVER),
        ])
    } else {
        Reply::list(100, &[with_pods(None)])
    }
}

/// A Job that is deleted after five seconds.
fn is_deleted(asked: &Asked) -> Reply {
    if asked.is_watch() {
        Reply::watch(vec![
            Piece::Pause(Duration::from_secs(5)),
            Piece::Text(line("DELETED", &with_pods(None))),
            Piece::Pause(super::server::FOR_EVER),
        ])
    } else {
        Reply::list(100, &[with_pods(None)])
    }
}

#[tokio::test(start_paused = true)]
async fn kept_pods_are_seen_to_end_after_their_job() {
    for jobs in [ends, is_deleted] {
        let (_, client) = server(jobs);
        let mut kept = follow(&client, FollowedPods::Kept, 1);
        assert_eq!(after_all_news(&mut kept).await, ("Succeeded".to_owned(), true));
        let (_, client) = server(jobs);
        let mut needed = follow(&client, FollowedPods::Needed, 1);
        assert_eq!(after_all_news(&mut needed).await, ("Running".to_owned(), true));
    }
}

#[tokio::test(start_paused = true)]
async fn kept_pods_of_a_job_that_is_over_already_are_read() {
    let over = |pods| {
        let (server, client) = server(|_| Reply::list(100, &[with_pods(Some("Failed"))]));
        let following = Following {
            jobs: vec![fake::job(&with_pods(Some("Failed")))],
            pods,
            ..Following::default()
        };
        (server, Follower::start(&client, following))
    };
    let (_, mut kept) = over(FollowedPods::Kept);
    assert!(!kept.is_read_of(0), "nothing was read yet");
    assert_eq!(after_all_news(&mut kept).await, ("Succeeded".to_owned(), true));
    assert!(kept.is_read_of(0));
    let (server, needed) = over(FollowedPods::Needed);
    assert!(needed.is_read_of(0), "there is nothing to wait for");
    sleep(Duration::from_secs(30)).await;
    assert!(!server.asked().iter().any(is_of_pods));
}

#[tokio::test(start_paused = true)]
async fn kept_pods_are_watched_however_many_jobs_there_are() {
    for (pods, watches) in [
        (FollowedPods::Kept, 17),
        (FollowedPods::Needed, 0),
        (FollowedPods::WatchedIfFew, 0),
    ] {
        let (server, client) = server(|_| Reply::list(100, &[with_pods(None)]));
        let mut follower = follow(&client, pods, 17);
        let _ = timeout(Duration::from_secs(1), async {
            loop {
                follower.next().await;
            }
        })
        .await;
        let asked = server.asked();
        let of_pods = asked.iter().filter(|asked| is_of_pods(asked) && asked.is_watch());
        assert_eq!(of_pods.count(), watches, "{pods:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn that_known_pods_cannot_be_read_for_now_is_told_and_they_stay_known() {
    let server = Server::default();
    let client = server.client(|asked, _| match (is_of_pods(asked), asked.is_watch()) {
        (false, false) => Reply::list(100, &[with_pods(None)]),
        (false, true) => Reply::quiet(Vec::new()),
        (true, false) => Reply::list(100, &[pod("Running")]),
        (true, true) => Reply::status(500, None),
    });
    let mut follower = follow(&client, FollowedPods::Kept, 1);
    let trouble = timeout(Duration::from_secs(30), async {
        loop {
            if let News::Trouble(error) = follower.next().await {
                return error.message;
            }
        }
    });
    let message = trouble.await.expect("it is told");
    assert_eq!(message, "the test wants it");
    let snapshot = follower.snapshot(0, Timestamp::UNIX_EPOCH, false).unwrap();
    assert_eq!(snapshot.pods.unwrap().own.len(), 1);
}

/// A pod with this name whose container failed.
fn failed_pod(name: &str) -> Value {
    let mut pod = pod("Failed");
    pod["metadata"]["name"] = name.into();
    pod["metadata"]["uid"] = name.into();
    let end = json!({"exitCode": 3, "reason": "Error"});
    pod["status"]["containerStatuses"] =
        json!([{"name": "main", "restartCount": 0, "state": {"terminated": end}}]);
    pod
}

/// The pods of a Job after half a minute of news.
async fn after_news(client: &kube::Client) -> Pods {
    let mut follower = follow(client, FollowedPods::Needed, 1);
    let _ = timeout(Duration::from_secs(30), async {
        loop {
            follower.next().await;
        }
    })
    .await;
    let snapshot = follower.snapshot(0, Timestamp::UNIX_EPOCH, false).unwrap();
    snapshot.pods.unwrap()
}

/// The names of the pods that exist, and of those that are gone, after half a minute of news.
async fn there_and_gone(pods: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> [Vec<String>; 2] {
    let server = Server::default();
    let client = server.client(move |asked, before| match is_of_pods(asked) {
        true => pods(asked, before),
        false if asked.is_watch() => Reply::quiet(Vec::new()),
        false => Reply::list(100, &[with_pods(None)]),
    });
    let pods = after_news(&client).await;
    [pods.own, pods.gone.pods.into()].map(|pods| pods.iter().map(|pod| pod.name.to_string()).collect())
}

#[tokio::test(start_paused = true)]
async fn what_failed_in_a_pod_that_is_deleted_is_remembered() {
    let [there, gone] = there_and_gone(|asked, _| {
        if asked.is_watch() {
            let deleted = |pod: &Value| line("DELETED", pod);
            let mut good = pod("Succeeded");
            good["metadata"]["uid"] = "good".into();
            let mut foreign = failed_pod("foreign");
            foreign["metadata"]["ownerReferences"] = json!([]);
            Reply::quiet([failed_pod("a"), good, foreign].iter().map(deleted).collect())
        } else {
            Reply::list(100, &[failed_pod("a"), failed_pod("b")])
        }
    })
    .await;
    assert_eq!((there, gone), (vec!["b".to_owned()], vec!["a".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn what_a_new_list_of_pods_does_not_have_is_gone_and_what_comes_back_is_not() {
    let lists = std::sync::atomic::AtomicUsize::new(0);
    let [there, gone] = there_and_gone(move |asked, _| {
        if asked.is_watch() {
            // The version has expired, so the list is read again.
            return match lists.load(std::sync::atomic::Ordering::SeqCst) {
                1 | 2 => Reply::status(410, None),
                _ => Reply::quiet(Vec::new()),
            };
        }
        match lists.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => Reply::list(100, &[failed_pod("a"), failed_pod("b")]),
            1 => Reply::list(100, &[]),
            _ => Reply::list(100, &[failed_pod("b")]),
        }
    })
    .await;
    assert_eq!((there, gone), (vec!["b".to_owned()], vec!["a".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn when_the_deletion_of_a_pod_was_asked_for_first_is_remembered() {
    let asked_at = |second: u32, grace: i64| {
        let mut pod = failed_pod("a");
        pod["metadata"]["deletionTimestamp"] = format!("2026-11-24T12:00:{second}Z").into();
        pod["metadata"]["deletionGracePeriodSeconds"] = grace.into();
        pod
    };
    let server = Server::default();
    let client = server.client(move |asked, _| match (is_of_pods(asked), asked.is_watch()) {
        (false, false) => Reply::list(100, &[with_pods(None)]),
        (false, true) => Reply::quiet(Vec::new()),
        (true, false) => Reply::list(100, &[failed_pod("a")]),
        // The kubelet deletes the pod again when its containers have ended.
        (true, true) => Reply::quiet(vec![
            line("MODIFIED", &asked_at(40, 30)),
            line("MODIFIED", &asked_at(20, 0)),
            line("DELETED", &asked_at(20, 0)),
        ]),
    });
    let gone = after_news(&client).await.gone.pods;
    let deletion = gone[0].times.deletion.get().unwrap();
    assert_eq!(deletion.to_string(), "2026-11-24T12:00:40Z");
    assert_eq!(gone[0].deletion_grace_seconds(), Some(30));
}
