//! How containers failed. Equal failures of many pods are grouped.

use std::cmp::Reverse;
use std::collections::{HashMap, hash_map::Entry};

use super::probes::{self, FailedProbe};
use super::{case::Case, deleted, quote};
use crate::facts::{ContainerFacts, ContainerKind, IndexSet, LogTail, PodFacts, Termination, Text};

/// One way in which one container failed, in one or more pods.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    /// The container's name.
    pub(super) container: Text,
    /// The container's kind.
    pub(super) kind: ContainerKind,
    /// How the container ended in the pod where it ended last.
    pub(super) end: Termination,
    /// The container's memory limit.
    pub(super) memory_limit: Option<Text>,
    /// The memory limit of the whole pod, which applies if the container has none (KEP-2837).
    pub(super) pod_memory_limit: Option<String>,
    /// The number of pods that failed in this way.
    pub(super) pods: u64,
    /// The completion indexes of these pods.
    pub(super) indexes: IndexSet,
    /// The pod in which the container ended last.
    pub(super) example: Box<str>,
    /// A quotation: the message of the failed probe, else the container's termination message, else the most
    /// informative line of its log.
    pub(super) words: Option<String>,
    /// Whether an earlier instance of the container failed, and the container was restarted or waits for its
    /// restart.
    pub(super) restarted: bool,
    /// How many of these pods are gone.
    pub(super) gone: u64,
    /// The container's restarts, summed over these pods.
    pub(super) restarts: u64,
    /// Whether the pod was asked to stop before the container ended. Exit codes 137 and 143 are then a
    /// consequence.
    pub(super) stopped: bool,
    /// Whether a person or a controller had deleted the pod before the container ended.
    pub(super) deleted: bool,
    /// Who or what deleted the example pod, if an event says so.
    pub(super) deleted_by: Option<&'static str>,
    /// The failed probe for which the kubelet killed the container.
    pub(super) probe: Option<FailedProbe>,
    /// The place among the failures of the pod; 0 is the failure to blame.
    place: usize,
}

/// All ways in which containers failed by themselves, most frequent first. Among equally frequent ways, those
/// to blame come first, then the latest. Containers that only stopped with a pod that was ended from outside
/// are left out.
pub(super) fn of(case: Case<'_>) -> Vec<Failure> {
    let mut groups: HashMap<FailureKey<'_>, Group<'_>> = HashMap::new();
    let there = case.pods().iter().map(|pod| (pod, false));
    let gone = case.gone().iter().map(|pod| (pod, true));
    for (pod, is_gone) in there.chain(gone) {
        for instance in in_pod(case, pod) {
            match groups.entry(instance.way()) {
                Entry::Occupied(mut group) => group.get_mut().add(instance, is_gone),
                Entry::Vacant(place) => {
                    place.insert(Group::new(instance, is_gone));
                }
            }
        }
    }
    let tails = Tails::of(case);
    let failures = groups.into_values().map(|group| group.failure(case, &tails));
    let mut failures: Vec<Failure> = failures.collect();
    let order = |failure: &Failure| {
        let latest = Reverse((failure.end.finished, failure.example.clone()));
        (Reverse(failure.pods), failure.place, latest)
    };
    failures.sort_by_cached_key(order);
    failures
}

/// How many pods failed, or have a container that failed.
pub(super) fn pods(case: Case<'_>) -> u64 {
    let failed = case.seen().filter(|pod| {
        pod.ended_by().is_some() || pod.culprit().is_some() || pod.restarted_culprit().is_some()
    });
    failed.count() as u64
}

/// The key of equal ends: the container, exit code, reason, whether the container was restarted, whether it
/// was stopped, and the kind of probe that failed.
type FailureKey<'a> = (&'a str, i32, Option<&'a str>, bool, bool, Option<&'static str>);

