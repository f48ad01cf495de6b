//! Events of a Job and of its pods, including pods that are gone.

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

/// Up to this many pods, each pod's events are read in a request of its own. For each such request the server
/// searches the namespace's events, but sends only the few of one pod; all requests run in parallel. Beyond,
/// one list reads the events of all pods of the namespace, those of other workloads included, about a
/// kilobyte each.
const FEW: usize = 10;

/// The events of the Job itself.
pub(super) async fn of_job(client: &Client, job: &JobFacts) -> Result<Events, RequestError> {
    // By UID, to exclude the events of an earlier Job with the same name. A Job from a file may have no UID.
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

/// The events of the Job's pods. Existing pods are looked up by UID. Pods that only the Job's events still
/// name, and pods from a file without a UID, are looked up by name.
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

/// Warnings about Jobs that get no pods and about pods that do not start, both by UID. One list reads them
/// all, because thousands of Jobs and pods may be in trouble.
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

/// The `SuccessfulCreate` events of Jobs, by the Jobs' UIDs.
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

/// Events with their own UIDs, which identify an event that is read twice.
#[derive(Debug, Default)]
pub(super) struct Events(Vec<(String, EventFacts)>);

impl Events {
    /// These events and the others.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Whether any of these events is about the object with that UID.
    pub(super) fn are_about(&self, uid: &Uid) -> bool {
        self.0.iter().any(|(_, event)| event.object.uid == *uid)
    }

    /// Each event once, ordered by when it was last seen, oldest first.
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

    /// Names of pods that the Job controller created or deleted, and that are not in `present`. Only the
    /// messages of the Job controller count: another Job's pods may have names with the same prefix.
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
    /// The pod that a controller's event `SuccessfulCreate` or `SuccessfulDelete` names as created or deleted
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

/// The objects whose events are kept. The server's answer may have events of other objects.
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
