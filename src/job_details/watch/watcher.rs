//! The one watcher: a list, then watches from its version on, for as long as anybody listens.
//!
//! It survives whatever passes: a watch that is cut off goes on from the last version seen, a version that is too old (410)
//! leads to a new list, a server that does not answer is asked again later. It does not trust: a watch is at most
//! [`WATCH`] long, is given up a little later even if nothing at all was heard, as behind a load balancer that dropped
//! the connection, and every now and then the list is read again, however the watches go, so that an event that was skipped
//! is missed for that long at most.

use std::sync::Arc;
use std::time::Duration;

use kube::Client;
use tokio::{sync::mpsc, time::Instant};

use super::{events::Event, events::WatchRequest, pace::Pace, pace::chance};
use crate::client::{RequestError, RequestErrorKind, Unusable};
use crate::job_details::list::{Collect, Item, List};
use crate::job_details::path::push_parameter;

/// How long a watch may be. Load balancers drop connections on which nothing is said, some after a minute.
const WATCH: Duration = Duration::from_secs(45);
/// How much longer an answer may take to arrive.
const GRACE: Duration = Duration::from_secs(5);
/// How long a server may give answers that are none, or a login may fail, before that is taken for its last word.
const BAD_PATIENCE: Duration = Duration::from_mins(2);
/// How long a server may refuse what it granted before. One that was just started does not know all rights yet
/// (<https://github.com/kubernetes/kubernetes/issues/121635>).
const REFUSAL_PATIENCE: Duration = Duration::from_secs(10);

/// What is watched.
pub(super) trait Topic: Send + Sync + 'static {
    /// An object of it.
    type Object: Send + 'static;
    /// What is kept from object to object while they are decoded.
    type Memory: Default + Send + 'static;

    /// The list.
    fn list(&self) -> List;

    /// How long the list need not be read again while nothing goes wrong.
    fn trust(&self) -> Duration;

    /// An object of the list or of an event; `None` for one that is not meant.
    fn decode(&self, item: Item, memory: &mut Self::Memory) -> Result<Option<Self::Object>, String>;
}

/// What a watcher tells.
pub(super) enum Change<T> {
    /// These are all there are now.
    Listed(Vec<T>),
    /// These there are, and perhaps more: the list expired before its end.
    Found(Vec<T>),
    /// This one exists, in this state.
    Applied(T),
    /// This one is gone; this was its last state.
    Deleted(T),
    /// Nothing can be told for now; the watcher goes on trying.
    Trouble(RequestError),
    /// Nothing can be told any more.
    Ended(RequestError),
}

/// Watches until nobody listens any more, or until what stands in the way cannot get better.
pub(super) async fn watch<T: Topic>(client: Client, topic: T, tell: impl Tell<T::Object>) {
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

/// Takes in what a watcher tells.
pub(super) trait Tell<T>: Send + 'static {
    /// Whether anybody still listens.
    fn tell(&self, change: Change<T>) -> impl Future<Output = bool> + Send;
}

/// A channel, with what makes its messages.
impl<T: Send + 'static, M: Send + 'static, F> Tell<T> for (mpsc::Sender<M>, F)
where
    F: Fn(Change<T>) -> M + Send + Sync + 'static,
{
    async fn tell(&self, change: Change<T>) -> bool {
        self.0.send((self.1)(change)).await.is_ok()
    }
}

struct Watcher<T: Topic, L> {
    client: Client,
    topic: Arc<T>,
    tell: L,
    pace: Pace,
    /// Whether the server ever let it watch.
    is_granted: bool,
    /// Since when there was nothing but answers of which only so much is to be hoped.
    bad_since: Option<(Prospect, Instant)>,
}

enum Stop {
    Error(RequestError),
    Unheard,
}

/// Why a watch from a version does not go on.
enum Break {
    /// It ended in order.
    End,
    Error(RequestError),
    Unheard,
}

impl<T: Topic, L: Tell<T::Object>> Watcher<T, L> {
    async fn run(&mut self) -> Result<(), Stop> {
        loop {
            let Some(mut version) = self.list().await? else {
                continue;
            };
            let listed = Instant::now();
            while listed.elapsed() < self.topic.trust() {
                self.pace.next_start().await;
                match self.follow(&mut version).await {
                    Break::Unheard => return Err(Stop::Unheard),
                    Break::End => {
                        tracing::info!(target: "decision", "the watch of {} ended: watching from {version}", self.what());
                        self.all_is_well();
                    }
                    Break::Error(error) if error.kind == RequestErrorKind::Gone => {
                        tracing::info!(target: "decision", "version {version} of {} expired: listing again", self.what());
                        self.pace.after(error.retry_after).await;
                        break;
                    }
                    Break::Error(error) => {
                        tracing::info!(target: "decision", "the watch of {} broke: {}", self.what(), error.message);
                        let is_unreadable = error.kind == RequestErrorKind::BadAnswer;
                        self.suffer(error).await?;
                        if is_unreadable {
                            break;
                        }
                    }
                }
            }
        }
    }