/// A container instance whose end explains why its pod failed.
struct Instance<'a> {
    pod: &'a PodFacts,
    container: &'a ContainerFacts,
    end: &'a Termination,
    /// The place among the instances of its pod; 0 is the instance to blame.
    place: usize,
    restarted: bool,
    stopped: bool,
    probe: Option<FailedProbe>,
}

/// Equal ends in many pods.
struct Group<'a> {
    /// The instance that ended last represents the group.
    latest: Instance<'a>,
    pods: u64,
    indexes: Vec<u32>,
    gone: u64,
    restarts: u64,
    place: usize,
}

/// The instances of one pod whose ends explain its failure, by [`told`].
fn in_pod<'a>(case: Case<'_>, pod: &'a PodFacts) -> impl Iterator<Item = Instance<'a>> {
    let told = told(pod);
    let restarted = told.is_earlier;
    let ends = told.ends.into_iter();
    let own = ends.filter(move |(container, end)| restarted || !is_explained(pod, container, end));
    own.enumerate().map(move |(place, (container, end))| {
        let stopped = was_stopped(pod, end);
        let probe = || probes::failed(case, pod, container, end);
        Instance {
            pod,
            container,
            end,
            place,
            restarted,
            stopped,
            probe: if stopped { None } else { probe() },
        }
    })
}

impl<'a> Instance<'a> {
    fn way(&self) -> FailureKey<'a> {
        (
            &self.container.name,
            self.end.exit_code,
            self.end.reason.as_deref(),
            self.restarted,
            self.stopped,
            self.probe.as_ref().map(|probe| probe.kind),
        )
    }

    /// The message of the failed probe, which the container cannot know, else the container's own words.
    fn words(&self, tails: &Tails<'_>) -> Option<String> {
        let of_probe = self.probe.as_ref().and_then(|probe| probe.words.as_deref());
        if let Some(words) = of_probe.and_then(quote::telling_line) {
            return Some(words);
        }
        let message = self.end.message.as_deref();
        let message = if self.end.never_started() {
            message.and_then(quote::innermost_cause)
        } else {
            message.and_then(quote::telling_line)
        };
        message.or_else(|| quote::telling_line(&tails.of_instance(self)?.lines.join("\n")))
    }
}

impl<'a> Group<'a> {
    fn new(first: Instance<'a>, is_gone: bool) -> Self {
        Self {
            pods: 1,
            indexes: first.pod.index.into_iter().collect(),
            gone: u64::from(is_gone),
            restarts: u64::from(first.container.restarts),
            place: first.place,
            latest: first,
        }
    }

    fn add(&mut self, other: Instance<'a>, is_gone: bool) {
        self.pods += 1;
        self.indexes.extend(other.pod.index);
        self.gone += u64::from(is_gone);
        self.restarts += u64::from(other.container.restarts);
        self.place = self.place.min(other.place);
        if other.end.finished >= self.latest.end.finished {
            self.latest = other;
        }
    }

    fn failure(self, case: Case<'_>, tails: &Tails<'_>) -> Failure {
        let latest = self.latest;
        let (pod, container, end) = (latest.pod, latest.container, latest.end);
        let deleted = deleted::before(pod, end) && is_plain(end);
        Failure {
            container: container.name.clone(),
            kind: container.kind,
            end: end.clone(),
            memory_limit: container.memory_limit.clone(),
            pod_memory_limit: pod_memory_limit(case),
            pods: self.pods,
            indexes: self.indexes.into_iter().collect(),
            example: pod.name.clone(),
            words: latest.words(tails),
            restarted: latest.restarted,
            gone: self.gone,
            restarts: self.restarts,
            stopped: latest.stopped,
            deleted,
            deleted_by: if deleted {
                deleted::by(case, &pod.name)
            } else {
                None
            },
            probe: latest.probe,
            place: self.place,
        }
    }
}

/// The ends of a pod's containers that explain why the pod failed.
struct TellingEnds<'a> {
    ends: Vec<(&'a ContainerFacts, &'a Termination)>,
    /// Whether the end is that of an earlier instance.
    is_earlier: bool,
}

