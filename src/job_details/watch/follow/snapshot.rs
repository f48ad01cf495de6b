//! Says what is known of one followed Job, and whether more is on its way. The only requests that this file
//! starts are those for logs.

use jiff::Timestamp;

use super::{FollowedPods, Follower, LastLook, LiveParts};
use crate::facts::{Depth, JobSnapshot, Known, LogTail};
use crate::job_details::parts::Parts;

impl Follower {
    /// What is known of a Job now; `None` for a Job that was never seen.
    pub fn snapshot(&self, position: usize, as_of: Timestamp, historic: bool) -> Option<JobSnapshot> {
        // With `Kept`, pods may change after the last look at their Job.
        if self.pods != FollowedPods::Kept && self.has_last(position) {
            return self.last_snapshot(position, as_of, historic);
        }
        let job = self.pins.all().get(position)?.job.clone()?;
        if let (true, Some(around)) = (self.are_many(), &self.around) {
            return Some(around.snapshot(job, as_of, historic));
        }
        let unwatched = LiveParts::new();
        let live = self.live.get(&position).map_or(&unwatched, |(live, _)| live);
        let pods = live.pods();
        let gone = pods.as_ref().map(|pods| pods.gone.clone()).unwrap_or_default();
        let parts = Parts {
            pods,
            events: live.events(),
            workload: live.workload(),
            logs: self.tails.of(position, &gone),
        };
        Some(parts.snapshot(Depth::Live, job, as_of, historic))
    }

    /// Whether the last look at the Job is complete.
    pub fn has_last(&self, position: usize) -> bool {
        matches!(self.last.get(&position), Some(LastLook::Done(_)))
    }

    /// The result of the last look at a Job, completed by pods and logs that were known before and are gone
    /// since. `None` if there was no last look or it is not complete.
    pub fn last_snapshot(&self, position: usize, as_of: Timestamp, historic: bool) -> Option<JobSnapshot> {
        let Some(LastLook::Done(last)) = self.last.get(&position) else {
            return None;
        };
        let mut last = JobSnapshot {
            as_of,
            historic,
            ..(**last).clone()
        };
        if let Some((live, _)) = self.live.get(&position) {
            let pods = live.pods();
            last.complete_pods(&pods);
            for tail in self.known_tails(position, &pods) {
                last.complete_log(tail);
            }
        }
        Some(last)
    }

    fn known_tails(&self, position: usize, pods: &Known<crate::facts::Pods>) -> Vec<LogTail> {
        let gone = pods.as_ref().map(|pods| pods.gone.clone()).unwrap_or_default();
        self.tails.of(position, &gone).into_iter().flatten().collect()
    }

    /// Starts to read the logs that a snapshot of the Job needs now.
    pub(super) fn choose_logs(&mut self, position: usize) {
        let Some(job) = self.pins.all().get(position).and_then(|pin| pin.job.as_ref()) else {
            return;
        };
        if let (true, Some(around)) = (self.are_many(), &self.around) {
            self.tails
                .learn(position, job, &around.pods_of(job).unwrap_or_default());
        } else if let Some((live, _)) = self.live.get(&position) {
            self.tails.learn(position, job, live.own_pods());
        }
    }

    /// Whether everything that is watched for the Job was read at least once.
    pub fn is_read_of(&self, position: usize) -> bool {
        let is_done = self.pins.all().get(position).is_some_and(|pin| self.is_done(pin));
        if self.are_many() {
            return is_done || self.around.is_some();
        }
        let live = self.live.get(&position);
        is_done || live.is_none_or(|(live, _)| live.is_read)
    }

    /// Whether nothing is being read that would complete a snapshot of the Job.
    pub(super) fn is_settled_of(&self, position: usize) -> bool {
        let is_explained = self
            .live
            .get(&position)
            .is_none_or(|(live, _)| live.is_explained());
        let is_looking = matches!(self.last.get(&position), Some(LastLook::UnderWay));
        is_explained && !is_looking && !self.tails.is_reading(position)
    }
}
