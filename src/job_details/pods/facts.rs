//! Turns a decoded Pod into its facts. No other code does so, whichever encoding the server sends.

use super::wire;
use crate::facts::{
    ApiTime, Condition, ContainerFacts, ContainerKind, ContainerState, PodFacts, PodTimes, RareFacts,
    Termination, Text, Uid,
};
use crate::job_details::encodings::{Entry, Time, WireCondition};
use crate::job_details::interner::Interner;

/// The Job controller's finalizer. Every pod of a Job has it until the Job controller has counted the pod.
const JOB_TRACKING: &[u8] = b"batch.kubernetes.io/job-tracking";
const INDEX: &[u8] = b"batch.kubernetes.io/job-completion-index";
const INDEX_FAILURES: &[u8] = b"batch.kubernetes.io/job-index-failure-count";
const INDEX_IGNORED_FAILURES: &[u8] = b"batch.kubernetes.io/job-index-ignored-failure-count";

/// The conditions that Kubernetes itself sets. They explain nothing while they are True (`PodConditionType`
/// in types.go).
const ROUTINE: [&[u8]; 7] = [
    b"PodScheduled",
    b"PodReadyToStartContainers",
    b"PodHasNetwork",
    b"Initialized",
    b"ContainersReady",
    b"Ready",
    b"AllContainersRestarting",
];

impl wire::Pod {
    /// The UID of the controlling owner; empty for a pod without a controller.
    pub(super) fn controller_uid(&self) -> &[u8] {
        let owners = self.metadata.as_ref().map(|metadata| &*metadata.owner_references);
        let controller = owners
            .unwrap_or_default()
            .iter()
            .find(|owner| owner.controller == Some(true));
        controller.map_or(&[], |owner| &owner.uid)
    }

    /// The pod's facts.
    pub(super) fn facts(self, texts: &mut Interner) -> PodFacts {
        let controller_uid = texts.said(self.controller_uid());
        let metadata = self.metadata.unwrap_or_default();
        let spec = self.spec.unwrap_or_default();
        let status = self.status.unwrap_or_default();
        let finalizers = metadata.finalizers.iter().filter(|name| **name != JOB_TRACKING);
        let rare = RareFacts {
            deletion_grace_seconds: metadata.deletion_grace_period_seconds,
            finalizers: finalizers.map(|name| texts.text(name)).collect(),
            index_ignored_failures: number(&metadata.annotations, INDEX_IGNORED_FAILURES),
            reason: texts.said(&status.reason),
            message: texts.said(&status.message),
            conditions: conditions(&status),
        };
        PodFacts {
            name: String::from_utf8_lossy(&metadata.name).into(),
            uid: Uid::from(&*String::from_utf8_lossy(&metadata.uid)),
            controller_uid,
            times: PodTimes {
                created: time(metadata.creation_timestamp),
                deletion: time(metadata.deletion_timestamp),
                started: time(status.start_time),
                unready: unready_since(&status),
            },
            is_tracked: metadata.finalizers.iter().any(|name| *name == JOB_TRACKING),
            index: number(&metadata.annotations, INDEX).or_else(|| number(&metadata.labels, INDEX)),
            index_failures: number(&metadata.annotations, INDEX_FAILURES),
            node: texts.said(&spec.node_name),
            phase: texts.text(&status.phase),
            containers: containers(&spec, &status, texts),
            rare: rare.boxed(),
        }
    }
}

fn time(time: Option<Time>) -> ApiTime {
    let seconds = time.and_then(|time| time.seconds);
    seconds.map_or_else(ApiTime::default, ApiTime::from_second)
}

fn number(entries: &[Entry], key: &[u8]) -> Option<u32> {
    let entry = entries.iter().find(|entry| entry.key == key)?;
    std::str::from_utf8(&entry.value).ok()?.parse().ok()
}

