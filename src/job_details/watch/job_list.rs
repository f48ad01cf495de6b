//! Follows all Jobs of a scope, with their pods and warnings, for live lists.

use std::sync::Arc;

use kube::Client;
use tokio::task::JoinHandle;

use super::news::{Feed, News};
use super::rounds::ReadSchedule;
use super::watched_jobs::{ListNews, WatchedJobs};
use crate::facts::JobFacts;
use crate::job_details::{Scope, Surroundings, sleep_until, surroundings};

/// Follows the Jobs of a scope until it is dropped.
pub struct JobListFollower {
    client: Client,
    /// The namespace of all Jobs; `None` is any.
    namespace: Option<String>,
    jobs: WatchedJobs,
    /// Deleted or replaced Jobs that [`JobListFollower::take_gone`] has not taken yet.
    gone: Vec<JobFacts>,
    surroundings: Arc<Surroundings>,
    rounds: ReadSchedule,
    reading: Option<JoinHandle<Surroundings>>,
}

impl JobListFollower {
    /// Starts to follow the Jobs of a scope, or only the Jobs of these namespaces and names.
    pub fn start(client: &Client, scope: &Scope<'_>, names: &[(String, String)]) -> Self {
        Self {
            client: client.clone(),
            namespace: scope.namespace.map(str::to_owned),
            jobs: WatchedJobs::start(client, scope, names),
            gone: Vec::new(),
            surroundings: Arc::new(Surroundings::of(Ok(Vec::new()), Ok(Vec::new()))),
            rounds: ReadSchedule::default(),
            reading: None,
        }
    }

    /// The Jobs that exist, by namespace and name.
    pub fn jobs(&self) -> Vec<JobFacts> {
        self.jobs.jobs().unwrap_or_default()
    }

    /// Takes the last states of the Jobs that have gone since the previous call.
    pub fn take_gone(&mut self) -> Vec<JobFacts> {
        std::mem::take(&mut self.gone)
    }

    /// The surroundings of the Jobs, as last read.
    pub fn surroundings(&self) -> Arc<Surroundings> {
        Arc::clone(&self.surroundings)
    }

    fn read_surroundings(&mut self) {
        self.rounds.begin();
        let (client, namespace, jobs) = (self.client.clone(), self.namespace.clone(), self.jobs());
        let earlier = self.surroundings();
        self.reading = Some(tokio::spawn(async move {
            surroundings(&client, namespace.as_deref(), &jobs, Some(&earlier)).await
        }));
    }

    fn note_news(&mut self) -> News {
        // The surroundings are read only once all Jobs are known.
        if self.jobs.is_read() {
            self.rounds.note_news();
        }
        News::Of(Vec::new())
    }
}

impl Drop for JobListFollower {
    fn drop(&mut self) {
        self.reading.iter().for_each(JoinHandle::abort);
    }
}

impl Feed for JobListFollower {
    async fn next(&mut self) -> News {
        loop {
            tokio::select! {
                biased;
                read = ended(&mut self.reading) => {
                    self.reading = None;
                    self.rounds.end();
                    if let Some(read) = read {
                        self.surroundings = Arc::new(read);
                    }
                    return News::Of(Vec::new());
                }
                () = sleep_until(self.rounds.due()) => self.read_surroundings(),
                news = self.jobs.next() => return match news {
                    ListNews::Changed => self.note_news(),
                    ListNews::Gone(gone) => {
                        self.gone.extend(gone);
                        self.note_news()
                    }
                    ListNews::Trouble(error) => News::Trouble(error),
                    ListNews::Ended(error) => News::Ended(error),
                },
            }
        }
    }

    fn is_read(&self) -> bool {
        self.jobs.is_read() && self.rounds.has_read()
    }

    fn prepare(&mut self) {}

    fn is_settled(&self) -> bool {
        true
    }
}

/// Waits for the reading that is under way, or for ever if there is none. `None` if the reading ended without
/// a result.
async fn ended(reading: &mut Option<JoinHandle<Surroundings>>) -> Option<Surroundings> {
    match reading {
        Some(reading) => reading.await.ok(),
        None => std::future::pending().await,
    }
}
