//! All Jobs of a scope as they come, change and go, without what surrounds them. No Job is pinned.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use kube::Client;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::absent::ask_for;
use super::pins::is_newer;
use super::watcher::{Change, Topic, watch};
use crate::client::{RequestError, Unusable};
use crate::facts::JobFacts;
use crate::job_details::Scope;
use crate::job_details::jobs::{Specs, UnreadableJob, read};
use crate::job_details::list::{Item, List};

/// Messages that wait to be taken; a watcher that is ahead waits.
const QUEUE: usize = 256;

/// Namespace and name.
type Key = (String, String);

/// Jobs that are watched. Dropped, it stops watching.
pub(super) struct WatchedJobs {
    /// One for each list.
    parts: Vec<Part>,
    /// Whether the scope selects among the Jobs: who leaves it need not be gone.
    selects: bool,
    /// What is to be told next.
    later: Option<ListNews>,
    client: Client,
    sender: mpsc::Sender<(usize, Change<Row>)>,
    receiver: mpsc::Receiver<(usize, Change<Row>)>,
    tasks: JoinSet<()>,
}

/// The Jobs of one list and its watches.
#[derive(Default)]
struct Part {
    /// Whether the first list has come.
    is_read: bool,
    jobs: BTreeMap<Key, JobFacts>,
    /// Jobs that a list lacked, so that they are being asked for.
    asked: HashSet<Key>,
    /// The last states of Jobs that were deleted since the last list: an older one is no news.
    deleted: HashMap<Key, JobFacts>,
}

/// What a list tells beside the Jobs that it has.
struct Listed {
    /// Jobs of which another has the name now.
    replaced: Vec<JobFacts>,
    /// Jobs that it lacks and that are not being asked for yet.
    absent: Vec<JobFacts>,
    unreadable: Option<UnreadableJob>,
}

/// What happened to the Jobs of a [`WatchedJobs`].
#[derive(Debug)]
pub(super) enum ListNews {
    /// Some are new, exist in another state than before, or are no longer among those that the scope selects.
    Changed,
    /// These are gone; the rest may have changed.
    Gone(Vec<JobFacts>),
    /// Nothing can be learned for now, or of one Job.
    Trouble(RequestError),
    /// Nothing can be learned any more.
    Ended(RequestError),
}

impl WatchedJobs {
    /// Begins to watch the Jobs of a scope, or those of these namespaces and names.
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

    /// Whether all were read once.
    pub(super) fn is_read(&self) -> bool {
        self.parts.iter().all(|part| part.is_read)
    }

    /// The Jobs that there are, by namespace and name; `None` before all were read once.
    pub(super) fn jobs(&self) -> Option<Vec<JobFacts>> {
        let all: BTreeMap<_, _> = self.parts.iter().flat_map(|part| &part.jobs).collect();
        self.is_read().then(|| all.into_values().cloned().collect())
    }

    /// Waits for news. May be dropped at any time without losing any.
    pub(super) async fn next(&mut self) -> ListNews {
        if let Some(news) = self.later.take() {
            return news;
        }
        while self.tasks.try_join_next().is_some() {}
        match self.receiver.recv().await {
            Some((number, change)) => self.take(number, change),
            // The sender that is held here keeps the channel open.
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
    /// Takes in the Jobs that a list has, which may be older than those that were known: an etcd may have been restored.
    fn list(&mut self, all: Vec<Row>, selects: bool) -> Listed {
        self.is_read = true;
        self.deleted.clear();
        let mut before = std::mem::take(&mut self.jobs);
        let mut unreadable = None;
        for row in all {
            match row {
                Ok(job) => drop(self.jobs.insert(key(&job), job)),
                // A Job that cannot be read hides no other. It stays as it was read last.
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
                // A selector of labels or fields may not match the Job any more.
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

    /// Takes in a state, unless a newer one is known.
    fn apply(&mut self, job: JobFacts) {
        let key = key(&job);
        self.asked.remove(&key);
        let mut known = self.jobs.get(&key).into_iter().chain(self.deleted.get(&key));
        if !known.any(|known| is_newer(known, &job)) {
            self.jobs.insert(key, job);
        }
    }

    /// Takes in that a Job is gone, of which this was the last state. A namesake may have come already.
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

/// What it means that Jobs are no longer there: a selector of labels or fields may just not match them any more.
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

/// A Job, if it could be read.
type Row = Result<JobFacts, UnreadableJob>;

impl Topic for Jobs {
    type Object = Row;
    type Memory = Specs;

    fn list(&self) -> List {
        List {
            path: self.path.clone(),
            ..Scope::default().list()
        }
    }

    fn trust(&self) -> Duration {
        Duration::from_mins(5)
    }

    fn decode(&self, item: Item, specs: &mut Specs) -> Result<Option<Row>, String> {
        read(item, specs).map(Some)
    }
}

#[cfg(test)]
mod tests;
