//! Lists from an API server that pages, lets lists expire, and sends wrong answers.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::*;
use crate::job_details::fake::{Answer, Api};

/// Collects up to `most` items.
#[derive(Debug)]
struct Everything {
    names: Vec<String>,
    most: usize,
}

impl Collect for Everything {
    fn add(&mut self, item: Item) -> Result<(), String> {
        let object: Value = item.decode_json()?;
        let name = object["metadata"]["name"].as_str().ok_or("it has no name")?;
        self.names.push(name.to_owned());
        Ok(())
    }

    fn wants_more(&self) -> bool {
        self.names.len() < self.most
    }
}

async fn read_up_to(api: &Api, most: usize) -> Result<Listed<Everything>, RequestError> {
    let list = List {
        what: "things",
        path: "/things?x=1".to_owned(),
        accept: "application/json",
    };
    let begin = || Everything {
        names: Vec::new(),
        most,
    };
    list.read(&api.client(), begin).await
}

async fn read(api: &Api) -> Result<Listed<Everything>, RequestError> {
    read_up_to(api, usize::MAX).await
}

fn thing(name: &str) -> Value {
    json!({"metadata": {"name": name}})
}

fn page(name: &str, next: &str) -> Answer {
    Answer::page("ThingList", &[thing(name)], next)
}

fn has(path: &str, token: &str) -> bool {
    path.ends_with(&format!("continue={token}"))
}

#[tokio::test]
async fn pages_are_joined_in_order() {
    let api = Api::new(|path| match path {
        path if has(path, "one") => page("b", "two"),
        path if has(path, "two") => page("c", ""),
        _ => page("a", "one"),
    });
    let listed = read(&api).await.unwrap();
    assert_eq!(listed.collected.names, ["a", "b", "c"]);
    assert_eq!(listed.inconsistent, None);
    assert_eq!(
        api.asked(),
        [
            "/things?x=1&limit=500",
            "/things?x=1&limit=500&continue=one",
            "/things?x=1&limit=500&continue=two"
        ]
    );
}

#[tokio::test]
async fn an_expired_token_begins_the_list_anew_once() {
    let expired = AtomicUsize::new(0);
    let api = Api::new(move |path| {
        if !path.contains("continue") {
            return page("a", "one");
        }
        match expired.fetch_add(1, Ordering::SeqCst) {
            0 => Answer::gone(Some("instead")),
            _ => page("b", ""),
        }
    });
    let listed = read(&api).await.unwrap();
    assert_eq!(listed.collected.names, ["a", "b"]);
    assert_eq!(listed.inconsistent, None);
}

#[tokio::test]
async fn a_second_expiry_goes_on_with_what_the_server_offers_and_says_so() {
    let api = Api::new(|path| match path {
        path if has(path, "instead") => page("b", ""),
        path if has(path, "one") => Answer::gone(Some("instead")),
        _ => page("a", "one"),
    });
    let listed = read(&api).await.unwrap();
    assert_eq!(listed.collected.names, ["a", "b"]);
    assert_eq!(listed.inconsistent, Some(Inconsistency::SeveralMoments));
    let requests = api.asked();
    assert_eq!(requests.len(), 5, "no page is asked for twice: {requests:?}");
}

#[tokio::test]
async fn without_an_offer_the_list_is_called_incomplete() {
    for offered in [None, Some("")] {
        let api = Api::new(move |path| {
            if path.contains("continue") {
                Answer::gone(offered)
            } else {
                page("a", "one")
            }
        });
        let listed = read(&api).await.unwrap();
        assert_eq!(listed.collected.names, ["a"]);
        assert_eq!(listed.inconsistent, Some(Inconsistency::Incomplete));
    }
}

#[tokio::test]
async fn a_token_that_leads_back_to_its_page_is_an_error() {
    let api = Api::new(|_| page("a", "same"));
    let error = read(&api).await.unwrap_err();
    assert_eq!(error.kind, RequestErrorKind::BadAnswer);
    assert!(error.message.contains("continue tokens repeat"), "{error}");
    assert_eq!(api.asked().len(), 2);
}

#[tokio::test]
async fn a_410_to_a_request_without_token_is_an_error() {
    let api = Api::new(|_| Answer::gone(Some("x")));
    assert_eq!(read(&api).await.unwrap_err().kind, RequestErrorKind::Gone);
}

#[tokio::test]
async fn a_failure_in_the_middle_gives_no_half_list() {
    let api = Api::new(|path| {
        if path.contains("continue") {
            Answer::forbidden()
        } else {
            page("a", "one")
        }
    });
    assert_eq!(read(&api).await.unwrap_err().kind, RequestErrorKind::Forbidden);
}

#[tokio::test]
async fn an_item_that_cannot_be_read_is_named() {
    let api = Api::new(|_| Answer::list("ThingList", &[thing("a"), json!({})]));
    let error = read(&api).await.unwrap_err();
    assert_eq!(error.kind, RequestErrorKind::BadAnswer);
    assert!(
        error.message.contains("things") && error.message.contains("item 2"),
        "{}",
        error.message
    );
}

#[tokio::test]
async fn a_list_can_be_left_early() {
    let number = AtomicUsize::new(0);
    let api = Api::new(move |_| page("a", &number.fetch_add(1, Ordering::SeqCst).to_string()));
    let listed = read_up_to(&api, 3).await.unwrap();
    assert_eq!(listed.collected.names.len(), 3);
}
