//! What is known of a followed Job beside the Job itself: its pods, which are watched, and what Kubernetes and Kueue say
//! about them, which is read again while something changes or waits. No rule of Jobs lives here.

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

/// How long after one reading of events the next one may begin: at first, and at most.
const FIRST_PAUSE: Duration = Duration::from_secs(3);
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
/// How many times as long as a reading took the pause after it is at least, so that large lists leave the time for
/// the rest.
const SHARE: u32 = 10;

/// What is known beside one followed Job.
pub(super) struct LiveParts {
    /// Why the pods are unknown; `None` where they are known.
    unknown: Option<Unknown>,
    pods: WatchedPods,
    /// See [`Pods::gone`].
    gone: GonePods,
    /// Whether a list of the pods, or the reason why there is none, has come.
    pub(super) is_read: bool,
    explanations: Explanations,
    reading: Reading,
}

/// The pods that a watch has told of.
#[derive(Default)]
struct WatchedPods {
    own: PodList,
    foreign: PodList,
    /// When the deletion of a pod was asked for first, with its grace period: the kubelet asks once more, without one,
    /// when the containers have ended.
    deletions: HashMap<Uid, (ApiTime, Option<i64>)>,
}

/// When to read events and Kueue's Workload.
struct Reading {
    /// Whether something changed or waits that they may explain.
    is_wanted: bool,
    /// When the reading that is under way began.
    began: Option<Instant>,
    /// Before when none begins.
    not_before: Instant,
    pause: Duration,
    /// Whether the right to read events is missing: a further try would be refused, too.
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

    /// Pods that cannot be asked for.
    pub(super) fn without_pods(unknown: Unknown) -> Self {
        Self {
            unknown: Some(unknown),
            is_read: true,
            ..Self::new()
        }
    }

    /// Takes in what the watch of the pods tells; returns an error that leaves the known pods in place.
    pub(super) fn take(&mut self, change: Change<SeenPod>) -> Option<RequestError> {
        match change {
            // A part of the list is worth more than nothing.
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
            // Known pods are better than none, until no newer state will come.
            Change::Trouble(error) if self.unknown.is_some() => self.lose(error),
            Change::Trouble(error) => return Some(error),
            Change::Ended(error) => self.lose(error),
        }
        None
    }

    /// Takes in all pods that there are now.
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

    /// The pods as a snapshot has them.
    pub(super) fn pods(&self) -> Known<Pods> {
        if let Some(unknown) = &self.unknown {
            return Err(unknown.clone());
        }
        let mut gone = self.gone.clone();
        // A pod that an incomplete list had left out is there.
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

    /// Whether nothing is being read, or about to be.
    pub(super) fn is_explained(&self) -> bool {
        self.reading.began.is_none() && self.due().is_none_or(|due| due > Instant::now())
    }

    /// When events are to be read next.
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

    /// Takes in what was read. While something waits, a further reading may tell why.
    pub(super) fn take_explanations(&mut self, read: Explanations, job: &JobFacts) {
        let reading = &mut self.reading;
        let now = Instant::now();
        let took = reading.began.take().map_or(Duration::ZERO, |began| now - began);
        reading.is_refused =
            matches!(&read.events, Err(unknown) if unknown.reason() == UnknownReason::Forbidden);
        reading.not_before = now + reading.pause.max(took * SHARE);
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

    /// Whether something is held up: a suspended Job, or one of which not all pods run.
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

    /// Takes a pod out; gives its last state, with the deletion that was asked for first.
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
