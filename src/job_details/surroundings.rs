//! Reads the unfinished pods of many Jobs, and the warnings about Jobs and pods, in a few lists instead of
//! Job by Job.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use kube::Client;

use super::{events, parts::Parts, pods, pods::ByJob};
use crate::client::RequestError;
use crate::facts::{
    ContainerState, Depth, EventFacts, Inconsistency, JobFacts, JobSnapshot, Known, PodFacts, PodList, Pods,
    Uid, Unknown, WhyUnknown,
};

/// The pods and events of many Jobs. The snapshot of each Job is made from them.
#[derive(Debug)]
pub struct Surroundings {
    /// Unfinished pods, oldest first, by the UID of the Job that controls them.
    pods: Known<Arc<ByJob>>,
    /// Events, oldest first, by the UID of the object that they are about.
    events: Known<HashMap<Uid, Vec<EventFacts>>>,
    /// Why the list of pods is not one consistent state of the cluster; `None` if it is.
    pub inconsistent: Option<Inconsistency>,
}

/// Reads what the states of these Jobs depend on besides the Jobs themselves: pods of Jobs that are under
/// way, and warnings about Jobs that lack pods and about pods that do not start. The function never fails: a
/// part that cannot be read is [`Unknown`] with its reason. `namespace` is the namespace of all these Jobs;
/// `None` means any.
pub async fn surroundings(
    client: &Client,
    namespace: Option<&str>,
    jobs: &[JobFacts],
    earlier: Option<&Surroundings>,
) -> Surroundings {
    let under_way: Vec<&JobFacts> = jobs.iter().filter(|job| job.is_under_way()).collect();
    if under_way.is_empty() {
        tracing::info!(target: "decision", "no Job is under way: their pods and events are not read");
        return Surroundings::of(Ok(Vec::new()), Ok(Vec::new()));
    }
    let earlier = earlier.and_then(|earlier| earlier.pods.as_ref().ok());
    let earlier = earlier.map_or_else(Arc::default, Arc::clone);
    let (pods, inconsistent) = match pods::unfinished(client, namespace, &under_way, &earlier).await {
        Ok(listed) => (Ok(listed.collected), listed.inconsistent),
        Err(error) => (Err(Unknown::new("pods", error)), None),
    };
    let of_pods = Surroundings::of(pods, Ok(Vec::new()));
    let events = warnings(client, namespace, &under_way, &of_pods).await;
    let events = events.map_err(|error| Unknown::new("events", error));
    Surroundings {
        events: events.map(by_object),
        inconsistent,
        ..of_pods
    }
}

impl Surroundings {
    /// Groups pods by Job and events by object. Pods that have ended are left out.
    pub fn of(pods: Known<Vec<Arc<PodFacts>>>, events: Known<Vec<EventFacts>>) -> Self {
        Self {
            pods: pods.map(by_job).map(Arc::new),
            events: events.map(by_object),
            inconsistent: None,
        }
    }

    /// The snapshot of a Job, with the pods that have not ended. For a Job that has ended or is suspended,
    /// the snapshot has no pods and no events.
    pub fn snapshot(&self, job: JobFacts, as_of: Timestamp, historic: bool) -> JobSnapshot {
        let (own, events) = if job.is_under_way() {
            let own = self.pods_of(&job);
            let events = self.events_of(&job, own.as_ref().unwrap_or(&PodList::default()));
            (own, events)
        } else {
            (Ok(PodList::default()), Ok(Vec::new()))
        };
        let pods = own.map(|own| Pods {
            own,
            ..Pods::default()
        });
        Parts {
            pods,
            events: events.map(Arc::new),
            workload: None,
            logs: Vec::new(),
        }
        .snapshot(Depth::List, job, as_of, historic)
    }

    /// Every part that could not be read.
    pub fn unknown(&self) -> impl Iterator<Item = &Unknown> {
        let parts = [self.pods.as_ref().err(), self.events.as_ref().err()];
        parts.into_iter().flatten()
    }

    /// The unfinished pods of a Job.
    pub(super) fn pods_of(&self, job: &JobFacts) -> Known<PodList> {
        if job.uid.is_empty() {
            return Err(Unknown {
                what: "pods".to_owned(),
                why: WhyUnknown::NoUid,
            });
        }
        let pods = self.pods.as_ref().map_err(Unknown::clone)?;
        Ok(pods.get(&job.uid).cloned().unwrap_or_default())
    }

