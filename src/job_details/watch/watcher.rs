//! Watches one list: reads the list, then watches from its version, until nobody listens or an error is
//! final.
//!
//! The watcher survives temporary errors. A watch that is cut off continues from the last version seen, a
//! version that is too old (410) leads to a new list, and a server that does not answer is asked again later.
//!
//! The watcher does not trust the server to report every event. A watch lasts at most [`WATCH`] and is
//! abandoned a little later even if nothing arrived, as after a load balancer dropped the connection. The
//! list is read again at intervals, even if the watches succeed, so that the next list reveals a lost event.

use std::sync::Arc;
use std::time::Duration;

use kube::Client;
use tokio::{sync::mpsc, time::Instant};

use super::{events::Event, events::WatchRequest, pace::Pace, pace::chance};
use crate::client::{RequestError, RequestErrorKind, Unusable};
use crate::job_details::list::{Collect, Item, List};
use crate::job_details::path::push_parameter;

/// The longest watch. Load balancers drop connections without traffic, some after a minute.
const WATCH: Duration = Duration::from_secs(45);
/// How long after its requested length a watch is abandoned.
const GRACE: Duration = Duration::from_secs(5);
/// How long unusable answers or a failing login are retried before the error is final.
const BAD_PATIENCE: Duration = Duration::from_mins(2);
/// How long a server may refuse what it granted before. A server that was just started does not know all
/// rights yet (<https://github.com/kubernetes/kubernetes/issues/121635>).
const REFUSAL_PATIENCE: Duration = Duration::from_secs(10);

/// The kind of objects that a watcher lists and watches.
pub(super) trait WatchTarget: Send + Sync + 'static {
    /// A decoded object.
    type Object: Send + 'static;
    /// State that decoding shares between the objects of one list or watch.
    type Memory: Default + Send + 'static;

    /// The list to read and to watch.
    fn list(&self) -> List;

    /// How long the list is not read again while nothing goes wrong.
    fn relist_interval(&self) -> Duration;

    /// Decodes an object of the list or of an event; `None` for an object to ignore.
    fn decode(&self, item: Item, memory: &mut Self::Memory) -> Result<Option<Self::Object>, String>;
}

/// What a watcher reports.
pub(super) enum Change<T> {
    /// These objects are all that exist now.
    Listed(Vec<T>),
    /// These objects exist, and perhaps more: the list expired before its end.
    Found(Vec<T>),
    /// This object exists, in this state.
    Applied(T),
    /// This object is deleted; this was its last state.
    Deleted(T),
    /// An error; the watcher keeps trying.
    Trouble(RequestError),
    /// A final error; the watcher has stopped.
    Ended(RequestError),
}

/// Watches until nobody listens any more, or until an error is final.
pub(super) async fn watch<T: WatchTarget>(client: Client, topic: T, tell: impl ChangeSink<T::Object>) {
    let mut watcher = Watcher {
        client,
        topic: Arc::new(topic),
        tell,
        pace: Pace::default(),
        is_granted: false,
        bad_since: None,
    };
    if let Err(Stop::Error(error)) = watcher.run().await {
        let _ = watcher.tell.tell(Change::Ended(error)).await;
    }
}

/// Receives the changes of a watcher.
pub(super) trait ChangeSink<T>: Send + 'static {
    /// Passes a change on. Returns whether anybody still listens.
    fn tell(&self, change: Change<T>) -> impl Future<Output = bool> + Send;
}

/// A channel, and the function that turns changes into its messages.
impl<T: Send + 'static, M: Send + 'static, F> ChangeSink<T> for (mpsc::Sender<M>, F)
where
    F: Fn(Change<T>) -> M + Send + Sync + 'static,
{
    async fn tell(&self, change: Change<T>) -> bool {
        self.0.send((self.1)(change)).await.is_ok()
    }
}

