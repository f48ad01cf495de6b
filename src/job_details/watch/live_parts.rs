//! The state of a followed Job beside the Job itself: its pods, which are watched, and its events and Kueue
//! Workload, which are read again while something changes or waits. This module must not hold rules about
//! Jobs.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::pods::SeenPod;
use super::watcher::Change;
use crate::client::RequestError;
use crate::facts::{
    ApiTime, EventFacts, GonePods, JobFacts, Known, PodFacts, PodList, Pods, Uid, Unknown, UnknownReason,
    WhyUnknown, Workload,
};
use crate::job_details::gather::Explanations;
use crate::job_details::pods::Whose;

/// The pause between two readings of events: at first, and at most.
const FIRST_PAUSE: Duration = Duration::from_secs(3);
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
/// The pause after a reading is at least this multiple of the reading's duration, so that reading large lists
/// takes only a small part of the time.
const PAUSE_FACTOR: u32 = 10;

/// The state of one followed Job beside the Job itself.
pub(super) struct LiveParts {
    /// Why the pods are unknown; `None` if they are known.
    unknown: Option<Unknown>,
    pods: WatchedPods,
    /// See [`Pods::gone`].
    gone: GonePods,
    /// Whether a list of the pods has arrived, or the reason why there is none.
    pub(super) is_read: bool,
    explanations: Explanations,
    reading: Reading,
}

/// The pods that a watch has reported.
#[derive(Default)]
struct WatchedPods {
    own: PodList,
    foreign: PodList,
    /// The first `deletionTimestamp` and grace period of each pod. The kubelet deletes the pod again, without
    /// a grace period, when its containers have ended.
    deletions: HashMap<Uid, (ApiTime, Option<i64>)>,
}

/// When to read events and Kueue's Workload.
struct Reading {
    /// Whether something changed or waits, which events or the Workload may explain.
    is_wanted: bool,
    /// When the reading that is under way began.
    began: Option<Instant>,
    /// The earliest start of the next reading.
    not_before: Instant,
    pause: Duration,
    /// Whether the right to read events is missing, so that further readings would be refused.
    is_refused: bool,
}

impl LiveParts {
    pub(super) fn new() -> Self {
        Self {
            unknown: Some(Unknown {
                what: "pods".to_owned(),
                why: WhyUnknown::NotYetRead,
            }),
            pods: WatchedPods::default(),
            gone: GonePods::default(),
            is_read: false,
            explanations: Explanations {
                events: Ok(Arc::default()),
                workload: None,
            },
            reading: Reading {
                is_wanted: true,
                began: None,
                not_before: Instant::now(),
                pause: FIRST_PAUSE,
                is_refused: false,
            },
        }
    }

    /// The state of a Job whose pods cannot be requested.
    pub(super) fn without_pods(unknown: Unknown) -> Self {
        Self {
            unknown: Some(unknown),
            is_read: true,
            ..Self::new()
        }
    }

    /// Takes in a change from the watch of the pods. Returns an error that leaves the known pods in place.
    pub(super) fn take(&mut self, change: Change<SeenPod>) -> Option<RequestError> {
        match change {
            // An incomplete list is better than none.
            Change::Found(pods) => {
                self.unknown = None;
                for seen in pods {
                    self.pods.put(seen);
                }
                self.is_read = true;
            }
            Change::Listed(pods) => {
                self.list(pods);
                self.is_read = true;
            }
            Change::Applied(seen) => {
                if self.unknown.is_none() {
                    self.pods.put(seen);
                }
            }
            Change::Deleted(seen) => {
                let is_own = seen.whose == Whose::Own;
                let last = self.pods.remove(&seen);
                if is_own {
                    self.gone.remember(last);
                }
            }
            // Known pods stay until the error is final.
            Change::Trouble(error) if self.unknown.is_some() => self.lose(error),
            Change::Trouble(error) => return Some(error),
            Change::Ended(error) => self.lose(error),
        }
        None
    }

    /// Takes in a complete list of the pods.
    fn list(&mut self, pods: Vec<SeenPod>) {
        let mut before = std::mem::replace(&mut self.pods, WatchedPods::of(pods));
        self.unknown = None;
        for pod in before.own.iter().filter(|pod| !self.pods.own.contains(pod)) {
            self.gone.remember(before.with_first_deletion(pod));
        }
        before
            .deletions
            .retain(|uid, _| self.pods.deletions.contains_key(uid));
        self.pods.deletions.extend(before.deletions);
    }

    fn lose(&mut self, error: RequestError) {
        self.unknown = Some(Unknown::new("pods", error));
        self.pods = WatchedPods::default();
        self.is_read = true;
    }

