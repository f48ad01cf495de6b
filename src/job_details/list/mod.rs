//! Lists of any length: page after page, of which the next is under way while one is decoded.
//!
//! This is the only place that knows of `continue` tokens: that they expire, and that a broken server may
//! hand them out for ever.

mod page;

pub(super) use page::Item;

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};

use http::{Request, StatusCode, header};
use kube::{Client, client::Body};
use serde::Deserialize;
use tokio::{task::spawn_blocking, time::Instant};

use self::page::Page;
use super::path::push_parameter;
use crate::client::{self, RequestError, RequestErrorKind};

/// How many objects a page has: what kubectl asks for too.
const PAGE_SIZE: &str = "500";

/// A million objects. A list that is longer than that is a server that never ends it.
const MAX_PAGES: usize = 2_000;

/// Pages in a row that bring nothing new: an API server fills each page but the last.
const MAX_IDLE_PAGES: usize = 5;

/// How many times the limit of one request all pages of a list may take together, a generous share for the 200 of 100,000
/// objects on a slow line.
const MOST_LIMITS: u32 = 20;

/// A list that is to be read.
pub(super) struct List {
    /// What is listed, in the plural, for messages.
    pub(super) what: &'static str,
    /// Path and query, without `limit` and `continue`.
    pub(super) path: String,
    /// The media types to accept.
    pub(super) accept: &'static str,
}

/// Takes the items of a list in.
pub(super) trait Collect: Send + 'static {
    /// Takes one item in, in the server's order; the error says what is wrong with it.
    fn add(&mut self, item: Item) -> Result<(), String>;

    /// Whether to go on to the next page.
    fn wants_more(&self) -> bool {
        true
    }
}

/// A list that was read.
#[derive(Debug)]
pub(super) struct Listed<C> {
    /// What took the items in.
    pub(super) collected: C,
    /// Set where the pages are not of one moment, or not all of them could be had; says so in a sentence.
    pub(super) inconsistent: Option<String>,
    /// `resourceVersion` of the first page, from which a watch misses nothing.
    pub(super) version: Option<String>,
}

impl List {
    /// Reads the list into what `begin` gives, which is called anew where the list must begin anew.
    ///
    /// A `continue` token expires after some minutes (410). The list is then begun anew once; where that expires
    /// too, it goes on with the token that the server offers instead, which is of another moment
    /// (`ListOptions.continue` in types.go of k8s.io/apimachinery).
    pub(super) async fn read<C: Collect>(
        &self,
        client: &Client,
        begin: impl Fn() -> C,
    ) -> Result<Listed<C>, RequestError> {
        let mut collected = begin();
        let mut tokens = Tokens::default();
        let mut patience = Patience::new();
        let mut inconsistent = None;
        let mut version = None;
        let mut fetched = self.fetch(client, None).await;
        loop {
            let page = match fetched {
                Ok(page) => page,
                Err(error) if error.kind == RequestErrorKind::Gone && tokens.last.is_some() => {
                    if !tokens.begun_anew {
                        collected = begin();
                        tokens = Tokens {
                            begun_anew: true,
                            ..Tokens::default()
                        };
                        patience.hashes.clear();
                        version = None;
                        fetched = self.fetch(client, None).await;
                        continue;
                    }
                    let offered = self.offered_instead(client, tokens.last.as_deref()).await;
                    let Some(token) = offered.filter(|token| tokens.is_new(token)) else {
                        inconsistent = Some(self.incomplete());
                        return Ok(Listed {
                            collected,
                            inconsistent,
                            version,
                        });
                    };
                    inconsistent = Some(self.of_several_moments());
                    fetched = self.fetch(client, Some(&token)).await;
                    continue;
                }
                Err(error) => return Err(error),
            };
            let next = page.next.clone();
            version = version.or_else(|| page.version.clone());
            if next.as_deref().is_some_and(|token| !tokens.is_new(token)) || !patience.lasts(&page) {
                return Err(self.bad("it never ends"));
            }
            if next.is_some() && patience.is_late(&page) {
                return Err(self.late(&page));
            }
            // Off this thread, so that the next page arrives meanwhile even where there is no other thread.
            let decoding = spawn_blocking(move || collect(collected, page));
            let following = match &next {
                Some(token) => Some(self.fetch(client, Some(token)).await),
                None => None,
            };
            let decoded = decoding.await.map_err(|error| self.bad(&error.to_string()))?;
            collected = decoded.map_err(|why| self.bad(&why))?;
            match following {
                Some(page) if collected.wants_more() => fetched = page,
                _ => {
                    return Ok(Listed {
                        collected,
                        inconsistent,
                        version,
                    });
                }
            }
        }
    }