struct Watcher<T: WatchTarget, L> {
    client: Client,
    topic: Arc<T>,
    tell: L,
    pace: Pace,
    /// Whether the server ever accepted a watch.
    is_granted: bool,
    /// The policy for the latest errors, and since when all errors have had this policy.
    bad_since: Option<(RetryPolicy, Instant)>,
}

enum Stop {
    Error(RequestError),
    ReceiverDropped,
}

/// Why a watch ended.
enum WatchEnd {
    /// The watch ended in order, or its time is over.
    End,
    Error(RequestError),
    ReceiverDropped,
}

impl<T: WatchTarget, L: ChangeSink<T::Object>> Watcher<T, L> {
    async fn run(&mut self) -> Result<(), Stop> {
        loop {
            let Some(mut version) = self.list().await? else {
                continue;
            };
            let listed = Instant::now();
            while listed.elapsed() < self.topic.relist_interval() {
                self.pace.next_start().await;
                match self.follow(&mut version).await {
                    WatchEnd::ReceiverDropped => return Err(Stop::ReceiverDropped),
                    WatchEnd::End => {
                        tracing::info!(target: "decision", "the watch of {} ended: watching from {version}", self.what());
                        self.all_is_well();
                    }
                    WatchEnd::Error(error) if error.kind == RequestErrorKind::Gone => {
                        tracing::info!(target: "decision", "version {version} of {} expired: listing again", self.what());
                        self.pace.after(error.retry_after).await;
                        break;
                    }
                    WatchEnd::Error(error) => {
                        tracing::info!(target: "decision", "the watch of {} broke: {}", self.what(), error.message);
                        let is_unreadable = error.kind == RequestErrorKind::BadAnswer;
                        self.report_and_wait(error).await?;
                        if is_unreadable {
                            break;
                        }
                    }
                }
            }
        }
    }

    /// Reads the list and reports it. Returns the version from which to watch; `None` if the list failed.
    async fn list(&mut self) -> Result<Option<String>, Stop> {
        let begin = || Listing::of(Arc::clone(&self.topic));
        let read = self.topic.list().read(&self.client, begin).await;
        match read {
            Ok(listed) => {
                // Only a successful watch resets the pace. Where lists succeed and watches fail, lists
                // without a pause would burden the server.
                self.bad_since = None;
                let objects = listed.collected.objects;
                self.say(match listed.inconsistent {
                    None => Change::Listed(objects),
                    Some(_) => Change::Found(objects),
                })
                .await?;
                // Without a version from the server, version 0 starts the watch at any state that the server
                // has.
                Ok(Some(listed.version.unwrap_or_else(|| "0".to_owned())))
            }
            Err(error) => {
                self.report_and_wait(error).await?;
                Ok(None)
            }
        }
    }

    async fn follow(&mut self, version: &mut String) -> WatchEnd {
        let length = WATCH.mul_f64(0.8 + 0.2 * chance());
        let due = Instant::now() + length + GRACE;
        let path = self.watch_path(version, length);
        let mut request = match tokio::time::timeout_at(due, WatchRequest::open(&self.client, &path)).await {
            Ok(Ok(request)) => request,
            Ok(Err(error)) => return WatchEnd::Error(error),
            Err(_) => return WatchEnd::End,
        };
        self.is_granted = true;
        let mut memory = T::Memory::default();
        loop {
            let next = match tokio::time::timeout_at(due, request.next()).await {
                Ok(Ok(Some(next))) => next,
                Ok(Ok(None)) | Err(_) => return WatchEnd::End,
                Ok(Err(error)) => return WatchEnd::Error(error),
            };
            let (event, seen) = next;
            let change = match event {
                Event::Bookmark => Ok(None),
                Event::Applied(item) => self
                    .topic
                    .decode(item, &mut memory)
                    .map(|object| object.map(Change::Applied)),
                Event::Deleted(item) => self
                    .topic
                    .decode(item, &mut memory)
                    .map(|object| object.map(Change::Deleted)),
            };
            match change {
                Ok(Some(change)) => {
                    if self.say(change).await.is_err() {
                        return WatchEnd::ReceiverDropped;
                    }
                }
                Ok(None) => {}
                Err(why) => return WatchEnd::Error(self.unreadable(&why)),
            }
            self.all_is_well();
            *version = seen;
        }
    }

