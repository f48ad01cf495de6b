//! What surrounds many Jobs: their unfinished pods and the warnings about both, read together and not Job by Job.

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

/// The surroundings of many Jobs, from which the snapshot of each is made.
#[derive(Debug)]
pub struct Surroundings {
    /// By the UID of the Job that controls them, oldest first.
    pods: Known<Arc<ByJob>>,
    /// By the UID of what they are about, oldest first.
    events: Known<HashMap<Uid, Vec<EventFacts>>>,
    /// Set where the list of pods is not of one moment, or incomplete; says so in a sentence.
    pub inconsistent: Option<Inconsistency>,
}

/// Reads what the state of these Jobs rests on beside themselves: pods where a Job is under way, and warnings where
/// one has no pod or a pod does not start. It never fails: a part that cannot be read is [`Unknown`]
/// with its reason. `namespace` is that of all these Jobs; `None` is any. Pods that are as in `earlier` surroundings are shared
/// with them, so that reading again takes little memory.
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
    /// Joins pods and events to what they belong to. Pods that have ended are left out.
    pub fn of(pods: Known<Vec<Arc<PodFacts>>>, events: Known<Vec<EventFacts>>) -> Self {
        Self {
            pods: pods.map(by_job).map(Arc::new),
            events: events.map(by_object),
            inconsistent: None,
        }
    }

    /// The snapshot of a Job. Its pods are those that have not ended; of a Job that has, or that is suspended, none were
    /// looked for.
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

/// Warnings, and where a refusal to create a pod may be history, when pods were created: one that has ended since is not
/// among the pods that were read.
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

/// Whether the Job may get more pods than it has. The Job controller may want fewer near the end, which costs nothing here.
fn lacks_pods(job: &JobFacts, pods: &Surroundings) -> bool {
    let active = match pods.pods.as_ref().map(|pods| pods.get(&job.uid)) {
        Ok(own) => own.map_or(0, |own| own.iter().filter(|pod| !pod.is_terminating()).count()),
        Err(_) => usize::try_from(job.status.active.unwrap_or(0)).unwrap_or(0),
    };
    let parallelism = usize::try_from(job.spec.parallelism.unwrap_or(1)).unwrap_or(0);
    !job.uid.is_empty() && active < parallelism
}

/// Whether a node has taken the pod on and no container has been heard of: what the kubelet waits for then is in events only.
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
