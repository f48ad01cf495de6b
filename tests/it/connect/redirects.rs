//! Servers that send a read elsewhere.

use super::{assert_reached, describe};
use crate::support::{Recorded, Reply, Server};

fn sent_to(location: &str) -> Reply {
    Reply::Whole(307, Vec::new(), Vec::new()).with_header("Location", location)
}

#[test]
fn reads_go_on_where_the_same_server_says() {
    let recorded = Recorded::new("fail-exit");
    let server = Server::new(move |request| match request.path.strip_prefix("/old") {
        Some(path) => {
            let query: Vec<_> = request
                .query
                .iter()
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            sent_to(&format!("{path}?{}", query.join("&")))
        }
        None => recorded.answer(request),
    });
    assert_reached(describe().server(&format!("{}/old", server.url)));
    let requests = server.requests();
    assert_eq!(requests.len() % 2, 0);
    assert!(requests.iter().any(|request| !request.path.starts_with("/old")));
}

#[test]
fn no_other_server_gets_what_a_read_carries() {
    let other = Server::new(|_| Reply::Silence);
    let location = format!("{}/apis", other.url);
    let server = Server::new(move |_| sent_to(&location));
    let run = describe().server(&server.url).run();
    run.assert_error(
        5,
        &[
            "something in between",
            &format!("a redirect to {}/apis", other.url),
        ],
    );
    assert_eq!(server.requests().len(), 1);
    assert!(other.requests().is_empty());
}

#[test]
fn a_circle_of_redirects_is_left() {
    let server = Server::new(|request| sent_to(&request.path));
    describe()
        .server(&server.url)
        .run()
        .assert_error(5, &["a redirect to /"]);
    assert_eq!(server.requests().len(), 6);
}