    fn watch_path(&self, version: &str, length: Duration) -> String {
        let mut path = self.topic.list().path;
        push_parameter(&mut path, "watch", "true");
        push_parameter(&mut path, "allowWatchBookmarks", "true");
        push_parameter(&mut path, "timeoutSeconds", &length.as_secs().to_string());
        push_parameter(&mut path, "resourceVersion", version);
        path
    }

    fn unreadable(&self, why: &str) -> RequestError {
        Unusable::Event {
            what: self.what(),
            why,
        }
        .into()
    }

    fn what(&self) -> &'static str {
        self.topic.list().what
    }

    fn all_is_well(&mut self) {
        self.pace.went_well();
        self.bad_since = None;
    }

    async fn say(&self, change: Change<T::Object>) -> Result<(), Stop> {
        if self.tell.tell(change).await {
            Ok(())
        } else {
            Err(Stop::ReceiverDropped)
        }
    }

    /// Reports an error and waits, or gives up if retrying cannot help.
    async fn report_and_wait(&mut self, error: RequestError) -> Result<(), Stop> {
        let retry_policy = retry_policy(error.kind);
        let known = self.bad_since.filter(|(known, _)| *known == retry_policy);
        let (_, since) = *self
            .bad_since
            .insert(known.unwrap_or((retry_policy, Instant::now())));
        let patience = match retry_policy {
            RetryPolicy::Good => Duration::MAX,
            RetryPolicy::Some => BAD_PATIENCE,
            RetryPolicy::Little if self.is_granted => REFUSAL_PATIENCE,
            RetryPolicy::Little => Duration::ZERO,
        };
        if since.elapsed() >= patience {
            return Err(Stop::Error(error));
        }
        // A single broken connection is not worth reporting.
        if error.kind != RequestErrorKind::Cut {
            self.say(Change::Trouble(error.clone())).await?;
        }
        self.pace.after(error.retry_after).await;
        Ok(())
    }
}

/// How long a retry may help.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RetryPolicy {
    Good,
    /// For [`BAD_PATIENCE`].
    Some,
    /// For [`REFUSAL_PATIENCE`] if the server accepted a watch before, else not at all.
    Little,
}

fn retry_policy(kind: RequestErrorKind) -> RetryPolicy {
    match kind {
        RequestErrorKind::ServerError
        | RequestErrorKind::Timeout
        | RequestErrorKind::Unreachable
        | RequestErrorKind::Cut
        | RequestErrorKind::Gone => RetryPolicy::Good,
        RequestErrorKind::Tls | RequestErrorKind::Login | RequestErrorKind::BadAnswer => RetryPolicy::Some,
        RequestErrorKind::Unauthorized
        | RequestErrorKind::Forbidden
        | RequestErrorKind::NotFound
        | RequestErrorKind::ApiMissing
        | RequestErrorKind::Rejected => RetryPolicy::Little,
    }
}

/// Collects the objects of a list.
struct Listing<T: WatchTarget> {
    topic: Arc<T>,
    objects: Vec<T::Object>,
    memory: T::Memory,
}

impl<T: WatchTarget> Listing<T> {
    fn of(topic: Arc<T>) -> Self {
        Self {
            topic,
            objects: Vec::new(),
            memory: T::Memory::default(),
        }
    }
}

impl<T: WatchTarget> Collect for Listing<T> {
    fn add(&mut self, item: Item) -> Result<(), String> {
        self.objects.extend(self.topic.decode(item, &mut self.memory)?);
        Ok(())
    }
}