/// Since when the pod is not ready. This time is not kept as a condition, because every pod that has ended
/// has one.
fn unready_since(status: &wire::PodStatus) -> ApiTime {
    let mut ready = status
        .conditions
        .iter()
        .filter(|condition| condition.kind == "Ready");
    let unready = ready.find(|condition| condition.status == "False");
    time(unready.and_then(|condition| condition.last_transition_time))
}

fn conditions(status: &wire::PodStatus) -> Box<[Condition]> {
    let ended = matches!(&*status.phase, b"Succeeded" | b"Failed");
    let pending = &*status.phase == b"Pending";
    let telling = status
        .conditions
        .iter()
        .filter(|condition| match &*condition.kind {
            b"DisruptionTarget" => condition.status == "True",
            b"PodReadyToStartContainers" if pending => true,
            b"Ready" | b"ContainersReady" | b"PodReadyToStartContainers" if ended => false,
            kind => condition.status != "True" || !ROUTINE.contains(&kind),
        });
    telling.map(WireCondition::facts).collect()
}

fn containers(spec: &wire::PodSpec, status: &wire::PodStatus, texts: &mut Interner) -> Box<[ContainerFacts]> {
    let init_kind = |container: &wire::Container| match &*container.restart_policy {
        b"Always" => ContainerKind::Sidecar,
        _ => ContainerKind::Init,
    };
    let init = spec.init_containers.iter().map(|c| (init_kind(c), c));
    let main = spec.containers.iter().map(|c| (ContainerKind::Main, c));
    let ephemeral = spec
        .ephemeral_containers
        .iter()
        .filter_map(|c| c.ephemeral_container_common.as_ref())
        .map(|c| (ContainerKind::Ephemeral, c));
    // The capacity is exact from the start: the memory that a shrinking `Vec` frees would stay a gap beside
    // each pod.
    let number = spec.init_containers.len() + spec.containers.len() + spec.ephemeral_containers.len();
    let mut facts = Vec::with_capacity(number);
    facts.extend(join(
        init,
        &status.init_container_statuses,
        ContainerKind::Init,
        texts,
    ));
    facts.extend(join(main, &status.container_statuses, ContainerKind::Main, texts));
    let statuses = &status.ephemeral_container_statuses;
    facts.extend(join(ephemeral, statuses, ContainerKind::Ephemeral, texts));
    facts.into()
}

/// Containers in the order of the spec, each with its status, followed by statuses of containers that the
/// spec does not name.
fn join<'a>(
    specs: impl Iterator<Item = (ContainerKind, &'a wire::Container)> + Clone,
    statuses: &'a [wire::ContainerStatus],
    kind_without_spec: ContainerKind,
    texts: &mut Interner,
) -> impl Iterator<Item = ContainerFacts> {
    let status_named = by_name(statuses.iter(), |status| &status.name);
    let spec_named = by_name(specs.clone(), |(_, spec)| &spec.name);
    let named = specs.map(move |(kind, spec)| (kind, Some(spec), status_named(&spec.name)));
    let unnamed = statuses
        .iter()
        .filter(move |status| spec_named(&status.name).is_none())
        .map(move |status| (kind_without_spec, None, Some(status)));
    named
        .chain(unnamed)
        .map(|(kind, spec, status)| container(kind, spec, status, texts))
}

/// Finds the first item with each name. A linear search for each name would take a minute in a pod of 100,000
/// containers.
fn by_name<N: Ord, T: Copy>(
    items: impl Iterator<Item = T>,
    name: impl Fn(&T) -> N,
) -> impl Fn(N) -> Option<T> {
    let mut sorted: Vec<(N, T)> = items.map(|item| (name(&item), item)).collect();
    sorted.sort_by(|(a, _), (b, _)| a.cmp(b));
    move |wanted| {
        let position = sorted.partition_point(|(name, _)| *name < wanted);
        let (name, item) = sorted.get(position)?;
        (*name == wanted).then_some(*item)
    }
}

