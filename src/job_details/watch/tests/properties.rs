//! Tests of what a watcher promises, one promise each.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, timeout};

use super::server::{Piece, Reply, Server, bookmark, job, line};
use crate::client::{RequestError, RequestErrorKind};
use crate::facts::Gone;
use crate::job_details::fake;
use crate::job_details::watch::{Feed as _, Follower, Following, News, Pin};

/// Follows Job `x`, which has not ended.
pub(super) fn follow(client: &kube::Client) -> Follower {
    let following = Following {
        jobs: vec![fake::job(&job("own", 100, None))],
        ..Following::default()
    };
    Follower::start(client, following)
}

/// Follows until the Job has ended or is gone, an error is final, or `most` has passed.
pub(super) async fn until_over(follower: &mut Follower, most: Duration) -> Result<Option<Pin>, RequestError> {
    let end = timeout(most, async {
        while !follower.pins()[0].is_over() {
            if let News::Ended(error) = follower.next().await {
                return Err(error);
            }
        }
        Ok(Some(follower.pins()[0].clone()))
    });
    end.await.unwrap_or(Ok(None))
}

fn is_complete(pin: &Pin) -> bool {
    let conditions = &pin.job.as_ref().unwrap().status.conditions;
    conditions.iter().any(|condition| condition.kind == "Complete")
}

fn running() -> Reply {
    Reply::list(100, &[job("own", 100, None)])
}

fn done() -> Reply {
    Reply::list(200, &[job("own", 200, Some("Complete"))])
}