    /// Reads the list and tells it; gives the version from which to watch.
    async fn list(&mut self) -> Result<Option<String>, Stop> {
        let begin = || Listing::of(Arc::clone(&self.topic));
        let read = self.topic.list().read(&self.client, begin).await;
        match read {
            Ok(listed) => {
                // How soon to ask again is for the watch to say: a list that works where no watch does is a burden.
                self.bad_since = None;
                let objects = listed.collected.objects;
                self.say(match listed.inconsistent {
                    None => Change::Listed(objects),
                    Some(_) => Change::Found(objects),
                })
                .await?;
                // A server that gives no version gives one for the asking: any state that it has.
                Ok(Some(listed.version.unwrap_or_else(|| "0".to_owned())))
            }
            Err(error) => {
                self.suffer(error).await?;
                Ok(None)
            }
        }
    }

    async fn follow(&mut self, version: &mut String) -> Break {
        let length = WATCH.mul_f64(0.8 + 0.2 * chance());
        let due = Instant::now() + length + GRACE;
        let path = self.watch_path(version, length);
        let mut request = match tokio::time::timeout_at(due, WatchRequest::open(&self.client, &path)).await {
            Ok(Ok(request)) => request,
            Ok(Err(error)) => return Break::Error(error),
            Err(_) => return Break::End,
        };
        self.is_granted = true;
        let mut memory = T::Memory::default();
        loop {
            let next = match tokio::time::timeout_at(due, request.next()).await {
                Ok(Ok(Some(next))) => next,
                Ok(Ok(None)) | Err(_) => return Break::End,
                Ok(Err(error)) => return Break::Error(error),
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
                        return Break::Unheard;
                    }
                }
                Ok(None) => {}
                Err(why) => return Break::Error(self.unreadable(&why)),
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
            Err(Stop::Unheard)
        }
    }

    /// Tells of a failure and waits, or gives up where trying again cannot help.
    async fn suffer(&mut self, error: RequestError) -> Result<(), Stop> {
        let prospect = prospect(error.kind);
        let known = self.bad_since.filter(|(known, _)| *known == prospect);
        let (_, since) = *self.bad_since.insert(known.unwrap_or((prospect, Instant::now())));
        let patience = match prospect {
            Prospect::Good => Duration::MAX,
            Prospect::Some => BAD_PATIENCE,
            Prospect::Little if self.is_granted => REFUSAL_PATIENCE,
            Prospect::Little => Duration::ZERO,
        };
        if since.elapsed() >= patience {
            return Err(Stop::Error(error));
        }
        // One connection that broke is no news.
        if error.kind != RequestErrorKind::Cut {
            self.say(Change::Trouble(error.clone())).await?;
        }
        self.pace.after(error.retry_after).await;
        Ok(())
    }
}

/// What to expect of trying again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prospect {
    Good,
    /// For a while.
    Some,
    /// Only of who was let in before.
    Little,
}

fn prospect(kind: RequestErrorKind) -> Prospect {
    match kind {
        RequestErrorKind::ServerError
        | RequestErrorKind::Timeout
        | RequestErrorKind::Unreachable
        | RequestErrorKind::Cut
        | RequestErrorKind::Gone => Prospect::Good,
        RequestErrorKind::Tls | RequestErrorKind::Login | RequestErrorKind::BadAnswer => Prospect::Some,
        RequestErrorKind::Unauthorized
        | RequestErrorKind::Forbidden
        | RequestErrorKind::NotFound
        | RequestErrorKind::ApiMissing
        | RequestErrorKind::Rejected => Prospect::Little,
    }
}

/// Takes the objects of a list in.
struct Listing<T: Topic> {
    topic: Arc<T>,
    objects: Vec<T::Object>,
    memory: T::Memory,
}

impl<T: Topic> Listing<T> {
    fn of(topic: Arc<T>) -> Self {
        Self {
            topic,
            objects: Vec::new(),
            memory: T::Memory::default(),
        }
    }
}

impl<T: Topic> Collect for Listing<T> {
    fn add(&mut self, item: Item) -> Result<(), String> {
        self.objects.extend(self.topic.decode(item, &mut self.memory)?);
        Ok(())
    }
}