    fn events_of(&self, job: &JobFacts, own: &PodList) -> Known<Vec<EventFacts>> {
        let events = self.events.as_ref().map_err(Unknown::clone)?;
        let of_job = events.get(&Uid::from(&*job.uid));
        let of_pods = own.iter().filter_map(|pod| events.get(&pod.uid));
        let own = of_job.into_iter().chain(of_pods).flatten();
        Ok(own.cloned().collect())
    }
}

fn by_job(pods: Vec<Arc<PodFacts>>) -> ByJob {
    let mut groups: HashMap<String, Vec<Arc<PodFacts>>> = HashMap::new();
    for pod in pods.into_iter().filter(|pod| !pod.is_finished()) {
        if let Some(uid) = pod.controller_uid.as_deref() {
            groups.entry(uid.to_owned()).or_default().push(pod);
        }
    }
    let groups = groups.into_iter().map(|(uid, pods)| (uid, pods.into()));
    groups.collect()
}

fn by_object(events: Vec<EventFacts>) -> HashMap<Uid, Vec<EventFacts>> {
    let mut groups: HashMap<Uid, Vec<EventFacts>> = HashMap::new();
    for event in events.into_iter().filter(|event| !event.object.uid.is_empty()) {
        groups.entry(event.object.uid.clone()).or_default().push(event);
    }
    groups
}

/// Reads warnings. If the refusal to create a pod may be outdated, also reads when pods were created: a pod
/// that has ended since is not among the pods that were read.
async fn warnings(
    client: &Client,
    namespace: Option<&str>,
    jobs: &[&JobFacts],
    pods: &Surroundings,
) -> Result<Vec<EventFacts>, RequestError> {
    let without = jobs.iter().filter(|job| lacks_pods(job, pods));
    let without = without.map(|job| Uid::from(&*job.uid)).collect();
    let starting = pods
        .pods
        .iter()
        .flat_map(|pods| pods.values())
        .flat_map(PodList::iter);
    let starting = starting.filter(|pod| is_starting(pod));
    let starting = starting.map(|pod| pod.uid.clone()).collect();
    let warnings = events::warnings(client, namespace, without, starting).await?;
    let refused = jobs
        .iter()
        .filter(|job| warnings.are_about(&Uid::from(&*job.uid)));
    let had_others: HashSet<Uid> = refused
        .filter(|job| has_finished_pods(job))
        .map(|job| Uid::from(&*job.uid))
        .collect();
    let creations = events::creations(client, namespace, had_others).await?;
    Ok(warnings.and(creations).merged())
}

/// Whether the Job may get more pods than it has. The Job controller may want fewer pods near the end of the
/// Job; a wrong answer then does no harm.
fn lacks_pods(job: &JobFacts, pods: &Surroundings) -> bool {
    let active = match pods.pods.as_ref().map(|pods| pods.get(&job.uid)) {
        Ok(own) => own.map_or(0, |own| own.iter().filter(|pod| !pod.is_terminating()).count()),
        Err(_) => usize::try_from(job.status.active.unwrap_or(0)).unwrap_or(0),
    };
    let parallelism = usize::try_from(job.spec.parallelism.unwrap_or(1)).unwrap_or(0);
    !job.uid.is_empty() && active < parallelism
}

/// Whether a node has accepted the pod and no container has started yet. Only events then tell what the
/// kubelet waits for.
fn is_starting(pod: &PodFacts) -> bool {
    let has_begun = |state: &ContainerState| match state {
        ContainerState::Running { .. } | ContainerState::Terminated(_) => true,
        ContainerState::Unknown | ContainerState::Waiting { .. } => false,
    };
    &*pod.phase == "Pending"
        && pod.node.is_some()
        && !pod.is_terminating()
        && !pod.containers.iter().any(|container| has_begun(&container.state))
}

fn has_finished_pods(job: &JobFacts) -> bool {
    let status = &job.status;
    let counted = status.failed.unwrap_or(0) > 0 || status.succeeded.unwrap_or(0) > 0;
    counted || status.uncounted_failed > 0 || status.uncounted_succeeded > 0
}

#[cfg(test)]
mod tests;
