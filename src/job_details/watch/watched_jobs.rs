//! Watches all Jobs of a scope, without their pods and events. No Job is pinned.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use kube::Client;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::absent::ask_for;
use super::pins::is_newer;
use super::watcher::{Change, WatchTarget, watch};
use crate::client::{RequestError, Unusable};
use crate::facts::JobFacts;
use crate::job_details::Scope;
use crate::job_details::jobs::{Specs, UnreadableJob, read};
use crate::job_details::list::{Item, List};

/// The capacity of the channel. A watcher waits while the channel is full.
const QUEUE: usize = 256;

/// Namespace and name.
type Key = (String, String);

/// Watches Jobs until it is dropped.
pub(super) struct WatchedJobs {
    /// One part per list.
    parts: Vec<Part>,
    /// Whether the scope has a label or field selector. A Job that leaves such a scope may still exist.
    selects: bool,
    /// News that `next` returns first.
    later: Option<ListNews>,
    client: Client,
    sender: mpsc::Sender<(usize, Change<Row>)>,
    receiver: mpsc::Receiver<(usize, Change<Row>)>,
    tasks: JoinSet<()>,
}

/// The Jobs of one list and its watches.
#[derive(Default)]
struct Part {
    /// Whether the first list has arrived.
    is_read: bool,
    jobs: BTreeMap<Key, JobFacts>,
    /// Jobs that a list lacked, so that the API server is asked for each of them.
    asked: HashSet<Key>,
    /// The last states of Jobs that were deleted since the last list. Older states of these Jobs are ignored.
    deleted: HashMap<Key, JobFacts>,
}

/// What a list says beside the Jobs that it has.
struct Listed {
    /// Jobs whose name another Job has now.
    replaced: Vec<JobFacts>,
    /// Jobs that the list lacks and that are not being asked for yet.
    absent: Vec<JobFacts>,
    unreadable: Option<UnreadableJob>,
}

/// What happened to the Jobs of a [`WatchedJobs`].
#[derive(Debug)]
pub(super) enum ListNews {
    /// Jobs may be new, have changed, or match the selector of the scope no longer.
    Changed,
    /// These Jobs are gone; other Jobs may have changed.
    Gone(Vec<JobFacts>),
    /// The watch fails for now, or one Job cannot be read.
    Trouble(RequestError),
    /// The watch has failed for good.
    Ended(RequestError),
}

impl WatchedJobs {
    /// Starts to watch the Jobs of a scope, or only the Jobs of these namespaces and names.
    pub(super) fn start(client: &Client, scope: &Scope<'_>, names: &[(String, String)]) -> Self {
        let lists = if names.is_empty() {
            vec![scope.list()]
        } else {
            let lists = names.iter().map(|(namespace, name)| {
                let scope = Scope {
                    namespace: Some(namespace),
                    labels: None,
                    fields: Some(&format!("metadata.name={name}")),
                };
                scope.list()
            });
            lists.collect()
        };
        let (sender, receiver) = mpsc::channel(QUEUE);
        let mut tasks = JoinSet::new();
        let parts = lists.iter().map(|_| Part::default()).collect();
        for (number, list) in lists.into_iter().enumerate() {
            let tell = (sender.clone(), move |change| (number, change));
            tasks.spawn(watch(client.clone(), Jobs { path: list.path }, tell));
        }
        Self {
            selects: names.is_empty() && (scope.labels.is_some() || scope.fields.is_some()),
            later: None,
            parts,
            client: client.clone(),
            sender,
            receiver,
            tasks,
        }
    }

    /// Whether every list was read once.
    pub(super) fn is_read(&self) -> bool {
        self.parts.iter().all(|part| part.is_read)
    }

    /// The Jobs that exist, by namespace and name; `None` until every list was read once.
    pub(super) fn jobs(&self) -> Option<Vec<JobFacts>> {
        let all: BTreeMap<_, _> = self.parts.iter().flat_map(|part| &part.jobs).collect();
        self.is_read().then(|| all.into_values().cloned().collect())
    }

    /// Waits for news. Cancelling the call loses no news.
    pub(super) async fn next(&mut self) -> ListNews {
        if let Some(news) = self.later.take() {
            return news;
        }
        while self.tasks.try_join_next().is_some() {}
        match self.receiver.recv().await {
            Some((number, change)) => self.take(number, change),
            // `self.sender` keeps the channel open.
            None => std::future::pending().await,
        }
    }