    /// The pods, as a snapshot holds them.
    pub(super) fn pods(&self) -> Known<Pods> {
        if let Some(unknown) = &self.unknown {
            return Err(unknown.clone());
        }
        let mut gone = self.gone.clone();
        // A pod that an incomplete list lacked still exists.
        gone.pods.retain(|pod| !self.pods.own.contains(pod));
        Ok(Pods {
            own: self.pods.own.clone(),
            foreign: self.pods.foreign.clone(),
            gone,
            inconsistent: None,
        })
    }

    pub(super) fn own_pods(&self) -> &PodList {
        &self.pods.own
    }

    pub(super) fn events(&self) -> Known<Arc<Vec<EventFacts>>> {
        self.explanations.events.clone()
    }

    pub(super) fn workload(&self) -> Option<Known<Workload>> {
        self.explanations.workload.clone()
    }
}

/// Events and Kueue's Workload.
impl LiveParts {
    /// Notes that the Job or a pod has changed.
    pub(super) fn note_change(&mut self) {
        self.reading.is_wanted = true;
    }

    /// Whether no reading is under way or due.
    pub(super) fn is_explained(&self) -> bool {
        self.reading.began.is_none() && self.due().is_none_or(|due| due > Instant::now())
    }

    /// When the next reading is due; `None` if none is needed or possible now.
    pub(super) fn due(&self) -> Option<Instant> {
        let Reading {
            is_wanted,
            began,
            not_before,
            is_refused,
            ..
        } = &self.reading;
        let may_read = *is_wanted && began.is_none() && !is_refused && self.is_read;
        may_read.then_some(*not_before)
    }

    /// Notes that a reading begins.
    pub(super) fn begin_reading(&mut self) {
        self.reading.is_wanted = false;
        self.reading.began = Some(Instant::now());
    }

    /// Takes in what was read. While something waits, another reading may explain why.
    pub(super) fn take_explanations(&mut self, read: Explanations, job: &JobFacts) {
        let reading = &mut self.reading;
        let now = Instant::now();
        let took = reading.began.take().map_or(Duration::ZERO, |began| now - began);
        reading.is_refused =
            matches!(&read.events, Err(unknown) if unknown.reason() == UnknownReason::Forbidden);
        reading.not_before = now + reading.pause.max(took * PAUSE_FACTOR);
        reading.pause = (reading.pause * 2).min(LONGEST_PAUSE);
        self.reading.is_wanted |= self.waits(job);
        let known = &mut self.explanations;
        let is_worth_more = read.events.is_ok() || known.events.as_ref().is_ok_and(|known| known.is_empty());
        let events = if is_worth_more {
            read.events
        } else {
            known.events.clone()
        };
        *known = Explanations {
            events,
            workload: read.workload,
        };
    }

    /// Whether the Job has not ended and waits: it has no pods, as when suspended, or a pod is pending. If
    /// the pods are unknown, the Job's `ready` and `active` decide.
    fn waits(&self, job: &JobFacts) -> bool {
        let status = &job.status;
        let own = &self.pods.own;
        let has_waiting_pods = if self.unknown.is_none() {
            own.is_empty() || own.iter().any(|pod| &*pod.phase == "Pending")
        } else {
            status.ready.unwrap_or(0) < status.active.unwrap_or(0).max(1)
        };
        !status.is_terminal() && has_waiting_pods
    }
}

impl WatchedPods {
    fn of(pods: Vec<SeenPod>) -> Self {
        let mut watched = Self::default();
        let (mut own, mut foreign) = (Vec::new(), Vec::new());
        for seen in pods {
            watched.note_deletion(&seen.pod);
            match seen.whose {
                Whose::Own => own.push(seen.pod),
                Whose::Foreign => foreign.push(seen.pod),
            }
        }
        watched.own = own.into();
        watched.foreign = foreign.into();
        watched
    }

    fn put(&mut self, seen: SeenPod) {
        self.note_deletion(&seen.pod);
        match seen.whose {
            Whose::Own => self.own.put(seen.pod),
            Whose::Foreign => self.foreign.put(seen.pod),
        }
    }

    /// Removes a pod. Returns its last state, with its first deletion.
    fn remove(&mut self, seen: &SeenPod) -> PodFacts {
        match seen.whose {
            Whose::Own => self.own.remove(&seen.pod),
            Whose::Foreign => self.foreign.remove(&seen.pod),
        }
        let last = self.with_first_deletion(&seen.pod);
        self.deletions.remove(&last.uid);
        last
    }

    fn note_deletion(&mut self, pod: &PodFacts) {
        if pod.is_terminating() {
            let deletion = (pod.times.deletion, pod.deletion_grace_seconds());
            self.deletions.entry(pod.uid.clone()).or_insert(deletion);
        }
    }

    fn with_first_deletion(&self, pod: &PodFacts) -> PodFacts {
        let mut pod = pod.clone();
        if let Some((at, grace)) = self.deletions.get(&pod.uid) {
            pod.times.deletion = *at;
            pod.rare.get_or_insert_default().deletion_grace_seconds = *grace;
        }
        pod
    }
}