fn container(
    kind: ContainerKind,
    spec: Option<&wire::Container>,
    status: Option<&wire::ContainerStatus>,
    texts: &mut Interner,
) -> ContainerFacts {
    let name = spec.map(|spec| &spec.name).or(status.map(|status| &status.name));
    let image = spec
        .map(|spec| &spec.image)
        .or(status.map(|status| &status.image));
    let last = status.and_then(|status| status.last_state.as_ref()?.terminated.as_ref());
    let restarts = status.and_then(|status| status.restart_count).unwrap_or_default();
    ContainerFacts {
        name: texts.text(name.map_or(&[], |name| name)),
        kind,
        image: texts.text(image.map_or(&[], |image| image)),
        memory_limit: spec.and_then(|spec| memory_limit(spec, texts)),
        state: status
            .and_then(|status| status.state.as_ref())
            .map_or(ContainerState::Unknown, |state| container_state(state, texts)),
        last: last.map(|end| Box::new(termination(end, texts))),
        restarts: u32::try_from(restarts).unwrap_or_default(),
        ready: status.is_some_and(|status| status.ready == Some(true)),
    }
}

fn memory_limit(spec: &wire::Container, texts: &mut Interner) -> Option<Text> {
    let limits = &spec.resources.as_ref()?.limits;
    let memory = limits.iter().find(|limit| limit.key == "memory")?;
    texts.said(&memory.value.as_ref()?.string)
}

fn container_state(state: &wire::ContainerState, texts: &mut Interner) -> ContainerState {
    if let Some(end) = &state.terminated {
        ContainerState::Terminated(termination(end, texts))
    } else if let Some(running) = &state.running {
        ContainerState::Running {
            started: time(running.started_at),
        }
    } else if let Some(waiting) = &state.waiting {
        ContainerState::Waiting {
            reason: texts.said(&waiting.reason),
            message: texts.said(&waiting.message),
        }
    } else {
        ContainerState::Unknown
    }
}

fn termination(end: &wire::ContainerStateTerminated, texts: &mut Interner) -> Termination {
    Termination {
        exit_code: end.exit_code.unwrap_or_default(),
        signal: end.signal.filter(|signal| *signal != 0),
        reason: texts.said(&end.reason),
        message: texts.said(&end.message),
        started: time(end.started_at),
        finished: time(end.finished_at),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::cmp::Ordering;

    use super::*;

    /// A name that counts its comparisons.
    #[derive(Clone, Copy)]
    struct Counted<'a>(u32, &'a Cell<u32>);

    impl Ord for Counted<'_> {
        fn cmp(&self, other: &Self) -> Ordering {
            self.1.set(self.1.get() + 1);
            self.0.cmp(&other.0)
        }
    }

    impl PartialOrd for Counted<'_> {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    impl PartialEq for Counted<'_> {
        fn eq(&self, other: &Self) -> bool {
            self.cmp(other) == Ordering::Equal
        }
    }

    impl Eq for Counted<'_> {}

    #[test]
    fn twice_as_many_containers_are_about_twice_the_work() {
        let work = |number: u32| {
            let compared = Cell::new(0);
            // Scrambled order.
            let names: Vec<u32> = (0..number).map(|n| n.wrapping_mul(7919) % number).collect();
            let find = by_name(names.iter(), |name| Counted(**name, &compared));
            for name in 0..number {
                assert_eq!(find(Counted(name, &compared)), Some(&name));
            }
            assert_eq!(find(Counted(number, &compared)), None);
            compared.get()
        };
        let (some, twice) = (work(10_000), work(20_000));
        assert!(twice < 3 * some, "{some} comparisons, then {twice}");
    }

    #[test]
    fn the_first_of_equal_names_is_found() {
        let items = [("b", 1), ("a", 2), ("a", 3)];
        let find = by_name(items.iter(), |(name, _)| *name);
        assert_eq!(find("a"), Some(&("a", 2)));
    }
}
