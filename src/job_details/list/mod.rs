//! Reads lists of any length, page by page. The next page is on its way while a page is decoded.
//!
//! This is the only module that knows `continue` tokens and their expiry.

mod page;

pub(super) use page::Item;

use std::time::Duration;

use http::header;
use kube::Client;
use tokio::{task::spawn_blocking, time::Instant};

use self::page::Page;
use super::path::push_parameter;
use crate::client::{self, RequestError, RequestErrorKind, Unusable};
use crate::facts::Inconsistency;

/// The number of objects on a page, the same as kubectl's.
const PAGE_SIZE: &str = "500";

/// The time limit for all pages of a list, as a multiple of the limit of one request. It is generous for the
/// 200 pages of 100,000 objects on a slow connection.
const MOST_LIMITS: u32 = 20;

/// A list to read.
pub(super) struct List {
    /// The plural of the listed objects, for messages.
    pub(super) what: &'static str,
    /// Path and query, without `limit` and `continue`.
    pub(super) path: String,
    /// The media types to accept.
    pub(super) accept: &'static str,
}

/// Collects the items of a list.
pub(super) trait Collect: Send + 'static {
    /// Adds one item, in the server's order. The error says what is wrong with the item.
    fn add(&mut self, item: Item) -> Result<(), String>;

    /// Whether to read the next page.
    fn wants_more(&self) -> bool {
        true
    }
}

/// A list that was read.
#[derive(Debug)]
pub(super) struct Listed<C> {
    /// The collector with the items.
    pub(super) collected: C,
    /// Why the list is not one consistent state of the cluster; `None` if it is.
    pub(super) inconsistent: Option<Inconsistency>,
    /// `resourceVersion` of the first page. A watch from this version misses nothing.
    pub(super) version: Option<String>,
}

impl List {
    /// Reads the list into the collector that `begin` creates. A list that has to start again calls `begin`
    /// again.
    ///
    /// A `continue` token expires after some minutes (410). The list then starts again, once. If the list
    /// expires a second time, it continues with the token that the server offers instead, which is of another
    /// moment (`ListOptions.continue` in types.go of k8s.io/apimachinery).
    pub(super) async fn read<C: Collect>(
        &self,
        client: &Client,
        begin: impl Fn() -> C,
    ) -> Result<Listed<C>, RequestError> {
        let start = Instant::now();
        let mut listed = Listed::new(begin());
        let mut limit = None;
        let mut token: Option<String> = None;
        let mut has_begun_again = false;
        let mut fetched = self.fetch(client, None).await;
        loop {
            let page = match fetched {
                Ok(page) => page,
                Err(error) if error.kind == RequestErrorKind::Gone && token.is_some() => {
                    if has_begun_again {
                        let Some(offered) = error.next else {
                            listed.inconsistent = Some(Inconsistency::Incomplete);
                            return Ok(listed);
                        };
                        tracing::info!(target: "decision",
                            "the list of {} expired again: reading on at another moment",
                            self.what
                        );
                        listed.inconsistent = Some(Inconsistency::SeveralMoments);
                        token = Some(offered);
                    } else {
                        tracing::info!(target: "decision", "the list of {} expired: reading it from its start", self.what);
                        has_begun_again = true;
                        listed = Listed::new(begin());
                        token = None;
                    }
                    self.check_time(start, limit)?;
                    fetched = self.fetch(client, token.as_deref()).await;
                    continue;
                }
                Err(error) => return Err(error),
            };
            listed.version = listed.version.or_else(|| page.version.clone());
            limit = page.limit;
            if page.next.is_some() {
                if page.next == token {
                    return Err(self.bad("its continue tokens repeat"));
                }
                self.check_time(start, limit)?;
            }
            token.clone_from(&page.next);
            // Decoding runs on another thread, so that the next page arrives meanwhile even on a
            // single-threaded runtime.
            let decoding = spawn_blocking(move || collect(listed.collected, page));
            let following = match &token {
                Some(token) => Some(self.fetch(client, Some(token)).await),
                None => None,
            };
            let decoded = decoding.await.map_err(|error| self.bad(&error.to_string()))?;
            listed = Listed {
                collected: decoded.map_err(|why| self.bad(&why))?,
                ..listed
            };
            match following {
                Some(page) if listed.collected.wants_more() => fetched = page,
                _ => return Ok(listed),
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
        if token.is_none() {
            tracing::info!(target: "decision", "{} come as {content_type}", self.what);
        }
        let page = Page::split(content_type, response.body()).map_err(|why| self.bad(&why))?;
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

    /// Fails when there is no time for another page, given the limit of one request. A broken server may send
    /// tokens for ever.
    fn check_time(&self, start: Instant, limit: Option<Duration>) -> Result<(), RequestError> {
        let most = limit.map(|limit| limit.saturating_mul(MOST_LIMITS));
        match most.filter(|most| start.elapsed() > *most) {
            None => Ok(()),
            Some(limit) => Err(Unusable::LateList {
                what: self.what,
                limit,
            }
            .into()),
        }
    }

    fn bad(&self, why: &str) -> RequestError {
        Unusable::List { what: self.what, why }.into()
    }
}

impl<C> Listed<C> {
    fn new(collected: C) -> Self {
        Self {
            collected,
            inconsistent: None,
            version: None,
        }
    }
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
