//! The followed Jobs, pinned by UID, and their newest known states. Pure: this module sends no requests.
//!
//! A change may be old, arrive twice or never arrive, so nothing depends on the order of changes. States of
//! an object are ordered by their versions, an end stays once seen, and another Job of the same name counts
//! only if it is newer.

use std::collections::HashMap;

use super::jobs::{JobScope, Seen};
use crate::facts::{Gone, JobFacts};
use crate::job_details::CronJobFacts;

/// A Job to follow that may not exist yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The Job with this name, once it is created.
    Name {
        /// `metadata.namespace`.
        namespace: String,
        /// `metadata.name`.
        name: String,
    },
    /// The next run of a `CronJob`.
    RunOf(Box<CronJobFacts>),
}

/// A followed Job.
#[derive(Clone, Debug)]
pub struct Pin {
    /// The description by which the Job is awaited before it exists.
    wanted: Wanted,
    /// The newest state of the Job; `None` before the Job is created.
    pub job: Option<JobFacts>,
    /// Why there will be no newer state; `None` while there may be one.
    pub gone: Option<Gone>,
    /// Whether a list lacked the Job, so that the API server is asked for the Job itself.
    is_absent: bool,
    /// Whether the Job has a watcher by name beside the watcher by labels.
    pub(super) is_watched_by_name: bool,
}

impl Pin {
    /// Whether the Job has ended or there will be no newer state of it.
    pub fn is_over(&self) -> bool {
        self.gone.is_some() || self.job.as_ref().is_some_and(|job| job.status.is_terminal())
    }

    /// The description by which the Job was awaited before it existed.
    pub fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    /// The namespace of the Job, and its name if that is known.
    pub(super) fn place(&self) -> (&str, Option<&str>) {
        match (&self.job, &self.wanted) {
            (Some(job), _) => (&job.namespace, Some(&job.name)),
            (None, Wanted::Name { namespace, name }) => (namespace, Some(name)),
            (None, Wanted::RunOf(cron_job)) => (&cron_job.namespace, None),
        }
    }

    /// Stores a state, unless a newer state or the end of the Job is known.
    fn take(&mut self, job: JobFacts, told: Explanation) {
        let is_news = match &self.job {
            None => true,
            Some(known) if known.status.is_terminal() && !job.status.is_terminal() => false,
            Some(known) => told == Explanation::ByList || !is_newer(known, &job),
        };
        if is_news {
            self.job = Some(job);
        }
    }
}

/// Where a state comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Explanation {
    /// A single object, e.g. of a watch event: a newer state may be known.
    ByEvent,
    /// A complete list: this is the current state. Its version may be lower, as after etcd was restored.
    ByList,
}

/// Whether `a` is a newer state than `b`; false if their versions cannot be compared.
pub(super) fn is_newer(a: &JobFacts, b: &JobFacts) -> bool {
    let version = |job: &JobFacts| job.resource_version.parse::<u128>().ok();
    matches!((version(a), version(b)), (Some(a), Some(b)) if a > b)
}

/// All followed Jobs.
#[derive(Default)]
pub(super) struct Pins {
    list: Vec<Pin>,
    by_uid: HashMap<String, usize>,
    by_name: HashMap<(String, String), usize>,
}

impl Pins {
    /// Pins Jobs that exist.
    pub(super) fn of(jobs: Vec<JobFacts>) -> Self {
        let mut pins = Self::default();
        for job in jobs {
            pins.add(job);
        }
        pins
    }

    /// Pins a Job that exists. Returns its position, or `None` if the Job is pinned already.
    pub(super) fn add(&mut self, job: JobFacts) -> Option<usize> {
        if self.find(&job).is_some() {
            return None;
        }
        let wanted = Wanted::Name {
            namespace: job.namespace.clone(),
            name: job.name.clone(),
        };
        let position = self.push(wanted);
        self.settle(position, job);
        Some(position)
    }

    /// Pins a Job that does not exist yet.
    pub(super) fn want(&mut self, wanted: Wanted) {
        let position = self.push(wanted.clone());
        if let Wanted::Name { namespace, name } = wanted {
            self.by_name.insert((namespace, name), position);
        }
    }

    fn push(&mut self, wanted: Wanted) -> usize {
        self.list.push(Pin {
            wanted,
            job: None,
            gone: None,
            is_absent: false,
            is_watched_by_name: false,
        });
        self.list.len() - 1
    }

