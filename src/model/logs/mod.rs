//! Logs: which of a Job's logs are selected, and what is known of each.
//!
//! [`refusal`] finds choices that can never match, [`outlook`] says which logs may still come, and
//! [`remarks`] says what cannot be shown.

mod outlook;
mod refusal;
mod remarks;

use std::collections::HashMap;

use regex::Regex;

use super::{Attempt, AttemptOutcome, JobReport};
use crate::facts::{ContainerFacts, IndexSet, Instance, Life, LogSource, PodFacts, Text, instances};

/// Which logs of a Job are selected. The default is all containers: of each container the newest instance
/// that has a log.
#[derive(Clone, Debug, Default)]
pub struct LogChoice {
    /// Names of containers. Without names and without a pattern, all containers are selected.
    pub containers: Vec<String>,
    /// Also selects the containers whose names match.
    pub container_pattern: Option<Regex>,
    /// Completion indexes.
    pub indexes: Option<IndexSet>,
    /// Which attempt.
    pub attempt: Option<AttemptChoice>,
    /// Only failures: all containers of failed pods, and of other pods only the failed instances.
    pub failed_only: bool,
    /// The name of a pod.
    pub pod: Option<String>,
    /// Whether to add the instance before the newest.
    pub previous: bool,
}

/// Which of several attempts at the same work: per index of an Indexed Job, otherwise per Job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptChoice {
    /// The first attempt that still exists.
    First,
    /// The last attempt that has started.
    Last,
    /// The attempt with this [`Attempt::number`].
    Number(u32),
}

/// A selected log, with what is known of its instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeantLog {
    /// Which log.
    pub source: LogSource,
    /// What is known of the log's instance.
    pub life: Life,
}

impl JobReport {
    /// The selected logs that exist. Pods are sorted by start, and so are the instances of each pod.
    /// Instances that started in the same second have the order of the pod's spec. Empty if the pods are
    /// unknown.
    pub fn logs(&self, choice: &LogChoice) -> Vec<MeantLog> {
        let pods = self.meant_pods(choice);
        let logs = pods.iter().flat_map(|pod| {
            let logs = pod.logs(choice).into_iter();
            logs.map(|(container, instance)| self.meant(*pod, container, &instance))
        });
        logs.collect()
    }

    /// What happened to an instance, as far as it is known now; `None` if nothing is known.
    pub fn life(&self, source: &LogSource) -> Option<Life> {
        let pods = self.snapshot.pods.as_ref().ok()?;
        let same = |pod: &&PodFacts| pod.uid == source.pod_uid && *pod.name == *source.pod;
        let Some(pod) = pods.own.iter().find(same) else {
            return self.snapshot.depth.has_finished_pods().then_some(Life::Gone);
        };
        Life::of(source, pod)
    }

    /// The selected pods that have a log, in the order of their start.
    fn meant_pods(&self, choice: &LogChoice) -> Vec<MeantPod<'_>> {
        let mut pods: Vec<MeantPod<'_>> = self
            .pods()
            .filter(|pod| choice.means_pod(pod.facts) && pod.instances(choice).next().is_some())
            .collect();
        if let Some(attempt) = choice.attempt {
            keep_attempt(&mut pods, attempt);
        }
        pods.sort_by_key(|pod| {
            let times = pod.facts.times;
            (times.started.get().or(times.created.get()), pod.attempt.pod)
        });
        pods
    }

    /// The Job's own pods, each with its attempt.
    fn pods(&self) -> impl Iterator<Item = MeantPod<'_>> {
        let own = self.snapshot.own_pods();
        self.attempts.iter().filter_map(|attempt| {
            let facts = own.get(attempt.pod)?;
            Some(MeantPod { facts, attempt })
        })
    }

    fn meant(&self, pod: MeantPod<'_>, container: &ContainerFacts, instance: &Instance<'_>) -> MeantLog {
        let job = &self.snapshot.job;
        let source = LogSource {
            job: job.name.clone(),
            namespace: job.namespace.clone(),
            pod: pod.facts.name.to_string(),
            pod_uid: pod.facts.uid.clone(),
            container: Text::clone(&container.name),
            kind: container.kind,
            restart: instance.number,
            index: pod.facts.index,
            attempt: pod.attempt.number,
            started: instance.started,
            finished: instance.life.finished(),
            may_restart: !pod.facts.is_finished() && self.may_be_restarted(container),
            is_left_over: instance.is_left_over,
        };
        MeantLog {
            source,
            life: instance.life,
        }
    }
}

/// One of the Job's pods.
#[derive(Clone, Copy)]
struct MeantPod<'a> {
    facts: &'a PodFacts,
    attempt: &'a Attempt,
}

impl<'a> MeantPod<'a> {
    /// The instances that have a log, newest first for each container. With `failed_only`, a pod that has not
    /// failed contributes its failed instances only.
    fn instances(
        self,
        choice: &LogChoice,
    ) -> impl Iterator<Item = (usize, &'a ContainerFacts, Instance<'a>)> {
        let is_all = !choice.failed_only || self.attempt.outcome == AttemptOutcome::Failed;
        let most = if choice.previous { 2 } else { 1 };
        let containers = self.facts.containers.iter().enumerate();
        containers.flat_map(move |(position, container)| {
            let known = instances(self.facts, container).filter(Instance::has_log);
            let meant = known.filter(move |instance| is_all || instance.has_failed(self.facts, container));
            meant
                .take(most)
                .map(move |instance| (position, container, instance))
        })
    }

    /// The instances of the selected containers, in the order of their start.
    fn logs(self, choice: &LogChoice) -> Vec<(&'a ContainerFacts, Instance<'a>)> {
        let mut logs: Vec<_> = self
            .instances(choice)
            .filter(|(_, container, _)| choice.means_container(&container.name))
            .collect();
        logs.sort_by_key(|(position, _, instance)| (instance.started, *position, instance.number));
        logs.into_iter()
            .map(|(_, container, instance)| (container, instance))
            .collect()
    }
}

/// Keeps only the selected one of several attempts at the same work.
fn keep_attempt(pods: &mut Vec<MeantPod<'_>>, choice: AttemptChoice) {
    let mut meant: HashMap<Option<u32>, u32> = HashMap::new();
    for pod in pods.iter() {
        let Some(number) = pod.attempt.number else {
            continue;
        };
        let kept = meant.entry(pod.facts.index).or_insert(number);
        *kept = match choice {
            AttemptChoice::First => number.min(*kept),
            AttemptChoice::Last => number.max(*kept),
            AttemptChoice::Number(wanted) => wanted,
        };
    }
    pods.retain(|pod| {
        pod.attempt.number.is_some() && pod.attempt.number == meant.get(&pod.facts.index).copied()
    });
}

impl LogChoice {
    fn means_pod(&self, pod: &PodFacts) -> bool {
        let is_named = self.pod.as_deref().is_none_or(|name| *pod.name == *name);
        let has_index = |indexes: &IndexSet| pod.index.is_some_and(|index| indexes.contains(index));
        is_named && self.indexes.as_ref().is_none_or(has_index)
    }

    fn means_container(&self, name: &str) -> bool {
        let is_named = self.containers.iter().any(|wanted| wanted == name);
        let is_matched = |pattern: &Regex| pattern.is_match(name);
        match &self.container_pattern {
            None => is_named || self.containers.is_empty(),
            Some(pattern) => is_named || is_matched(pattern),
        }
    }
}

#[cfg(test)]
mod tests;