#[tokio::test(start_paused = true)]
async fn an_event_that_was_skipped_is_found_by_the_next_list() {
    let server = Server::default();
    // A watch that ends in order after its full length but does not report the end of the Job.
    let client = server.client(|asked, before| match (asked.is_watch(), before) {
        (true, _) => Reply::watch(vec![Piece::Pause(Duration::from_secs(45))]),
        (false, 0) => running(),
        (false, _) => done(),
    });
    let start = Instant::now();
    let pin = until_over(&mut follow(&client), Duration::from_mins(5))
        .await
        .unwrap();
    assert!(is_complete(&pin.unwrap()));
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn the_list_is_read_again_however_watches_fail() {
    let faults: [fn() -> Reply; 4] = [
        || Reply::Nothing(Duration::from_secs(30), RequestErrorKind::Timeout),
        || Reply::status(500, None),
        || Reply::watch(vec![Piece::Cut]),
        || Reply::watch(vec![Piece::Text(line("ERROR", &Value::Null))]),
    ];
    for fault in faults {
        let server = Server::default();
        let client = server.client(move |asked, before| match (asked.is_watch(), before) {
            (true, _) => fault(),
            (false, 0) => running(),
            (false, _) => done(),
        });
        let start = Instant::now();
        let pin = until_over(&mut follow(&client), Duration::from_mins(5))
            .await
            .unwrap();
        assert!(is_complete(&pin.unwrap()));
        assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn a_cut_watch_goes_on_from_the_last_version() {
    let server = Server::default();
    let client = server.client(|asked, before| match (asked.is_watch(), before) {
        (false, _) => running(),
        (true, 0) => Reply::watch(vec![
            Piece::Text(line("MODIFIED", &job("own", 105, None))),
            Piece::Text(bookmark(110)),
            Piece::Text("{\"type\":\"MODI".to_owned()),
            Piece::Cut,
        ]),
        (true, 1) => Reply::watch(vec![Piece::Text(line("MODIFIED", &job("own", 120, None)))]),
        (true, _) => Reply::quiet(vec![line("MODIFIED", &job("own", 130, Some("Complete")))]),
    });
    let pin = until_over(&mut follow(&client), Duration::from_mins(1))
        .await
        .unwrap();
    assert!(is_complete(&pin.unwrap()));
    assert_eq!(server.watched_from(), ["100", "110", "120"]);
    let lists = server.asked().iter().filter(|asked| !asked.is_watch()).count();
    assert_eq!(lists, 1);
}

#[tokio::test(start_paused = true)]
async fn a_version_that_expired_leads_to_a_new_list() {
    let expired = || {
        line(
            "ERROR",
            &serde_json::json!({"kind": "Status", "code": 410, "message": "too old"}),
        )
    };
    let faults: [fn(String) -> Reply; 2] = [
        |_| Reply::status(410, None),
        |expired| Reply::watch(vec![Piece::Text(expired)]),
    ];
    for fault in faults {
        let server = Server::default();
        let client = server.client(move |asked, before| match (asked.is_watch(), before) {
            (false, 0) => running(),
            (false, _) => Reply::list(150, &[job("own", 100, None)]),
            (true, 0) => fault(expired()),
            (true, _) => Reply::quiet(vec![line("MODIFIED", &job("own", 160, Some("Complete")))]),
        });
        let start = Instant::now();
        let pin = until_over(&mut follow(&client), Duration::from_mins(1))
            .await
            .unwrap();
        assert!(is_complete(&pin.unwrap()));
        assert_eq!(server.watched_from(), ["100", "150"]);
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_asks_for_time_gets_it() {
    let server = Server::default();
    let client = server.client(|asked, before| match (asked.is_watch(), before) {
        (false, 0) => Reply::status(429, Some(7)),
        (false, _) => running(),
        (true, 0) => Reply::status(503, Some(9)),
        (true, _) => Reply::quiet(vec![line("MODIFIED", &job("own", 160, Some("Complete")))]),
    });
    let pin = until_over(&mut follow(&client), Duration::from_mins(1))
        .await
        .unwrap();
    assert!(is_complete(&pin.unwrap()));
    let at: Vec<Instant> = server.asked().iter().map(|asked| asked.at).collect();
    let gaps: Vec<u64> = at.windows(2).map(|pair| (pair[1] - pair[0]).as_secs()).collect();
    assert_eq!(gaps, [7, 0, 9]);
}

#[tokio::test(start_paused = true)]
async fn a_silent_watch_is_left_after_its_length() {
    let server = Server::default();
    let client = server.client(|asked, _| {
        if asked.is_watch() {
            Reply::quiet(vec![])
        } else {
            running()
        }
    });
    until_over(&mut follow(&client), Duration::from_mins(10))
        .await
        .unwrap();
    let asked = server.asked();
    let watches: Vec<_> = asked.iter().filter(|asked| asked.is_watch()).collect();
    for pair in watches.windows(2) {
        let gap = pair[1].at - pair[0].at;
        let length: u64 = pair[0].parameter("timeoutSeconds").unwrap().parse().unwrap();
        assert!((36..=45).contains(&length), "{length}");
        assert!(
            (length..=length + 6).contains(&gap.as_secs()),
            "{gap:?} of {length} s"
        );
    }
    // A list by name is cheap, and only a list reveals what a silent watch did not report.
    assert!((12..=17).contains(&watches.len()), "{}", watches.len());
    assert!(asked.len() >= 2 * watches.len(), "{}", asked.len());
}

#[tokio::test(start_paused = true)]
async fn no_fault_is_answered_by_a_flood() {
    let faults: [(fn() -> Reply, usize); 6] = [
        (|| Reply::watch(vec![]), 63),
        (|| Reply::watch(vec![Piece::Cut]), 63),
        (|| Reply::watch(vec![Piece::Text(bookmark(100)), Piece::Cut]), 63),
        (|| Reply::watch(vec![Piece::Text("what?\n".to_owned())]), 122),
        (|| Reply::status(410, None), 122),
        (|| Reply::status(500, None), 26),
    ];
    for (fault, most) in faults {
        let server = Server::default();
        let client = server.client(move |asked, _| if asked.is_watch() { fault() } else { running() });
        until_over(&mut follow(&client), Duration::from_mins(1))
            .await
            .unwrap();
        let number = server.asked().len();
        assert!(
            (10..=most).contains(&number),
            "{number} requests in a minute, not {most}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_final_where_nothing_was_granted_before() {
    for code in [401, 403, 404] {
        let server = Server::default();
        let client = server.client(move |_, _| Reply::status(code, None));
        let start = Instant::now();
        assert!(
            until_over(&mut follow(&client), Duration::from_mins(1))
                .await
                .is_err()
        );
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_what_was_granted_must_last() {
    for (refused, is_final) in [(8, false), (20, true)] {
        let server = Server::default();
        let start = Instant::now();
        let client = server.client(move |asked, before| match (asked.is_watch(), before) {
            (false, _) => running(),
            (true, 0) => Reply::watch(vec![]),
            (true, _) if start.elapsed() < Duration::from_secs(refused) => Reply::status(403, None),
            (true, _) => Reply::quiet(vec![line("MODIFIED", &job("own", 160, Some("Complete")))]),
        });
        let end = until_over(&mut follow(&client), Duration::from_mins(1)).await;
        assert_eq!(end.is_err(), is_final, "refused for {refused} s");
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn answers_that_are_none_are_borne_for_two_minutes() {
    let server = Server::default();
    let client = server.client(|_, _| Reply::text(200, "<html>"));
    let start = Instant::now();
    assert!(
        until_over(&mut follow(&client), Duration::from_mins(5))
            .await
            .is_err()
    );
    assert!(
        (120..130).contains(&start.elapsed().as_secs()),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn a_list_that_expired_before_its_end_says_nothing_of_the_rest() {
    let page = |next: &str| {
        let other = serde_json::json!({"metadata": {"name": "a", "namespace": "shop", "uid": next, "resourceVersion": "1"}});
        let list = serde_json::json!({"kind": "JobList", "metadata": {"resourceVersion": "100", "continue": next}, "items": [other]});
        Reply::text(200, list.to_string())
    };
    let server = Server::default();
    let client = server.client(move |asked, before| match asked.parameter("continue") {
        _ if asked.is_watch() => Reply::quiet(vec![]),
        Some(_) => Reply::status(410, None),
        None => page(&format!("token-{before}")),
    });
    let pin = until_over(&mut follow(&client), Duration::from_mins(10))
        .await
        .unwrap();
    assert!(pin.is_none(), "{pin:?}");
}

/// A list may be empty by mistake, so the follower asks for the Job itself.
#[tokio::test(start_paused = true)]
async fn what_a_list_lacks_is_gone_only_if_the_job_cannot_be_found() {
    type Case = (fn(usize) -> Reply, Option<Gone>);
    let cases: [Case; 5] = [
        (|_| Reply::missing(), Some(Gone::Deleted)),
        (
            |_| Reply::text(200, job("another", 300, None).to_string()),
            Some(Gone::Replaced),
        ),
        // As after etcd was restored from a backup.
        (
            |_| Reply::text(200, job("earlier", 50, None).to_string()),
            Some(Gone::Deleted),
        ),
        (|_| Reply::text(200, job("own", 100, None).to_string()), None),
        (
            |before| match before {
                0..3 => Reply::status(500, None),
                _ => Reply::missing(),
            },
            Some(Gone::Deleted),
        ),
    ];
    for (get, gone) in cases {
        let server = Server::default();
        let client = server.client(move |asked, before| match asked {
            _ if asked.is_get() => get(before),
            _ if asked.is_watch() => Reply::quiet(vec![]),
            _ => Reply::list(300, &[]),
        });
        let mut follower = follow(&client);
        let pin = until_over(&mut follower, Duration::from_secs(20)).await.unwrap();
        assert_eq!(pin.and_then(|pin| pin.gone), gone);
    }
}

#[tokio::test(start_paused = true)]
async fn trouble_with_that_question_is_told() {
    let server = Server::default();
    let client = server.client(|asked, _| match asked {
        _ if asked.is_get() => Reply::status(500, None),
        _ if asked.is_watch() => Reply::quiet(vec![]),
        _ => Reply::list(300, &[]),
    });
    let mut follower = follow(&client);
    let news = timeout(Duration::from_secs(5), follower.next()).await;
    assert!(matches!(news, Ok(News::Trouble(_))), "{news:?}");
    assert!(!follower.pins()[0].is_over());
}

/// A role may have the right to list Jobs without the right to get one.
#[tokio::test(start_paused = true)]
async fn who_may_not_get_the_job_asks_for_the_list_once_more() {
    for (is_mistake, gone) in [(true, None), (false, Some(Gone::Deleted))] {
        let server = Server::default();
        let client = server.client(move |asked, before| match (asked, before) {
            _ if asked.is_get() => Reply::status(403, None),
            _ if asked.is_watch() => Reply::quiet(vec![]),
            (_, 1) if is_mistake => running(),
            _ => Reply::list(300, &[]),
        });
        let mut follower = follow(&client);
        let pin = until_over(&mut follower, Duration::from_secs(20)).await.unwrap();
        assert_eq!(pin.and_then(|pin| pin.gone), gone);
    }
}
