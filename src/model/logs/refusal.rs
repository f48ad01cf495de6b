//! Why a choice of logs can never match.

use std::collections::HashSet;

use super::{AttemptChoice, LogChoice};
use crate::facts::IndexSet;
use crate::model::case::{Case, PodEvents};
use crate::model::{JobReport, words};

impl JobReport {
    /// Why the choice can never match a log of this Job, and what to do; `None` if the choice may match. An
    /// unknown container is refused once a pod exists or the Job has ended: admission may add containers to
    /// pods, and the Job does not show them.
    pub fn refuses(&self, choice: &LogChoice) -> Option<String> {
        self.without_container(choice)
            .or_else(|| self.without_index(choice))
            .or_else(|| self.without_attempts(choice))
            .or_else(|| self.without_pod(choice))
    }

    fn without_container(&self, choice: &LogChoice) -> Option<String> {
        if !self.knows_containers() {
            return None;
        }
        let (job, names) = (&self.snapshot.job.name, self.container_names());
        let all = names.join(", ");
        let unknown = choice
            .containers
            .iter()
            .find(|name| !names.contains(&name.as_str()));
        if let Some(name) = unknown {
            return Some(format!("job {job} has no container \"{name}\": it has {all}"));
        }
        let pattern = choice.container_pattern.as_ref()?;
        let is_missed = !names.iter().any(|name| pattern.is_match(name));
        is_missed.then(|| format!("no container of job {job} matches \"{pattern}\": it has {all}"))
    }

    fn knows_containers(&self) -> bool {
        let pods = self.snapshot.pods.as_ref();
        pods.is_ok_and(|pods| !pods.own.is_empty() || self.verdict.terminal)
    }

    /// The names of the Job's containers: those of the pod template, then further ones of its pods.
    pub(super) fn container_names(&self) -> Vec<&str> {
        let mut names = self.snapshot.job.containers();
        let mut known: HashSet<&str> = names.iter().copied().collect();
        let containers = self.snapshot.own_pods().iter().flat_map(|pod| &pod.containers);
        let all = containers.map(|container| &*container.name);
        names.extend(all.filter(|name| known.insert(name)));
        names
    }

    fn without_index(&self, choice: &LogChoice) -> Option<String> {
        let wanted = choice.indexes.as_ref()?;
        let job = &self.snapshot.job.name;
        let Some(indexes) = &self.indexes else {
            return Some(format!(
                "job {job} is not Indexed (spec.completionMode), so its pods have no index: choose with --attempt or --pod"
            ));
        };
        let total = u32::try_from(indexes.total?).ok()?;
        let all: IndexSet = total.checked_sub(1).map(|last| (0, last)).into_iter().collect();
        let beyond = wanted.without(&all);
        (!beyond.is_empty()).then(|| match total {
            0 => format!("job {job} has no indexes: its completions are 0"),
            _ => format!("job {job} has no index {beyond}: it has {all}"),
        })
    }

    fn without_attempts(&self, choice: &LogChoice) -> Option<String> {
        let attempt = choice.attempt?;
        let events = PodEvents::new();
        let case = Case {
            snapshot: &self.snapshot,
            pod_events: &events,
        };
        if case.is_indexed() || case.works_in_turn() {
            return None;
        }
        let which = match attempt {
            AttemptChoice::First => "first attempt".to_owned(),
            AttemptChoice::Last => "last attempt".to_owned(),
            AttemptChoice::Number(number) => format!("attempt {number}"),
        };
        Some(format!(
            "job {} has no {which}: its pods run in parallel and are not attempts at the same work; choose with --pod",
            self.snapshot.job.name
        ))
    }

    /// The name of a pod ends in random letters, so a pod that does not exist will not come later.
    fn without_pod(&self, choice: &LogChoice) -> Option<String> {
        let wanted = choice.pod.as_deref()?;
        let job = &self.snapshot.job.name;
        let pods = self.snapshot.pods.as_ref().ok()?;
        let names: Vec<&str> = pods.own.iter().map(|pod| &*pod.name).collect();
        if names.contains(&wanted) {
            return None;
        }
        let events = self.snapshot.events.iter().flat_map(|events| events.iter());
        let mut told = events.filter_map(|event| event.created_or_deleted_pod());
        if told.any(|name| name == wanted) {
            return Some(format!("pod {wanted} of job {job} is gone, and its logs with it"));
        }
        Some(if names.is_empty() {
            format!("job {job} has no pod {wanted}: it has none")
        } else {
            format!(
                "job {job} has no pod {wanted}: it has {}",
                words::some_of(&names, 5)
            )
        })
    }
}