    async fn fetch(&self, client: &Client, token: Option<&str>) -> Result<Page, RequestError> {
        let response = client::get_whole(client, &self.page_path(token), self.accept).await?;
        let limit = client::limit_of(&response);
        let content_type = response.headers().get(header::CONTENT_TYPE);
        let content_type = content_type
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let content_type = content_type.to_owned();
        let page = Page::split(&content_type, response.body()).map_err(|why| self.bad(&why))?;
        Ok(Page { limit, ..page })
    }

    fn page_path(&self, token: Option<&str>) -> String {
        let mut path = self.path.clone();
        push_parameter(&mut path, "limit", PAGE_SIZE);
        if let Some(token) = token {
            push_parameter(&mut path, "continue", token);
        }
        path
    }

    /// The token in the Status of a 410. [`client::get`] reduces an answer to its kind, so the page is
    /// asked for once more, by hand.
    async fn offered_instead(&self, client: &Client, expired: Option<&str>) -> Option<String> {
        let request = Request::get(self.page_path(expired))
            .header(header::ACCEPT, "application/json")
            .body(Body::empty());
        let response = client.send(request.ok()?).await.ok()?;
        if response.status() != StatusCode::GONE {
            return None;
        }
        let body = client::read_body(response).await.ok()?;
        let status: GoneStatus = serde_json::from_slice(&body).ok()?;
        status.metadata.next.filter(|token| !token.is_empty())
    }

    fn bad(&self, why: &str) -> RequestError {
        let message = format!("the server's list of {} cannot be read: {why}", self.what);
        RequestError::new(RequestErrorKind::BadAnswer, message)
    }

    fn late(&self, page: &Page) -> RequestError {
        let seconds = most(page).unwrap_or_default().as_secs_f64();
        RequestError::new(
            RequestErrorKind::Timeout,
            format!(
                "the server's list of {} had not ended after {seconds} s; --request-timeout gives it more time",
                self.what
            ),
        )
    }

    fn of_several_moments(&self) -> String {
        format!(
            "the list of {} took longer than the server keeps one state of it, so it mixes several moments",
            self.what
        )
    }

    fn incomplete(&self) -> String {
        format!(
            "the list of {} is incomplete: it took longer than the server keeps one state of it",
            self.what
        )
    }
}

/// The tokens that were used since the list began.
#[derive(Default)]
struct Tokens {
    seen: HashSet<String>,
    last: Option<String>,
    begun_anew: bool,
}

impl Tokens {
    /// Notes a token; false where it was used before or where there were more than any list has.
    fn is_new(&mut self, token: &str) -> bool {
        self.last = Some(token.to_owned());
        self.seen.insert(token.to_owned()) && self.seen.len() < MAX_PAGES
    }
}

/// How long to go on with a list that does not end.
struct Patience {
    since: Instant,
    hasher: RandomState,
    /// Of the first items of the pages.
    hashes: HashSet<u64>,
    idle: usize,
}

impl Patience {
    fn new() -> Self {
        Self {
            since: Instant::now(),
            hasher: RandomState::new(),
            hashes: HashSet::new(),
            idle: 0,
        }
    }

    /// Notes a page; false after several in a row that bring nothing, or begin as an earlier one.
    fn lasts(&mut self, page: &Page) -> bool {
        let first = page.items.first().map(|item| self.hasher.hash_one(item.bytes()));
        let brings = first.is_some_and(|hash| self.hashes.insert(hash));
        self.idle = if brings { 0 } else { self.idle + 1 };
        self.idle < MAX_IDLE_PAGES
    }

    fn is_late(&self, page: &Page) -> bool {
        most(page).is_some_and(|most| self.since.elapsed() > most)
    }
}

/// The time that a list may take, by that of a page of it.
fn most(page: &Page) -> Option<Duration> {
    page.limit.map(|limit| limit.saturating_mul(MOST_LIMITS))
}

#[derive(Deserialize)]
struct GoneStatus {
    metadata: GoneMetadata,
}

#[derive(Deserialize)]
struct GoneMetadata {
    #[serde(rename = "continue")]
    next: Option<String>,
}

fn collect<C: Collect>(mut collected: C, page: Page) -> Result<C, String> {
    for (position, item) in page.items.into_iter().enumerate() {
        collected
            .add(item)
            .map_err(|why| format!("item {} of a page: {why}", position + 1))?;
    }
    Ok(collected)
}

#[cfg(test)]
mod tests;