/// All containers that failed by themselves, else an earlier instance that failed, else the container that
/// failed first after the pod was asked to stop. A failure after that request explains less than one before
/// it.
fn told(pod: &PodFacts) -> TellingEnds<'_> {
    let earlier = pod.restarted_culprit();
    let (stopped, own): (Vec<_>, Vec<_>) = pod
        .culprits()
        .into_iter()
        .partition(|(_, end)| was_stopped(pod, end) && (is_consequence(end) || earlier.is_some()));
    match earlier {
        Some(earlier) if own.is_empty() => TellingEnds {
            ends: vec![earlier],
            is_earlier: true,
        },
        Some(_) | None => TellingEnds {
            ends: if own.is_empty() {
                stopped.into_iter().take(1).collect()
            } else {
                own
            },
            is_earlier: false,
        },
    }
}

impl PodFacts {
    /// The end of the container to blame, whether or not the container was restarted.
    pub(super) fn to_blame(&self) -> Option<&Termination> {
        told(self).ends.first().map(|(_, end)| *end)
    }
}

impl Failure {
    /// Whether the reason says no more than the exit code.
    pub(super) fn is_plain(&self) -> bool {
        is_plain(&self.end)
    }
}

/// The log tails that were read, each with the way of failing that it belongs to.
struct Tails<'a>(Vec<(FailureKey<'a>, &'a LogTail)>);

impl<'a> Tails<'a> {
    fn of(case: Case<'a>) -> Self {
        let mut tails = Vec::new();
        for log in case.snapshot.logs.iter().filter_map(|log| log.as_ref().ok()) {
            let pods = case.seen().filter(|pod| *pod.name == *log.pod);
            let instances = pods.flat_map(|pod| in_pod(case, pod));
            let same = instances.filter(|instance| instance.container.name == log.container);
            tails.extend(same.map(|instance| (instance.way(), log)));
        }
        Self(tails)
    }

    /// The log tail of the container itself, else of a container in another pod that failed in the same way.
    fn of_instance(&self, instance: &Instance<'_>) -> Option<&'a LogTail> {
        let way = instance.way();
        let mut same = self.0.iter().filter(|(of, _)| *of == way).map(|(_, log)| *log);
        same.clone()
            .find(|log| *log.pod == *instance.pod.name)
            .or_else(|| same.next())
    }
}

/// The memory limit that the pod template sets for all containers together.
fn pod_memory_limit(case: Case<'_>) -> Option<String> {
    let resources = case.manifest()?.pod()?.resources.as_ref()?;
    Some(resources.limits.as_ref()?.get("memory")?.0.clone())
}

/// Whether the reason says no more than the exit code.
fn is_plain(end: &Termination) -> bool {
    matches!(end.reason.as_deref(), Some("Error" | "Completed" | "") | None)
}

/// Whether the container ended after its pod was asked to stop: the pod was deleted or ended from outside.
fn was_stopped(pod: &PodFacts, end: &Termination) -> bool {
    pod.was_ended_before(end) || deleted::before(pod, end)
}

/// Whether the end is only a consequence of stopping the pod.
fn is_consequence(end: &Termination) -> bool {
    match end.reason.as_deref() {
        Some("OOMKilled") => false,
        Some("ContainerStatusUnknown") => true,
        Some(_) | None => matches!(end.exit_code, 137 | 143),
    }
}

/// Whether the end of the pod from outside also explains the container's end: the container was stopped with
/// the pod, or never started, as in a pod that was deleted before its image was pulled.
fn is_explained(pod: &PodFacts, container: &ContainerFacts, end: &Termination) -> bool {
    let never_began = end.reason.as_deref() == Some("ContainerStatusUnknown") && !container.has_started();
    is_consequence(end) && pod.was_ended_before(end)
        || never_began && (pod.ended_by().is_some() || pod.is_terminating())
}

#[cfg(test)]
mod tests;
