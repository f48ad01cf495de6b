//! Events of a Job and of its pods, those that are gone included.

mod wire;

use std::collections::HashSet;
use std::sync::Arc;

use futures_util::future::try_join_all;
use kube::Client;

use super::list::{Collect, Item, List};
use super::path::core;
use crate::client::RequestError;
use crate::facts::PODS_WITH_ALL_EVENTS;
use crate::facts::{EventFacts, JobFacts, PodFacts, PodList, Uid};

/// Up to so many pods are asked for one by one. Each such request makes the server look through the namespace's
/// events but brings only the few of one pod, and all of them run at once; a list of the namespace's pod events
/// is one request that brings those of every other workload too, about a kilobyte each.
const FEW: usize = 10;

/// The events of the Job itself.
pub(super) async fn of_job(client: &Client, job: &JobFacts) -> Result<Events, RequestError> {
    // By the UID, so that a namesake of earlier times has no say; an object from a file may lack it.
    let (selector, wanted) = if job.uid.is_empty() {
        let selector = format!("involvedObject.kind=Job,involvedObject.name={}", job.name);
        (selector, Wanted::job_named(&job.name))
    } else {
        (
            format!("involvedObject.uid={}", job.uid),
            Wanted::uid(Uid::from(&*job.uid)),
        )
    };
    read(client, Some(&job.namespace), &selector, wanted).await
}

/// The events of the Job's pods: of those that exist, by UID, and by name of those that only the Job's events still
/// name, or that come from a file and have no UID.
pub(super) async fn of_pods(
    client: &Client,
    job: &JobFacts,
    own: &PodList,
    of_job: &Events,
) -> Result<Events, RequestError> {
    let (own, without_uid): (Vec<_>, Vec<_>) = own.iter().partition(|pod| !pod.uid.is_empty());
    let mut by_name = of_job.pods_beside(&own);
    by_name.extend(without_uid.iter().map(|pod| String::from(&*pod.name)));
    let number = own.len() + by_name.len();
    if number > FEW {
        let normal = if number > PODS_WITH_ALL_EVENTS {
            ",type!=Normal"
        } else {
            ""
        };
        tracing::info!(target: "decision", "{number} pods: their events are read in one list");
        let selector = format!("involvedObject.kind=Pod{normal}");
        return read(
            client,
            Some(&job.namespace),
            &selector,
            Wanted::pods(&own, by_name),
        )
        .await;
    }
    let present = own.iter().map(|pod| {
        let selector = format!("involvedObject.uid={}", pod.uid);
        (selector, Wanted::uid(pod.uid.clone()))
    });
    let by_name = by_name.into_iter().map(|name| {
        let selector = format!("involvedObject.kind=Pod,involvedObject.name={name}");
        (selector, Wanted::pods(&[], HashSet::from([name])))
    });
    let requests = present
        .chain(by_name)
        .map(async |(selector, wanted)| read(client, Some(&job.namespace), &selector, wanted).await);
    let parts = try_join_all(requests).await?;
    Ok(parts.into_iter().fold(Events::default(), Events::and))
}

/// Warnings about Jobs that get no pod and about pods that do not start, both by their UIDs: in one list, for thousands may
/// be in trouble.
pub(super) async fn warnings(
    client: &Client,
    namespace: Option<&str>,
    jobs: HashSet<Uid>,
    pods: HashSet<Uid>,
) -> Result<Events, RequestError> {
    let selector = match (jobs.is_empty(), pods.is_empty()) {
        (true, true) => return Ok(Events::default()),
        (false, true) => "involvedObject.kind=Job,reason=FailedCreate",
        (true, false) => "involvedObject.kind=Pod,type!=Normal",
        (false, false) => "type!=Normal",
    };
    let uids = jobs.into_iter().chain(pods).collect();
    read(client, namespace, selector, Wanted::uids(uids)).await
}

/// What the Job controller says to have created for Jobs, by their UIDs.
pub(super) async fn creations(
    client: &Client,
    namespace: Option<&str>,
    jobs: HashSet<Uid>,
) -> Result<Events, RequestError> {
    if jobs.is_empty() {
        return Ok(Events::default());
    }
    let selector = "involvedObject.kind=Job,reason=SuccessfulCreate";
    read(client, namespace, selector, Wanted::uids(jobs)).await
}

