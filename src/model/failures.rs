//! How containers failed, with equal failures of many pods put together.

use std::cmp::Reverse;
use std::collections::{HashMap, hash_map::Entry};

use super::probes::{self, FailedProbe};
use super::{case::Case, deleted, quote};
use crate::facts::{ContainerFacts, ContainerKind, IndexSet, LogTail, PodFacts, Termination, Text};

/// One way in which one container failed, in however many pods.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    /// The container's name.
    pub(super) container: Text,
    /// Its part in the pod.
    pub(super) kind: ContainerKind,
    /// How it ended: the latest of them, which stands for all.
    pub(super) end: Termination,
    /// Its memory limit.
    pub(super) memory_limit: Option<Text>,
    /// The memory limit of the whole pod, which binds where the container has none (KEP-2837).
    pub(super) pod_memory_limit: Option<String>,
    /// How many pods failed so.
    pub(super) pods: u64,
    /// Their completion indexes.
    pub(super) indexes: IndexSet,
    /// One of these pods: the latest.
    pub(super) example: Box<str>,
    /// Words about it: those of the failed probe, else the container's termination message, else the last line of its log.
    pub(super) words: Option<String>,
    /// Whether it was an earlier instance of a container that has been started again since.
    pub(super) restarted: bool,
    /// How many of these pods are gone.
    pub(super) gone: u64,
    /// How often it was restarted, over these pods.
    pub(super) restarts: u64,
    /// Whether the pods were asked to stop before it ended, which makes exit codes 137 and 143 a consequence.
    pub(super) stopped: bool,
    /// Whether its pod was deleted before, by a person or a controller.
    pub(super) deleted: bool,
    /// By whom or why, where an event tells of the example.
    pub(super) deleted_by: Option<&'static str>,
    /// The failed probe for which the kubelet killed it.
    pub(super) probe: Option<FailedProbe>,
    /// Its place among the failures of its pod, 0 for the one to blame.
    place: usize,
}

/// All ways in which containers failed by themselves, the most frequent first; of equally frequent ones, those to blame
/// first, then the latest. Containers that only went down with a pod that was ended from outside are not here.
pub(super) fn of(case: Case<'_>) -> Vec<Failure> {
    let mut groups: HashMap<Way<'_>, Group<'_>> = HashMap::new();
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

/// How many pods failed, or have a container that did.
pub(super) fn pods(case: Case<'_>) -> u64 {
    let failed = case.seen().filter(|pod| {
        pod.ended_by().is_some() || pod.culprit().is_some() || pod.restarted_culprit().is_some()
    });
    failed.count() as u64
}

/// What makes two ends the same: container, exit code, reason, whether it was started again, whether it was stopped, and the
/// kind of probe that failed.
type Way<'a> = (&'a str, i32, Option<&'a str>, bool, bool, Option<&'static str>);

/// An instance of a container whose end tells why its pod failed.
struct Instance<'a> {
    pod: &'a PodFacts,
    container: &'a ContainerFacts,
    end: &'a Termination,
    /// Its place among those of its pod, 0 for the one to blame.
    place: usize,
    restarted: bool,
    stopped: bool,
    probe: Option<FailedProbe>,
}

/// Equal ends in many pods.
struct Group<'a> {
    /// The one that ended last stands for all.
    latest: Instance<'a>,
    pods: u64,
    indexes: Vec<u32>,
    gone: u64,
    restarts: u64,
    place: usize,
}

/// The ends of one pod, by [`told`].
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
    fn way(&self) -> Way<'a> {
        (
            &self.container.name,
            self.end.exit_code,
            self.end.reason.as_deref(),
            self.restarted,
            self.stopped,
            self.probe.as_ref().map(|probe| probe.kind),
        )
    }

    /// What the failed probe said, which the container cannot know, else the container's own words.
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

/// The ends of a pod's containers that tell why it failed.
struct TellingEnds<'a> {
    ends: Vec<(&'a ContainerFacts, &'a Termination)>,
    /// Whether it is that of an earlier instance.
    is_earlier: bool,
}

/// All that failed by themselves, else one of an earlier instance, else the one that failed first after the pod was asked to stop.
/// What fails after that explains less than what failed before.
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
    /// The end that is most to blame, whether or not its container was started again.
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

/// The log tails that were read, each with the way of failing that it is about.
struct Tails<'a>(Vec<(Way<'a>, &'a LogTail)>);

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

    /// That of the container itself, else that of another pod's that failed in the same way.
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

/// Whether the container ended after its pod was asked to stop: deleted, or ended from outside.
fn was_stopped(pod: &PodFacts, end: &Termination) -> bool {
    pod.was_ended_before(end) || deleted::before(pod, end)
}

/// Whether the end is what becomes of a container whose pod is stopped, and tells nothing else.
fn is_consequence(end: &Termination) -> bool {
    match end.reason.as_deref() {
        Some("OOMKilled") => false,
        Some("ContainerStatusUnknown") => true,
        Some(_) | None => matches!(end.exit_code, 137 | 143),
    }
}

/// Whether what ended the pod from outside explains the container's end, too: the container was stopped with the pod, or never
/// began, as in a pod that was deleted before its image was there.
fn is_explained(pod: &PodFacts, container: &ContainerFacts, end: &Termination) -> bool {
    let never_began = end.reason.as_deref() == Some("ContainerStatusUnknown") && !container.has_started();
    is_consequence(end) && pod.was_ended_before(end)
        || never_began && (pod.ended_by().is_some() || pod.is_terminating())
}

#[cfg(test)]
mod tests;
