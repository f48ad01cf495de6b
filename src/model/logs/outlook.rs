//! Which logs may still come.

use k8s_openapi::api::core::v1::Container;

use super::LogChoice;
use crate::facts::{ContainerFacts, ContainerKind};
use crate::model::{JobReport, JobState};

impl JobReport {
    /// Whether more than one log is selected: of the logs that exist, or with `follow` of all that may still
    /// come.
    pub fn may_have_several_logs(&self, choice: &LogChoice, follow: bool) -> bool {
        let are_there = self.logs(choice).len();
        are_there > 1 || follow && self.may_run_more() && self.may_come_to_several(choice)
    }

    /// Whether containers may still start.
    fn may_run_more(&self) -> bool {
        match self.verdict.state {
            JobState::Complete | JobState::Failed | JobState::Deleting => false,
            JobState::Pending
            | JobState::Running
            | JobState::Retrying
            | JobState::Blocked
            | JobState::Suspended
            | JobState::Completing
            | JobState::Failing
            | JobState::External => true,
        }
    }

    /// Whether the choice may come to cover several logs: of several containers, instances or pods.
    fn may_come_to_several(&self, choice: &LogChoice) -> bool {
        let names = self.container_names();
        let containers = names.iter().filter(|name| choice.means_container(name)).count();
        containers > 1 || self.may_restart() || choice.pod.is_none() && self.may_have_several_pods(choice)
    }

    /// Whether a container may be restarted in its pod.
    fn may_restart(&self) -> bool {
        self.snapshot.job.restart_policy() != Some("Never")
    }

    /// Whether this container may be restarted. Under `restartPolicy: Never`, a sidecar may be, and so may
    /// any container if one of the pod's containers has a policy of its own (KEP-5307).
    pub(super) fn may_be_restarted(&self, container: &ContainerFacts) -> bool {
        let manifest = self.snapshot.job.manifest.as_ref();
        let pod = manifest.and_then(|manifest| manifest.pod());
        let has_policy = |container: &Container| container.restart_policy.is_some();
        let is_own_policy = pod.is_none_or(|pod| {
            let init = pod.init_containers.iter().flatten();
            pod.containers.iter().chain(init).any(has_policy)
        });
        self.may_restart()
            || container.restarts > 0
            || container.kind == ContainerKind::Sidecar
            || is_own_policy
    }

    fn may_have_several_pods(&self, choice: &LogChoice) -> bool {
        let spec = &self.snapshot.job.spec;
        let works_at_several = match &choice.indexes {
            Some(indexes) => indexes.len() > 1,
            None => spec.completions.or(spec.parallelism).unwrap_or(1) > 1,
        };
        let limit = spec.backoff_limit_per_index.or(spec.backoff_limit);
        let may_retry = limit != Some(0) || !spec.failure_actions.is_empty();
        works_at_several || may_retry && !matches!(choice.attempt, Some(super::AttemptChoice::Number(_)))
    }

    /// Why no log comes at present, with the Job's state and its cause; `None` if the Job runs, is ending or
    /// has ended.
    pub fn waits_because(&self) -> Option<String> {
        match self.verdict.state {
            JobState::Pending
            | JobState::Retrying
            | JobState::Blocked
            | JobState::Suspended
            | JobState::External => Some(format!(
                "job {} is {}: {}",
                self.snapshot.job.name, self.verdict.state, self.verdict.message
            )),
            JobState::Running
            | JobState::Completing
            | JobState::Complete
            | JobState::Failing
            | JobState::Failed
            | JobState::Deleting => None,
        }
    }
}
