//! What belongs to a followed Job beside the Job itself: its pods, watched, and the events that tell why some do not start.

use std::collections::HashMap;
use std::time::Duration;

use kube::Client;
use tokio::time::Instant;

use super::pods::SeenPod;
use super::watcher::Change;
use crate::client::RequestError;
use crate::facts::{
    EventFacts, GonePods, JobFacts, Known, PodFacts, Pods, Uid, Unknown, UnknownReason, WhyUnknown,
};
use crate::job_details::events;
use crate::job_details::gather::all_events;
use crate::job_details::pods::Whose;

/// When events are read again the first time and, after more and more of them, at the latest.
const FIRST_LOOK: Duration = Duration::from_secs(3);
const LAST_LOOK: Duration = Duration::from_secs(20);

/// The world of one Job.
pub(super) struct World {
    pods: Known<HashMap<Uid, SeenPod>>,
    /// See [`Pods::gone`].
    gone: GonePods,
    /// Whether a list of the pods, or the reason why there is none, has come.
    pub(super) is_read: bool,
    events: Known<Vec<EventFacts>>,
    look: Look,
}

/// When to read events.
enum Look {
    /// Nothing is to be explained.
    Never,
    At(Instant, Duration),
    UnderWay(Duration),
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            pods: Err(Unknown {
                what: "pods".to_owned(),
                why: WhyUnknown::NotYetRead,
            }),
            gone: GonePods::default(),
            is_read: false,
            events: Ok(Vec::new()),
            look: Look::Never,
        }
    }

    /// Pods that cannot be asked for.
    pub(super) fn without_pods(unknown: Unknown) -> Self {
        Self {
            pods: Err(unknown),
            is_read: true,
            ..Self::new()
        }
    }

    /// Takes in what the watch of the pods tells; returns what keeps it from telling more than is known.
    pub(super) fn take(&mut self, change: Change<SeenPod>) -> Option<RequestError> {
        let key = |seen: &SeenPod| seen.pod.uid.clone();
        match change {
            // What part of a list is known is worth more than nothing.
            Change::Found(pods) => {
                let mut known = std::mem::replace(&mut self.pods, Ok(HashMap::new())).unwrap_or_default();
                known.extend(pods.into_iter().map(|seen| (key(&seen), seen)));
                self.pods = Ok(known);
                self.is_read = true;
            }
            Change::Listed(pods) => {
                self.list(pods);
                self.is_read = true;
            }
            Change::Applied(seen) => {
                if let Ok(pods) = &mut self.pods {
                    let key = key(&seen);
                    let seen = seen.after(pods.get(&key));
                    pods.insert(key, seen);
                }
            }
            Change::Deleted(seen) => {
                let known = self.pods.as_mut().ok();
                let known = known.and_then(|pods| pods.remove(&seen.pod.uid));
                self.remember(seen.after(known.as_ref()));
            }
            // What was known is better than nothing, until it is known that nothing more will come.
            Change::Trouble(error) if self.pods.is_err() => self.lose(error),
            Change::Trouble(error) => return Some(error),
            Change::Ended(error) => self.lose(error),
        }
        None
    }

    /// Takes in all pods that there are now.
    fn list(&mut self, pods: Vec<SeenPod>) {
        let mut before = std::mem::replace(&mut self.pods, Ok(HashMap::new())).unwrap_or_default();
        let now = pods.into_iter().map(|seen| {
            let known = before.remove(&seen.pod.uid);
            (seen.pod.uid.clone(), seen.after(known.as_ref()))
        });
        self.pods = Ok(now.collect());
        let mut gone: Vec<SeenPod> = before.into_values().collect();
        gone.sort_by_key(|seen| seen.pod.times.created);
        for seen in gone {
            self.remember(seen);
        }
    }

    fn remember(&mut self, seen: SeenPod) {
        match seen.whose {
            Whose::Own => self.gone.remember(seen.into_gone()),
            Whose::Foreign => {}
        }
    }

    fn lose(&mut self, error: RequestError) {
        self.pods = Err(Unknown::new("pods", error));
        self.is_read = true;
    }

    /// The pods as a snapshot has them.
    pub(super) fn pods(&self) -> Known<Pods> {
        let known = self.pods.as_ref().map_err(Clone::clone)?;
        let mut pods = Pods {
            gone: self.gone.clone(),
            ..Pods::default()
        };
        // One that a list had left out is there.
        pods.gone.pods.retain(|pod| !known.contains_key(&pod.uid));
        for seen in known.values() {
            match seen.whose {
                Whose::Own => pods.own.push((*seen.pod).clone()),
                Whose::Foreign => pods.foreign.push((*seen.pod).clone()),
            }
        }
        Ok(pods.oldest_first())
    }

    pub(super) fn events(&self) -> Known<Vec<EventFacts>> {
        self.events.clone()
    }

    /// Takes in what was read of the events.
    pub(super) fn take_events(&mut self, events: Known<Vec<EventFacts>>) {
        // Who may not read them will not be allowed to the next time.
        let is_final = matches!(&events, Err(unknown) if unknown.reason() == UnknownReason::Forbidden);
        if let Look::UnderWay(pause) = self.look {
            self.look = if is_final {
                Look::UnderWay(pause)
            } else {
                Look::At(Instant::now() + pause, pause)
            };
        }
        if events.is_ok() || self.events.as_ref().is_ok_and(Vec::is_empty) {
            self.events = events;
        }
    }

    /// Notes that nothing is left to be explained.
    pub(super) fn settle(&mut self) {
        self.look = Look::Never;
    }

    /// Notes whether there is something that events could explain: a Job of which not all pods run.
    pub(super) fn review(&mut self, job: &JobFacts) {
        let status = &job.status;
        let is_settled = status.is_terminal() || job.spec.suspend == Some(true);
        let waits = match &self.pods {
            Ok(pods) => pods.is_empty() || pods.values().any(|seen| &*seen.pod.phase == "Pending"),
            Err(_) => status.ready.unwrap_or(0) < status.active.unwrap_or(0).max(1),
        };
        self.look = match (&self.look, waits && !is_settled && self.is_read) {
            (_, false) => Look::Never,
            (Look::Never, true) => Look::At(Instant::now(), FIRST_LOOK),
            (Look::At(at, pause), true) => Look::At(*at, *pause),
            (Look::UnderWay(pause), true) => Look::UnderWay(*pause),
        };
    }

    /// When events are to be read next.
    pub(super) fn due(&self) -> Option<Instant> {
        match self.look {
            Look::At(at, _) => Some(at),
            Look::Never | Look::UnderWay(_) => None,
        }
    }

    /// The pods whose events are to be read, noting that this is under way.
    pub(super) fn begin_look(&mut self) -> Vec<PodFacts> {
        if let Look::At(_, pause) = self.look {
            self.look = Look::UnderWay((pause * 2).min(LAST_LOOK));
        }
        self.pods().map(|pods| pods.own).unwrap_or_default()
    }
}

/// Reads the events of a Job and of its pods.
pub(super) async fn look(client: Client, job: JobFacts, pods: Vec<PodFacts>) -> Known<Vec<EventFacts>> {
    let of_job = events::of_job(&client, &job).await;
    all_events(&client, &job, &pods, of_job).await
}
