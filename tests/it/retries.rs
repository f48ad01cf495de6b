//! How long to go on: answers that are cut off, refusals that ask to wait, lists that do not end.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{Cyjob, Recorded, Reply, Server, list};

fn describe() -> Cyjob {
    Cyjob::new("describe fail-exit")
}

/// An answer whose body is shorter than its head says.
fn cut() -> Reply {
    Reply::Raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{\"kind\":"
            .to_vec(),
    )
}

#[test]
fn an_answer_that_is_cut_off_is_asked_for_again() {
    let recorded = Recorded::new("fail-exit");
    let seen = std::sync::Mutex::new(std::collections::HashSet::new());
    let server = Server::new(move |request| {
        let is_first = seen
            .lock()
            .unwrap()
            .insert(format!("{}{:?}", request.path, request.query));
        if is_first { cut() } else { recorded.answer(request) }
    });
    let whole = describe().server(&server.url).words("-o json").answer();
    assert!(whole.contains("\"unknown\": []"), "{whole}");
    let server = Server::new(|_| cut());
    describe().server(&server.url).run().assert_error(5, &["cut off"]);
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_page_of_a_load_balancer_has_the_words_of_a_server_error() {
    let recorded = Recorded::new("fail-exit");
    let server = Server::new(|_| Reply::gateway_page(502));
    let run = describe().server(&server.url).run();
    run.assert_error(
        5,
        &["cannot answer", "502", "an HTML page titled \"502 from nginx\""],
    );
    assert!(!run.stderr.contains("sign-in"), "{}", run.stderr);
    assert_eq!(server.requests().len(), 3);
    let server = Server::new(move |request| {
        if request.path.ends_with("/pods") {
            Reply::gateway_page(504)
        } else {
            recorded.answer(request)
        }
    });
    let report = describe().server(&server.url).words("-o json").run().json();
    assert_eq!(report["unknown"][0]["what"], "pods");
    assert_eq!(report["unknown"][0]["reason"], "ServerError");
}

#[test]
fn a_429_is_told_where_there_is_no_time_to_wait_for_another_try() {
    let server =
        Server::new(|_| Reply::status(429, "TooManyRequests", "slow down").with_header("Retry-After", "10"));
    let start = Instant::now();
    let run = describe().server(&server.url).arg("--request-timeout=5s").run();
    run.assert_error(5, &["is overloaded", "asks to wait 10 s"]);
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_list_without_end_is_left_at_last() {
    let recorded = Recorded::new("fail-exit");
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::new(move |request| {
        if !request.path.ends_with("/pods") {
            return recorded.answer(request);
        }
        std::thread::sleep(Duration::from_millis(100));
        let number = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let pod = json!({"metadata": {"name": format!("p{number}"), "namespace": "zoo"}});
        Reply::json(&list("Pod", &[pod], &format!("t{number}")))
    });
    let run = describe()
        .server(&server.url)
        .words("-o json --request-timeout=500ms")
        .run();
    let report = run.json();
    let unknown = &report["unknown"][0];
    assert_eq!(
        (unknown["what"].as_str(), unknown["reason"].as_str()),
        (Some("pods"), Some("Timeout"))
    );
    assert!(
        unknown["message"]
            .as_str()
            .unwrap()
            .contains("had not ended after 10 s"),
        "{unknown}"
    );
}
