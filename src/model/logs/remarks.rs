//! Remarks on what the selected logs leave out.

use super::{LogChoice, MeantPod};
use crate::facts::{ContainerFacts, instances};
use crate::model::{JobReport, rules::pods_gone, words};

/// The maximum number of names in a remark.
const NAMED: usize = 5;

impl JobReport {
    /// What cannot be shown, and what another choice would show: one sentence for each kind. With `follow`,
    /// pods that have not started are left out, because the caller waits for them.
    pub fn log_remarks(&self, choice: &LogChoice, follow: bool) -> Vec<String> {
        let remarks = [
            self.overwritten(choice),
            self.left_out(choice),
            self.without_log(choice),
            self.unstarted(choice).filter(|_| !follow),
            self.gone(choice),
        ];
        remarks.into_iter().flatten().collect()
    }

    /// Instances whose logs the node has removed. A node keeps one ended instance of each container
    /// (`--maximum-dead-containers-per-container` of the kubelet).
    fn overwritten(&self, choice: &LogChoice) -> Option<String> {
        let pods = self.meant_pods(choice);
        let lost = pods.iter().flat_map(|pod| {
            let containers = pod.facts.containers.iter();
            let meant = containers.filter(|container| choice.means_container(&container.name));
            meant.map(|container| overwritten(pod, container))
        });
        let lost: Vec<u64> = lost.filter(|count| *count > 0).collect();
        (!lost.is_empty()).then(|| {
            format!(
                "the logs of {} of {} are lost: a node keeps only the logs of the running and of the last ended instance",
                words::counted(lost.iter().sum::<u64>(), "earlier instance"),
                words::counted(lost.len() as u64, "container")
            )
        })
    }

    /// Instances that the choice leaves out and `--previous` would add.
    fn left_out(&self, choice: &LogChoice) -> Option<String> {
        let all = self.logs(&LogChoice {
            previous: true,
            ..choice.clone()
        });
        let more = all.len().saturating_sub(self.logs(choice).len());
        let are_kept = !all.iter().any(|log| log.source.is_left_over);
        let condition = if are_kept {
            ""
        } else {
            ", if its node still has it"
        };
        let verb = if more == 1 { "was" } else { "were" };
        (more > 0).then(|| {
            let containers = words::counted(more as u64, "container");
            format!("{containers} {verb} restarted: --previous also shows the instance before{condition}")
        })
    }

    /// Containers whose last end left no log.
    fn without_log(&self, choice: &LogChoice) -> Option<String> {
        let pods = self.pods().filter(|pod| choice.means_pod(pod.facts));
        let names: Vec<String> = pods
            .flat_map(|pod| {
                let containers = pod.facts.containers.iter();
                let meant = containers.filter(|container| choice.means_container(&container.name));
                meant.filter_map(move |container| {
                    let end = container.latest_termination().filter(|end| !end.has_log())?;
                    Some(format!("{}/{} ({})", pod.facts.name, container.name, end.word()))
                })
            })
            .collect();
        let count = words::counted(names.len() as u64, "container");
        some(&names).map(|names| format!("{count} ended without a log: {names}"))
    }

    /// Pods in which no container has started: they wait, or their node rejected them.
    fn unstarted(&self, choice: &LogChoice) -> Option<String> {
        let pods = self.pods().filter(|pod| {
            let has_begun = matches!(&*pod.facts.phase, "Running" | "Succeeded");
            let mut containers = pod.facts.containers.iter();
            let nothing = !has_begun && !containers.any(ContainerFacts::has_begun);
            nothing && choice.means_pod(pod.facts)
        });
        let names: Vec<String> = pods
            .map(|pod| match &pod.attempt.reason {
                Some(reason) => format!("{} ({reason})", pod.facts.name),
                None => pod.facts.name.to_string(),
            })
            .collect();
        let verb = if names.len() == 1 { "has" } else { "have" };
        let count = words::counted(names.len() as u64, "pod");
        some(&names).map(|names| format!("{count} {verb} run no container: {names}"))
    }

    /// Pods that are gone, in the words of the report.
    fn gone(&self, choice: &LogChoice) -> Option<String> {
        if choice.pod.is_some() {
            return None;
        }
        let finding = self.ask(pods_gone::find)?;
        let hint = finding.hint.as_deref().unwrap_or("their logs went with them");
        Some(format!("{}; {hint}", finding.message))
    }
}

impl ContainerFacts {
    /// Whether the container's status describes any instance.
    fn has_begun(&self) -> bool {
        self.has_started() || self.latest_termination().is_some()
    }
}

/// How many instances came before those that the container's status describes.
fn overwritten(pod: &MeantPod<'_>, container: &ContainerFacts) -> u64 {
    let oldest = instances(pod.facts, container).last();
    u64::from(oldest.map_or(container.restarts, |instance| instance.number))
}

/// A few of the names; `None` if there are no names.
fn some(names: &[String]) -> Option<String> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    (!names.is_empty()).then(|| words::some_of(&names, NAMED))
}
