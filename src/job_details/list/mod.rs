//! Lists of any length: page after page, of which the next is under way while one is decoded.
//!
//! This is the only place that knows of `continue` tokens and their expiry.

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

/// How many objects a page has: what kubectl asks for too.
const PAGE_SIZE: &str = "500";

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
    /// Why it is not one state of the cluster, if it is none.
    pub(super) inconsistent: Option<Inconsistency>,
    /// `resourceVersion` of the first page, from which a watch misses nothing.
    pub(super) version: Option<String>,
}

impl List {
    /// Reads the list into what `begin` gives. `begin` is called a second time if the list has to begin again.
    ///
    /// A `continue` token expires after some minutes (410). The list then begins again, once. If the list expires a second
    /// time, it goes on with the token that the server offers instead, which is of another moment
    /// (`ListOptions.continue` in types.go of k8s.io/apimachinery).
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
            // Off this thread, so that the next page arrives meanwhile even where there is no other thread.
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

    /// Whether there is time for another page, by the limit of one request; a broken server may hand out tokens for ever.
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
