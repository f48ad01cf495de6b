//! Reads and watches what belongs to the followed Jobs: their pods, which are watched, or read together if
//! there are many Jobs; their events; and the last look at a Job that has ended or is gone.

use std::sync::Arc;

use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::{Follower, LastLook, LiveParts, Message, watch};
use crate::facts::JobFacts;
use crate::job_details::gather::explanations;
use crate::job_details::pods::PodsOf;
use crate::job_details::surroundings;
use crate::job_details::watch::last_look::last_look;

impl Follower {
    /// Starts or stops watching what belongs to a Job, as the Job's state requires.
    pub(super) fn watch_parts(&mut self, position: usize) {
        self.look_last(position);
        let pin = &self.pins.all()[position];
        let are_watched = self.pods.are_watched(self.pins.all().len());
        let Some(job) = pin.job.as_ref().filter(|_| are_watched) else {
            return;
        };
        if self.is_done(pin) {
            if let Some((_, watcher)) = self.live.get_mut(&position) {
                watcher.iter().for_each(AbortHandle::abort);
            }
            return;
        }
        let (live, _) = self
            .live
            .entry(position)
            .or_insert_with(|| match PodsOf::job(job) {
                Ok(pods) => {
                    let tell = (self.sender.clone(), move |change| Message::Pods(position, change));
                    let watcher = self.tasks.spawn(watch(self.client.clone(), pods, tell));
                    (LiveParts::new(), Some(watcher))
                }
                Err(unknown) => (LiveParts::without_pods(unknown), None),
            });
        live.note_change();
    }

    /// Starts the last look at a Job that has ended or is gone, if last looks are wanted and it has not
    /// started.
    fn look_last(&mut self, position: usize) {
        let pin = &self.pins.all()[position];
        let Some(job) = pin.job.clone().filter(|_| pin.is_over() && self.looks_last) else {
            return;
        };
        if self.last.contains_key(&position) {
            return;
        }
        self.last.insert(position, LastLook::UnderWay);
        let (client, sender) = (self.client.clone(), self.sender.clone());
        let (looking, lines) = (Arc::clone(&self.looking), self.log_lines);
        self.tasks.spawn(async move {
            // The semaphore is never closed, so this never fails.
            let _permit = looking.acquire().await;
            let snapshot = Box::new(Box::pin(last_look(&client, job, lines)).await);
            let _ = sender.send(Message::Last(position, snapshot)).await;
        });
    }

    /// Reads what belongs to all Jobs that have not ended and are not gone.
    pub(super) fn read_around(&mut self) {
        self.rounds.begin();
        self.remove_ended_tasks();
        let open = self.pins.all().iter().filter(|pin| !pin.is_over());
        let jobs: Vec<JobFacts> = open.filter_map(|pin| pin.job.clone()).collect();
        let mut namespaces = jobs.iter().map(|job| job.namespace.clone());
        let first = namespaces.next();
        let within = first.filter(|first| namespaces.all(|namespace| namespace == *first));
        let (client, sender) = (self.client.clone(), self.sender.clone());
        self.tasks.spawn(async move {
            let read = surroundings(&client, within.as_deref(), &jobs, None).await;
            let _ = sender.send(Message::Around(read)).await;
        });
    }

    /// Reads the events and Workloads that are due.
    pub(super) fn read_explanations(&mut self) {
        self.remove_ended_tasks();
        let now = Instant::now();
        for (position, (live, _)) in &mut self.live {
            let job = self.pins.all()[*position].job.clone();
            let (Some(job), true) = (job, live.due().is_some_and(|due| due <= now)) else {
                continue;
            };
            live.begin_reading();
            let (client, sender, position) = (self.client.clone(), self.sender.clone(), *position);
            let own = live.own_pods().clone();
            self.tasks.spawn(async move {
                let read = explanations(&client, &job, &own).await;
                let _ = sender.send(Message::Explanations(position, read)).await;
            });
        }
    }
}