async fn read(
    client: &Client,
    namespace: Option<&str>,
    field_selector: &str,
    wanted: Wanted,
) -> Result<Events, RequestError> {
    let list = List {
        what: "events",
        path: core(namespace, "events", &[("fieldSelector", field_selector)]),
        accept: "application/json",
    };
    let wanted = Arc::new(wanted);
    let begin = || Collected {
        wanted: Arc::clone(&wanted),
        events: Vec::new(),
    };
    let listed = list.read(client, begin).await?;
    Ok(Events(listed.collected.events))
}

/// Events with their UIDs, by which the same one is told when it comes twice.
#[derive(Debug, Default)]
pub(super) struct Events(Vec<(String, EventFacts)>);

impl Events {
    /// These and the others.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Whether one of these is about the object with that UID.
    pub(super) fn are_about(&self, uid: &Uid) -> bool {
        self.0.iter().any(|(_, event)| event.object.uid == *uid)
    }

    /// Each event once, oldest first by when it was last seen.
    pub(super) fn merged(self) -> Vec<EventFacts> {
        let mut seen = HashSet::new();
        let once = self
            .0
            .into_iter()
            .filter(|(uid, _)| uid.is_empty() || seen.insert(uid.clone()));
        let mut events: Vec<_> = once.map(|(_, event)| event).collect();
        events.sort_by(|a, b| {
            let key = |event: &EventFacts| (event.last, event.first);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.object.name.cmp(&b.object.name))
                .then_with(|| a.reason.cmp(&b.reason))
        });
        events
    }

    /// Names of pods that the Job controller says to have created or deleted and that are not there any more.
    /// Only its own words count: another Job's pods may have names that begin in the same way.
    fn pods_beside(&self, present: &[&PodFacts]) -> HashSet<String> {
        let named = self
            .0
            .iter()
            .filter_map(|(_, event)| event.created_or_deleted_pod());
        let mut beside: HashSet<&str> = named.collect();
        for pod in present {
            beside.remove(&*pod.name);
        }
        beside.into_iter().map(str::to_owned).collect()
    }
}

impl EventFacts {
    /// The pod that an event `SuccessfulCreate` or `SuccessfulDelete` of its controller says to have created or deleted
    /// (`pkg/controller/controller_utils.go`).
    pub(crate) fn created_or_deleted_pod(&self) -> Option<&str> {
        let prefix = match self.reason.as_str() {
            "SuccessfulCreate" => "Created pod: ",
            "SuccessfulDelete" => "Deleted pod: ",
            _ => return None,
        };
        let name = self.message.strip_prefix(prefix)?.trim();
        let is_name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
        (!name.is_empty() && name.bytes().all(is_name)).then_some(name)
    }
}

/// Which objects' events are kept, whatever else the server's answer has.
#[derive(Default)]
struct Wanted {
    uids: HashSet<Uid>,
    kind: &'static str,
    names: HashSet<String>,
}

impl Wanted {
    fn uid(uid: Uid) -> Self {
        Self::uids(HashSet::from([uid]))
    }

    fn uids(uids: HashSet<Uid>) -> Self {
        Self {
            uids,
            ..Self::default()
        }
    }

    fn job_named(name: &str) -> Self {
        Self {
            kind: "Job",
            names: HashSet::from([name.to_owned()]),
            ..Self::default()
        }
    }

    fn pods(own: &[&PodFacts], by_name: HashSet<String>) -> Self {
        let uids = own.iter().map(|pod| pod.uid.clone()).collect();
        Self {
            uids,
            kind: "Pod",
            names: by_name,
        }
    }

    fn has(&self, object: &wire::InvolvedObject) -> bool {
        self.uids.contains(&Uid::from(&*object.uid))
            || (object.kind == self.kind && self.names.contains(&object.name))
    }
}

struct Collected {
    wanted: Arc<Wanted>,
    events: Vec<(String, EventFacts)>,
}

impl Collect for Collected {
    fn add(&mut self, item: Item) -> Result<(), String> {
        let event: wire::Event = item.decode_json()?;
        if self.wanted.has(&event.involved_object) {
            self.events.push((event.metadata.uid.clone(), event.facts()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