    fn take(&mut self, number: usize, change: Change<Row>) -> ListNews {
        let selects = self.selects;
        let Some(part) = self.parts.get_mut(number) else {
            return ListNews::Changed;
        };
        match change {
            Change::Trouble(error) => ListNews::Trouble(error),
            Change::Ended(error) => ListNews::Ended(error),
            Change::Listed(all) => {
                let Listed {
                    replaced,
                    absent,
                    unreadable,
                } = part.list(all, selects);
                self.later = unreadable.as_ref().map(trouble);
                if !absent.is_empty() {
                    let tell = (self.sender.clone(), move |change| (number, change));
                    self.tasks.spawn(ask_for(self.client.clone(), absent, tell, Ok));
                }
                left(replaced, selects)
            }
            Change::Found(some) => {
                part.is_read = true;
                for job in some.into_iter().filter_map(Result::ok) {
                    part.apply(job);
                }
                ListNews::Changed
            }
            Change::Applied(Err(unreadable)) | Change::Deleted(Err(unreadable)) => trouble(&unreadable),
            Change::Applied(Ok(job)) => {
                part.apply(job);
                ListNews::Changed
            }
            Change::Deleted(Ok(last)) => {
                part.delete(&last);
                left(vec![last], selects)
            }
        }
    }
}

impl Part {
    /// Takes in the Jobs of a list. They may be older than the known Jobs, as after etcd was restored.
    fn list(&mut self, all: Vec<Row>, selects: bool) -> Listed {
        self.is_read = true;
        self.deleted.clear();
        let mut before = std::mem::take(&mut self.jobs);
        let mut unreadable = None;
        for row in all {
            match row {
                Ok(job) => drop(self.jobs.insert(key(&job), job)),
                // An unreadable Job hides no other Job, and keeps its last readable state.
                Err(job) => {
                    self.jobs.extend(before.remove_entry(&key(&job.job)));
                    unreadable = Some(job);
                }
            }
        }
        self.asked.retain(|key| !self.jobs.contains_key(key));
        let (mut replaced, mut absent) = (Vec::new(), Vec::new());
        for (key, job) in before {
            match self.jobs.get(&key) {
                Some(now) if now.uid == job.uid => {}
                Some(_) => replaced.push(job),
                // The Job may still exist and no longer match the selector.
                None if selects => {}
                None => {
                    if self.asked.insert(key.clone()) {
                        absent.push(job.clone());
                    }
                    self.jobs.insert(key, job);
                }
            }
        }
        Listed {
            replaced,
            absent,
            unreadable,
        }
    }

    /// Stores a state, unless a newer state is known.
    fn apply(&mut self, job: JobFacts) {
        let key = key(&job);
        self.asked.remove(&key);
        let mut known = self.jobs.get(&key).into_iter().chain(self.deleted.get(&key));
        if !known.any(|known| is_newer(known, &job)) {
            self.jobs.insert(key, job);
        }
    }

    /// Takes in that a Job is deleted, with its last state. Another Job of this name may already exist.
    fn delete(&mut self, last: &JobFacts) {
        let key = key(last);
        let known = self.jobs.get(&key);
        if known.is_some_and(|known| known.uid == last.uid && !is_newer(known, last)) {
            self.jobs.remove(&key);
        }
        self.asked.remove(&key);
        self.deleted.insert(key, last.clone());
    }
}

/// The news that Jobs have left the scope. With a selector, such Jobs may still exist.
fn left(jobs: Vec<JobFacts>, selects: bool) -> ListNews {
    if selects || jobs.is_empty() {
        ListNews::Changed
    } else {
        ListNews::Gone(jobs)
    }
}

fn trouble(unreadable: &UnreadableJob) -> ListNews {
    let UnreadableJob { job, why } = unreadable;
    let unusable = Unusable::Job {
        namespace: &job.namespace,
        name: &job.name,
        why,
    };
    ListNews::Trouble(unusable.into())
}

fn key(job: &JobFacts) -> Key {
    (job.namespace.clone(), job.name.clone())
}

/// The Jobs of one list.
struct Jobs {
    path: String,
}

/// A Job, or the reason why it is unreadable.
type Row = Result<JobFacts, UnreadableJob>;

impl WatchTarget for Jobs {
    type Object = Row;
    type Memory = Specs;

    fn list(&self) -> List {
        List {
            path: self.path.clone(),
            ..Scope::default().list()
        }
    }

    fn relist_interval(&self) -> Duration {
        Duration::from_mins(5)
    }

    fn decode(&self, item: Item, specs: &mut Specs) -> Result<Option<Row>, String> {
        read(item, specs).map(Some)
    }
}

#[cfg(test)]
mod tests;