    fn settle(&mut self, position: usize, job: JobFacts) {
        if !job.uid.is_empty() {
            self.by_uid.insert(job.uid.clone(), position);
        }
        self.by_name
            .insert((job.namespace.clone(), job.name.clone()), position);
        self.list[position].job = Some(job);
    }

    pub(super) fn all(&self) -> &[Pin] {
        &self.list
    }

    pub(super) fn all_mut(&mut self) -> &mut [Pin] {
        &mut self.list
    }

    /// The position of the Job's own pin, by UID. A Job without a UID, as in a file, is found by name.
    fn find(&self, job: &JobFacts) -> Option<usize> {
        if !job.uid.is_empty() {
            return self.by_uid.get(&job.uid).copied();
        }
        let position = self.namesake(job)?;
        let known = self.list[position].job.as_ref()?;
        known.uid.is_empty().then_some(position)
    }

    fn namesake(&self, job: &JobFacts) -> Option<usize> {
        let name = (job.namespace.clone(), job.name.clone());
        self.by_name.get(&name).copied()
    }

    /// Takes in that a Job exists. Returns the position of the pin that this concerns.
    pub(super) fn applied(&mut self, seen: Seen) -> Option<usize> {
        self.exists(seen, Explanation::ByEvent)
    }

    fn exists(&mut self, seen: Seen, told: Explanation) -> Option<usize> {
        if let Some(position) = self.find(seen.job()) {
            let pin = &mut self.list[position];
            pin.is_absent = false;
            match seen {
                Seen::Job(job) => pin.take(*job, told),
                Seen::Unreadable { why, .. } if !pin.is_over() => pin.gone = Some(Gone::Unreadable(why)),
                Seen::Unreadable { .. } => {}
            }
            return Some(position);
        }
        let position = self
            .namesake(seen.job())
            .or_else(|| self.awaited_run(seen.job()))?;
        let pin = &mut self.list[position];
        match (&pin.job, seen) {
            (None, Seen::Job(job)) => self.settle(position, *job),
            (None, Seen::Unreadable { why, .. }) => pin.gone = Some(Gone::Unreadable(why)),
            // A late state of an earlier Job of the same name.
            (Some(known), seen) if is_newer(known, seen.job()) => return None,
            (Some(_), _) if pin.is_over() => return None,
            (Some(_), _) => pin.gone = Some(Gone::Replaced),
        }
        Some(position)
    }

    fn awaited_run(&self, job: &JobFacts) -> Option<usize> {
        let owner = job.owner.as_ref()?;
        self.list.iter().position(|pin| match &pin.wanted {
            Wanted::RunOf(cron_job) => {
                pin.job.is_none() && cron_job.namespace == job.namespace && cron_job.is(owner)
            }
            Wanted::Name { .. } => false,
        })
    }

    /// Takes in that a Job is deleted or has left the scope. Returns the position of the pin that this
    /// concerns.
    pub(super) fn deleted(&mut self, seen: Seen, scope: &JobScope) -> Option<usize> {
        let position = self.find(seen.job())?;
        let is_in_scope = scope.covers(&seen.job().namespace, &seen.job().name);
        let pin = &mut self.list[position];
        if let Seen::Job(job) = seen {
            pin.take(*job, Explanation::ByEvent);
        }
        if is_in_scope && !pin.is_over() {
            pin.gone = Some(Gone::Deleted);
        }
        Some(position)
    }

    /// Takes in that these Jobs are in the scope. Returns the positions of the pins that this concerns, and
    /// the Jobs that the list lacks and that are not being asked for yet.
    pub(super) fn listed(&mut self, all: Vec<Seen>, scope: &JobScope) -> (Vec<usize>, Vec<JobFacts>) {
        let mut told = vec![false; self.list.len()];
        for seen in all {
            if let Some(position) = self.exists(seen, Explanation::ByList) {
                told[position] = true;
            }
        }
        let mut absent = Vec::new();
        for (pin, _) in self.list.iter_mut().zip(&told).filter(|(_, told)| !**told) {
            if let Some(job) = &pin.job
                && scope.covers(&job.namespace, &job.name)
                && !pin.is_over()
                && !std::mem::replace(&mut pin.is_absent, true)
            {
                absent.push(job.clone());
            }
        }
        let told = told.iter().enumerate().filter(|(_, told)| **told);
        (told.map(|(position, _)| position).collect(), absent)
    }
}

#[cfg(test)]
mod tests;
