//! All Jobs of a scope as they come, change and go: for lists, which pin nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use kube::Client;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::watcher::{Change, Topic, watch};
use crate::client::{RequestError, RequestErrorKind};
use crate::facts::JobFacts;
use crate::job_details::Scope;
use crate::job_details::jobs::{Specs, UnreadableJob, read};
use crate::job_details::list::{Item, List};

/// Messages that wait to be taken; a watcher that is ahead waits.
const QUEUE: usize = 256;

/// Namespace and name.
type Key = (String, String);

/// Jobs that are watched. Dropped, it stops watching.
pub struct Roll {
    /// Of each scope; `None` before its first list has come.
    parts: Vec<Option<BTreeMap<Key, JobFacts>>>,
    /// Whether the scope selects among the Jobs: who leaves it need not be gone.
    selects: bool,
    /// What is to be told next.
    later: Option<RollNews>,
    receiver: mpsc::Receiver<(usize, Change<Row>)>,
    _tasks: JoinSet<()>,
}

/// What happened to the Jobs of a [`Roll`].
#[derive(Debug)]
pub enum RollNews {
    /// Some are new, exist in another state than before, or are no longer among those that the scope selects.
    Changed,
    /// These are gone; the rest may have changed.
    Gone(Vec<JobFacts>),
    /// Nothing can be learned for now, or of one Job.
    Trouble(RequestError),
    /// Nothing can be learned any more.
    Ended(RequestError),
}

impl Roll {
    /// Begins to watch the Jobs of a scope, or those of these namespaces and names.
    pub fn start(client: &Client, scope: &Scope<'_>, names: &[(String, String)]) -> Self {
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
        let parts = lists.iter().map(|_| None).collect();
        for (number, list) in lists.into_iter().enumerate() {
            let tell = (sender.clone(), move |change| (number, change));
            tasks.spawn(watch(client.clone(), Jobs { path: list.path }, tell));
        }
        Self {
            selects: names.is_empty() && (scope.labels.is_some() || scope.fields.is_some()),
            later: None,
            parts,
            receiver,
            _tasks: tasks,
        }
    }

    /// Whether all were read once.
    pub fn is_read(&self) -> bool {
        self.parts.iter().all(Option::is_some)
    }

    /// The Jobs that there are, by namespace and name; `None` before all were read once.
    pub fn jobs(&self) -> Option<Vec<JobFacts>> {
        let parts: Option<Vec<_>> = self.parts.iter().map(Option::as_ref).collect();
        let mut all = BTreeMap::new();
        for part in parts? {
            all.extend(part);
        }
        Some(all.into_values().cloned().collect())
    }

    /// Waits for news. May be dropped at any time without losing any.
    pub async fn next(&mut self) -> RollNews {
        if let Some(news) = self.later.take() {
            return news;
        }
        match self.receiver.recv().await {
            Some((number, change)) => self.take(number, change),
            None => std::future::pending().await,
        }
    }

    fn take(&mut self, number: usize, change: Change<Row>) -> RollNews {
        let Some(part) = self.parts.get_mut(number) else {
            return RollNews::Changed;
        };
        match change {
            Change::Trouble(error) => RollNews::Trouble(error),
            Change::Ended(error) => RollNews::Ended(error),
            Change::Listed(all) => {
                let mut before = part.take().unwrap_or_default();
                let now = part.get_or_insert_default();
                for row in all {
                    match row {
                        Ok(job) => drop(now.insert(key(&job), job)),
                        // One that cannot be read hides no other, and is as it was last read.
                        Err(unreadable) => {
                            let known = before.remove_entry(&key(&unreadable.job));
                            now.extend(known);
                            self.later = Some(trouble(&unreadable));
                        }
                    }
                }
                let is_gone = |job: &JobFacts| now.get(&key(job)).is_none_or(|new| new.uid != job.uid);
                let gone: Vec<JobFacts> = before.into_values().filter(is_gone).collect();
                left(gone, self.selects)
            }
            Change::Found(some) => {
                let jobs = some.into_iter().filter_map(Result::ok);
                part.get_or_insert_default()
                    .extend(jobs.map(|job| (key(&job), job)));
                RollNews::Changed
            }
            Change::Applied(Err(unreadable)) | Change::Deleted(Err(unreadable)) => trouble(&unreadable),
            Change::Applied(Ok(job)) => {
                part.get_or_insert_default().insert(key(&job), job);
                RollNews::Changed
            }
            Change::Deleted(Ok(last)) => {
                let jobs = part.get_or_insert_default();
                // A namesake may have come already.
                if jobs.get(&key(&last)).is_some_and(|known| known.uid == last.uid) {
                    jobs.remove(&key(&last));
                }
                left(vec![last], self.selects)
            }
        }
    }
}

/// What it means that Jobs are no longer there: a selector of labels or fields may just not match them any more.
fn left(jobs: Vec<JobFacts>, selects: bool) -> RollNews {
    if selects || jobs.is_empty() {
        RollNews::Changed
    } else {
        RollNews::Gone(jobs)
    }
}

fn trouble(unreadable: &UnreadableJob) -> RollNews {
    let UnreadableJob { job, why } = unreadable;
    let (name, namespace) = (&job.name, &job.namespace);
    let message = format!("job/{name} in namespace \"{namespace}\" cannot be read: {why}");
    RollNews::Trouble(RequestError::new(RequestErrorKind::BadAnswer, message))
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
mod tests {
    use super::*;

    fn roll() -> Roll {
        Roll {
            parts: vec![None],
            selects: false,
            later: None,
            receiver: mpsc::channel(1).1,
            _tasks: JoinSet::new(),
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "that is what a list has")]
    fn seen(name: &str, uid: &str) -> Row {
        let job = JobFacts {
            name: name.to_owned(),
            namespace: "shop".to_owned(),
            uid: uid.to_owned(),
            ..JobFacts::default()
        };
        Row::Ok(job)
    }

    fn names(roll: &Roll) -> Vec<String> {
        let jobs = roll.jobs().unwrap().into_iter();
        jobs.map(|job| format!("{}:{}", job.name, job.uid)).collect()
    }

    #[test]
    fn nothing_is_known_before_the_first_list() {
        let mut roll = roll();
        assert!(roll.jobs().is_none());
        roll.take(0, Change::Listed(Vec::new()));
        assert_eq!(roll.jobs().unwrap(), []);
    }

    #[test]
    fn no_row_is_lost_by_a_new_list_and_none_stays_that_is_gone() {
        let mut roll = roll();
        roll.take(0, Change::Listed(vec![seen("a", "1"), seen("b", "2")]));
        roll.take(0, Change::Applied(seen("c", "3")));
        assert_eq!(names(&roll), ["a:1", "b:2", "c:3"]);
        let news = roll.take(
            0,
            Change::Listed(vec![seen("b", "2"), seen("c", "4"), seen("d", "5")]),
        );
        assert!(
            matches!(news, RollNews::Gone(gone) if gone.len() == 2),
            "a, and the c of before"
        );
        assert_eq!(names(&roll), ["b:2", "c:4", "d:5"]);
    }

    #[test]
    fn who_goes_late_takes_no_namesake_along() {
        let mut roll = roll();
        roll.take(0, Change::Listed(vec![seen("a", "1")]));
        roll.take(0, Change::Applied(seen("a", "2")));
        roll.take(0, Change::Deleted(seen("a", "1")));
        assert_eq!(names(&roll), ["a:2"]);
        roll.take(0, Change::Deleted(seen("a", "2")));
        assert_eq!(roll.jobs().unwrap(), []);
    }
}
